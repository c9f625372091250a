//! The order as it was, attached by the system: lines, listing, payment, parcel, and what may still go back.

use domain::order::OrderLine;
use terms::Money;

use super::Lens;

/// What the system attached of the order (D11).
pub(crate) struct OrderBox {
    pub number: String,
    pub facts: Vec<(String, String)>,
    pub lines: Vec<LineBox>,
    pub parcel: Vec<(String, String)>,
}

/// One line of the order with the listing as it stood.
pub(crate) struct LineBox {
    pub title: String,
    pub quantity: String,
    pub paid: String,
    /// It is what the complaint is about.
    pub claimed: bool,
    pub listing: Option<String>,
    pub properties: Vec<(String, String)>,
}

impl Lens<'_> {
    pub fn order(&self) -> Option<OrderBox> {
        let order = self.view.order.as_ref()?;
        let say = |key: &str| self.t.say(&format!("merchant-order-{key}"));
        let mut facts = vec![
            (say("placed"), self.when(&order.placed_at)),
            (say("total"), order.total.readable()),
            (say("freight"), order.freight.readable()),
        ];
        if let Some(payment) = &order.payment {
            facts.push((
                say("payment"),
                format!(
                    "{} · {} · {}",
                    self.way(&payment.method),
                    payment.provider,
                    self.when(&payment.paid_at)
                ),
            ));
            facts.push((say("transaction"), payment.transaction.clone()));
        }
        let dated = [("promised", order.promised_at), ("delivered", order.delivered_at)];
        facts.extend(dated.into_iter().filter_map(|(key, at)| Some((say(key), self.when(&at?)))));
        let mut parcel = Vec::new();
        if let Some(logistics) = &order.logistics {
            facts.push((say("carrier"), format!("{} {}", logistics.carrier, logistics.tracking_number)));
            parcel.extend(logistics.events.iter().map(|scan| (self.when(&scan.at), scan.text.clone())));
        }
        let lines = order.lines.iter().map(|line| self.line(line)).collect();
        Some(OrderBox { number: order.order_id.to_string(), facts, lines, parcel })
    }

    /// How it was paid, in words where we have them.
    fn way(&self, method: &str) -> String {
        let key = format!("merchant-pay-{method}");
        if self.t.has(&key) { self.t.say(&key) } else { method.to_owned() }
    }

    fn line(&self, line: &OrderLine) -> LineBox {
        let claim = self.view.lines.iter().find(|claimed| claimed.line_id == line.line_id);
        let listing = line.listing.as_ref();
        LineBox {
            title: line.title.clone(),
            quantity: match claim {
                Some(claim) if claim.quantity != line.quantity => {
                    format!("{} / {}", claim.quantity, line.quantity)
                }
                Some(_) | None => line.quantity.to_string(),
            },
            paid: line.paid.readable(),
            claimed: claim.is_some(),
            listing: listing.map(|listing| listing.text.clone()).filter(|text| !text.is_empty()),
            properties: listing.map(|listing| listing.properties.clone()).unwrap_or_default(),
        }
    }

    /// Paid, reserved, gone back, may still go back.
    pub fn money(&self) -> Vec<(String, String)> {
        let Some(money) = &self.view.money else { return Vec::new() };
        let rows = [
            ("paid", money.paid),
            ("reserved", money.reserved),
            ("settled", money.settled),
            ("remaining", money.remaining),
        ];
        rows.map(|(key, sum)| (self.t.say(&format!("merchant-money-{key}")), Money::readable(sum))).to_vec()
    }
}
