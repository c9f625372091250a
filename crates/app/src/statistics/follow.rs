//! The follower that counts: it reads the log from where it stopped and writes differences, with its cursor, in one step.

use std::collections::BTreeMap;

use domain::dispute::DisputeEvent;
use terms::{Instant, StreamId, StreamKind};
use uuid::Uuid;

use super::figures::Figures;
use super::tally::{Key, tally};
use crate::app::App;
use crate::codec;
use crate::ports::{Cursor, Query, RowChange, Statement, StoreError, StoreResult, StoredEvent, Value};
use crate::queries::Columns;
use crate::rows::dispute::NEVER;
use crate::rows::tables::{COUNTED_CASE, COUNTER, LOW_RATING, WATCHED_CASE};

const STATISTICS: &str = "statistics";
/// Facts read at once.
const BATCH: usize = 1_000;

// primary keys
const CASE: Query = Query {
    name: "counted_case",
    sql: "SELECT d.open, d.in_charge, d.kind, d.status, d.due_at, d.filed_at, c.figures FROM dispute d LEFT JOIN counted_case c ON c.dispute = d.id WHERE d.id = $1",
};

/// Counts the next facts; `false` once it has caught up.
///
/// # Errors
/// The store's, and what is stored and cannot be read.
pub async fn follow_statistics(app: &App) -> StoreResult<bool> {
    let from = app.store.cursor(STATISTICS).await?;
    let facts = app.store.log(from, BATCH).await?;
    let Some(last) = facts.last() else { return Ok(false) };
    let next = Cursor(last.index + 1);
    let mut cases: BTreeMap<Uuid, Vec<&StoredEvent>> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| fact.stream.kind == StreamKind::Dispute) {
        cases.entry(fact.stream.id).or_default().push(fact);
    }
    let mut counts: BTreeMap<Key, i64> = BTreeMap::new();
    let mut rows = Vec::new();
    for (dispute, facts) in cases {
        let row = app.store.query(CASE, vec![Value::uuid(dispute)]).await?.pop();
        let (watched, before) = match row {
            Some(row) => read(row)?,
            None => (None, Figures::default()),
        };
        let mut after = before.clone();
        for fact in facts {
            after.take(&codec::decode::<DisputeEvent>(fact)?);
        }
        let calendar = app.playbook.calendar();
        for (key, n) in tally(&before, calendar) {
            *counts.entry(key).or_default() -= n;
        }
        for (key, n) in tally(&after, calendar) {
            *counts.entry(key).or_default() += n;
        }
        rows.push(watched.map_or_else(
            || RowChange::Delete { table: &WATCHED_CASE, key: vec![Value::uuid(dispute)] },
            |watched| watched.row(dispute),
        ));
        rows.extend(low_ratings(app, dispute, before.ratings.len(), &after));
        if after != before {
            rows.push(RowChange::Put {
                table: &COUNTED_CASE,
                values: vec![Value::uuid(dispute), written(&after)?],
            });
        }
    }
    rows.extend(counts.into_iter().filter(|(_, n)| *n != 0).map(|(key, n)| RowChange::Add {
        table: &COUNTER,
        values: vec![
            Value::text(key.scope.as_str()),
            Value::text(key.whose),
            Value::Int(key.period),
            Value::text(key.measure.as_str()),
            Value::text(key.part),
            Value::Int(n),
        ],
    }));
    app.store.follow(STATISTICS, from, next, rows, Vec::new()).await?;
    Ok(true)
}

/// An open case, as its own row has it: that may be newer than the facts read here, and then the next ones say it again.
struct Watched {
    person: Uuid,
    kind: String,
    due_at: i64,
    filed_at: i64,
}

impl Watched {
    fn row(self, dispute: Uuid) -> RowChange {
        let values = vec![
            Value::uuid(dispute),
            Value::uuid(self.person),
            Value::text(self.kind),
            Value::Int(self.due_at),
            Value::Int(self.filed_at),
        ];
        RowChange::Put { table: &WATCHED_CASE, values }
    }
}

