//! The shape in which the shop reports an order: the body of `PUT /api/v1/orders/{id}` and a line of JSONL.
//!
//! ```json
//! {"order_id":"SO-1001","consumer":{"id":"88012","name":"陈雨桐"},"merchant":{"id":"yuhe","name":"羽禾服饰旗舰店"},
//!  "placed_at":"2026-11-01T04:10:00Z","promised_at":"2026-11-05T15:59:59Z","delivered_at":null,
//!  "lines":[{"line_id":"1","title":"双面呢羊毛大衣","quantity":1,"paid":{"currency":"CNY","value":"899.00"},"category":"服饰",
//!            "listing":{"text":"面料：100%羊毛","properties":{"材质":"100%羊毛"},"picture":"/goods/wool-coat.svg"}}],
//!  "freight":{"currency":"CNY","value":"0.00"},"total":{"currency":"CNY","value":"899.00"},
//!  "payment":{"provider":"weilian","method":"wallet","transaction":"WL2026110100017","paid_at":"2026-11-01T04:10:09Z"},
//!  "logistics":{"carrier":"顺路速运","tracking_number":"SL100200300","events":[{"at":"2026-11-02T01:00:00Z","text":"已揽收"}]}}
//! ```

use domain::Erasable;
use domain::order::{Listing, Logistics, LogisticsEvent, OrderLine, OrderSnapshot, Payment};
use serde::{Deserialize, Serialize};
use terms::{
    Audience, Instant, LineId, MerchantId, Money, OrderId, OutsideIdError, TextError, clean_line, clean_text,
    person_from_outside,
};

/// Most lines of an order, as the domain has it.
const MOST_LINES: usize = 500;
const MOST_PROPERTIES: usize = 100;
const MOST_SCANS: usize = 300;
const MOST_PIECES: u32 = 1_000_000;

/// An order as the shop has it at this moment. Unknown fields are refused, so that a misspelt one is noticed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderReport {
    /// The shop's number: up to 64 letters, digits and `. _ - : / #`.
    pub order_id: String,
    pub consumer: PartyReport,
    pub merchant: PartyReport,
    pub placed_at: Instant,
    /// By when it was promised to arrive.
    #[serde(default)]
    pub promised_at: Option<Instant>,
    #[serde(default)]
    pub delivered_at: Option<Instant>,
    /// One to 500.
    pub lines: Vec<LineReport>,
    pub freight: Money,
    /// The lines' `paid` and the freight add up to it.
    pub total: Money,
    #[serde(default)]
    pub payment: Option<PaymentReport>,
    #[serde(default)]
    pub logistics: Option<LogisticsReport>,
}

/// A consumer or a merchant, as the shop knows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyReport {
    pub id: String,
    /// Up to 120 characters.
    pub name: String,
}

/// One line of the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineReport {
    pub line_id: String,
    pub title: String,
    pub quantity: u32,
    /// For all pieces of the line, discounts taken off.
    pub paid: Money,
    pub category: String,
    #[serde(default)]
    pub listing: Option<ListingReport>,
}

/// What the page promised when the order was placed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListingReport {
    pub text: String,
    /// Named properties, in the order in which the page shows them.
    #[serde(default, with = "in_order")]
    pub properties: Vec<(String, String)>,
    #[serde(default)]
    pub picture: Option<String>,
}

/// How it was paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentReport {
    pub provider: String,
    pub method: String,
    /// The provider's id of the payment.
    pub transaction: String,
    pub paid_at: Instant,
}

/// Where the parcel went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogisticsReport {
    pub carrier: String,
    pub tracking_number: String,
    #[serde(default)]
    pub events: Vec<ScanReport>,
}

/// One scan of the carrier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScanReport {
    pub at: Instant,
    pub text: String,
}

/// One thing that is wrong with a report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{pointer}: {detail}")]
pub struct ReportProblem {
    /// A JSON pointer (RFC 6901), for example `/lines/0/title`.
    pub pointer: String,
    pub code: &'static str,
    pub detail: String,
}

