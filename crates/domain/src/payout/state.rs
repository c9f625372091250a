//! What a payout has come to.

use terms::Payer;

use super::event::{PayoutEvent, PayoutRequest};
use crate::fact::Fact;

/// Where the money is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PayoutPhase {
    #[default]
    Absent,
    /// To be sent, or sent without a clear answer yet.
    Open,
    Paid,
    Failed,
}

/// State of a payout's stream.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PayoutState {
    pub request: Option<PayoutRequest>,
    pub phase: PayoutPhase,
    /// Paid so far, in minor units.
    pub paid: i64,
    /// Of it, what had been paid before the last try: the provider counts each try by itself.
    pub paid_before_try: i64,
    pub reference: Option<String>,
    /// Whose money the present try asks for.
    pub from: Option<Payer>,
    /// How often a person ordered another try.
    pub retries: u32,
}

/// Applies a fact; total.
#[must_use]
pub fn evolve(mut state: PayoutState, fact: &Fact<PayoutEvent>) -> PayoutState {
    match &fact.event {
        PayoutEvent::Requested(request) => {
            state.request = Some(request.clone());
            state.from = Some(request.from);
            state.phase = PayoutPhase::Open;
        }
        PayoutEvent::Paid { amount, reference, complete } => {
            state.paid = state.paid.saturating_add(amount.minor);
            state.reference = Some(reference.clone());
            state.phase = if *complete { PayoutPhase::Paid } else { PayoutPhase::Open };
        }
        PayoutEvent::Pending { reference } => state.reference = Some(reference.clone()),
        PayoutEvent::Failed { .. } => state.phase = PayoutPhase::Failed,
        PayoutEvent::Unclear { .. } => {}
        PayoutEvent::Retried { from } => {
            state.from = Some(*from);
            state.phase = PayoutPhase::Open;
            state.paid_before_try = state.paid;
            state.retries += 1;
        }
    }
    state
}
