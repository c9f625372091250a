//! Rows of ended cases, by which the re-identification test counts, and of published results.

use domain::dispute::DisputeState;
use domain::publication::{Drafted, PublicationPhase, PublicationState, as_published, sum_in_rows, traits};
use terms::{Instant, MerchantId};

use super::tables::{ENDED_CASE, NOTICE, RESULT};
use super::{Cause, StateRow};
use crate::ports::{RowChange, Value};
use crate::stream::Publications;

/// The row of a case that came to its final end.
#[must_use]
pub fn ended(id: uuid::Uuid, case: &DisputeState) -> Option<StateRow> {
    let traits = traits(case)?;
    let filed = case.filed.as_ref()?;
    Some(StateRow {
        table: &ENDED_CASE,
        values: vec![
            Value::uuid(id),
            Value::text(traits.kind.as_str()),
            Value::text(traits.outcome.as_str()),
            Value::text(traits.category),
            Value::instant(traits.ended_at),
            Value::instant(traits.filed_at),
            Value::Int(sum_in_rows(traits.claimed)),
            Value::Int(sum_in_rows(traits.granted)),
            Value::uuid(filed.consumer.0),
            Value::text(filed.respondent.as_ref().map_or("", MerchantId::as_str)),
            Value::Int(i64::try_from(filed.number.as_u64()).unwrap_or(i64::MAX)),
        ],
    })
}

/// The result as it stands, and a stone for each that was there before.
#[must_use]
pub fn rows(id: uuid::Uuid, state: &PublicationState) -> Vec<StateRow> {
    let gone = state.gone.iter().map(|gone| {
        let at = (gone.published_at, gone.at, gone.at);
        row(id, gone.number.as_i64(), PublicationPhase::Down, at, None, None)
    });
    let mut rows: Vec<StateRow> = gone.collect();
    if let Some(draft) = state.draft.as_deref().filter(|_| is_current(state)) {
        rows.push(current(id, state, draft));
    }
    rows
}

const fn is_current(state: &PublicationState) -> bool {
    match state.phase {
        PublicationPhase::Preview | PublicationPhase::Public => true,
        PublicationPhase::Absent | PublicationPhase::Down => false,
    }
}

fn current(id: uuid::Uuid, state: &PublicationState, draft: &Drafted) -> StateRow {
    let told = as_published(state);
    let never = Instant::from_micros(0);
    let at = told.as_ref().map_or((never, never, never), |t| (t.published_at, t.updated_at, t.valid_until));
    let number = draft.number.as_i64();
    row(id, number, state.phase, at, told.as_ref(), state.waits_until())
}

fn row(
    id: uuid::Uuid,
    number: i64,
    phase: PublicationPhase,
    (published_at, changed_at, valid_until): (Instant, Instant, Instant),
    told: Option<&domain::publication::PublicResult>,
    waits_until: Option<Instant>,
) -> StateRow {
    let data = told.and_then(|told| serde_json::to_string(told).ok()).unwrap_or_default();
    let kind = told.and_then(|told| told.kind.as_ref()).map_or("", |kind| kind.as_str());
    let outcome = told.and_then(|told| told.outcome).map_or("", |outcome| outcome.as_str());
    StateRow {
        table: &RESULT,
        values: vec![
            Value::Int(number),
            Value::uuid(id),
            Value::text(phase.as_str()),
            Value::Int(i64::from(told.is_some_and(|told| told.digest.is_some()))),
            Value::text(kind),
            Value::text(outcome),
            Value::instant(published_at),
            Value::instant(changed_at),
            Value::instant(valid_until),
            Value::optional(waits_until, Value::instant),
            Value::text(data),
        ],
    }
}

/// Both sides are told of a draft to look at, of what went public and of what went.
#[must_use]
pub fn entries(cause: &Cause<'_, Publications>) -> Vec<RowChange> {
    use domain::publication::PublicationEvent as E;
    let code = match &cause.fact.event {
        E::Drafted(_) => "result_drafted",
        E::Published(_) => "result_published",
        E::TakenDown { .. } => "result_taken_down",
        E::ConsentGiven { .. }
        | E::ConsentRevoked { .. }
        | E::Remarked { .. }
        | E::Returned { .. }
        | E::ObjectionRaised { .. }
        | E::ObjectionLate { .. }
        | E::ObjectionAnswered { .. } => return Vec::new(),
    };
    let Some(draft) = cause.state.draft.as_deref() else { return Vec::new() };
    let recipients = std::iter::once(format!("person:{}", draft.consumer))
        .chain(draft.respondent.as_ref().map(|merchant| format!("merchant:{merchant}")));
    let notice = |(n, recipient): (usize, String)| RowChange::Insert {
        table: &NOTICE,
        values: vec![
            Value::uuid(terms::job_id(cause.event_id, "notice", n).0),
            Value::text(recipient),
            Value::uuid(cause.stream),
            Value::Int(i64::try_from(draft.case.as_u64()).unwrap_or(i64::MAX)),
            Value::text(code),
            Value::text(""),
            Value::instant(cause.fact.at),
            Value::text("app"),
            Value::text("pending"),
            Value::Null,
        ],
    };
    recipients.enumerate().map(notice).collect()
}
