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
use crate::dispute::state::{DisputeState, Offer, Phase};
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
    check::in_phase(state, &[Phase::Negotiation, Phase::Mediation])?;
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
pub fn decide(state: &DisputeState, command: &AcceptOffer, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
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
    let mut events = vec![DisputeEvent::OfferAccepted { offer: offer.id, note }];
    events.extend(agree(state, &kind, Some(offer.id), &remedies, ctx)?);
    Ok(events)
}
