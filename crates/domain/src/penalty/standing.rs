//! What someone is in a penalty case: the merchant charged, staff, the system, or a stranger.

use terms::Role;

use super::state::PenaltyState;
use crate::actor::Actor;

/// Someone's place in a penalty case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PenaltyStanding {
    Merchant,
    /// Deciders and supervisors; intake officers look on. `may_judge` who had no part in what led here.
    Staff {
        role: Role,
        in_charge: bool,
        may_judge: bool,
    },
    System,
}

/// The actor's place, or `None` for a stranger, for whom the case does not exist. Mediators know too much of disputes.
#[must_use]
pub fn penalty_standing(state: &PenaltyState, actor: &Actor) -> Option<PenaltyStanding> {
    let charge = state.charge.as_ref()?;
    let (id, role, merchant) = match actor {
        Actor::System => return Some(PenaltyStanding::System),
        Actor::Person { id, role, merchant } => (*id, *role, merchant),
    };
    match role {
        Role::Merchant if merchant.as_ref() == Some(&charge.merchant) => Some(PenaltyStanding::Merchant),
        Role::Decider | Role::Supervisor => {
            let in_charge = state.in_charge.is_some_and(|d| d.person == id || d.deputy == Some(id));
            Some(PenaltyStanding::Staff { role, in_charge, may_judge: !state.had_a_part(id) })
        }
        Role::IntakeOfficer => Some(PenaltyStanding::Staff { role, in_charge: false, may_judge: false }),
        Role::Merchant | Role::Mediator | Role::Consumer | Role::Admin | Role::Integrator => None,
    }
}
