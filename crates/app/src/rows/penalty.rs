//! A penalty case's row, and the notices that its facts give rise to.

use domain::penalty::{PenaltyEvent, PenaltyState};
use terms::NoticeId;

use super::dispute::NEVER;
use super::tables::{NOTICE, PENALTY};
use super::{Cause, StateRow};
use crate::ports::{RowChange, Value};
use crate::stream::Penalties;

/// What marks a notice of a penalty case, so that it leads there.
pub const PENALTY_NOTICE: &str = "penalty";

#[must_use]
pub fn rows(id: uuid::Uuid, state: &PenaltyState) -> Vec<StateRow> {
    let Some(charge) = &state.charge else { return Vec::new() };
    let next = state.next_date();
    vec![StateRow {
        table: &PENALTY,
        values: vec![
            Value::uuid(id),
            Value::Int(i64::try_from(charge.number.as_u64()).unwrap_or(i64::MAX)),
            Value::text(charge.merchant.as_str()),
            Value::text(charge.merchant_name.as_str()),
            Value::text(charge.violation.as_str()),
            Value::text(state.phase.map_or("", terms::PenaltyPhase::as_str)),
            Value::Int(i64::from(state.is_open())),
            Value::optional(state.in_charge, |d| Value::uuid(d.person.0)),
            Value::Int(next.map_or(NEVER, |date| date.due_at.micros())),
            Value::text(next.map_or("", |date| date.step.as_str())),
            Value::Int(state.opened_at.map_or(0, terms::Instant::micros)),
            Value::optional(charge.dispute, |dispute| Value::uuid(dispute.0)),
        ],
    }]
}

/// The key of the notice that the merchant is told with; `None`: it did it itself, or nothing changes for it.
#[must_use]
pub const fn notice_code(event: &PenaltyEvent) -> Option<&'static str> {
    match event {
        PenaltyEvent::Opened(_) => Some("penalty_opened"),
        PenaltyEvent::HoldImposed { .. } => Some("penalty_hold_imposed"),
        PenaltyEvent::HoldReviewed { .. } => Some("penalty_hold_reviewed"),
        PenaltyEvent::HoldLapsed { .. } => Some("penalty_hold_lapsed"),
        PenaltyEvent::Decided { .. } => Some("penalty_decided"),
        PenaltyEvent::AppealDecided { .. } => Some("penalty_appeal_decided"),
        PenaltyEvent::DutyChecked { .. } => Some("penalty_duty_checked"),
        PenaltyEvent::Closed => Some("penalty_closed"),
        PenaltyEvent::Assigned { .. }
        | PenaltyEvent::DateSet(_)
        | PenaltyEvent::DatePassed { .. }
        | PenaltyEvent::NoticeProven { .. }
        | PenaltyEvent::Answered { .. }
        | PenaltyEvent::Appealed { .. }
        | PenaltyEvent::DutyReported { .. }
        | PenaltyEvent::Reported { .. } => None,
    }
}

#[must_use]
pub fn entries(cause: &Cause<'_, Penalties>) -> Vec<RowChange> {
    let (Some(code), Some(charge)) = (notice_code(&cause.fact.event), &cause.state.charge) else {
        return Vec::new();
    };
    let id = NoticeId(terms::job_id(cause.event_id, "notice", 0).0);
    vec![RowChange::Insert {
        table: &NOTICE,
        values: vec![
            Value::uuid(id.0),
            Value::text(format!("merchant:{}", charge.merchant)),
            Value::uuid(cause.stream),
            Value::Int(i64::try_from(charge.number.as_u64()).unwrap_or(i64::MAX)),
            Value::text(code),
            Value::text(PENALTY_NOTICE),
            Value::instant(cause.fact.at),
            Value::text("app"),
            Value::text("pending"),
            Value::Null,
        ],
    }]
}
