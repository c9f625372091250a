//! An order's row.

use domain::order::OrderState;

use super::StateRow;
use super::tables::ORDER_ROW;
use crate::ports::Value;

/// One row once the shop has reported the order.
#[must_use]
pub fn rows(id: uuid::Uuid, state: &OrderState) -> Vec<StateRow> {
    let Some(order) = &state.snapshot else { return Vec::new() };
    let first = order.lines.first();
    let picture = first.and_then(|line| line.listing.as_ref()).and_then(|listing| listing.picture.clone());
    vec![StateRow {
        table: &ORDER_ROW,
        values: vec![
            Value::uuid(id),
            Value::text(order.order_id.as_str()),
            Value::uuid(order.consumer.0),
            Value::text(order.merchant.as_str()),
            Value::instant(order.placed_at),
            Value::text(first.map_or("", |line| line.title.as_str())),
            Value::Int(order.total.minor),
            Value::text(order.total.currency.code()),
            Value::text(picture.unwrap_or_default()),
        ],
    }]
}
