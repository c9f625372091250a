//! What follows when both sides agree: who owes what, by when, and the case is closed with that outcome.

use playbook::Step;
use terms::{KindKey, ObligationId, OfferId, OutcomeCode, Party};

use super::clock::{self, About};
use super::event::{DisputeEvent, NewObligation, Remedy};
use super::refusal::DisputeRefusal;
use super::remedies::can_be_carried_out;
use super::state::{DisputeState, Obligation, Returning};
use crate::ctx::Ctx;

/// The facts of an agreement on `remedies`; every other offer is off the table.
///
/// # Errors
/// `order_needed` if money is agreed on without an order that was paid.
pub fn agree(
    state: &DisputeState,
    kind: &KindKey,
    offer: Option<OfferId>,
    remedies: &[Remedy],
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    can_be_carried_out(remedies, state.order())?;
    let obligations: Vec<NewObligation> = remedies
        .iter()
        .map(|remedy| NewObligation {
            id: ObligationId(ctx.ids.uuid()),
            debtor: if state.respondent().is_some() { Party::Respondent } else { Party::Platform },
            remedy: remedy.clone(),
        })
        .collect();
    let unanswered = state.open_offers().filter(|open| Some(open.id) != offer);
    let mut events: Vec<DisputeEvent> =
        unanswered.map(|open| DisputeEvent::OfferWithdrawn { offer: open.id, note: None }).collect();
    events.extend(superseded(state));
    events.push(DisputeEvent::AgreementReached { offer, obligations: obligations.clone() });
    events.push(DisputeEvent::Closed { outcome: OutcomeCode::ResolvedByAgreement });
    for obligation in &obligations {
        events.push(first_limit(obligation, kind, ctx));
    }
    for open in state.obligations.iter().filter(|o| o.is_open() && is_under_way(o) && !state.runs_for(o.id)) {
        let about = About::obligation(open.id);
        events.push(clock::set(ctx, kind, Step::Performance, Party::Platform, about));
    }
    Ok(events)
}

/// Money that is paid by the provider is the platform's to see through; all else is the respondent's to do.
fn first_limit(obligation: &NewObligation, kind: &KindKey, ctx: &mut Ctx<'_, '_>) -> DisputeEvent {
    let remedy = obligation.remedy.remedy_type;
    let by_provider = remedy.pays_money() && !remedy.needs_return() && obligation.remedy.amount.is_some();
    let who = if by_provider { Party::Platform } else { Party::Respondent };
    clock::set(ctx, kind, Step::Performance, who, About::obligation(obligation.id))
}

/// A new agreement takes the place of what was agreed before and is not under way yet.
fn superseded(state: &DisputeState) -> impl Iterator<Item = DisputeEvent> {
    let gone = state.obligations.iter().filter(|o| o.is_open() && !is_under_way(o));
    gone.map(|o| DisputeEvent::ObligationCancelled { obligation: o.id })
}

/// Money that may already be on its way cannot be called back.
#[must_use]
pub fn is_under_way(obligation: &Obligation) -> bool {
    let received =
        matches!(obligation.returning, Returning::Received { condition: terms::Condition::AsSent, .. });
    let at_once = obligation.returning == Returning::NotNeeded;
    obligation.remedy.remedy_type.pays_money() && obligation.remedy.amount.is_some() && (at_once || received)
}
