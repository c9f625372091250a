//! A side takes the power to act for it back; what the agent did stands.

use serde::{Deserialize, Serialize};
use terms::MandateId;

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::DisputeState;
use crate::dispute::verb::Verb;

/// Which mandate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokeMandate {
    pub mandate_id: MandateId,
}

/// # Errors
/// `not_allowed` unless the side itself, `unknown_mandate` while it has none.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    let side = check::a_side(standing)?;
    let any = state.mandates.values().any(|m| m.granted.side == side && m.revoked_at.is_none());
    if any { Ok(()) } else { Err(DisputeRefusal::UnknownMandate) }
}

/// # Errors
/// As [`may`]; `unknown_mandate`, `already_done`.
pub fn decide(state: &DisputeState, command: &RevokeMandate, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::RevokeMandate)?;
    may(state, standing)?;
    let mandate = state.mandates.get(&command.mandate_id).filter(|m| m.granted.side == standing.side());
    let mandate = mandate.ok_or(DisputeRefusal::UnknownMandate)?;
    if mandate.revoked_at.is_some() {
        return Err(DisputeRefusal::AlreadyDone);
    }
    Ok(vec![DisputeEvent::MandateRevoked { mandate: command.mandate_id }])
}