impl OrderReport {
    /// Checks lengths, characters and numbers. Whether sums fit together is for the domain to say.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the fields.
    pub fn into_snapshot(self) -> Result<OrderSnapshot, Vec<ReportProblem>> {
        let mut check = Check::default();
        let order_id = check.id("/order_id", OrderId::new(self.order_id));
        let consumer_id = check.id("/consumer/id", MerchantId::new(self.consumer.id));
        let consumer_name = check.line("/consumer/name", &self.consumer.name, 120);
        let merchant = check.id("/merchant/id", MerchantId::new(self.merchant.id));
        let merchant_name = check.line("/merchant/name", &self.merchant.name, 120);
        check.count("/lines", self.lines.len(), 1, MOST_LINES);
        let lines = self.lines.into_iter().take(MOST_LINES).enumerate();
        let lines: Vec<_> = lines.filter_map(|(n, line)| line.checked(&mut check, n)).collect();
        let payment = self.payment.map(|payment| payment.checked(&mut check));
        let logistics = self.logistics.map(|logistics| logistics.checked(&mut check));
        let (Some(order_id), Some(consumer), Some(merchant)) = (order_id, consumer_id, merchant) else {
            return Err(check.problems);
        };
        if !check.problems.is_empty() {
            return Err(check.problems);
        }
        Ok(OrderSnapshot {
            order_id,
            consumer: person_from_outside(&format!("consumer:{consumer}")),
            // Both sides of an order know each other's names; nobody else sees an order.
            consumer_name: Erasable::new(consumer_name, Audience::All),
            merchant,
            merchant_name,
            placed_at: self.placed_at,
            promised_at: self.promised_at,
            delivered_at: self.delivered_at,
            lines,
            total: self.total,
            freight: self.freight,
            payment,
            logistics,
        })
    }
}

impl LineReport {
    fn checked(self, check: &mut Check, n: usize) -> Option<OrderLine> {
        let at = |field: &str| format!("/lines/{n}/{field}");
        if self.quantity == 0 || self.quantity > MOST_PIECES {
            check.add(at("quantity"), "out_of_range", format!("between 1 and {MOST_PIECES}"));
        }
        if self.paid.minor < 0 {
            check.add(at("paid"), "out_of_range", "not below zero");
        }
        Some(OrderLine {
            title: check.line(at("title"), &self.title, 200),
            category: check.line(at("category"), &self.category, 80),
            listing: self.listing.map(|listing| listing.checked(check, n)),
            line_id: check.id(at("line_id"), LineId::new(self.line_id))?,
            quantity: self.quantity,
            paid: self.paid,
        })
    }
}

impl ListingReport {
    fn checked(self, check: &mut Check, n: usize) -> Listing {
        let at = |field: &str| format!("/lines/{n}/listing/{field}");
        check.count(at("properties"), self.properties.len(), 0, MOST_PROPERTIES);
        let properties = self.properties.iter().take(MOST_PROPERTIES);
        Listing {
            text: check.text(at("text"), &self.text, 20_000),
            properties: properties
                .map(|(name, value)| {
                    (check.line(at("properties"), name, 60), check.line(at("properties"), value, 500))
                })
                .collect(),
            picture: self.picture.map(|path| check.line(at("picture"), &path, 500)),
        }
    }
}

impl PaymentReport {
    fn checked(self, check: &mut Check) -> Payment {
        Payment {
            provider: check.line("/payment/provider", &self.provider, 60),
            method: check.line("/payment/method", &self.method, 60),
            transaction: check.line("/payment/transaction", &self.transaction, 128),
            paid_at: self.paid_at,
        }
    }
}

impl LogisticsReport {
    fn checked(self, check: &mut Check) -> Logistics {
        check.count("/logistics/events", self.events.len(), 0, MOST_SCANS);
        let scans = self.events.into_iter().take(MOST_SCANS).enumerate();
        Logistics {
            carrier: check.line("/logistics/carrier", &self.carrier, 60),
            tracking_number: check.line("/logistics/tracking_number", &self.tracking_number, 64),
            events: scans
                .map(|(n, scan)| {
                    let pointer = format!("/logistics/events/{n}/text");
                    LogisticsEvent { at: scan.at, text: check.line(pointer, &scan.text, 500) }
                })
                .collect(),
        }
    }
}

/// Collects what is wrong.
#[derive(Debug, Default)]
struct Check {
    problems: Vec<ReportProblem>,
}

impl Check {
    fn add(&mut self, pointer: impl Into<String>, code: &'static str, detail: impl Into<String>) {
        self.problems.push(ReportProblem { pointer: pointer.into(), code, detail: detail.into() });
    }