fn read(row: Vec<Value>) -> StoreResult<(Option<Watched>, Figures)> {
    let mut c = Columns::of(row);
    let open = c.int() != 0;
    let person = c.optional_uuid().unwrap_or_default();
    let (kind, status, due_at, filed_at) = (c.text(), c.text(), c.int(), c.int());
    let due_at = if status == terms::Status::OnHold.as_str() { NEVER } else { due_at };
    let figures = c.text();
    let figures = if figures.is_empty() {
        Figures::default()
    } else {
        serde_json::from_str(&figures).map_err(|e| StoreError::Damaged(format!("a counted case: {e}")))?
    };
    Ok((open.then_some(Watched { person, kind, due_at, filed_at }), figures))
}

fn written(figures: &Figures) -> StoreResult<Value> {
    serde_json::to_string(figures).map(Value::Text).map_err(|e| StoreError::Damaged(e.to_string()))
}

/// The ratings that came new and are as low as a supervisor should see (B14).
fn low_ratings(app: &App, dispute: Uuid, known: usize, after: &Figures) -> Vec<RowChange> {
    let low = app.playbook.watch().low_rating;
    let new = after.ratings.iter().enumerate().skip(known).filter(|(_, rated)| u32::from(rated.score) <= low);
    new.map(|(n, rated)| RowChange::Put {
        table: &LOW_RATING,
        values: vec![
            Value::uuid(dispute),
            Value::Int(i64::try_from(n).unwrap_or(i64::MAX)),
            Value::instant(rated.at),
            Value::text(rated.side.as_str()),
            Value::Int(i64::from(rated.score)),
            Value::text(about(rated.about)),
        ],
    })
    .collect()
}

const fn about(about: domain::dispute::RatingAbout) -> &'static str {
    match about {
        domain::dispute::RatingAbout::Outcome => "outcome",
        domain::dispute::RatingAbout::Step => "step",
    }
}

const FORGET: [Query; 5] = [
    Query { name: "forget_counters", sql: "DELETE FROM counter" },
    Query { name: "forget_counted_cases", sql: "DELETE FROM counted_case" },
    Query { name: "forget_watched_cases", sql: "DELETE FROM watched_case" },
    Query { name: "forget_low_ratings", sql: "DELETE FROM low_rating" },
    Query { name: "forget_statistics_cursor", sql: "DELETE FROM cursor WHERE name = 'statistics'" },
];

/// Throws every count away and counts the whole log anew. A follower that runs meanwhile loses its place and begins anew
/// likewise, so nothing is counted twice.
///
/// # Errors
/// The store's.
pub async fn rebuild(app: &App) -> Result<(), crate::ports::AppendError> {
    let forget = FORGET.map(|query| Statement { query, params: Vec::new(), must_change: None });
    app.store.change(forget.to_vec()).await?;
    while follow_statistics(app).await? {}
    Ok(())
}

/// Every counter, counted from the log alone and without the follower: what the counters must be, for tests and `doctor`.
/// Reads the whole log.
///
/// # Errors
/// The store's.
pub async fn recount(app: &App) -> StoreResult<BTreeMap<Key, i64>> {
    let mut cases: BTreeMap<StreamId, Figures> = BTreeMap::new();
    let mut from = Cursor(0);
    loop {
        let facts = app.store.log(from, BATCH).await?;
        let Some(last) = facts.last() else { break };
        from = Cursor(last.index + 1);
        for fact in facts.iter().filter(|fact| fact.stream.kind == StreamKind::Dispute) {
            cases.entry(fact.stream).or_default().take(&codec::decode::<DisputeEvent>(fact)?);
        }
    }
    let mut counts = BTreeMap::new();
    for case in cases.values() {
        for (key, n) in tally(case, app.playbook.calendar()) {
            *counts.entry(key).or_default() += n;
        }
    }
    Ok(counts)
}

/// Up to which moment cases are at risk.
pub(super) fn risk_until(app: &App, now: Instant) -> Instant {
    now.plus_seconds(i64::from(app.playbook.watch().at_risk_hours) * 3600)
}
