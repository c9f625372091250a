//! A supervisor gives the case to somebody who had no part in it.

use serde::{Deserialize, Serialize};
use terms::{PersonId, Role};

use super::standing;
use crate::ctx::Ctx;
use crate::facts::OnDuty;
use crate::penalty::event::PenaltyEvent;
use crate::penalty::refusal::PenaltyRefusal;
use crate::penalty::standing::PenaltyStanding;
use crate::penalty::state::PenaltyState;

/// To whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignPenalty {
    pub to: PersonId,
}

/// # Errors
/// `not_allowed` unless a supervisor or who is in charge, `penalty_wrong_stage` once closed.
pub(super) fn may(state: &PenaltyState, standing: PenaltyStanding) -> Result<(), PenaltyRefusal> {
    match standing {
        PenaltyStanding::Staff { role: Role::Supervisor, .. }
        | PenaltyStanding::Staff { in_charge: true, .. } => {}
        PenaltyStanding::Staff { .. } | PenaltyStanding::Merchant | PenaltyStanding::System => {
            return Err(PenaltyRefusal::NotAllowed);
        }
    }
    if state.is_open() { Ok(()) } else { Err(PenaltyRefusal::WrongStage) }
}

/// Decides with `facts.named`.
///
/// # Errors
/// As [`may`]; `person_unfit` unless an active decider or supervisor without a part in it.
pub(super) fn decide(
    state: &PenaltyState,
    command: &AssignPenalty,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<PenaltyEvent>, PenaltyRefusal> {
    may(state, standing(state, ctx)?)?;
    let named = ctx.facts.named.as_ref().filter(|n| n.person == command.to && n.active);
    let role =
        named.and_then(|n| [Role::Decider, Role::Supervisor].into_iter().find(|role| n.roles.contains(role)));
    let Some(role) = role.filter(|_| !state.had_a_part(command.to)) else {
        return Err(PenaltyRefusal::PersonUnfit);
    };
    let on_duty = OnDuty { person: command.to, deputy: None };
    Ok(vec![PenaltyEvent::Assigned { on_duty, role, reason: None }])
}