    fn id<T>(&mut self, pointer: impl Into<String>, made: Result<T, OutsideIdError>) -> Option<T> {
        match made {
            Ok(id) => Some(id),
            Err(error) => {
                let code = match error {
                    OutsideIdError::Empty => "empty",
                    OutsideIdError::TooLong { .. } => "too_long",
                    OutsideIdError::ForbiddenCharacter => "forbidden_character",
                };
                self.add(pointer, code, error.to_string());
                None
            }
        }
    }

    fn line(&mut self, pointer: impl Into<String>, given: &str, max: usize) -> String {
        self.cleaned(pointer, clean_line(given, max))
    }

    fn text(&mut self, pointer: impl Into<String>, given: &str, max: usize) -> String {
        self.cleaned(pointer, clean_text(given, max))
    }

    fn cleaned(&mut self, pointer: impl Into<String>, cleaned: Result<String, TextError>) -> String {
        cleaned.unwrap_or_else(|error| {
            let code = match error {
                TextError::Empty => "empty",
                TextError::TooLong { .. } => "too_long",
                TextError::ForbiddenCharacter { .. } => "forbidden_character",
            };
            self.add(pointer, code, error.to_string());
            String::new()
        })
    }

    fn count(&mut self, pointer: impl Into<String>, count: usize, min: usize, max: usize) {
        if count < min || count > max {
            self.add(pointer, "out_of_range", format!("between {min} and {max}, here {count}"));
        }
    }
}

/// A JSON object whose order is kept: shops show properties in an order of their own.
mod in_order {
    use std::fmt;

    use serde::de::{MapAccess, Visitor};
    use serde::{Deserializer, Serializer};

    type Pairs = Vec<(String, String)>;

    pub(super) fn serialize<S: Serializer>(pairs: &[(String, String)], s: S) -> Result<S::Ok, S::Error> {
        s.collect_map(pairs.iter().map(|(name, value)| (name, value)))
    }

    struct InOrder;

    impl<'de> Visitor<'de> for InOrder {
        type Value = Pairs;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object of texts")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
            let mut pairs = Vec::new();
            while let Some(pair) = map.next_entry()? {
                pairs.push(pair);
            }
            Ok(pairs)
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Pairs, D::Error> {
        d.deserialize_map(InOrder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = r#"{"order_id":"SO-1001","consumer":{"id":"88012","name":"陈雨桐"},"merchant":{"id":"yuhe","name":"羽禾服饰"},
        "placed_at":"2026-11-01T04:10:00Z","lines":[{"line_id":"1","title":"羊毛大衣","quantity":1,
        "paid":{"currency":"CNY","value":"899.00"},"category":"服饰","listing":{"text":"100%羊毛",
        "properties":{"颜色":"驼色","材质":"100%羊毛"},"picture":null}}],
        "freight":{"currency":"CNY","value":"0.00"},"total":{"currency":"CNY","value":"899.00"}}"#;

    fn example() -> OrderReport {
        serde_json::from_str(EXAMPLE).unwrap()
    }

    /// D11: what the shop knows is kept as it said it, properties in their order.
    #[test]
    fn a_report_becomes_a_snapshot_with_the_properties_in_their_order() {
        let snapshot = example().into_snapshot().unwrap();
        let listing = snapshot.lines[0].listing.as_ref().unwrap();
        assert_eq!(listing.properties[0], ("颜色".to_owned(), "驼色".to_owned()));
        assert_eq!(snapshot.consumer, person_from_outside("consumer:88012"));
        let written = serde_json::to_string(&example()).unwrap();
        assert_eq!(serde_json::from_str::<OrderReport>(&written).unwrap(), example());
    }

    #[test]
    fn everything_that_is_wrong_is_named_with_its_pointer() {
        let mut report = example();
        report.order_id = "SO 1".to_owned();
        report.merchant.name = "\u{202E}".to_owned() + "羽禾";
        report.lines[0].title = "长".repeat(201);
        report.lines[0].quantity = 0;
        let problems = report.into_snapshot().unwrap_err();
        let found: Vec<_> = problems.iter().map(|p| (p.pointer.as_str(), p.code)).collect();
        assert_eq!(
            found,
            [
                ("/order_id", "forbidden_character"),
                ("/merchant/name", "forbidden_character"),
                ("/lines/0/quantity", "out_of_range"),
                ("/lines/0/title", "too_long")
            ]
        );
    }

    #[test]
    fn a_misspelt_field_is_noticed() {
        let misspelt = EXAMPLE.replace("\"freight\"", "\"frieght\"");
        assert!(serde_json::from_str::<OrderReport>(&misspelt).unwrap_err().to_string().contains("frieght"));
    }
}
