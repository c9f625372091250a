//! The merchant's stream says where the money for an obligation was taken from.

use serde::{Deserialize, Serialize};
use terms::{Money, ObligationId};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::standing;
use crate::dispute::state::DisputeState;

/// Asked by a policy once deposit and fund have answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordCover {
    pub obligation: ObligationId,
    pub deposit: Money,
    pub advanced: Money,
}

/// Also of an obligation that was paid meanwhile: where the money came from stays true.
///
/// # Errors
/// `not_allowed` unless the system, `unknown_obligation`, `already_done`.
pub fn decide(
    state: &DisputeState,
    command: &RecordCover,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    check::system(standing(state, ctx.actor, ctx.now).ok_or(DisputeRefusal::UnknownDispute)?)?;
    let owed = state.obligation(command.obligation).ok_or(DisputeRefusal::UnknownObligation)?;
    if owed.cover.is_some() {
        return Err(DisputeRefusal::AlreadyDone);
    }
    let RecordCover { obligation, deposit, advanced } = *command;
    Ok(vec![DisputeEvent::Covered { obligation, deposit, advanced }])
}
