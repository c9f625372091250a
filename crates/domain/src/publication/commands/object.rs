//! Anyone objects to a published result; staff answer by a date (F5).

use serde::{Deserialize, Serialize};
use terms::{Audience, ObjectionId, clean_line};

use super::{only_system, text};
use crate::ctx::Ctx;
use crate::erasable::Erasable;
use crate::publication::event::PublicationEvent;
use crate::publication::refusal::PublicationRefusal;
use crate::publication::state::{PublicationPhase, PublicationState};

/// Most objections to one result that wait for an answer at a time.
pub const MAX_WAITING: usize = 20;
/// Longest way to reach somebody, in characters.
pub const MAX_CONTACT: usize = 120;

/// What is wrong with the result, and how to reach whoever says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Object {
    pub text: String,
    #[serde(default)]
    pub contact: Option<String>,
}

/// The time to answer an objection is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassObjection {
    pub objection: ObjectionId,
}

/// # Errors
/// `unknown_publication` if nothing is public, `objection_waits` while one of theirs, or the very same text, waits,
/// `too_many_objections`, and the refusals of texts.
pub fn decide(
    state: &PublicationState,
    command: &Object,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<PublicationEvent>, PublicationRefusal> {
    let published = state.published.as_ref().filter(|_| state.phase == PublicationPhase::Public);
    if published.is_none_or(|published| published.valid_until <= ctx.now) {
        return Err(PublicationRefusal::UnknownPublication);
    }
    let text = text(&command.text, "/text")?;
    let contact = command.contact.as_deref().filter(|contact| !contact.trim().is_empty());
    let wrong = |why| PublicationRefusal::Text { pointer: "/contact".to_owned(), why };
    let contact = contact.map(|contact| clean_line(contact, MAX_CONTACT).map_err(wrong)).transpose()?;
    let me = ctx.actor.person();
    let same = |open: &crate::publication::state::Objection| {
        (me.is_some() && open.by == me) || open.text.get() == Some(&text)
    };
    if state.open_objections().any(same) {
        return Err(PublicationRefusal::ObjectionWaits);
    }
    if state.open_objections().count() >= MAX_WAITING {
        return Err(PublicationRefusal::TooManyObjections);
    }
    let limit = &ctx.playbook.publication().answer;
    let due_at = ctx.playbook.calendar().due(limit.amount, limit.rollover, &limit.rule, ctx.now).at;
    let objection = ObjectionId(ctx.ids.uuid());
    let private = |value| Erasable::new(value, Audience::Staff);
    let (text, contact) = (private(text), contact.map(private));
    let rule_id = limit.rule.clone();
    Ok(vec![PublicationEvent::ObjectionRaised { objection, text, contact, due_at, rule_id }])
}

/// # Errors
/// `not_allowed` unless the system, `already_done` if it was answered or its time runs on.
pub fn pass(
    state: &PublicationState,
    command: PassObjection,
    ctx: &Ctx<'_, '_>,
) -> Result<Vec<PublicationEvent>, PublicationRefusal> {
    only_system(ctx)?;
    let mut open = state.open_objections();
    let late = open.find(|o| o.id == command.objection && !o.is_late && o.due_at <= ctx.now);
    let late = late.ok_or(PublicationRefusal::AlreadyDone)?;
    Ok(vec![PublicationEvent::ObjectionLate { objection: late.id }])
}

#[cfg(test)]
mod tests {
    use super::super::given::*;
    use super::*;
    use crate::dispute::given::*;
    use crate::publication::PublicationCommand;

    /// F5: anyone may object, and has a date for the answer.
    #[test]
    fn anyone_objects_and_has_a_date() {
        let public = public();
        for actor in [stranger(), rival(), consumer(), system()] {
            let objected = public.clone().and(&actor, objecting("金额写错了"));
            let open = objected.state.open_objections().next().unwrap().clone();
            assert!(open.due_at > objected.now && !open.is_late);
        }
    }

    /// F5: twice is once, and a flood stops.
    #[test]
    fn the_same_objection_twice_and_a_flood_are_refused() {
        let once = public().and(&stranger(), objecting("金额写错了"));
        once.clone().when(&stranger(), objecting("还有别的")).refused("objection_waits");
        once.clone().when(&system(), objecting("金额写错了")).refused("objection_waits");
        let mut flood = once;
        for n in 1..MAX_WAITING {
            flood = flood.and(&system(), objecting(&format!("第 {n} 条")));
        }
        flood.when(&system(), objecting("又一条")).refused("too_many_objections");
    }

    /// F5: to what is not public nobody can object.
    #[test]
    fn there_is_no_objecting_to_what_is_not_public() {
        ended().when(&stranger(), objecting("?")).refused("unknown_publication");
        let drafted = ended().and(&decider(), draft(""));
        drafted.when(&stranger(), objecting("?")).refused("unknown_publication");
        public().when(&stranger(), objecting(" ")).refused("text_missing");
    }

    /// F5: past its date it is late, and stays so.
    #[test]
    fn what_nobody_answered_is_late() {
        let open = public().and(&stranger(), objecting("金额写错了"));
        let first = open.state.open_objections().next().unwrap().clone();
        let overdue = || PublicationCommand::PassObjection(PassObjection { objection: first.id });
        open.clone().when(&system(), overdue()).refused("already_done");
        let mut late = open;
        late.now = first.due_at;
        let late = late.and(&system(), overdue());
        assert!(late.state.open_objections().next().unwrap().is_late);
        late.when(&system(), overdue()).refused("already_done");
    }
}
