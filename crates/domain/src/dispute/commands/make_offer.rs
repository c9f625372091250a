//! One side proposes a way out, or answers an offer with another (C4).

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{Audience, OfferId, OfferState, Party, Side};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::event::{DisputeEvent, Remedy};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::remedies::{self, Setting, can_be_carried_out};
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::DisputeState;
use crate::dispute::verb::Verb;

/// Most offers in one case.
pub const MAX_OFFERS: usize = 100;

/// An offer; a counter-offer names what it answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeOffer {
    pub remedies: Vec<Remedy>,
    #[serde(default)]
    pub note: Option<String>,
    #[serde(default)]
    pub in_reply_to: Option<OfferId>,
}

/// # Errors
/// `not_allowed` unless one of the sides, `wrong_stage`, `on_hold`, `too_many`.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    check::a_side(standing)?;
    check::in_phase(state, check::TALKING)?;
    check::not_on_hold(state)?;
    if state.respondent().is_none() {
        return Err(DisputeRefusal::NotAllowed);
    }
    if state.offers.len() >= MAX_OFFERS {
        return Err(DisputeRefusal::TooMany { pointer: "/remedies".to_owned(), most: MAX_OFFERS });
    }
    Ok(())
}

/// A side has one open offer at a time: a new one takes the place of its last.
///
/// # Errors
/// As [`may`]; `unknown_offer`, `own_offer`, `offer_not_open`, `order_needed`, and the refusals of texts and remedies.
pub fn decide(
    state: &DisputeState,
    command: &MakeOffer,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::MakeOffer)?;
    may(state, standing)?;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let by = standing.side();
    if let Some(replied) = command.in_reply_to {
        let replied = state.offer(replied).ok_or(DisputeRefusal::UnknownOffer)?;
        if replied.by == by {
            return Err(DisputeRefusal::OwnOffer);
        }
        if replied.state != OfferState::Proposed {
            return Err(DisputeRefusal::OfferNotOpen { state: replied.state });
        }
    }
    let setting = Setting::of(state, ctx)?;
    let remedies = remedies::check(&command.remedies, &setting, "/remedies", ctx)?;
    can_be_carried_out(&remedies, state.order())?;
    let note = check::note(command.note.as_deref(), "/note", Audience::All)?;
    let offer = OfferId(ctx.ids.uuid());
    let mut events: Vec<DisputeEvent> = replaced(state, by).collect();
    let (seal, in_reply_to) = (state.seal(), command.in_reply_to);
    events.push(DisputeEvent::OfferMade { offer, by, remedies, note, in_reply_to, seal });
    let who = if by == Side::Consumer { Party::Respondent } else { Party::Consumer };
    events.push(clock::set(ctx, &kind, Step::OfferAnswer, who, About::offer(offer, seal)));
    Ok(events)
}

