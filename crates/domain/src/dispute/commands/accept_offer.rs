//! One tap accepts the other side's offer: it becomes the agreement (C4).

use serde::{Deserialize, Serialize};
use terms::{Audience, OfferId, OfferState, Side};

use crate::ctx::Ctx;
use crate::dispute::agree::agree;
use crate::dispute::check;
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::remedies::{self, Setting};
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Offer};
use crate::dispute::verb::Verb;

/// Which offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptOffer {
    pub offer_id: OfferId,
    #[serde(default)]
    pub note: Option<String>,
}

/// # Errors
/// `not_allowed` unless one of the sides, `wrong_stage`, `on_hold`, `unknown_offer` without an open offer of the other side.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    let side = check::a_side(standing)?;
    check::in_phase(state, check::TALKING)?;
    check::not_on_hold(state)?;
    if state.open_offers().any(|offer| offer.by != side) { Ok(()) } else { Err(DisputeRefusal::UnknownOffer) }
}

/// The offer of the other side that is meant, still open.
///
/// # Errors
/// `unknown_offer`, `own_offer`, `offer_not_open`.
pub(super) fn theirs(state: &DisputeState, id: OfferId, side: Side) -> Result<&Offer, DisputeRefusal> {
    let offer = state.offer(id).ok_or(DisputeRefusal::UnknownOffer)?;
    if offer.by == side {
        return Err(DisputeRefusal::OwnOffer);
    }
    if offer.state != OfferState::Proposed {
        return Err(DisputeRefusal::OfferNotOpen { state: offer.state });
    }
    Ok(offer)
}

/// The remedies are checked again: money may have gone back by another way since.
///
/// # Errors
/// As [`may`]; `unknown_offer`, `own_offer`, `offer_not_open`, `above_cap`, and the refusals of texts.
pub fn decide(
    state: &DisputeState,
    command: &AcceptOffer,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::AcceptOffer)?;
    if let Some(offer) = state.offer(command.offer_id).filter(|o| o.state != OfferState::Proposed) {
        check::a_side(standing)?;
        return Err(DisputeRefusal::OfferNotOpen { state: offer.state });
    }
    may(state, standing)?;
    let offer = theirs(state, command.offer_id, standing.side())?;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let setting = Setting::of(state, ctx)?;
    let remedies = remedies::check(&offer.remedies, &setting, "/offer_id", ctx)?;
    let note = check::note(command.note.as_deref(), "/note", Audience::All)?;
    let mut events = vec![DisputeEvent::OfferAccepted { offer: offer.id, note, seal: offer.seal }];
    events.extend(agree(state, &kind, Some(offer.id), &remedies, ctx)?);
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::given::*;
    use playbook::Step;
    use terms::{Party, RemedyType};

    fn offered() -> Given {
        given().responded().and(&merchant(), offer(vec![money(RemedyType::PartialRefund, "300")]))
    }

    /// C4, C9: accepted in one tap; each thing owed has a debtor and a date, and money is the platform's to see through.
    #[test]
    fn an_accepted_offer_is_the_agreement() {
        let id = offered().open_offer();
        let agreed = offered().when(&consumer(), accept_offer(id));
        let agreed = agreed.then(&["offer_accepted", "agreement_reached", "closed", "deadline_set"]);
        assert!(agreed.state.is_performing());
        assert_eq!(agreed.state.obligations[0].debtor, Party::Respondent);
        let limit = agreed.deadline(Step::Performance);
        assert_eq!((limit.who, limit.obligation), (Party::Platform, Some(agreed.obligation())));
    }

    #[test]
    fn every_other_offer_is_off_the_table() {
        let both = offered().and(&consumer(), offer(vec![remedy(RemedyType::Apology)]));
        let id = both.state.offers[0].id;
        let agreed = both.when(&consumer(), accept_offer(id));
        let agreed = agreed.then(&[
            "offer_accepted",
            "offer_withdrawn",
            "agreement_reached",
            "closed",
            "deadline_set",
        ]);
        assert_eq!(agreed.steps(), [Step::Performance]);
    }

    /// C18: money may have gone back by another way since the offer was made.
    #[test]
    fn an_offer_that_the_cap_no_longer_covers_cannot_be_accepted() {
        let mut paid = offered();
        let id = paid.open_offer();
        paid.facts.order.as_mut().unwrap().outside.insert("CB-1".to_owned(), yuan("600"));
        paid.when(&consumer(), accept_offer(id)).refused("above_cap");
    }

    #[test]
    fn one_accepts_what_the_other_side_still_offers() {
        let id = offered().open_offer();
        offered().when(&merchant(), accept_offer(id)).refused("unknown_offer");
        let both = offered().and(&consumer(), offer(vec![remedy(RemedyType::Apology)]));
        both.when(&merchant(), accept_offer(id)).refused("own_offer");
        offered().when(&officer(), accept_offer(id)).refused("not_allowed");
        offered().when(&stranger(), accept_offer(id)).refused("unknown_dispute");
        offered().when(&consumer(), accept_offer(OfferId::default())).refused("unknown_offer");
        let expired = offered().passed(Step::OfferAnswer);
        expired.when(&consumer(), accept_offer(id)).refused("offer_not_open");
        let closed = offered().and(&consumer(), withdraw());
        closed.when(&consumer(), accept_offer(id)).refused("offer_not_open");
    }

    /// C10: while the case is on hold nobody can be hurried into an agreement, and the offer's time stands still.
    #[test]
    fn on_hold_an_offer_is_neither_accepted_nor_lost() {
        let id = offered().open_offer();
        let held = offered().and(&officer(), hold(WEDNESDAY.plus_seconds(10 * DAY)));
        let held = held.when(&consumer(), accept_offer(id)).refused("on_hold").after(9 * DAY);
        let limit = held.deadline(Step::OfferAnswer);
        let going_on =
            held.when(&system(), pass(limit.id)).refused("stale_deadline").and(&officer(), resume());
        assert_eq!(going_on.deadline(Step::OfferAnswer).due_at, limit.due_at.plus_seconds(9 * DAY));
        going_on.and(&consumer(), accept_offer(id));
    }
}
