//! Who has a part in a publication before it is public: both sides, whoever is in charge, and those who must look at it.

use terms::{Instant, Role, Side};

use super::state::PublicationState;
use crate::actor::Actor;
use crate::dispute::{DisputeState, Standing, standing};

/// Someone's part. For everybody else there is nothing but what is public.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Side(Side),
    /// Staff in charge of the case, the drafter, the approver, or a supervisor.
    Staff {
        drafted: bool,
        approved: bool,
        /// Whoever handled the case last, whose name may be asked for.
        is_officer: bool,
        /// Acts for a side or is one: has no say here.
        is_party: bool,
    },
    System,
}

/// The actor's part; `None`: the draft does not exist for them.
#[must_use]
pub fn part(state: &PublicationState, case: &DisputeState, actor: &Actor, now: Instant) -> Option<Part> {
    match standing(case, actor, now)? {
        Standing::System => Some(Part::System),
        standing @ (Standing::Consumer { .. } | Standing::Respondent { .. }) => {
            Some(Part::Side(standing.side()))
        }
        Standing::Staff { role, in_charge, .. } => {
            let me = actor.person()?;
            let mine = |by: Option<crate::By>| by.and_then(crate::By::person) == Some(me);
            let (drafted, approved) = (mine(state.drafted_by), mine(state.approved_by));
            let is_officer = officer(case) == Some(me);
            let sees = in_charge || drafted || approved || is_officer || role == Role::Supervisor;
            sees.then_some(Part::Staff { drafted, approved, is_officer, is_party: case.is_party(me) })
        }
    }
}

/// Whoever decided the case last, else whoever has it.
#[must_use]
pub fn officer(case: &DisputeState) -> Option<terms::PersonId> {
    let decided = case.decisions.last().and_then(|decision| decision.decided_by.person());
    decided.or_else(|| case.in_charge.map(|duty| duty.person))
}
