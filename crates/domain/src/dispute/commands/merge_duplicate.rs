//! Staff find that this case is about the same thing as another and carry it on there (B15).

use serde::{Deserialize, Serialize};
use terms::{DisputeId, OutcomeCode};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::ending::{OffersEnd, before_closing};
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// Which case carries on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeDuplicate {
    pub this: DisputeId,
    pub into: DisputeId,
}

/// # Errors
/// `not_allowed` unless staff, `wrong_stage` after negotiation, `merged` already, `already_done` while others were
/// merged into this one.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    check::staff(standing)?;
    check::in_phase(state, &[Phase::Screening, Phase::Negotiation])?;
    if state.absorbed.is_empty() { Ok(()) } else { Err(DisputeRefusal::AlreadyDone) }
}

/// Decides with `facts.other`: an open case of the same consumer, about the same order if both name one.
///
/// # Errors
/// As [`may`]; `cannot_merge_itself`, `cannot_merge_others`.
pub fn decide(state: &DisputeState, command: &MergeDuplicate, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::MergeDuplicate)?)?;
    if command.this == command.into {
        return Err(DisputeRefusal::CannotMergeItself);
    }
    let other = ctx.facts.other.as_ref().filter(|o| o.dispute == command.into);
    let other = other.ok_or(DisputeRefusal::CannotMergeOthers)?;
    let own_order = state.order().map(|o| &o.order_id);
    let same_order = own_order.is_none() || other.order.is_none() || own_order == other.order.as_ref();
    if state.consumer() != Some(other.consumer) || !other.open || !same_order {
        return Err(DisputeRefusal::CannotMergeOthers);
    }
    let mut events = before_closing(state, ctx, OffersEnd::Withdrawn);
    events.push(DisputeEvent::MergedInto { dispute: other.dispute, number: other.number });
    events.push(DisputeEvent::Closed { outcome: OutcomeCode::Merged });
    Ok(events)
}
