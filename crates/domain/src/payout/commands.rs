//! The commands of a payout: request, record the provider's answer, retry.

use serde::{Deserialize, Serialize};
use terms::{Money, Role};

use super::event::{PayoutEvent, PayoutRequest, ProviderAnswer};
use super::refusal::PayoutRefusal;
use super::state::{PayoutPhase, PayoutState};
use crate::actor::Actor;
use crate::ctx::Ctx;

/// What can be asked of a payout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayoutCommand {
    Request(PayoutRequest),
    RecordAnswer(ProviderAnswer),
    Retry,
}

/// Decides a payout's command. Whatever the provider answers, and however often, no sum is counted twice.
///
/// # Errors
/// The refusals of [`PayoutRefusal`].
pub fn decide(
    state: &PayoutState,
    command: &PayoutCommand,
    ctx: &Ctx<'_, '_>,
) -> Result<Vec<PayoutEvent>, PayoutRefusal> {
    match command {
        PayoutCommand::Request(request) => {
            only_system(ctx)?;
            if state.request.is_some() {
                return Err(PayoutRefusal::AlreadyDone);
            }
            if request.amount.minor <= 0 {
                return Err(PayoutRefusal::AmountNotPositive);
            }
            Ok(vec![PayoutEvent::Requested(request.clone())])
        }
        PayoutCommand::RecordAnswer(answer) => {
            only_system(ctx)?;
            let request = state.request.as_ref().ok_or(PayoutRefusal::UnknownPayout)?;
            record(state, request, answer)
        }
        PayoutCommand::Retry => {
            let may = matches!(ctx.actor.role(), Some(Role::Supervisor | Role::Admin));
            if !may {
                return Err(PayoutRefusal::NotAllowed);
            }
            if state.phase != PayoutPhase::Failed {
                return Err(PayoutRefusal::NotFailed);
            }
            Ok(vec![PayoutEvent::Retried])
        }
    }
}

fn only_system(ctx: &Ctx<'_, '_>) -> Result<(), PayoutRefusal> {
    if *ctx.actor == Actor::System { Ok(()) } else { Err(PayoutRefusal::NotAllowed) }
}

fn record(
    state: &PayoutState,
    request: &PayoutRequest,
    answer: &ProviderAnswer,
) -> Result<Vec<PayoutEvent>, PayoutRefusal> {
    let settled = matches!(state.phase, PayoutPhase::Paid);
    match answer {
        ProviderAnswer::Paid { paid, reference } => {
            if paid.currency != request.amount.currency {
                return Err(PayoutRefusal::CurrencyDiffers);
            }
            let total = state.paid_before_try.saturating_add(paid.minor);
            if total > request.amount.minor {
                return Err(PayoutRefusal::PaidTooMuch);
            }
            let more = total.saturating_sub(state.paid);
            if more <= 0 {
                return Err(PayoutRefusal::AlreadyDone);
            }
            let amount = Money::new(paid.currency, more);
            let complete = total == request.amount.minor;
            Ok(vec![PayoutEvent::Paid { amount, reference: reference.clone(), complete }])
        }
        ProviderAnswer::Pending { reference } => {
            if settled || state.reference.as_ref() == Some(reference) {
                return Err(PayoutRefusal::AlreadyDone);
            }
            Ok(vec![PayoutEvent::Pending { reference: reference.clone() }])
        }
        ProviderAnswer::Failed { reason } => {
            if settled || state.phase == PayoutPhase::Failed {
                return Err(PayoutRefusal::AlreadyDone);
            }
            Ok(vec![PayoutEvent::Failed { reason: reason.clone() }])
        }
        ProviderAnswer::Unknown { reason } => {
            if settled {
                return Err(PayoutRefusal::AlreadyDone);
            }
            Ok(vec![PayoutEvent::Unclear { reason: reason.clone() }])
        }
    }
}
