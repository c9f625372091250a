//! What one stream does to another: pure functions from a recorded fact to the next commands and effects.
//!
//! Each policy is one file named `<cause>_<effect>`. The application turns every reaction into a job whose id is
//! computed from its cause, so that a repeat changes nothing. Rebuilds never react.

mod advance_overdue_opens_penalty;
mod advance_recovery_passes;
mod cancellation_releases_money;
mod cover_pays_and_tells;
mod decision_binds_merchant;
mod enforcement_asks_for_cover;
mod measure_expires;
mod merge_tells_the_other_case;
mod money_due_requests_payout;
mod payout_answer_settles_and_tells;
mod payout_requested_sends_refund;
mod penalty_date_passes;
mod publication_ends_with_its_time;
mod receipt_makes_money_due;
mod reopening_takes_result_down;
mod retry_orders_another_try;
mod settlement_reserves_money;

use serde::{Deserialize, Serialize};
use terms::{Instant, Money, Payer, PayoutId, StreamId};

use crate::dispute::DisputeState;
use crate::fact::{AnyCommand, Recorded};
use crate::merchant::MerchantState;
use crate::order::OrderState;
use crate::payout::PayoutState;
use crate::penalty::PenaltyState;

/// A service outside that an effect goes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Ask the payment provider for a refund; the job's id is the idempotency key. A try after a failure
    /// is a new wish and has a new key.
    SendRefund { payout: PayoutId, transaction: String, amount: Money, from: Payer },
}

/// What follows from a fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reaction {
    Command { policy: String, stream: StreamId, command: AnyCommand, at: Option<Instant> },
    Effect { policy: String, effect: Effect },
}

/// The state of the fact's own stream right after it.
#[derive(Debug, Clone, Copy)]
pub enum After<'a> {
    Dispute(&'a DisputeState),
    Order(&'a OrderState),
    Payout(&'a PayoutState),
    Person,
    Publication,
    Merchant(&'a MerchantState),
    Penalty(&'a PenaltyState),
}

/// Everything that follows from a fact, in a fixed order.
#[must_use]
pub fn react(fact: &Recorded, after: After<'_>) -> Vec<Reaction> {
    let mut reactions = settlement_reserves_money::react(fact, after);
    reactions.extend(cancellation_releases_money::react(fact, after));
    reactions.extend(merge_tells_the_other_case::react(fact, after));
    reactions.extend(receipt_makes_money_due::react(fact, after));
    reactions.extend(money_due_requests_payout::react(fact, after));
    reactions.extend(retry_orders_another_try::react(fact));
    reactions.extend(payout_requested_sends_refund::react(fact, after));
    reactions.extend(payout_answer_settles_and_tells::react(fact, after));
    reactions.extend(reopening_takes_result_down::react(fact));
    reactions.extend(publication_ends_with_its_time::react(fact));
    reactions.extend(enforcement_asks_for_cover::react(fact, after));
    reactions.extend(cover_pays_and_tells::react(fact));
    reactions.extend(advance_recovery_passes::react(fact, after));
    reactions.extend(advance_overdue_opens_penalty::react(fact, after));
    reactions.extend(decision_binds_merchant::react(fact, after));
    reactions.extend(measure_expires::react(fact, after));
    reactions.extend(penalty_date_passes::react(fact));
    reactions
}
