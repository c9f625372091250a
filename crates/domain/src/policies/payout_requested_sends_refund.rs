//! A payout is sent to the payment provider, and what is still missing of it again when a person orders another try.

use terms::{Money, PayoutId};

use super::{After, Effect, Reaction};
use crate::fact::{AnyEvent, Recorded};
use crate::payout::PayoutEvent;

const POLICY: &str = "payout_requested_sends_refund";

pub(super) fn react(fact: &Recorded, after: After<'_>) -> Option<Reaction> {
    let (AnyEvent::Payout(event), After::Payout(payout)) = (&fact.fact.event, after) else { return None };
    let to_be_sent = matches!(event, PayoutEvent::Requested(_) | PayoutEvent::Retried { .. });
    let request = payout.request.as_ref().filter(|_| to_be_sent)?;
    let effect = Effect::SendRefund {
        payout: PayoutId(fact.stream.id),
        transaction: request.transaction.clone(),
        amount: Money::new(request.amount.currency, request.amount.minor.saturating_sub(payout.paid)),
        from: payout.from.unwrap_or(request.from),
    };
    Some(Reaction::Effect { policy: POLICY.to_owned(), effect })
}
