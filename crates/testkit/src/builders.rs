//! Builders for tests: an order in one line, with only what the test is about written out.

use adapters::orders::{
    LineReport, ListingReport, LogisticsReport, OrderReport, PartyReport, PaymentReport, ScanReport,
};
use domain::order::OrderSnapshot;
use terms::{Currency, Instant, Money};

/// 2026-11-25, ten in the morning in China: a Wednesday.
pub const WEDNESDAY_MORNING: Instant = Instant::from_micros(1_795_572_000_000_000);

/// A sum in yuan, for tests.
///
/// # Panics
/// Not a decimal with at most two places.
#[must_use]
#[expect(clippy::expect_used, reason = "a test with a wrong sum must stop at once")]
pub fn yuan(text: &str) -> Money {
    Money::parse(Currency::Cny, text).expect("a sum such as 299.00")
}

/// An order of one coat for ¥299.00, placed ten days before [`WEDNESDAY_MORNING`] and delivered six days before.
#[must_use]
pub fn order(order_id: &str) -> OrderBuilder {
    let placed_at = WEDNESDAY_MORNING.plus_seconds(-10 * 86_400);
    let line = LineReport {
        line_id: "1".to_owned(),
        title: "双面呢羊毛大衣".to_owned(),
        quantity: 1,
        paid: yuan("299.00"),
        category: "服饰".to_owned(),
        listing: Some(ListingReport {
            text: "面料：100%羊毛".to_owned(),
            properties: vec![("材质".to_owned(), "100%羊毛".to_owned())],
            picture: Some("/goods/wool-coat.svg".to_owned()),
        }),
    };
    OrderBuilder(OrderReport {
        order_id: order_id.to_owned(),
        consumer: PartyReport { id: "88012".to_owned(), name: "陈雨桐".to_owned() },
        merchant: PartyReport { id: "yuhe".to_owned(), name: "羽禾服饰旗舰店".to_owned() },
        placed_at,
        promised_at: Some(placed_at.plus_seconds(5 * 86_400)),
        delivered_at: Some(placed_at.plus_seconds(4 * 86_400)),
        lines: vec![line],
        freight: yuan("0"),
        total: yuan("299.00"),
        payment: Some(PaymentReport {
            provider: "sandbox".to_owned(),
            method: "wallet".to_owned(),
            transaction: format!("TX-{order_id}"),
            paid_at: placed_at.plus_seconds(30),
        }),
        logistics: None,
    })
}

/// Changes one thing after another; the total always adds up.
#[derive(Debug, Clone)]
pub struct OrderBuilder(OrderReport);

impl OrderBuilder {
    /// What the first line cost.
    #[must_use]
    pub fn paid(mut self, text: &str) -> Self {
        if let Some(line) = self.0.lines.first_mut() {
            line.paid = yuan(text);
        }
        self.added_up()
    }

    #[must_use]
    pub fn freight(mut self, text: &str) -> Self {
        self.0.freight = yuan(text);
        self.added_up()
    }

    /// Another line with the next number.
    #[must_use]
    pub fn and(mut self, title: &str, quantity: u32, paid: &str) -> Self {
        let line_id = (self.0.lines.len() + 1).to_string();
        let category = "服饰".to_owned();
        self.0.lines.push(LineReport {
            line_id,
            title: title.to_owned(),
            quantity,
            paid: yuan(paid),
            category,
            listing: None,
        });
        self.added_up()
    }

    #[must_use]
    pub fn consumer(mut self, id: &str, name: &str) -> Self {
        self.0.consumer = PartyReport { id: id.to_owned(), name: name.to_owned() };
        self
    }

    #[must_use]
    pub fn merchant(mut self, id: &str, name: &str) -> Self {
        self.0.merchant = PartyReport { id: id.to_owned(), name: name.to_owned() };
        self
    }

    /// Moves the whole order; promise, delivery and payment keep their distance.
    #[must_use]
    pub fn placed_at(mut self, at: Instant) -> Self {
        let micros = at.micros() - self.0.placed_at.micros();
        let moved = |earlier: Instant| Instant::from_micros(earlier.micros() + micros);
        self.0.placed_at = at;
        self.0.promised_at = self.0.promised_at.map(moved);
        self.0.delivered_at = self.0.delivered_at.map(moved);
        if let Some(payment) = &mut self.0.payment {
            payment.paid_at = moved(payment.paid_at);
        }
        self
    }

    #[must_use]
    pub fn promised_at(mut self, at: Instant) -> Self {
        self.0.promised_at = Some(at);
        self
    }

    #[must_use]
    pub fn delivered_at(mut self, at: Instant) -> Self {
        self.0.delivered_at = Some(at);
        self
    }

    #[must_use]
    pub fn not_delivered(mut self) -> Self {
        self.0.delivered_at = None;
        self
    }

    #[must_use]
    pub fn transaction(mut self, id: &str) -> Self {
        if let Some(payment) = &mut self.0.payment {
            id.clone_into(&mut payment.transaction);
        }
        self
    }

    #[must_use]
    pub fn unpaid(mut self) -> Self {
        self.0.payment = None;
        self
    }

    /// A scan of the carrier.
    #[must_use]
    pub fn scan(mut self, at: Instant, text: &str) -> Self {
        let logistics = self.0.logistics.get_or_insert_with(|| LogisticsReport {
            carrier: "顺路速运".to_owned(),
            tracking_number: "SL100200300400".to_owned(),
            events: Vec::new(),
        });
        logistics.events.push(ScanReport { at, text: text.to_owned() });
        self
    }

    fn added_up(mut self) -> Self {
        let lines: i64 = self.0.lines.iter().map(|line| line.paid.minor).sum();
        self.0.total = Money::new(Currency::Cny, lines + self.0.freight.minor);
        self
    }

    /// As the shop reports it.
    #[must_use]
    pub fn report(self) -> OrderReport {
        self.0
    }

    /// As the domain knows it.
    ///
    /// # Panics
    /// The test made an order that no shop could report.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test with an impossible order must stop at once")]
    pub fn snapshot(self) -> OrderSnapshot {
        self.0.into_snapshot().expect("an order that a shop could report")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_always_adds_up_and_keeps_its_distances() {
        let monday = WEDNESDAY_MORNING.plus_seconds(-2 * 86_400);
        let made =
            order("SO-1").paid("100.10").and("羊绒围巾", 2, "50").freight("8").placed_at(monday).snapshot();
        assert_eq!(made.total, yuan("158.10"));
        assert_eq!(made.delivered_at.unwrap().seconds_since(made.placed_at), 4 * 86_400);
        assert_eq!(WEDNESDAY_MORNING.to_string(), "2026-11-25T02:00:00Z");
    }
}
