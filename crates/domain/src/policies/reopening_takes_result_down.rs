//! A case that goes on has no result: what was published of it goes.

use terms::PublicationId;

use super::Reaction;
use crate::dispute::DisputeEvent;
use crate::fact::{AnyCommand, AnyEvent, Recorded};
use crate::publication::PublicationCommand;

const POLICY: &str = "reopening_takes_result_down";

pub(super) fn react(fact: &Recorded) -> Option<Reaction> {
    let AnyEvent::Dispute(event) = &fact.fact.event else { return None };
    let DisputeEvent::Reopened { .. } = event.as_ref() else { return None };
    Some(Reaction::Command {
        policy: POLICY.to_owned(),
        stream: PublicationId(fact.stream.id).into(),
        command: AnyCommand::Publication(Box::new(PublicationCommand::FollowReopening)),
        at: None,
    })
}
