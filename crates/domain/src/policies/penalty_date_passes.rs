//! A time limit of a penalty case passes on its date.

use super::Reaction;
use crate::fact::{AnyCommand, AnyEvent, Recorded};
use crate::penalty::{PenaltyCommand, PenaltyEvent};

const POLICY: &str = "penalty_date_passes";

pub(super) fn react(fact: &Recorded) -> Option<Reaction> {
    let AnyEvent::Penalty(event) = &fact.fact.event else { return None };
    let PenaltyEvent::DateSet(date) = event.as_ref() else { return None };
    let command = PenaltyCommand::PassDate { step: date.step, hold: date.hold, duty: date.duty };
    Some(Reaction::Command {
        policy: POLICY.to_owned(),
        stream: fact.stream,
        command: AnyCommand::Penalty(Box::new(command)),
        at: Some(date.due_at),
    })
}
