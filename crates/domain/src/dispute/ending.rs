//! What must be settled before a case closes without a new agreement: the hold, open offers, obligations that stand still.

use terms::OfferState;

use super::agree::is_under_way;
use super::commands::resume::resumed;
use super::event::DisputeEvent;
use super::state::{DisputeState, Obligation};
use crate::ctx::Ctx;

/// How offers end that nobody answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OffersEnd {
    Withdrawn,
    Expired,
}

/// The facts that come before the closing. What was agreed and runs under a limit goes on; what stands still
/// because of the quarrel that ends here falls away.
pub fn before_closing(state: &DisputeState, ctx: &Ctx<'_, '_>, offers: OffersEnd) -> Vec<DisputeEvent> {
    let mut events: Vec<DisputeEvent> = resumed(state, ctx).into_iter().collect();
    events.extend(state.open_offers().map(|open| match offers {
        OffersEnd::Withdrawn => DisputeEvent::OfferWithdrawn { offer: open.id, note: None, seal: open.seal },
        OffersEnd::Expired => DisputeEvent::OfferExpired { offer: open.id, seal: open.seal },
    }));
    events.extend(proposal_ends(state));
    let stands_still = |o: &&Obligation| o.is_open() && !is_under_way(o) && !state.runs_for(o.id);
    let fall_away = state.obligations.iter().filter(stands_still);
    events.extend(fall_away.map(|o| DisputeEvent::ObligationCancelled { obligation: o.id }));
    events
}

/// The mediator's proposal goes when the mediation does.
pub fn proposal_ends(state: &DisputeState) -> Option<DisputeEvent> {
    let proposal = state.open_proposal()?.id;
    Some(DisputeEvent::ProposalEnded { proposal, state: OfferState::Withdrawn })
}
