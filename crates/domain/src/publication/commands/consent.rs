//! Consents, one for each thing, given and taken back by whom it concerns; never a condition of anything (F4).

use serde::{Deserialize, Serialize};
use terms::{Audience, Side, clean_line};

use super::known;
use crate::ctx::Ctx;
use crate::erasable::Erasable;
use crate::publication::event::{ConsentItem, DownCause, PublicationEvent};
use crate::publication::names;
use crate::publication::part::Part;
use crate::publication::refusal::PublicationRefusal;
use crate::publication::state::{PublicationPhase, PublicationState};

/// Longest name to be shown, in characters.
pub const MAX_NAME: usize = 40;

/// Lets one thing be published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    pub item: ConsentItem,
    /// The name that the consumer chose.
    #[serde(default)]
    pub name: Option<String>,
}

/// Takes it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokeConsent {
    pub item: ConsentItem,
}

/// Whose consent somebody can give.
const fn side_of(part: Part) -> Result<Side, PublicationRefusal> {
    match part {
        Part::Side(side) => Ok(side),
        Part::Staff { is_officer: true, .. } => Ok(Side::Neutral),
        Part::Staff { is_officer: false, .. } | Part::System => Err(PublicationRefusal::NotAllowed),
    }
}

/// # Errors
/// `not_allowed` for whom it does not concern, `publication_not_drafted` while there is nothing to agree to.
pub fn may(state: &PublicationState, part: Part) -> Result<(), PublicationRefusal> {
    side_of(part)?;
    match state.phase {
        PublicationPhase::Preview | PublicationPhase::Public => Ok(()),
        PublicationPhase::Absent | PublicationPhase::Down => Err(PublicationRefusal::NothingDrafted),
    }
}

/// # Errors
/// `not_allowed`, `already_done` where nothing was agreed to. It can be taken back whatever became of the draft.
pub fn may_revoke(state: &PublicationState, part: Part) -> Result<(), PublicationRefusal> {
    let side = side_of(part)?;
    let any = state.consents.keys().any(|(_, of)| *of == side);
    if any { Ok(()) } else { Err(PublicationRefusal::AlreadyDone) }
}

