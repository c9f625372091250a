//! What was published goes when its time is over, and an objection that nobody answered becomes late.

use super::Reaction;
use crate::fact::{AnyCommand, AnyEvent, Recorded};
use crate::publication::commands::object::PassObjection;
use crate::publication::commands::take_down::Expire;
use crate::publication::{PublicationCommand, PublicationEvent};

const POLICY: &str = "publication_ends_with_its_time";

pub(super) fn react(fact: &Recorded) -> Option<Reaction> {
    let AnyEvent::Publication(event) = &fact.fact.event else { return None };
    let (command, at) = match event.as_ref() {
        PublicationEvent::Published(published) => {
            (PublicationCommand::Expire(Expire { number: published.number }), published.valid_until)
        }
        PublicationEvent::ObjectionRaised { objection, due_at, .. } => {
            (PublicationCommand::PassObjection(PassObjection { objection: *objection }), *due_at)
        }
        PublicationEvent::Drafted(_)
        | PublicationEvent::ConsentGiven { .. }
        | PublicationEvent::ConsentRevoked { .. }
        | PublicationEvent::Remarked { .. }
        | PublicationEvent::Returned { .. }
        | PublicationEvent::TakenDown { .. }
        | PublicationEvent::ObjectionLate { .. }
        | PublicationEvent::ObjectionAnswered { .. } => return None,
    };
    Some(Reaction::Command {
        policy: POLICY.to_owned(),
        stream: fact.stream,
        command: AnyCommand::Publication(Box::new(command)),
        at: Some(at),
    })
}
