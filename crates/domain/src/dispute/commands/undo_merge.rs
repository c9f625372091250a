//! Staff undo a merge: the case goes on by itself where it stood, with a fresh limit.

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{Party, Role};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::event::{DisputeEvent, ReopenCause};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// Nothing more is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoMerge {}

/// # Errors
/// `not_allowed` unless staff, `not_merged`.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    check::staff(standing)?;
    if state.merged_into.is_none() { Err(DisputeRefusal::NotMerged) } else { Ok(()) }
}

/// # Errors
/// As [`may`].
pub fn decide(
    state: &DisputeState,
    _: &UndoMerge,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::UndoMerge)?)?;
    let (dispute, _) = state.merged_into.ok_or(DisputeRefusal::NotMerged)?;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let events = vec![
        DisputeEvent::MergeUndone { dispute },
        DisputeEvent::Reopened { cause: ReopenCause::MergeUndone, reason: None },
        going_on(state, state.phase_before, &kind, ctx),
    ];
    Ok(events)
}

/// The limit under which a case goes on that was closed in `phase`.
pub(super) fn going_on(
    state: &DisputeState,
    phase: Phase,
    kind: &terms::KindKey,
    ctx: &mut Ctx<'_, '_>,
) -> DisputeEvent {
    let (step, who) = match phase {
        Phase::Mediation if state.has_mediator() => (Step::Mediation, Party::Platform),
        Phase::Absent | Phase::Screening | Phase::Closed => (Step::Screening, Party::Platform),
        Phase::Negotiation if state.respondent_notified.is_none() => (Step::Notice, Party::Respondent),
        Phase::Negotiation if state.response.is_none() => (Step::Response, Party::Respondent),
        Phase::Negotiation => (Step::NegotiationEnd, Party::Consumer),
        Phase::Mediation => (Step::NameMediator, Party::Platform),
        Phase::Ruling if state.in_charge_as == Some(Role::Decider) => (Step::Ruling, Party::Platform),
        Phase::Ruling => (Step::NameDecider, Party::Platform),
    };
    clock::set(ctx, kind, step, who, About::default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;

    /// B15: nothing is lost: the case goes on where it stood.
    #[test]
    fn a_merge_that_is_undone_lets_the_case_go_on() {
        let undo = || DisputeCommand::UndoMerge(UndoMerge {});
        let again =
            given().merged().when(&officer(), undo()).then(&["merge_undone", "reopened", "deadline_set"]);
        assert_eq!((again.state.phase, again.steps()), (Phase::Negotiation, vec![Step::NegotiationEnd]));
        again.when(&officer(), undo()).refused("not_merged");
        given().merged().when(&consumer(), undo()).refused("not_allowed");
        given().merged().when(&stranger(), undo()).refused("unknown_dispute");
    }
}
