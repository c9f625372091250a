//! What is to be enforced is asked of the merchant's deposit and of the advance fund (C9, G8).

use terms::merchant_stream;

use super::{After, Reaction};
use crate::dispute::DisputeEvent;
use crate::fact::{AnyCommand, AnyEvent, Recorded};
use crate::merchant::{Cover, MerchantAct, MerchantCommand};

const POLICY: &str = "enforcement_asks_for_cover";

pub(super) fn react(fact: &Recorded, after: After<'_>) -> Option<Reaction> {
    let (AnyEvent::Dispute(event), After::Dispute(state)) = (&fact.fact.event, after) else { return None };
    let DisputeEvent::EnforcementOrdered { obligation, payout, amount, approved } = event.as_ref() else {
        return None;
    };
    let merchant = state.respondent()?.clone();
    let name = state.order().map_or_else(|| merchant.to_string(), |order| order.merchant_name.clone());
    let cover = Cover {
        dispute: terms::DisputeId(fact.stream.id),
        obligation: *obligation,
        payout: *payout,
        amount: *amount,
        approved: *approved,
    };
    let stream = merchant_stream(&merchant);
    let command = MerchantCommand { merchant, name, act: MerchantAct::Cover(cover) };
    Some(Reaction::Command {
        policy: POLICY.to_owned(),
        stream,
        command: AnyCommand::Merchant(Box::new(command)),
        at: None,
    })
}
