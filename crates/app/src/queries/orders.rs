//! A consumer's orders, to choose from when filing.

use terms::{Instant, PersonId};

use super::Columns;
use crate::app::App;
use crate::ports::{Query, StoreResult, Value};

/// An order as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderRow {
    pub order_id: String,
    pub merchant: String,
    pub placed_at: Instant,
    pub title: String,
    pub total: i64,
    pub currency: String,
    pub picture: String,
}

// order_consumer
const OF_CONSUMER: Query = Query {
    name: "orders_of_consumer",
    sql: "SELECT order_id, merchant, placed_at, title, total, currency, picture FROM order_row WHERE consumer = $1 ORDER BY placed_at DESC, id DESC LIMIT 50",
};

/// The consumer's latest orders, newest first, at most 50.
///
/// # Errors
/// The store's.
pub async fn of_consumer(app: &App, person: PersonId) -> StoreResult<Vec<OrderRow>> {
    let rows = app.store.query(OF_CONSUMER, vec![Value::uuid(person.0)]).await?;
    let read = |row| {
        let mut c = Columns::of(row);
        OrderRow {
            order_id: c.text(),
            merchant: c.text(),
            placed_at: c.instant(),
            title: c.text(),
            total: c.int(),
            currency: c.text(),
            picture: c.text(),
        }
    };
    Ok(rows.into_iter().map(read).collect())
}
