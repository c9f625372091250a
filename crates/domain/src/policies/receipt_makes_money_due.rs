//! Goods that came back as sent make the reserved money fall due.

use terms::{Condition, ReservationId, order_stream};

use super::{After, Reaction};
use crate::dispute::DisputeEvent;
use crate::fact::{AnyCommand, AnyEvent, Recorded};
use crate::order::OrderCommand;
use crate::order::commands::make_due::MakeDue;

const POLICY: &str = "receipt_makes_money_due";

pub(super) fn react(fact: &Recorded, after: After<'_>) -> Option<Reaction> {
    let (AnyEvent::Dispute(event), After::Dispute(dispute)) = (&fact.fact.event, after) else { return None };
    let DisputeEvent::ReceiptConfirmed { obligation, condition: Condition::AsSent, .. } = event.as_ref()
    else {
        return None;
    };
    let owed = dispute.obligation(*obligation)?;
    let pays = owed.remedy.remedy_type.pays_money() && owed.remedy.amount.is_some();
    let order = dispute.order().filter(|_| pays)?;
    let due = MakeDue { reservation: ReservationId(obligation.0) };
    Some(Reaction::Command {
        policy: POLICY.to_owned(),
        stream: order_stream(&order.order_id),
        command: AnyCommand::Order(Box::new(OrderCommand::MakeDue(due))),
        at: None,
    })
}