/// # Errors
/// As [`may`]; `already_done`, `not_allowed` for another's consent, and the refusals of names.
pub fn decide(
    state: &PublicationState,
    command: &Consent,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<PublicationEvent>, PublicationRefusal> {
    let (background, part) = known(state, ctx)?;
    may(state, part)?;
    let (side, item) = (side_of(part)?, command.item);
    if !item.may_come_from(side) {
        return Err(PublicationRefusal::NotAllowed);
    }
    if state.has_consent(item, side) {
        return Err(PublicationRefusal::AlreadyDone);
    }
    let order = background.case.order();
    let shown = match item {
        ConsentItem::Agreement => None,
        ConsentItem::ConsumerName => order.and_then(|order| order.consumer_name.get().cloned()),
        ConsentItem::ShopName => order.map(|order| order.merchant_name.clone()),
        ConsentItem::OfficerName => background.own_name.clone(),
        ConsentItem::Nickname => Some(nickname(command.name.as_deref().unwrap_or_default(), background)?),
    };
    if item != ConsentItem::Agreement && shown.is_none() {
        return Err(PublicationRefusal::ConsentMissing { item });
    }
    let shown = shown.map(|name| Erasable::new(name, crate::dispute::side_label(side).audience));
    Ok(vec![PublicationEvent::ConsentGiven { item, side, shown }])
}

/// A chosen name must not be the real one, nor a number to be called by: those have consents of their own.
fn nickname(given: &str, background: &super::Background) -> Result<String, PublicationRefusal> {
    let pointer = "/name".to_owned();
    let name = clean_line(given, MAX_NAME)
        .map_err(|why| PublicationRefusal::Text { pointer: pointer.clone(), why })?;
    match names::found(&name, &background.case, &background.people) {
        None => Ok(name),
        Some(what) => Err(PublicationRefusal::NamesSomebody { pointer, what }),
    }
}

/// # Errors
/// As [`may_revoke`], for this item.
pub fn revoke(
    state: &PublicationState,
    command: RevokeConsent,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<PublicationEvent>, PublicationRefusal> {
    let (_, part) = known(state, ctx)?;
    may_revoke(state, part)?;
    let (side, item) = (side_of(part)?, command.item);
    if !state.has_consent(item, side) {
        return Err(PublicationRefusal::AlreadyDone);
    }
    let mut events = vec![PublicationEvent::ConsentRevoked { item, side }];
    let published = state.published.as_ref().filter(|_| state.phase == PublicationPhase::Public);
    if let Some(published) = published {
        let tells_it = published.shown.digest.as_ref();
        let agreed = tells_it.is_some_and(|digest| digest.end == crate::publication::End::Agreement);
        if item == ConsentItem::Agreement && agreed {
            let (number, cause) = (published.number, DownCause::ConsentRevoked);
            events.push(PublicationEvent::TakenDown { number, cause, reason: None });
        }
    }
    Ok(events)
}

/// What a name is kept under: only its owner's side and staff read it in the record.
#[must_use]
pub const fn audience(side: Side) -> Audience {
    crate::dispute::side_label(side).audience
}

#[cfg(test)]
mod tests {
    use super::super::given::*;
    use crate::dispute::given::*;
    use crate::publication::event::ConsentItem as Item;
    use crate::publication::state::PublicationPhase;

    /// F4: each consent is of one side and for one thing; nobody gives another's.
    #[test]
    fn nobody_gives_anothers_consent() {
        let drafted = ended().and(&decider(), draft(""));
        drafted.clone().when(&merchant(), consent(Item::ConsumerName)).refused("not_allowed");
        drafted.clone().when(&consumer(), consent(Item::ShopName)).refused("not_allowed");
        drafted.clone().when(&supervisor(), consent(Item::OfficerName)).refused("not_allowed");
        drafted.clone().when(&stranger(), consent(Item::Nickname)).refused("unknown_publication");
        let given = drafted.and(&consumer(), consent(Item::ConsumerName));
        given.clone().when(&consumer(), consent(Item::ConsumerName)).refused("already_done");
        let taken = given.and(&consumer(), revoke(Item::ConsumerName));
        taken.when(&consumer(), revoke(Item::ConsumerName)).refused("already_done");
    }

    /// F4: a chosen name is not the real one in disguise.
    #[test]
    fn a_nickname_is_not_the_real_name() {
        let drafted = ended().and(&decider(), draft(""));
        let real = drafted.background.case.order().unwrap().consumer_name.get().unwrap().clone();
        drafted.clone().when(&consumer(), nickname(&real)).refused_at("publication_names_somebody", "/name");
        drafted.clone().when(&consumer(), nickname("")).refused("text_missing");
        drafted.and(&consumer(), nickname("爱羊毛的人"));
    }

    /// F4: revoking takes what was agreed down in the same moment, and a name off the result.
    #[test]
    fn revoking_removes_at_once() {
        let public = agreement_public();
        assert_eq!(public.state.phase, PublicationPhase::Public);
        let gone = public.and(&merchant(), revoke(Item::Agreement));
        assert_eq!(gone.state.phase, PublicationPhase::Down);
        assert_eq!(gone.public(), None);
        let named = ended().and(&decider(), draft("")).and(&consumer(), nickname("爱羊毛的人"));
        let named = named.later().and(&supervisor(), approve_with(&[Item::Nickname]));
        assert_eq!(named.public().unwrap().consumer_name.as_deref(), Some("爱羊毛的人"));
        let nameless = named.and(&consumer(), revoke(Item::Nickname));
        assert_eq!(nameless.state.phase, PublicationPhase::Public);
        assert_eq!(nameless.public().unwrap().consumer_name, None);
        let again = nameless.and(&consumer(), nickname("爱羊毛的人"));
        assert_eq!(again.public().unwrap().consumer_name, None, "a person approves what is shown");
    }
}
