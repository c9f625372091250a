//! What supervisors look after: open cases by date, by person and by kind, the oldest, and low ratings.

use std::fmt;
use std::str::FromStr;

use terms::{DisputeId, Instant, KindKey, PersonId, Side};
use uuid::Uuid;

use super::follow::risk_until;
use crate::app::App;
use crate::ports::{Query, StoreResult, Value};
use crate::queries::Columns;
use crate::queries::disputes::{CaseRow, MOST_COUNTED, by_id};

/// Whose open cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    All,
    /// Of a person in charge.
    Person(PersonId),
    /// Of nobody.
    Nobody,
    Kind(KindKey),
}

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Open,
    /// Their date is near.
    AtRisk,
    /// Their date is past.
    Late,
}

impl Sort {
    pub const ALL: [Self; 3] = [Self::Open, Self::AtRisk, Self::Late];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::AtRisk => "at_risk",
            Self::Late => "late",
        }
    }

    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == word)
    }

    /// The first and the last date of them.
    fn dates(self, app: &App, now: Instant) -> (i64, i64) {
        let risk = risk_until(app, now).micros();
        match self {
            Self::Open => (i64::MIN, i64::MAX),
            Self::AtRisk => (now.micros(), risk - 1),
            Self::Late => (i64::MIN, now.micros() - 1),
        }
    }
}

/// How many; each counted up to one above `MOST_COUNTED`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    pub open: i64,
    pub at_risk: i64,
    pub late: i64,
}

macro_rules! counted {
    ($name:literal, $of:literal) => {
        Query {
            name: $name,
            sql: concat!(
                "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM watched_case WHERE ",
                $of,
                "due_at >= $1 LIMIT $4) AS a), ",
                "(SELECT COUNT(*) FROM (SELECT 1 FROM watched_case WHERE ",
                $of,
                "due_at >= $2 AND due_at < $3 LIMIT $4) AS b), ",
                "(SELECT COUNT(*) FROM (SELECT 1 FROM watched_case WHERE ",
                $of,
                "due_at < $2 LIMIT $4) AS c)"
            ),
        }
    };
}

macro_rules! listed {
    ($name:literal, $of:literal) => {
        Query {
            name: $name,
            sql: concat!(
                "SELECT dispute, due_at FROM watched_case WHERE ",
                $of,
                "(due_at, dispute) > ($1, $2) AND due_at <= $3 ORDER BY due_at, dispute LIMIT $4"
            ),
        }
    };
}

// watched_due
const COUNT_ALL: Query = counted!("watched_count", "");
// watched_person
const COUNT_PERSON: Query = counted!("watched_count_of_person", "person = $5 AND ");
// watched_kind
const COUNT_KIND: Query = counted!("watched_count_of_kind", "kind = $5 AND ");
// watched_due
const LIST_ALL: Query = listed!("watched", "");
// watched_person
const LIST_PERSON: Query = listed!("watched_of_person", "person = $5 AND ");
// watched_kind
const LIST_KIND: Query = listed!("watched_of_kind", "kind = $5 AND ");
// watched_filed
const OLDEST: Query = Query {
    name: "watched_oldest",
    sql: "SELECT dispute FROM watched_case ORDER BY filed_at, dispute LIMIT $1",
};
// low_rating_at
const LOW: Query = Query {
    name: "low_ratings",
    sql: "SELECT dispute, at, side, score, about FROM low_rating ORDER BY at DESC, dispute DESC, nth DESC LIMIT $1",
};

/// Every query here, for the test of their plans.
#[must_use]
pub const fn watched_queries() -> [Query; 8] {
    [COUNT_ALL, COUNT_PERSON, COUNT_KIND, LIST_ALL, LIST_PERSON, LIST_KIND, OLDEST, LOW]
}

impl Whose {
    /// The counting query, the listing one, and what they are narrowed by.
    fn queries(&self) -> (Query, Query, Option<Value>) {
        match self {
            Self::All => (COUNT_ALL, LIST_ALL, None),
            Self::Person(person) => (COUNT_PERSON, LIST_PERSON, Some(Value::uuid(person.0))),
            Self::Nobody => (COUNT_PERSON, LIST_PERSON, Some(Value::uuid(Uuid::nil()))),
            Self::Kind(kind) => (COUNT_KIND, LIST_KIND, Some(Value::text(kind.as_str()))),
        }
    }
}

