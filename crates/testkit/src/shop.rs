//! A plausible Chinese shop: merchants, consumers, the platform's staff and orders with their parcels.
//!
//! All names, firms and carriers are invented. The same seed, moment and number give the same shop.

mod orders;
mod people;

use adapters::orders::OrderReport;
use terms::{Instant, MerchantId, Money, OutsideIdError, PersonId, Role, person_from_outside};

pub use people::{MERCHANTS, STAFF};

use crate::dice::Dice;
use crate::goods::Good;

/// How many orders a demo has unless told otherwise.
pub const USUAL_ORDERS: usize = 320;

/// A merchant, as the shop has it on file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merchant {
    pub id: &'static str,
    pub name: &'static str,
    pub city: &'static str,
    /// People of its customer service: id and name.
    pub people: &'static [(&'static str, &'static str)],
}

impl Merchant {
    /// The id as other parts use it.
    ///
    /// # Errors
    /// Never for the merchants of this shop.
    pub fn merchant_id(&self) -> Result<MerchantId, OutsideIdError> {
        MerchantId::new(self.id)
    }

    /// The person ids of its customer service, with their names.
    pub fn persons(&self) -> impl Iterator<Item = (PersonId, &'static str)> + '_ {
        self.people
            .iter()
            .map(|(id, name)| (person_from_outside(&format!("merchant:{}:{id}", self.id)), *name))
    }
}

/// Somebody of the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Officer {
    pub id: &'static str,
    pub name: &'static str,
    pub role: Role,
}

impl Officer {
    #[must_use]
    pub fn person(&self) -> PersonId {
        person_from_outside(&format!("staff:{}", self.id))
    }
}

/// Somebody who buys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consumer {
    /// The shop's number of the consumer.
    pub id: String,
    pub name: String,
    pub city: &'static str,
}

impl Consumer {
    #[must_use]
    pub fn person(&self) -> PersonId {
        person_from_outside(&format!("consumer:{}", self.id))
    }
}

/// What became of an order; complaints follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Course {
    /// Arrived in time, or is on its way in time.
    Smooth,
    /// Arrived after the promised day.
    ArrivedLate,
    /// The promised day is over and it has not arrived.
    Overdue,
    /// The carrier's scans stop half-way, long ago.
    Lost,
    /// The carrier noted a damaged parcel.
    DamagedParcel,
    /// Paid long ago and never handed to a carrier.
    NotDispatched,
}

impl Course {
    pub const ALL: &'static [Self] = &[
        Self::Smooth,
        Self::ArrivedLate,
        Self::Overdue,
        Self::Lost,
        Self::DamagedParcel,
        Self::NotDispatched,
    ];
}

/// One order with what a story about it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShopOrder {
    pub report: OrderReport,
    /// Places in [`Shop::consumers`] and [`Shop::merchants`].
    pub consumer: usize,
    pub merchant: usize,
    /// The goods of its lines, in the order of the lines.
    pub goods: Vec<&'static Good>,
    pub course: Course,
}

/// The whole shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shop {
    pub merchants: &'static [Merchant],
    pub consumers: Vec<Consumer>,
    pub staff: &'static [Officer],
    /// Oldest first.
    pub orders: Vec<ShopOrder>,
}

impl Shop {
    /// The payments that the provider must know, with what was captured.
    pub fn payments(&self) -> impl Iterator<Item = (&str, Money)> {
        self.orders.iter().filter_map(|order| {
            let payment = order.report.payment.as_ref()?;
            Some((payment.transaction.as_str(), order.report.total))
        })
    }

    /// The staff of a role.
    pub fn officers(&self, role: Role) -> impl Iterator<Item = &'static Officer> {
        self.staff.iter().filter(move |officer| officer.role == role)
    }
}

/// The shop of this seed at this moment, with so many orders of the sixty days before.
#[must_use]
pub fn shop(seed: u64, now: Instant, orders: usize) -> Shop {
    let mut dice = Dice::new(seed);
    let consumers = people::consumers(&mut dice);
    let orders = orders::make(&mut dice, now, &consumers, orders);
    Shop { merchants: MERCHANTS, consumers, staff: STAFF, orders }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn now() -> Instant {
        "2026-11-25T02:00:00Z".parse().unwrap()
    }

    #[test]
    fn the_same_seed_gives_the_same_shop_and_another_a_different_one() {
        assert_eq!(shop(7, now(), 40), shop(7, now(), 40));
        assert_ne!(shop(7, now(), 40), shop(8, now(), 40));
    }

    /// D11: the sample orders are what the importer and the API take.
    #[test]
    fn every_order_is_taken_as_a_snapshot_and_adds_up() {
        let shop = shop(1, now(), USUAL_ORDERS);
        let mut numbers = HashSet::new();
        for order in &shop.orders {
            let snapshot = order.report.clone().into_snapshot().unwrap();
            let lines: i64 = snapshot.lines.iter().map(|line| line.paid.minor).sum();
            assert_eq!(lines + snapshot.freight.minor, snapshot.total.minor);
            assert!(snapshot.placed_at < now() && snapshot.delivered_at.is_none_or(|at| at < now()));
            let scans = snapshot.logistics.iter().flat_map(|logistics| &logistics.events).map(|scan| scan.at);
            assert!(
                scans.clone().is_sorted()
                    && scans.into_iter().all(|at| at <= now() && at > snapshot.placed_at)
            );
            assert!(numbers.insert(snapshot.order_id));
        }
        assert_eq!(shop.payments().collect::<HashSet<_>>().len(), USUAL_ORDERS);
    }

    #[test]
    fn something_goes_wrong_in_every_way_and_most_things_go_well() {
        let shop = shop(1, now(), USUAL_ORDERS);
        let count = |course| shop.orders.iter().filter(|order| order.course == course).count();
        assert!(Course::ALL.iter().all(|course| count(*course) >= 5));
        assert!(count(Course::Smooth) > USUAL_ORDERS / 2);
        for role in [Role::Admin, Role::IntakeOfficer, Role::Mediator, Role::Decider, Role::Supervisor] {
            assert!(shop.officers(role).count() >= 2, "{role:?}");
        }
        let names: HashSet<_> = shop.consumers.iter().map(|consumer| &consumer.name).collect();
        assert_eq!((shop.consumers.len(), names.len()), (80, 80));
    }
}
