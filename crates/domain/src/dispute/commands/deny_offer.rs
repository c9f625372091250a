//! One side says no to an offer; the talk goes on.

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{Audience, OfferId, Party};

use super::accept_offer;
use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// Which offer, and why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DenyOffer {
    pub offer_id: OfferId,
    #[serde(default)]
    pub note: Option<String>,
}

/// # Errors
/// As for accepting.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    accept_offer::may(state, standing)
}

/// # Errors
/// As [`may`]; `unknown_offer`, `own_offer`, `offer_not_open`, and the refusals of texts.
pub fn decide(state: &DisputeState, command: &DenyOffer, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::DenyOffer)?;
    may(state, standing)?;
    let offer = accept_offer::theirs(state, command.offer_id, standing.side())?.id;
    let note = check::note(command.note.as_deref(), "/note", Audience::All)?;
    let mut events = vec![DisputeEvent::OfferDenied { offer, note }];
    events.extend(talk_limit(state, ctx)?);
    Ok(events)
}

/// The limit to find an agreement, where none runs yet: the talk must not hang without a date.
///
/// # Errors
/// `unknown_dispute`.
pub(super) fn talk_limit(state: &DisputeState, ctx: &mut Ctx<'_, '_>) -> Result<Option<DisputeEvent>, DisputeRefusal> {
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let runs = state.deadlines.iter().any(|d| matches!(d.step, Step::Notice | Step::Response | Step::NegotiationEnd));
    let hangs = state.phase == Phase::Negotiation && !runs;
    Ok(hangs.then(|| clock::set(ctx, &kind, Step::NegotiationEnd, Party::Consumer, About::default())))
}
