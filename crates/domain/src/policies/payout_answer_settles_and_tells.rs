//! The provider's word settles the order's reservation and reaches the case.

use terms::{Money, ObligationId, PayoutId, order_stream};

use super::{After, Reaction};
use crate::dispute::commands::record_payout::RecordPayout;
use crate::dispute::{DisputeCommand, PayoutResult};
use crate::fact::{AnyCommand, AnyEvent, Recorded};
use crate::order::OrderCommand;
use crate::order::commands::settle::Settle;
use crate::payout::{MERCHANT_FUNDS, PayoutEvent};

const POLICY: &str = "payout_answer_settles_and_tells";

pub(super) fn react(fact: &Recorded, after: After<'_>) -> Vec<Reaction> {
    let (AnyEvent::Payout(event), After::Payout(payout)) = (&fact.fact.event, after) else {
        return Vec::new();
    };
    let Some(request) = &payout.request else { return Vec::new() };
    let (result, amount) = match event {
        PayoutEvent::Paid { amount, complete: true, .. } => (PayoutResult::Paid, *amount),
        PayoutEvent::Paid { amount, complete: false, .. } => (PayoutResult::PartlyPaid, *amount),
        PayoutEvent::Failed { reason } if reason == MERCHANT_FUNDS => {
            (PayoutResult::NotCovered, Money::zero(request.amount.currency))
        }
        PayoutEvent::Failed { .. } => (PayoutResult::Failed, Money::zero(request.amount.currency)),
        PayoutEvent::Requested(_)
        | PayoutEvent::Pending { .. }
        | PayoutEvent::Unclear { .. }
        | PayoutEvent::Retried { .. } => {
            return Vec::new();
        }
    };
    let record = RecordPayout {
        obligation: ObligationId(request.reservation.0),
        payout: PayoutId(fact.stream.id),
        result,
        amount,
    };
    let mut reactions = vec![Reaction::Command {
        policy: POLICY.to_owned(),
        stream: request.dispute.into(),
        command: AnyCommand::Dispute(Box::new(DisputeCommand::RecordPayout(record))),
        at: None,
    }];
    if matches!(result, PayoutResult::Paid | PayoutResult::PartlyPaid) {
        let settle =
            Settle { reservation: request.reservation, amount, from: payout.from.unwrap_or(request.from) };
        reactions.push(Reaction::Command {
            policy: POLICY.to_owned(),
            stream: order_stream(&request.order),
            command: AnyCommand::Order(Box::new(OrderCommand::Settle(settle))),
            at: None,
        });
    }
    reactions
}
