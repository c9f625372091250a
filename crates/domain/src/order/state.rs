//! What an order has come to: the latest snapshot and every sum that was reserved, settled or paid outside.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use terms::{Currency, DisputeId, Instant, Money, Payer, ReservationId, RuleId};

use super::event::OrderEvent;
use super::snapshot::OrderSnapshot;
use crate::fact::Fact;

/// On what a reservation rests: on the price paid, under the cap, or on a cited rule, beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    Price,
    Rule(RuleId),
}

/// One sum set aside for one obligation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reservation {
    pub reserved: Money,
    pub settled: Money,
    pub released: Money,
    pub basis: Basis,
    pub cause: DisputeId,
    /// Who bears it in the end.
    pub payer: Payer,
    /// Whether it has fallen due: from then on it cannot be given back, for it may be on its way.
    pub due: bool,
}

impl Reservation {
    /// What is set aside and not yet paid or given back, in minor units.
    #[must_use]
    pub const fn open(&self) -> i64 {
        self.reserved.minor - self.settled.minor - self.released.minor
    }
}

/// State of an order's stream.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderState {
    pub snapshot: Option<Arc<OrderSnapshot>>,
    pub reported_at: Option<Instant>,
    pub reservations: BTreeMap<ReservationId, Reservation>,
    /// References of outside payments that were recorded, so that a repeat changes nothing.
    pub outside: BTreeMap<String, Money>,
    pub overpaid: i64,
}

impl OrderState {
    #[must_use]
    pub fn currency(&self) -> Option<Currency> {
        self.snapshot.as_ref().map(|s| s.total.currency)
    }

    /// Reserved under the cap and not yet paid, in minor units.
    #[must_use]
    pub fn reserved(&self) -> i64 {
        self.of_price().fold(0, |sum, r| sum.saturating_add(r.open()))
    }

    /// Paid back under the cap, in minor units, outside payments included.
    #[must_use]
    pub fn settled(&self) -> i64 {
        let ours = self.of_price().map(|r| r.settled.minor);
        ours.chain(self.outside.values().map(|m| m.minor)).fold(0, i64::saturating_add)
    }

    /// What may still go back of the price paid: the one cap (C18), in minor units, never below zero.
    #[must_use]
    pub fn remaining(&self) -> i64 {
        self.balance().max(0)
    }

    /// As [`Self::remaining`], were these reservations given back where they still can be.
    #[must_use]
    pub fn remaining_without(&self, given_back: &[ReservationId]) -> i64 {
        let open = |r: &Reservation| if r.due || r.basis != Basis::Price { 0 } else { r.open() };
        let back = given_back.iter().filter_map(|id| self.reservations.get(id)).map(open);
        back.fold(self.balance(), i64::saturating_add).max(0)
    }

    /// The price less all that was reserved or went back; below zero when it went back by two ways.
    pub(super) fn balance(&self) -> i64 {
        let paid = self.snapshot.as_ref().map_or(0, |s| s.total.minor);
        paid.saturating_sub(self.reserved()).saturating_sub(self.settled())
    }

    /// Reserved or paid under the rule for the case, in minor units.
    #[must_use]
    pub fn under_rule(&self, rule: &RuleId, cause: DisputeId) -> i64 {
        let of_rule =
            |r: &&Reservation| r.cause == cause && matches!(&r.basis, Basis::Rule(id) if id == rule);
        self.reservations
            .values()
            .filter(of_rule)
            .fold(0, |sum, r| sum.saturating_add(r.reserved.minor - r.released.minor))
    }

    fn of_price(&self) -> impl Iterator<Item = &Reservation> {
        self.reservations.values().filter(|r| matches!(r.basis, Basis::Price))
    }
}

/// Applies a fact. Total: a fact that does not fit (which `decide` never makes) changes nothing.
#[must_use]
pub fn evolve(mut state: OrderState, fact: &Fact<OrderEvent>) -> OrderState {
    match &fact.event {
        OrderEvent::Reported { snapshot } => {
            state.snapshot = Some(snapshot.clone());
            state.reported_at = Some(fact.at);
        }
        OrderEvent::MoneyReserved { reservation, amount, basis, cause, payer } => {
            let zero = Money::zero(amount.currency);
            let new = Reservation {
                reserved: *amount,
                settled: zero,
                released: zero,
                basis: basis.clone(),
                cause: *cause,
                payer: *payer,
                due: false,
            };
            state.reservations.insert(*reservation, new);
        }
        OrderEvent::MoneyDue { reservation, .. } => {
            if let Some(r) = state.reservations.get_mut(reservation) {
                r.due = true;
            }
        }
        OrderEvent::MoneyReleased { reservation, amount, .. } => {
            if let Some(r) = state.reservations.get_mut(reservation) {
                r.released.minor += amount.minor;
            }
        }
        OrderEvent::MoneySettled { reservation, amount, .. } => {
            if let Some(r) = state.reservations.get_mut(reservation) {
                r.settled.minor += amount.minor;
            }
        }
        OrderEvent::PaidOutside { reference, amount, excess } => {
            state.outside.insert(reference.clone(), *amount);
            state.overpaid = state.overpaid.saturating_add(excess.minor);
        }
    }
    state
}
