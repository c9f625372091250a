//! The merchant answers the claim as a whole: explanation, evidence and what it would do (C3).

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{Audience, EvidenceId, Label, OfferId, Party, Position, Side};

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
    check::in_phase(state, &[Phase::Negotiation, Phase::Mediation])?;
    check::not_on_hold(state)?;
    if state.response.is_some() { Err(DisputeRefusal::AlreadyDone) } else { Ok(()) }
}

/// # Errors
/// As [`may`], and the refusals of texts, evidence and remedies.
pub fn decide(state: &DisputeState, command: &Respond, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
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
    events.extend(check::evidence_events(Side::Respondent, items, Label::ALL));
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
        let by = Side::Respondent;
        events.push(DisputeEvent::OfferMade { offer, by, remedies, note: None, in_reply_to: None });
        events.push(clock::set(ctx, &kind, Step::OfferAnswer, Party::Consumer, About::offer(offer)));
    }
    Ok(events)
}