/// The side's last offer goes when a new one comes.
pub(super) fn replaced(state: &DisputeState, by: Side) -> impl Iterator<Item = DisputeEvent> {
    let last = state.open_offers().filter(move |open| open.by == by);
    last.map(|open| DisputeEvent::OfferWithdrawn { offer: open.id, note: None, seal: open.seal })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;
    use terms::RemedyType;

    fn apology() -> DisputeCommand {
        offer(vec![remedy(RemedyType::Apology)])
    }

    fn reply(in_reply_to: OfferId) -> DisputeCommand {
        let remedies = vec![money(RemedyType::PartialRefund, "400")];
        DisputeCommand::MakeOffer(MakeOffer {
            remedies,
            note: Some(" ".to_owned()),
            in_reply_to: Some(in_reply_to),
        })
    }

    /// C4, C11: both sides get the same time for the same act.
    #[test]
    fn either_side_offers_and_the_other_has_the_same_time_to_answer() {
        let by_merchant =
            given().responded().when(&merchant(), apology()).then(&["offer_made", "deadline_set"]);
        let by_consumer =
            given().responded().when(&consumer(), apology()).then(&["offer_made", "deadline_set"]);
        let (a, b) = (by_merchant.deadline(Step::OfferAnswer), by_consumer.deadline(Step::OfferAnswer));
        assert_eq!((a.who, b.who), (Party::Consumer, Party::Respondent));
        assert_eq!(a.due_at, b.due_at);
    }

    /// C4: a counter-offer answers the offer that it names.
    #[test]
    fn a_counter_offer_ends_the_offer_it_answers() {
        let offered = given().responded().and(&merchant(), apology());
        let first = offered.open_offer();
        let countered = offered.when(&consumer(), reply(first)).then(&["offer_made", "deadline_set"]);
        assert_eq!(countered.state.offer(first).map(|o| o.state), Some(OfferState::Countered));
        assert_eq!(countered.steps(), [Step::NegotiationEnd, Step::OfferAnswer]);
        countered.when(&consumer(), reply(first)).refused("offer_not_open");
    }

    #[test]
    fn a_side_has_one_open_offer() {
        let offered = given().responded().and(&merchant(), apology());
        let again =
            offered.when(&merchant(), apology()).then(&["offer_withdrawn", "offer_made", "deadline_set"]);
        assert_eq!(again.state.open_offers().count(), 1);
    }

    #[test]
    fn an_offer_answers_one_of_the_other_side() {
        let offered = given().responded().and(&merchant(), apology());
        let own = offered.open_offer();
        offered.when(&merchant(), reply(own)).refused("own_offer");
        given()
            .responded()
            .when(&merchant(), reply(OfferId::default()))
            .refused_at("unknown_offer", "/offer_id");
    }

    /// C18: what is offered can be paid.
    #[test]
    fn an_offer_is_held_to_the_cap_the_rules_and_the_payment() {
        let refused = |remedies| given().responded().when(&merchant(), offer(remedies));
        refused(vec![money(RemedyType::Refund, "900")]).refused("above_cap");
        refused(vec![money(RemedyType::Compensation, "900")]).refused("above_rule");
        refused(vec![]).refused_at("remedies_missing", "/remedies");
        let mut unpaid = given().order(|o| o.payment = None).responded();
        let order = unpaid.state.filed.as_mut().unwrap().order.as_mut().unwrap();
        std::sync::Arc::make_mut(order).payment = None;
        unpaid.when(&merchant(), offer(vec![money(RemedyType::Refund, "1")])).refused("order_needed");
        let note = Some("\0".to_owned());
        let bad = MakeOffer { remedies: vec![remedy(RemedyType::Apology)], note, in_reply_to: None };
        given()
            .responded()
            .when(&merchant(), DisputeCommand::MakeOffer(bad))
            .refused("text_forbidden_character");
    }

    /// C18, E4: what an agreement that failed had set aside is free for the one that takes its place.
    #[test]
    fn the_money_of_goods_that_came_back_damaged_can_be_offered_anew() {
        let mut back = given().returning();
        let id = terms::ReservationId(back.obligation().0);
        let (amount, zero) = (yuan("899.00"), yuan("0"));
        let basis = crate::order::Basis::Price;
        let cause = dispute_id(1);
        let reserved = crate::order::Reservation {
            payer: terms::Payer::Merchant,
            reserved: amount,
            settled: zero,
            released: zero,
            basis,
            cause,
            due: false,
        };
        back.facts.order.as_mut().unwrap().reservations.insert(id, reserved);
        let back = back.and(&merchant(), authorise()).and(&consumer(), ship());
        let back = back.and(&merchant(), receive(terms::Condition::Damaged));
        let offered = back.and(&merchant(), offer(vec![money(RemedyType::Refund, "500")]));
        let id = offered.open_offer();
        let agreed = offered.when(&consumer(), accept_offer(id));
        agreed.then(&[
            "offer_accepted",
            "obligation_cancelled",
            "agreement_reached",
            "closed",
            "deadline_set",
        ]);
    }

    /// C18: a rule's sum is given once, also over two agreements.
    #[test]
    fn a_rule_does_not_pay_twice_in_one_case() {
        let both = vec![money(RemedyType::Compensation, "899"), remedy(RemedyType::Apology)];
        let failed = given().agreed(both);
        let apology = failed.obligation();
        let failed = failed.and(&merchant(), report(apology)).and(&consumer(), dispute(apology));
        failed.when(&merchant(), offer(vec![money(RemedyType::Compensation, "1")])).refused("above_rule");
    }

    #[test]
    fn offers_are_made_by_the_sides_while_the_case_runs() {
        given().responded().when(&officer(), apology()).refused("not_allowed");
        given().filed().when(&consumer(), apology()).refused("wrong_stage");
        given().filed().when(&merchant(), apology()).refused("unknown_dispute");
        given()
            .responded()
            .and(&officer(), hold(WEDNESDAY.plus_seconds(DAY)))
            .when(&consumer(), apology())
            .refused("on_hold");
        let mut many = given().responded().and(&merchant(), apology());
        many.state.offers = vec![many.state.offers[0].clone(); MAX_OFFERS];
        many.when(&consumer(), apology()).refused("too_many");
    }
}
