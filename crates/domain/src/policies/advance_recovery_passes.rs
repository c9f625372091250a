//! What was advanced is to be paid back by its date: then somebody looks whether it was (G8).

use super::{After, Reaction};
use crate::fact::{AnyCommand, AnyEvent, Recorded};
use crate::merchant::{MerchantAct, MerchantCommand, MerchantEvent};

const POLICY: &str = "advance_recovery_passes";

pub(super) fn react(fact: &Recorded, after: After<'_>) -> Option<Reaction> {
    let (AnyEvent::Merchant(event), After::Merchant(state)) = (&fact.fact.event, after) else { return None };
    let MerchantEvent::Covered { obligation, recover_by: Some(at), .. } = event else { return None };
    let act = MerchantAct::PassRecovery { obligation: *obligation };
    let command = MerchantCommand { merchant: state.merchant.clone()?, name: state.name.clone(), act };
    Some(Reaction::Command {
        policy: POLICY.to_owned(),
        stream: fact.stream,
        command: AnyCommand::Merchant(Box::new(command)),
        at: Some(*at),
    })
}
