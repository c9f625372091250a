//! One side takes its own offer back while nobody has accepted it.

use serde::{Deserialize, Serialize};
use terms::{Audience, OfferId, OfferState};

use super::deny_offer::talk_limit;
use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// Which offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithdrawOffer {
    pub offer_id: OfferId,
    #[serde(default)]
    pub note: Option<String>,
}

/// # Errors
/// `not_allowed` unless one of the sides, `wrong_stage`, `on_hold`, `unknown_offer` without an open offer of one's own.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    let side = check::a_side(standing)?;
    check::in_phase(state, &[Phase::Negotiation, Phase::Mediation])?;
    check::not_on_hold(state)?;
    if state.open_offers().any(|offer| offer.by == side) { Ok(()) } else { Err(DisputeRefusal::UnknownOffer) }
}

/// # Errors
/// As [`may`]; `unknown_offer`, `not_allowed` for the other side's, `offer_not_open`.
pub fn decide(state: &DisputeState, command: &WithdrawOffer, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::WithdrawOffer)?;
    if let Some(offer) = state.offer(command.offer_id).filter(|o| o.state != OfferState::Proposed) {
        check::a_side(standing)?;
        return Err(DisputeRefusal::OfferNotOpen { state: offer.state });
    }
    may(state, standing)?;
    let offer = state.offer(command.offer_id).ok_or(DisputeRefusal::UnknownOffer)?;
    if offer.by != standing.side() {
        return Err(DisputeRefusal::NotAllowed);
    }
    let note = check::note(command.note.as_deref(), "/note", Audience::All)?;
    let mut events = vec![DisputeEvent::OfferWithdrawn { offer: offer.id, note }];
    events.extend(talk_limit(state, ctx)?);
    Ok(events)
}
