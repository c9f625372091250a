//! Money that has fallen due is paid back through the provider of the original payment.

use terms::PayoutId;

use super::{After, Reaction};
use crate::fact::{AnyCommand, AnyEvent, Recorded};
use crate::order::OrderEvent;
use crate::payout::{PayoutCommand, PayoutRequest};

const POLICY: &str = "money_due_requests_payout";

pub(super) fn react(fact: &Recorded, after: After<'_>) -> Option<Reaction> {
    let (AnyEvent::Order(event), After::Order(order)) = (&fact.fact.event, after) else { return None };
    let OrderEvent::MoneyDue { reservation, amount, cause } = event.as_ref() else { return None };
    let snapshot = order.snapshot.as_deref()?;
    // Without a payment there is nothing to refund to; the case's limit brings it before a person.
    let transaction = snapshot.payment.as_ref()?.transaction.clone();
    let request = PayoutRequest {
        dispute: *cause,
        order: snapshot.order_id.clone(),
        reservation: *reservation,
        amount: *amount,
        transaction,
        from: order.reservations.get(reservation)?.payer,
    };
    Some(Reaction::Command {
        policy: POLICY.to_owned(),
        stream: PayoutId(reservation.0).into(),
        command: AnyCommand::Payout(PayoutCommand::Request(request)),
        at: None,
    })
}
