//! Published results: lists for everybody, the feed, and what waits for staff; counting for the re-identification test.

use std::collections::BTreeSet;

use domain::publication::{Crowd, PublicResult, Sharing};
use terms::{CaseNumber, DisputeId, Instant, OutcomeCode, ResultNumber};

use super::Columns;
use crate::app::App;
use crate::ports::{Query, Row, StoreResult, Value};

/// Most cases that are looked at to count who shares something: past it there are enough in any case.
const MOST_COUNTED: i64 = 200;

// ended_case_crowd
pub const SHARING: Query = Query {
    name: "cases_that_share",
    sql: "SELECT DISTINCT consumer, merchant FROM ended_case WHERE kind = $1 AND outcome = $2 AND ended_at >= $3 AND ended_at < $4 AND filed_at >= $5 AND filed_at < $6 AND ($7 = '' OR category = $8) AND claimed >= $9 AND claimed < $10 AND granted >= $11 AND granted < $12 LIMIT $13",
};

// ended_case_newest
pub const ENDED: Query = Query {
    name: "ended_cases",
    sql: "SELECT e.dispute, e.number, e.kind, e.outcome, e.ended_at, r.number, r.phase FROM ended_case e LEFT JOIN result r ON r.number = (SELECT l.number FROM result l WHERE l.dispute = e.dispute ORDER BY l.phase = 'down', l.published_at DESC LIMIT 1) WHERE (e.ended_at, e.dispute) < ($1, $2) ORDER BY e.ended_at DESC, e.dispute DESC LIMIT $3",
};

// result_listed
pub const LISTED: Query = Query {
    name: "results",
    sql: "SELECT data FROM result WHERE phase = 'public' AND digest = $1 AND (published_at, number) < ($2, $3) ORDER BY published_at DESC, number DESC LIMIT $4",
};

// result_kind
pub const OF_KIND: Query = Query {
    name: "results_of_kind",
    sql: "SELECT data FROM result WHERE phase = 'public' AND kind = $5 AND digest = $1 AND (published_at, number) < ($2, $3) ORDER BY published_at DESC, number DESC LIMIT $4",
};

// result_outcome
pub const OF_OUTCOME: Query = Query {
    name: "results_of_outcome",
    sql: "SELECT data FROM result WHERE phase = 'public' AND outcome = $5 AND digest = $1 AND (published_at, number) < ($2, $3) ORDER BY published_at DESC, number DESC LIMIT $4",
};

// primary key
const BY_NUMBER: Query = Query {
    name: "result_by_number",
    sql: "SELECT dispute, phase, published_at, valid_until, data FROM result WHERE number = $1",
};

// result_dispute
const OF_DISPUTE: Query = Query {
    name: "result_of_dispute",
    sql: "SELECT data FROM result WHERE dispute = $1 AND phase = 'public' ORDER BY published_at DESC LIMIT 1",
};

// result_changed
pub const CHANGED: Query = Query {
    name: "results_changed",
    sql: "SELECT number, phase, changed_at, valid_until, data FROM result WHERE published_at > 0 ORDER BY changed_at DESC, number DESC LIMIT $1",
};

// result_waits
pub const WAITING: Query = Query {
    name: "results_waiting",
    sql: "SELECT r.number, r.dispute, r.phase, r.waits_until, e.number FROM result r JOIN ended_case e ON e.dispute = r.dispute WHERE r.waits_until IS NOT NULL ORDER BY r.waits_until, r.number LIMIT $1",
};

/// Where a page of results begins: behind this moment and number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behind {
    pub at: Instant,
    pub number: i64,
}

impl Behind {
    pub const START: Self = Self { at: Instant::from_micros(i64::MAX), number: i64::MAX };

    #[must_use]
    pub const fn result(result: &PublicResult) -> Self {
        Self { at: result.published_at, number: result.number.as_i64() }
    }
}

impl std::fmt::Display for Behind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.at.micros(), self.number)
    }
}

impl std::str::FromStr for Behind {
    type Err = ();
    fn from_str(given: &str) -> Result<Self, ()> {
        let (at, number) = given.split_once('.').ok_or(())?;
        let at = at.parse().map_err(|_| ())?;
        Ok(Self { at: Instant::from_micros(at), number: number.parse().map_err(|_| ())? })
    }
}

