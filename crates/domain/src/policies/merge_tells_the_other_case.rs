//! The case that carries on learns which duplicate was merged into it, or no longer is.

use terms::DisputeId;

use super::{After, Reaction};
use crate::dispute::commands::absorb::Absorb;
use crate::dispute::{DisputeCommand, DisputeEvent};
use crate::fact::{AnyCommand, AnyEvent, Recorded};

const POLICY: &str = "merge_tells_the_other_case";

pub(super) fn react(fact: &Recorded, after: After<'_>) -> Option<Reaction> {
    let (AnyEvent::Dispute(event), After::Dispute(state)) = (&fact.fact.event, after) else { return None };
    let (main, undone) = if let DisputeEvent::MergedInto { dispute, .. } = event.as_ref() {
        (*dispute, false)
    } else if let DisputeEvent::MergeUndone { dispute } = event.as_ref() {
        (*dispute, true)
    } else {
        return None;
    };
    let number = state.filed.as_ref()?.number;
    let absorb = Absorb { dispute: DisputeId(fact.stream.id), number, undone };
    Some(Reaction::Command {
        policy: POLICY.to_owned(),
        stream: main.into(),
        command: AnyCommand::Dispute(Box::new(DisputeCommand::Absorb(absorb))),
        at: None,
    })
}
