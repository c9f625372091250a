//! The provider's word on a payout comes back to the case.

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{Money, ObligationId, Party, PayoutId, Role};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::event::{DisputeEvent, PayoutResult};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::standing;
use crate::dispute::state::DisputeState;

/// Asked by a policy for each answer of the provider that changes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordPayout {
    pub obligation: ObligationId,
    pub payout: PayoutId,
    pub result: PayoutResult,
    pub amount: Money,
}

/// A failed payout goes to a supervisor with a date: the consumer must not wait for a machine.
///
/// # Errors
/// `not_allowed` unless the system, `unknown_obligation`, `obligation_not_open`.
pub fn decide(state: &DisputeState, command: &RecordPayout, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing(state, ctx.actor, ctx.now).ok_or(DisputeRefusal::UnknownDispute)?;
    check::system(standing)?;
    let obligation = state.obligation(command.obligation).ok_or(DisputeRefusal::UnknownObligation)?;
    if !obligation.is_open() {
        return Err(DisputeRefusal::ObligationNotOpen);
    }
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let RecordPayout { obligation, payout, result, amount } = *command;
    let mut events = vec![DisputeEvent::PayoutRecorded { obligation, payout, result, amount }];
    if result == PayoutResult::Failed {
        if let Some(on_duty) = ctx.facts.duty.supervisor {
            let reason = Some("payout_failed".to_owned());
            events.push(DisputeEvent::Assigned { on_duty, role: Role::Supervisor, reason });
        }
        events.push(clock::set(ctx, &kind, Step::Performance, Party::Platform, About::obligation(obligation)));
    }
    Ok(events)
}
