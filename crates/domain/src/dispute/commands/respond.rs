//! The merchant answers the claim as a whole: explanation, evidence and what it would do (C3).

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{Audience, EvidenceId, Label, OfferId, Party, Position, Seal, Side};

use super::make_offer::replaced;
use crate::ctx::Ctx;
use crate::dispute::agree::agree;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::event::{DisputeEvent, Remedy};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::remedies::{self, Setting, can_be_carried_out};
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// The answer. With `accept` the claim becomes the agreement; remedies given with `partly` or `deny` become an offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Respond {
    pub position: Position,
    pub explanation: String,
    #[serde(default)]
    pub evidence_ids: Vec<EvidenceId>,
    #[serde(default)]
    pub remedies: Vec<Remedy>,
}

/// # Errors
/// `not_allowed` unless the respondent's side, `wrong_stage`, `on_hold`, `already_done` the second time.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    check::of_side(standing, Side::Respondent)?;
    check::in_phase(state, check::TALKING)?;
    check::not_on_hold(state)?;
    if state.response.is_some() { Err(DisputeRefusal::AlreadyDone) } else { Ok(()) }
}

/// # Errors
/// As [`may`], and the refusals of texts, evidence and remedies.
pub fn decide(
    state: &DisputeState,
    command: &Respond,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::Respond)?)?;
    let filed = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?;
    let kind = filed.kind.clone();
    let explanation = check::text(&command.explanation, "/explanation", Audience::All)?;
    let items = check::new_evidence(state, &command.evidence_ids, "/evidence_ids", Audience::All, ctx)?;
    let setting = Setting::of(state, ctx)?;
    let remedies = match command.position {
        Position::Accept => remedies::check(&filed.claims, &setting, "/claims", ctx)?,
        Position::Partly | Position::Deny if command.remedies.is_empty() => Vec::new(),
        Position::Partly | Position::Deny => remedies::check(&command.remedies, &setting, "/remedies", ctx)?,
    };
    can_be_carried_out(&remedies, state.order())?;
    let mut events = Vec::new();
    if state.respondent_notified.is_none() {
        events.push(DisputeEvent::NoticeProven { side: Side::Respondent, notice: None, deemed: false });
    }
    events.extend(check::heard_evidence(state, Side::Respondent, items, None, Label::ALL, ctx));
    let evidence_ids = command.evidence_ids.clone();
    let position = command.position;
    events.push(DisputeEvent::Responded { position, explanation, evidence_ids, remedies: remedies.clone() });
    if position == Position::Accept {
        events.extend(agree(state, &kind, None, &remedies, ctx)?);
        return Ok(events);
    }
    if state.phase == Phase::Negotiation {
        events.push(clock::set(ctx, &kind, Step::NegotiationEnd, Party::Consumer, About::default()));
    }
    if !remedies.is_empty() {
        events.extend(replaced(state, Side::Respondent));
        let offer = OfferId(ctx.ids.uuid());
        // The solution that comes with the answer is part of it, for all eyes that see the answer.
        let (by, seal) = (Side::Respondent, Seal::None);
        events.push(DisputeEvent::OfferMade { offer, by, remedies, note: None, in_reply_to: None, seal });
        events.push(clock::set(ctx, &kind, Step::OfferAnswer, Party::Consumer, About::offer(offer, seal)));
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;
    use terms::{OfferState, OutcomeCode, RemedyType};

    fn respond(position: Position, remedies: Vec<Remedy>) -> DisputeCommand {
        DisputeCommand::Respond(Respond { remedies, ..answer(position) })
    }

    /// C3: the answer proves that the merchant was told, and the talk has an end.
    #[test]
    fn a_denial_starts_the_time_to_find_an_agreement() {
        let answered = given().accepted().when(&merchant(), respond(Position::Deny, vec![]));
        let answered = answered.then(&["notice_proven", "responded", "deadline_set"]);
        assert_eq!(answered.steps(), [Step::NegotiationEnd]);
    }

    /// C3, C4: a proposed solution is an offer that the consumer can accept in one tap.
    #[test]
    fn a_proposed_solution_is_an_offer() {
        let partly = respond(Position::Partly, vec![money(RemedyType::PartialRefund, "300")]);
        let answered = given().accepted().uploaded(&merchant(), 1).when(&merchant(), partly);
        let answered =
            answered.then(&["notice_proven", "responded", "deadline_set", "offer_made", "deadline_set"]);
        assert_eq!(answered.steps(), [Step::NegotiationEnd, Step::OfferAnswer]);
    }

    /// C3: the claim accepted is the agreement, and no offer stays on the table.
    #[test]
    fn accepting_the_claim_closes_the_case_with_what_is_owed() {
        let offered = given().accepted().and(&consumer(), offer(vec![remedy(RemedyType::Apology)]));
        let agreed = offered.when(&merchant(), respond(Position::Accept, vec![]));
        let agreed = agreed.then(&[
            "notice_proven",
            "responded",
            "offer_withdrawn",
            "agreement_reached",
            "closed",
            "deadline_set",
        ]);
        assert_eq!(agreed.state.outcome, Some(OutcomeCode::ResolvedByAgreement));
        assert!(agreed.state.open_offers().next().is_none());
        assert_eq!(agreed.deadline(Step::Performance).who, Party::Respondent);
    }

    /// C4: a side has one offer on the table, also when it comes with the answer.
    #[test]
    fn an_offer_with_the_answer_takes_the_place_of_the_one_before() {
        let offered = given().accepted().and(&merchant(), offer(vec![remedy(RemedyType::Apology)]));
        let partly = respond(Position::Partly, vec![money(RemedyType::PartialRefund, "300")]);
        let answered = offered.and(&merchant(), partly);
        let states: Vec<OfferState> = answered.state.offers.iter().map(|o| o.state).collect();
        assert_eq!(states, [OfferState::Withdrawn, OfferState::Proposed]);
    }

    /// C24: the answer may still come when the platform has stepped in.
    #[test]
    fn a_late_answer_is_heard_in_mediation() {
        let late = given().accepted().and(&consumer(), escalate());
        let answered = late.and(&merchant(), respond(Position::Deny, vec![]));
        assert_eq!(answered.steps(), [Step::Mediation]);
    }

    /// C18: a claim that the cap no longer covers cannot be agreed to.
    #[test]
    fn a_claim_beyond_what_is_left_of_the_price_cannot_be_accepted() {
        let mut paid = given().accepted();
        let outside = &mut paid.facts.order.as_mut().unwrap().outside;
        outside.insert("CB-1".to_owned(), yuan("100"));
        paid.when(&merchant(), respond(Position::Accept, vec![])).refused("above_cap");
    }

    #[test]
    fn money_for_an_order_without_a_payment_cannot_be_offered() {
        let unpaid = given().order(|o| o.payment = None).accepted();
        let partly = respond(Position::Partly, vec![money(RemedyType::PartialRefund, "300")]);
        unpaid.when(&merchant(), partly).refused("order_needed");
    }

    #[test]
    fn the_merchant_answers_once_while_the_case_runs() {
        let deny = || respond(Position::Deny, vec![]);
        given().responded().when(&merchant(), deny()).refused("already_done");
        given().accepted().when(&consumer(), deny()).refused("not_allowed");
        given().accepted().when(&officer(), deny()).refused("not_allowed");
        given().accepted().when(&rival(), deny()).refused("unknown_dispute");
        given().filed().when(&merchant(), deny()).refused("unknown_dispute");
        given().accepted().and(&consumer(), withdraw()).when(&merchant(), deny()).refused("wrong_stage");
        let held = given().accepted().and(&officer(), hold(WEDNESDAY.plus_seconds(DAY)));
        held.when(&merchant(), deny()).refused("on_hold");
        let mut silent = answer(Position::Deny);
        silent.explanation.clear();
        given()
            .accepted()
            .when(&merchant(), DisputeCommand::Respond(silent))
            .refused_at("text_missing", "/explanation");
        let mut shown = answer(Position::Deny);
        shown.evidence_ids = vec![upload(1)];
        given().accepted().when(&merchant(), DisputeCommand::Respond(shown)).refused("unknown_evidence");
    }
}
