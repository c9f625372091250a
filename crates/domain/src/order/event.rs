//! Facts of an order.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use terms::{DisputeId, Label, Money, Payer, ReservationId};

use super::snapshot::OrderSnapshot;
use super::state::Basis;

/// What can happen to an order here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderEvent {
    /// The shop reported the order, or a newer state of it.
    Reported { snapshot: Arc<OrderSnapshot> },
    /// Money was set aside for an obligation.
    MoneyReserved { reservation: ReservationId, amount: Money, basis: Basis, cause: DisputeId, payer: Payer },
    /// Reserved money has fallen due: it is to be paid now.
    MoneyDue { reservation: ReservationId, amount: Money, cause: DisputeId },
    /// A reservation was given back, whole or the rest of it.
    MoneyReleased { reservation: ReservationId, amount: Money, cause: DisputeId, payer: Payer },
    /// Reserved money has been paid, by `from`: the provider took it from the merchant, or the platform laid it out.
    MoneySettled { reservation: ReservationId, amount: Money, cause: DisputeId, from: Payer },
    /// Money went back outside our hands (chargeback, insurance, regulator's settlement): always
    /// recorded; what exceeds the cap raises `overpaid`.
    PaidOutside { reference: String, amount: Money, excess: Money },
}

impl OrderEvent {
    #[must_use]
    pub const fn label(&self) -> Label {
        match self {
            Self::Reported { .. }
            | Self::MoneyReserved { .. }
            | Self::MoneyDue { .. }
            | Self::MoneyReleased { .. }
            | Self::MoneySettled { .. } => Label::ALL,
            Self::PaidOutside { .. } => Label::RESPONDENT_SIDE,
        }
    }
}
