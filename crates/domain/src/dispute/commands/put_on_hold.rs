//! Staff pause the case with a reason and until when; process limits stand still, statutory ones never.

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{Audience, Instant, Party};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// Why, and when it goes on by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutOnHold {
    pub reason: String,
    pub until: Instant,
}

/// # Errors
/// `not_allowed` unless staff, `wrong_stage` once closed, `on_hold` already.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    check::staff(standing)?;
    check::in_phase(state, &[Phase::Screening, Phase::Negotiation, Phase::Mediation])?;
    check::not_on_hold(state)
}

/// No longer than the playbook allows.
///
/// # Errors
/// As [`may`]; `date_invalid`, and the refusals of texts.
pub fn decide(state: &DisputeState, command: &PutOnHold, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::PutOnHold)?)?;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    check::later(command.until, ctx.now, "/until")?;
    let longest = ctx.playbook.due(&kind, Step::Hold, ctx.now).at;
    if command.until > longest {
        return Err(DisputeRefusal::DateInvalid { pointer: "/until".to_owned() });
    }
    let reason = check::text(&command.reason, "/reason", Audience::All)?;
    let mut limit = clock::set(ctx, &kind, Step::Hold, Party::Platform, About::default());
    if let DisputeEvent::DeadlineSet(deadline) = &mut limit {
        deadline.due_at = command.until;
        deadline.why.clear();
    }
    Ok(vec![DisputeEvent::PutOnHold { reason, until: command.until }, limit])
}
