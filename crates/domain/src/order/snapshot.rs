//! What the shop knows of an order at one moment (D11): lines, listing, payment, logistics.

use serde::{Deserialize, Serialize};
use terms::{Instant, LineId, MerchantId, Money, OrderId, PersonId};

use crate::erasable::Erasable;

/// The order as it was when the shop reported it. Snapshots are never changed, a newer one follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderSnapshot {
    pub order_id: OrderId,
    pub consumer: PersonId,
    pub consumer_name: Erasable<String>,
    pub merchant: MerchantId,
    pub merchant_name: String,
    pub placed_at: Instant,
    pub promised_at: Option<Instant>,
    pub delivered_at: Option<Instant>,
    pub lines: Vec<OrderLine>,
    /// What the consumer paid in all, freight and discounts included.
    pub total: Money,
    pub freight: Money,
    pub payment: Option<Payment>,
    pub logistics: Option<Logistics>,
}

/// One line of the order; `paid` is for all pieces of the line, discounts taken off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    pub line_id: LineId,
    pub title: String,
    pub quantity: u32,
    pub paid: Money,
    pub category: String,
    /// The listing as it stood when the order was placed (A1.1).
    pub listing: Option<Listing>,
}

/// What the page promised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    pub text: String,
    /// Named properties such as material, size, origin.
    #[serde(default)]
    pub properties: Vec<(String, String)>,
    /// A path of the shop's picture of the goods.
    pub picture: Option<String>,
}

/// How it was paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    pub provider: String,
    pub method: String,
    /// The provider's id of the payment; refunds refer to it.
    pub transaction: String,
    pub paid_at: Instant,
}

/// Where the parcel went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logistics {
    pub carrier: String,
    pub tracking_number: String,
    pub events: Vec<LogisticsEvent>,
}

/// One scan of the carrier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogisticsEvent {
    pub at: Instant,
    pub text: String,
}

impl OrderSnapshot {
    #[must_use]
    pub fn line(&self, id: &LineId) -> Option<&OrderLine> {
        self.lines.iter().find(|line| line.line_id == *id)
    }
}
