//! Facts of a payout.

use serde::{Deserialize, Serialize};
use terms::{DisputeId, Label, Money, OrderId, Payer, ReservationId};

/// What is to be paid back, and where it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayoutRequest {
    pub dispute: DisputeId,
    pub order: OrderId,
    pub reservation: ReservationId,
    pub amount: Money,
    /// The provider's id of the payment that is refunded.
    pub transaction: String,
    /// Whose money is asked for first.
    pub from: Payer,
}

/// The provider's reason when the merchant's account lacks the money.
pub const MERCHANT_FUNDS: &str = "merchant_funds";

/// What the payment provider said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderAnswer {
    /// Paid, wholly or in part: `paid` in all so far in this try.
    Paid { paid: Money, reference: String },
    /// Taken, not yet paid: ask again later.
    Pending { reference: String },
    /// Refused for good, in the provider's words.
    Failed { reason: String },
    /// No answer, or one that says nothing: it may or may not have been paid. Ask first, never pay again blindly.
    Unknown { reason: String },
}

/// What can happen to a payout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayoutEvent {
    Requested(PayoutRequest),
    /// Money arrived: `amount` is what this answer adds to what was known.
    Paid {
        amount: Money,
        reference: String,
        complete: bool,
    },
    /// The provider has it in hand.
    Pending {
        reference: String,
    },
    Failed {
        reason: String,
    },
    Unclear {
        reason: String,
    },
    /// Another try after a failure, perhaps out of another pocket.
    Retried {
        from: Payer,
    },
}

impl PayoutEvent {
    #[must_use]
    pub const fn label(&self) -> Label {
        match self {
            Self::Requested(_) | Self::Paid { .. } | Self::Pending { .. } => Label::ALL,
            Self::Failed { .. } | Self::Unclear { .. } | Self::Retried { .. } => Label::STAFF,
        }
    }
}