/// By what the list is narrowed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    pub kind: String,
    pub outcome: String,
    /// Register lines instead of digests.
    pub lines: bool,
}

fn read(row: Row) -> Option<PublicResult> {
    serde_json::from_str(&Columns::of(row).text()).ok()
}

/// Most pages that are read to fill one that is narrowed by kind and outcome at once.
const MOST_READS: usize = 10;

/// What is public now, newest first.
///
/// # Errors
/// The store's.
pub async fn listed(
    app: &App,
    wanted: &Wanted,
    behind: Behind,
    count: usize,
) -> StoreResult<Vec<PublicResult>> {
    let now = app.clock.now();
    let both = !wanted.kind.is_empty() && !wanted.outcome.is_empty();
    let fits = |result: &PublicResult| {
        now < result.valid_until
            && (!both || result.outcome.map(OutcomeCode::as_str) == Some(wanted.outcome.as_str()))
    };
    let (query, narrow) = match (wanted.kind.is_empty(), wanted.outcome.is_empty()) {
        (true, true) => (LISTED, None),
        (false, _) => (OF_KIND, Some(wanted.kind.as_str())),
        (true, false) => (OF_OUTCOME, Some(wanted.outcome.as_str())),
    };
    let (mut found, mut behind) = (Vec::new(), behind);
    let page = i64::try_from(count.clamp(1, 100)).unwrap_or(50);
    for _ in 0..MOST_READS {
        let mut params = vec![
            Value::Int(i64::from(!wanted.lines)),
            Value::instant(behind.at),
            Value::Int(behind.number),
            Value::Int(page),
        ];
        params.extend(narrow.map(Value::text));
        let rows = app.store.query(query, params).await?;
        let is_last = i64::try_from(rows.len()).unwrap_or(0) < page;
        let read: Vec<PublicResult> = rows.into_iter().filter_map(read).collect();
        behind = read.last().map_or(behind, Behind::result);
        found.extend(read.into_iter().filter(fits));
        if is_last || found.len() >= count {
            break;
        }
    }
    found.truncate(count);
    Ok(found)
}

/// What stands under a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnderNumber {
    Public(DisputeId, Box<PublicResult>),
    /// It was public and is no more.
    Gone,
}

/// What stands under a number; `None`: nothing that was ever public.
///
/// # Errors
/// The store's.
pub async fn under(app: &App, number: ResultNumber) -> StoreResult<Option<UnderNumber>> {
    let row = app.store.query(BY_NUMBER, vec![Value::Int(number.as_i64())]).await?.pop();
    let Some(row) = row else { return Ok(None) };
    let mut c = Columns::of(row);
    let (dispute, phase, published, valid_until) = (DisputeId(c.uuid()), c.text(), c.int(), c.instant());
    let told = serde_json::from_str(&c.text()).ok().filter(|_| app.clock.now() < valid_until);
    Ok(match told {
        Some(result) if phase == "public" => Some(UnderNumber::Public(dispute, Box::new(result))),
        Some(_) | None if published > 0 => Some(UnderNumber::Gone),
        Some(_) | None => None,
    })
}

/// What is public of a dispute now.
///
/// # Errors
/// The store's.
pub async fn of_dispute(app: &App, dispute: DisputeId) -> StoreResult<Option<PublicResult>> {
    let found = app.store.query(OF_DISPUTE, vec![Value::uuid(dispute.0)]).await?.pop().and_then(read);
    Ok(found.filter(|result| app.clock.now() < result.valid_until))
}

/// One line of the feed: a result, or that it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub number: ResultNumber,
    pub at: Instant,
    pub result: Option<PublicResult>,
}

/// What changed last, newest first, removals among them.
///
/// # Errors
/// The store's.
pub async fn changes(app: &App, count: usize) -> StoreResult<Vec<Change>> {
    let now = app.clock.now();
    let count = i64::try_from(count.clamp(1, 200)).unwrap_or(50);
    let rows = app.store.query(CHANGED, vec![Value::Int(count)]).await?;
    let change = |row| {
        let mut c = Columns::of(row);
        let (number, phase) = (ResultNumber::of_i64(c.int())?, c.text());
        let (at, valid_until) = (c.instant(), c.instant());
        let result = serde_json::from_str(&c.text()).ok();
        let is_public = phase == "public" && now < valid_until;
        // What ran out a moment ago and was not yet swept away went at its end.
        let at = if phase == "public" && !is_public { valid_until } else { at };
        Some(Change { number, at, result: result.filter(|_| is_public) })
    };
    Ok(rows.into_iter().filter_map(change).collect())
}

