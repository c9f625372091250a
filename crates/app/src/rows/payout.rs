//! A payout's row.

use domain::payout::{PayoutPhase, PayoutState};

use super::StateRow;
use super::tables::PAYOUT;
use crate::ports::Value;

/// One row once it was requested.
#[must_use]
pub fn rows(id: uuid::Uuid, state: &PayoutState) -> Vec<StateRow> {
    let Some(request) = &state.request else { return Vec::new() };
    let phase = match state.phase {
        PayoutPhase::Absent | PayoutPhase::Open => "open",
        PayoutPhase::Paid => "paid",
        PayoutPhase::Failed => "failed",
    };
    vec![StateRow {
        table: &PAYOUT,
        values: vec![
            Value::uuid(id),
            Value::uuid(request.dispute.0),
            Value::text(phase),
            Value::Int(request.amount.minor),
            Value::Int(state.paid),
            Value::text(request.amount.currency.code()),
        ],
    }]
}
