//! Another try that staff ordered in the case reaches the payout.

use super::Reaction;
use crate::dispute::DisputeEvent;
use crate::fact::{AnyCommand, AnyEvent, Recorded};
use crate::payout::PayoutCommand;

const POLICY: &str = "retry_orders_another_try";

pub(super) fn react(fact: &Recorded) -> Option<Reaction> {
    let AnyEvent::Dispute(event) = &fact.fact.event else { return None };
    let DisputeEvent::PayoutRetried { payout, from, .. } = event.as_ref() else { return None };
    Some(Reaction::Command {
        policy: POLICY.to_owned(),
        stream: (*payout).into(),
        command: AnyCommand::Payout(PayoutCommand::Retry { from: *from }),
        at: None,
    })
}