/// How many open cases there are, at risk and late among them. On hold a case waits rightly: it is open and no more.
///
/// # Errors
/// The store's.
pub async fn standing_of(app: &App, whose: &Whose, now: Instant) -> StoreResult<Standing> {
    let (count, _, narrow) = whose.queries();
    let mut params = vec![
        Value::Int(i64::MIN),
        Value::instant(now),
        Value::instant(risk_until(app, now)),
        Value::Int(MOST_COUNTED + 1),
    ];
    params.extend(narrow);
    let Some(row) = app.store.query(count, params).await?.pop() else { return Ok(Standing::default()) };
    let mut c = Columns::of(row);
    Ok(Standing { open: c.int(), at_risk: c.int(), late: c.int() })
}

/// Behind which case a page begins: its date and id, opaque to callers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    due_at: i64,
    id: Uuid,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.due_at, self.id.simple())
    }
}

impl FromStr for Place {
    type Err = ();
    fn from_str(given: &str) -> Result<Self, ()> {
        let (due_at, id) = given.split_once('.').ok_or(())?;
        Ok(Self { due_at: due_at.parse().map_err(|_| ())?, id: id.parse().map_err(|_| ())? })
    }
}

/// A page of cases, and where the next begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WatchedPage {
    pub cases: Vec<CaseRow>,
    pub next: Option<Place>,
}

/// Open cases of a sort, the nearest date first.
///
/// # Errors
/// The store's.
pub async fn watched(
    app: &App,
    whose: &Whose,
    sort: Sort,
    after: Option<Place>,
    count: usize,
    now: Instant,
) -> StoreResult<WatchedPage> {
    let (_, list, narrow) = whose.queries();
    let count = count.clamp(1, 100);
    let (first, last) = sort.dates(app, now);
    let after =
        after.filter(|place| place.due_at >= first).unwrap_or(Place { due_at: first, id: Uuid::nil() });
    let mut params = vec![
        Value::Int(after.due_at),
        Value::uuid(after.id),
        Value::Int(last),
        Value::Int(i64::try_from(count + 1).unwrap_or(31)),
    ];
    params.extend(narrow);
    let mut places = Vec::new();
    for row in app.store.query(list, params).await? {
        let mut c = Columns::of(row);
        places.push(Place { id: c.uuid(), due_at: c.int() });
    }
    let next = (places.len() > count).then(|| places.get(count - 1).copied()).flatten();
    places.truncate(count);
    let cases = cases(app, places.into_iter().map(|place| place.id)).await?;
    Ok(WatchedPage { cases, next })
}

/// The open cases that were filed longest ago.
///
/// # Errors
/// The store's.
pub async fn oldest(app: &App, count: usize) -> StoreResult<Vec<CaseRow>> {
    let limit = Value::Int(i64::try_from(count.clamp(1, 100)).unwrap_or(5));
    let rows = app.store.query(OLDEST, vec![limit]).await?;
    cases(app, rows.into_iter().map(|row| Columns::of(row).uuid())).await
}

async fn cases(app: &App, ids: impl Iterator<Item = Uuid>) -> StoreResult<Vec<CaseRow>> {
    let mut cases = Vec::new();
    for id in ids {
        cases.extend(by_id(app, DisputeId(id)).await?);
    }
    Ok(cases)
}

/// A low rating, with its case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Low {
    pub case: CaseRow,
    pub at: Instant,
    pub side: Option<Side>,
    pub score: i64,
    /// `outcome` or `step`.
    pub about: String,
}

/// The latest low ratings (B14).
///
/// # Errors
/// The store's.
pub async fn latest_low(app: &App, count: usize) -> StoreResult<Vec<Low>> {
    let limit = Value::Int(i64::try_from(count.clamp(1, 100)).unwrap_or(10));
    let mut all = Vec::new();
    for row in app.store.query(LOW, vec![limit]).await? {
        let mut c = Columns::of(row);
        let id = DisputeId(c.uuid());
        let (at, side, score, about) = (c.instant(), c.text().parse().ok(), c.int(), c.text());
        if let Some(case) = by_id(app, id).await? {
            all.push(Low { case, at, side, score, about });
        }
    }
    Ok(all)
}
