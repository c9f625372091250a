//! What follows when it is settled who owes what: by agreement of both sides, or by a ruling. Each thing owed gets its date.

use playbook::Step;
use terms::{KindKey, ObligationId, OfferId, OutcomeCode, Party};

use super::clock::{self, About};
use super::ending::proposal_ends;
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
    let debtor = if state.respondent().is_some() { Party::Respondent } else { Party::Platform };
    let obligations = owed(remedies, debtor, ctx);
    let mut events = off_the_table(state, offer);
    events.extend(superseded(state));
    events.push(DisputeEvent::AgreementReached { offer, obligations: obligations.clone() });
    events.push(DisputeEvent::Closed { outcome: OutcomeCode::ResolvedByAgreement });
    events.extend(dates(state, &obligations, kind, ctx));
    Ok(events)
}

/// What each remedy makes somebody owe.
pub fn owed(remedies: &[Remedy], debtor: Party, ctx: &mut Ctx<'_, '_>) -> Vec<NewObligation> {
    let owe =
        |remedy: &Remedy| NewObligation { id: ObligationId(ctx.ids.uuid()), debtor, remedy: remedy.clone() };
    remedies.iter().map(owe).collect()
}

/// Offers and proposals that nobody answered.
pub fn off_the_table(state: &DisputeState, but: Option<OfferId>) -> Vec<DisputeEvent> {
    let unanswered = state.open_offers().filter(|open| Some(open.id) != but);
    let mut events: Vec<DisputeEvent> = unanswered
        .map(|open| DisputeEvent::OfferWithdrawn { offer: open.id, note: None, seal: open.seal })
        .collect();
    events.extend(proposal_ends(state));
    events
}

/// The dates of what is owed now, and of what is under way from before and has none.
pub fn dates(
    state: &DisputeState,
    obligations: &[NewObligation],
    kind: &KindKey,
    ctx: &mut Ctx<'_, '_>,
) -> Vec<DisputeEvent> {
    let mut events: Vec<DisputeEvent> = Vec::new();
    for obligation in obligations {
        events.push(first_limit(obligation, kind, ctx));
    }
    for open in state.obligations.iter().filter(|o| o.is_open() && is_under_way(o) && !state.runs_for(o.id)) {
        let about = About::obligation(open.id);
        events.push(clock::set(ctx, kind, Step::Performance, Party::Platform, about));
    }
    events
}

/// Money that is paid by the provider, and what the platform owes, is the platform's to see through; all else is the merchant's to do.
fn first_limit(obligation: &NewObligation, kind: &KindKey, ctx: &mut Ctx<'_, '_>) -> DisputeEvent {
    let remedy = obligation.remedy.remedy_type;
    let by_provider = remedy.pays_money() && !remedy.needs_return() && obligation.remedy.amount.is_some();
    let by_platform = by_provider || obligation.debtor == Party::Platform;
    let who = if by_platform { Party::Platform } else { Party::Respondent };
    clock::set(ctx, kind, Step::Performance, who, About::obligation(obligation.id))
}

/// What is agreed or ruled now takes the place of what was owed before and is not under way yet.
pub fn superseded(state: &DisputeState) -> impl Iterator<Item = DisputeEvent> {
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
