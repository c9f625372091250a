//! The rows of a merchant's account: its standing, and each measure.

use domain::merchant::{ImposedMeasure, MerchantState};

use super::StateRow;
use super::dispute::NEVER;
use super::tables::{MEASURE, MERCHANT};
use crate::ports::Value;

#[must_use]
pub fn rows(id: uuid::Uuid, state: &MerchantState) -> Vec<StateRow> {
    let Some(merchant) = &state.merchant else { return Vec::new() };
    let standing = StateRow {
        table: &MERCHANT,
        values: vec![
            Value::uuid(id),
            Value::text(merchant.as_str()),
            Value::text(state.name.as_str()),
            Value::Int(i64::from(state.points())),
            Value::Int(i64::from(state.is_closed())),
        ],
    };
    let measure = |m: &ImposedMeasure| StateRow {
        table: &MEASURE,
        values: vec![
            Value::uuid(m.measure.id.0),
            Value::text(merchant.as_str()),
            Value::text(state.name.as_str()),
            Value::text(m.measure.kind.as_str()),
            Value::text(m.measure.violation.as_str()),
            Value::text(m.state.as_str()),
            Value::Int(i64::from(m.measure.interim)),
            Value::Int(i64::from(m.measure.points.unwrap_or(0))),
            Value::instant(m.measure.from),
            Value::Int(m.measure.until.map_or(NEVER, terms::Instant::micros)),
            Value::uuid(m.penalty.0),
            Value::Int(i64::try_from(m.measure.number.as_u64()).unwrap_or(i64::MAX)),
        ],
    };
    std::iter::once(standing).chain(state.measures.iter().map(measure)).collect()
}