/// An ended case, and what is published of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndedRow {
    pub dispute: DisputeId,
    pub number: Option<CaseNumber>,
    pub kind: String,
    pub outcome: String,
    pub ended_at: Instant,
    pub result: Option<ResultNumber>,
    /// Empty while nothing was drafted.
    pub phase: String,
}

fn case_number(number: i64) -> Option<CaseNumber> {
    format!("{number:012}").parse().ok()
}

/// Cases that came to their final end, latest first.
///
/// # Errors
/// The store's.
pub async fn ended(
    app: &App,
    behind: Option<(Instant, DisputeId)>,
    count: usize,
) -> StoreResult<Vec<EndedRow>> {
    let (at, id) = behind.map_or((i64::MAX, uuid::Uuid::max()), |(at, id)| (at.micros(), id.0));
    let count = i64::try_from(count.clamp(1, 100)).unwrap_or(50);
    let params = vec![Value::Int(at), Value::uuid(id), Value::Int(count)];
    let row = |row| {
        let mut c = Columns::of(row);
        EndedRow {
            dispute: DisputeId(c.uuid()),
            number: case_number(c.int()),
            kind: c.text(),
            outcome: c.text(),
            ended_at: c.instant(),
            result: c.optional_int().and_then(ResultNumber::of_i64),
            phase: c.text(),
        }
    };
    Ok(app.store.query(ENDED, params).await?.into_iter().map(row).collect())
}

/// A draft or an objection that waits for staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingRow {
    pub result: Option<ResultNumber>,
    pub dispute: DisputeId,
    pub phase: String,
    pub until: Instant,
    pub number: Option<CaseNumber>,
}

/// What waits for staff, the nearest date first.
///
/// # Errors
/// The store's.
pub async fn waiting(app: &App, count: usize) -> StoreResult<Vec<WaitingRow>> {
    let count = i64::try_from(count.clamp(1, 100)).unwrap_or(50);
    let row = |row| {
        let mut c = Columns::of(row);
        WaitingRow {
            result: ResultNumber::of_i64(c.int()),
            dispute: DisputeId(c.uuid()),
            phase: c.text(),
            until: c.instant(),
            number: case_number(c.int()),
        }
    };
    Ok(app.store.query(WAITING, vec![Value::Int(count)]).await?.into_iter().map(row).collect())
}

/// How many consumers and shops share what would be told.
///
/// # Errors
/// The store's.
pub async fn crowd(app: &App, sharing: &Sharing) -> StoreResult<Crowd> {
    let outcomes: Vec<OutcomeCode> =
        sharing.outcome.map_or_else(|| OutcomeCode::ALL.to_vec(), |one| vec![one]);
    let (mut consumers, mut shops) = (BTreeSet::new(), BTreeSet::new());
    let category = sharing.category.clone().unwrap_or_default();
    let narrow = if sharing.category.is_some() { "1" } else { "" };
    for kind in &sharing.kinds {
        for outcome in &outcomes {
            let params = vec![
                Value::text(kind.as_str()),
                Value::text(outcome.as_str()),
                Value::instant(sharing.ended.0),
                Value::instant(sharing.ended.1),
                Value::instant(sharing.filed.0),
                Value::instant(sharing.filed.1),
                Value::text(narrow),
                Value::text(category.clone()),
                Value::Int(sharing.claimed.0),
                Value::Int(sharing.claimed.1),
                Value::Int(sharing.granted.0),
                Value::Int(sharing.granted.1),
                Value::Int(MOST_COUNTED),
            ];
            for row in app.store.query(SHARING, params).await? {
                let mut c = Columns::of(row);
                consumers.insert(c.uuid());
                shops.insert(c.text());
            }
            if i64::try_from(consumers.len()).unwrap_or(i64::MAX) >= MOST_COUNTED {
                break;
            }
        }
    }
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(Crowd { consumers: count(consumers.len()), shops: count(shops.len()) })
}
