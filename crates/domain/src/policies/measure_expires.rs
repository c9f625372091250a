//! A measure ends on its date (G4).

use super::{After, Reaction};
use crate::fact::{AnyCommand, AnyEvent, Recorded};
use crate::merchant::{EndCause, MerchantAct, MerchantCommand, MerchantEvent};

const POLICY: &str = "measure_expires";

pub(super) fn react(fact: &Recorded, after: After<'_>) -> Option<Reaction> {
    let (AnyEvent::Merchant(event), After::Merchant(state)) = (&fact.fact.event, after) else { return None };
    let MerchantEvent::MeasureImposed { measure, .. } = event else { return None };
    let act = MerchantAct::End { measure: measure.id, cause: EndCause::Expired };
    let command = MerchantCommand { merchant: state.merchant.clone()?, name: state.name.clone(), act };
    Some(Reaction::Command {
        policy: POLICY.to_owned(),
        stream: fact.stream,
        command: AnyCommand::Merchant(Box::new(command)),
        at: Some(measure.until?),
    })
}
