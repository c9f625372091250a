//! What deposit and fund cover is paid out of the platform's account, and the case is told (C9, G8).

use terms::Payer;

use super::Reaction;
use crate::dispute::DisputeCommand;
use crate::dispute::commands::record_cover::RecordCover;
use crate::fact::{AnyCommand, AnyEvent, Recorded};
use crate::merchant::MerchantEvent;
use crate::payout::PayoutCommand;

const POLICY: &str = "cover_pays_and_tells";

pub(super) fn react(fact: &Recorded) -> Vec<Reaction> {
    let AnyEvent::Merchant(MerchantEvent::Covered { dispute, obligation, payout, deposit, advanced, .. }) =
        &fact.fact.event
    else {
        return Vec::new();
    };
    let record = RecordCover { obligation: *obligation, deposit: *deposit, advanced: *advanced };
    let tell = AnyCommand::Dispute(Box::new(DisputeCommand::RecordCover(record)));
    let pay = AnyCommand::Payout(PayoutCommand::Retry { from: Payer::Platform });
    let policy = || POLICY.to_owned();
    vec![
        Reaction::Command { policy: policy(), stream: (*dispute).into(), command: tell, at: None },
        Reaction::Command { policy: policy(), stream: (*payout).into(), command: pay, at: None },
    ]
}
