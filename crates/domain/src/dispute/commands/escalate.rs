//! Either side calls the platform in, one tap, at any moment of the negotiation (C24).

use serde::{Deserialize, Serialize};
use terms::Audience;

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::escalation;
use crate::dispute::event::{DisputeEvent, EscalationCause};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// A reason may be given; none is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalate {
    #[serde(default)]
    pub reason: Option<String>,
}

/// # Errors
/// `not_allowed` unless one of the sides, `wrong_stage` outside negotiation, `on_hold`.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    check::a_side(standing)?;
    check::in_phase(state, &[Phase::Negotiation])?;
    check::not_on_hold(state)
}

/// # Errors
/// As [`may`], and the refusals of texts.
pub fn decide(state: &DisputeState, command: &Escalate, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::Escalate)?;
    may(state, standing)?;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let reason = check::note(command.reason.as_deref(), "/reason", Audience::All)?;
    Ok(escalation::escalate(ctx, &kind, standing.side(), EscalationCause::Requested, reason))
}
