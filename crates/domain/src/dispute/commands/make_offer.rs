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
use crate::dispute::state::{DisputeState, Phase};
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
    check::in_phase(state, &[Phase::Negotiation, Phase::Mediation])?;
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
pub fn decide(state: &DisputeState, command: &MakeOffer, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
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
    events.push(DisputeEvent::OfferMade { offer, by, remedies, note, in_reply_to: command.in_reply_to });
    let who = if by == Side::Consumer { Party::Respondent } else { Party::Consumer };
    events.push(clock::set(ctx, &kind, Step::OfferAnswer, who, About::offer(offer)));
    Ok(events)
}

/// The side's last offer goes when a new one comes.
pub(super) fn replaced(state: &DisputeState, by: Side) -> impl Iterator<Item = DisputeEvent> {
    let last = state.open_offers().filter(move |open| open.by == by);
    last.map(|open| DisputeEvent::OfferWithdrawn { offer: open.id, note: None })
}
