//! An obligation that fell away or failed gives its reserved money back to the order.

use terms::{ReservationId, order_stream};

use super::{After, Reaction};
use crate::dispute::DisputeEvent;
use crate::fact::{AnyCommand, AnyEvent, Recorded};
use crate::order::OrderCommand;
use crate::order::commands::release::Release;

const POLICY: &str = "cancellation_releases_money";

pub(super) fn react(fact: &Recorded, after: After<'_>) -> Option<Reaction> {
    let (AnyEvent::Dispute(event), After::Dispute(state)) = (&fact.fact.event, after) else { return None };
    let (DisputeEvent::ObligationCancelled { obligation } | DisputeEvent::ObligationFailed { obligation }) =
        event.as_ref()
    else {
        return None;
    };
    let id = *obligation;
    let owed = state.obligation(id)?;
    let reserved = owed.remedy.remedy_type.pays_money() && owed.remedy.amount.is_some();
    let order = state.order().filter(|_| reserved)?;
    Some(Reaction::Command {
        policy: POLICY.to_owned(),
        stream: order_stream(&order.order_id),
        command: AnyCommand::Order(Box::new(OrderCommand::Release(Release {
            reservation: ReservationId(id.0),
        }))),
        at: None,
    })
}
