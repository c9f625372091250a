//! Cases in lists: the consumer's own, the merchant's inbox, the staff's queues; and a case by its number.

use terms::{CaseNumber, DisputeId, Instant, PersonId, Status};

use super::Columns;
use crate::app::App;
use crate::ports::{Query, Row, StoreResult, Value};

/// Most cases on one page of a list.
pub const MAX_PAGE: usize = 100;

/// A case as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRow {
    pub id: DisputeId,
    pub number: i64,
    pub kind: String,
    pub stage: String,
    pub status: String,
    pub rank: i64,
    pub merchant: String,
    pub in_charge: Option<PersonId>,
    pub open: bool,
    /// Micros; the end of time if nothing is due.
    pub due_at: i64,
    pub due_step: String,
    pub filed_at: Instant,
    pub updated_at: Instant,
    pub outcome: String,
    pub title: String,
    pub consumer_name: String,
    pub remedy: String,
    pub amount: Option<i64>,
    pub currency: String,
    pub last: String,
}

impl CaseRow {
    /// The case number in twelve digits.
    #[must_use]
    pub fn digits(&self) -> String {
        format!("{:012}", self.number)
    }

    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        (self.due_at != crate::rows::dispute::NEVER).then(|| Instant::from_micros(self.due_at))
    }

    fn read(row: Row) -> Self {
        let mut c = Columns::of(row);
        Self {
            id: DisputeId(c.uuid()),
            number: c.int(),
            kind: c.text(),
            stage: c.text(),
            status: c.text(),
            rank: c.int(),
            merchant: c.text(),
            in_charge: c.optional_uuid().map(PersonId),
            open: c.int() != 0,
            due_at: c.int(),
            due_step: c.text(),
            filed_at: c.instant(),
            updated_at: c.instant(),
            outcome: c.text(),
            title: c.text(),
            consumer_name: c.text(),
            remedy: c.text(),
            amount: c.optional_int(),
            currency: c.text(),
            last: c.text(),
        }
    }
}

macro_rules! columns {
    () => {
        "SELECT id, number, kind, stage, status, rank, merchant, in_charge, open, due_at, due_step, filed_at, \
         updated_at, outcome, title, consumer_name, remedy, amount, currency, last FROM dispute "
    };
}

macro_rules! case_query {
    ($name:ident, $key:literal, $rest:literal) => {
        #[doc = $key]
        pub const $name: Query = Query { name: $key, sql: concat!(columns!(), $rest) };
    };
}

#[macro_use]
mod merged;
mod counts;
mod work;
pub use counts::*;
pub use work::*;

// dispute_number
case_query!(BY_NUMBER, "case_by_number", "WHERE number = $1");
// primary key
case_query!(BY_ID, "case_by_id", "WHERE id = $1");
// dispute_consumer
case_query!(OF_CONSUMER, "cases_of_consumer", "WHERE consumer = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
/// Open cases of an order, by its lines.
pub const OPEN_ON_ORDER: Query = Query {
    name: "open_on_order",
    sql: "SELECT dispute, number, line_id FROM claimed_line WHERE order_id = $1 ORDER BY dispute, line_id LIMIT 500",
};

const AS_AGENT: Query = Query {
    name: "cases_as_agent",
    sql: "SELECT dispute FROM agent WHERE person = $1 AND until > $2 ORDER BY dispute DESC LIMIT 100",
};

/// Where a page of a list begins: behind this row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    pub rank: i64,
    pub due_at: i64,
    pub id: uuid::Uuid,
}

impl After {
    /// Before the first row.
    pub const START: Self = Self { rank: -1, due_at: i64::MIN, id: uuid::Uuid::nil() };

    #[must_use]
    pub const fn row(row: &CaseRow) -> Self {
        Self { rank: row.rank, due_at: row.due_at, id: row.id.0 }
    }
}

impl std::fmt::Display for After {
    /// Opaque to callers: `rank.due.id`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.rank, self.due_at, self.id.simple())
    }
}

impl std::str::FromStr for After {
    type Err = ();
    fn from_str(given: &str) -> Result<Self, ()> {
        let mut parts = given.splitn(3, '.');
        let mut part = || parts.next().ok_or(());
        Ok(Self {
            rank: part()?.parse().map_err(|_| ())?,
            due_at: part()?.parse().map_err(|_| ())?,
            id: part()?.parse().map_err(|_| ())?,
        })
    }
}

/// What a list is narrowed to; empty means everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrow {
    pub stage: String,
    pub status: String,
    pub kind: String,
    /// Leaves out cases of this status, which stand elsewhere on the page.
    pub but: Option<Status>,
}

fn limit(wanted: usize) -> Value {
    Value::Int(i64::try_from(wanted.clamp(1, MAX_PAGE)).unwrap_or(50))
}

async fn read(app: &App, query: Query, params: Vec<Value>) -> StoreResult<Vec<CaseRow>> {
    Ok(app.store.query(query, params).await?.into_iter().map(CaseRow::read).collect())
}

/// # Errors
/// The store's.
pub async fn by_number(app: &App, number: CaseNumber) -> StoreResult<Option<CaseRow>> {
    let number = i64::try_from(number.as_u64()).unwrap_or(i64::MAX);
    Ok(read(app, BY_NUMBER, vec![Value::Int(number)]).await?.pop())
}

/// # Errors
/// The store's.
pub async fn by_id(app: &App, id: DisputeId) -> StoreResult<Option<CaseRow>> {
    Ok(read(app, BY_ID, vec![Value::uuid(id.0)]).await?.pop())
}

/// A consumer's own cases, newest first, with those in which the person is an agent behind them on the first page.
///
/// # Errors
/// The store's.
pub async fn of_consumer(
    app: &App,
    person: PersonId,
    before: Option<DisputeId>,
    count: usize,
) -> StoreResult<Vec<CaseRow>> {
    let last = before.map_or(uuid::Uuid::max(), |id| id.0);
    let mut rows =
        read(app, OF_CONSUMER, vec![Value::uuid(person.0), Value::uuid(last), limit(count)]).await?;
    if before.is_none() {
        let now = Value::instant(app.clock.now());
        for row in app.store.query(AS_AGENT, vec![Value::uuid(person.0), now]).await? {
            rows.extend(by_id(app, DisputeId(Columns::of(row).uuid())).await?);
        }
    }
    Ok(rows)
}
