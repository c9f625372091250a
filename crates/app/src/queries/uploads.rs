//! Files that were uploaded, what they are evidence of, and who got them (custody, D2).

use std::fmt;
use std::str::FromStr;

use domain::facts::Upload;
use terms::{DisputeId, EvidenceId, EvidenceKind, Instant, PersonId};

use super::Columns;
use crate::app::App;
use crate::ports::{AppendError, Query, Row, Statement, StoreResult, StoredFile, Value};

// primary key, evidence_use's primary key
const BY_ID: Query = Query {
    name: "upload_by_id",
    sql: "SELECT u.owner, u.sha256, u.size, u.media_type, u.name, u.kind, e.dispute FROM upload u LEFT JOIN evidence_use e ON e.evidence = u.id WHERE u.id = $1",
};

const INSERT: Query = Query {
    name: "insert_upload",
    sql: "INSERT INTO upload (id, owner, sha256, size, media_type, name, kind, clean_copy, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
};

const RENAME: Query = Query {
    name: "describe_upload",
    sql: "UPDATE upload SET name = $2, kind = $3 WHERE id = $1 AND owner = $4",
};

// primary key: what one person did with one file within the window before now
const LOOK_AGAIN: Query = Query {
    name: "join_custody",
    sql: "UPDATE custody SET until = $2, times = times + 1 WHERE evidence = $1 AND at > $3 AND person IS NOT DISTINCT FROM $4 AND what = $5",
};

// primary key
const LOOK: Query = Query {
    name: "insert_custody",
    sql: "INSERT INTO custody (evidence, at, id, until, times, person, what) SELECT $1, $2, $3, $2, 1, $4, $5 WHERE NOT EXISTS (SELECT 1 FROM custody WHERE evidence = $1 AND at > $6 AND person IS NOT DISTINCT FROM $4 AND what = $5)",
};

// primary key
const TRAIL: Query = Query {
    name: "custody_of",
    sql: "SELECT at, id, until, times, person, what FROM custody WHERE evidence = $1 AND (at, id) > ($2, $3) ORDER BY at, id LIMIT $4",
};

// primary key, backwards
const LATEST: Query = Query {
    name: "latest_custody_of",
    sql: "SELECT at, id, until, times, person, what FROM custody WHERE evidence = $1 ORDER BY at DESC, id DESC LIMIT $2",
};

const RECENT: Query = Query {
    name: "uploads_since",
    sql: "SELECT COUNT(*), CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM upload WHERE owner = $1 AND at > $2",
};

/// # Errors
/// The store's.
pub async fn by_id(app: &App, id: EvidenceId) -> StoreResult<Option<Upload>> {
    let row = app.store.query(BY_ID, vec![Value::uuid(id.0)]).await?.pop();
    Ok(row.map(|row| {
        let mut c = Columns::of(row);
        Upload {
            owner: PersonId(c.uuid()),
            sha256: c.text(),
            size: u64::try_from(c.int()).unwrap_or(0),
            media_type: c.text(),
            name: c.text(),
            kind: c.text().parse().unwrap_or(EvidenceKind::Document),
            used_in: c.optional_uuid().map(DisputeId),
        }
    }))
}

/// Writes down an uploaded file.
///
/// # Errors
/// The store's.
pub async fn insert(
    app: &App,
    id: EvidenceId,
    owner: PersonId,
    name: &str,
    kind: EvidenceKind,
    file: &StoredFile,
) -> Result<(), AppendError> {
    let params = vec![
        Value::uuid(id.0),
        Value::uuid(owner.0),
        Value::text(&file.sha256),
        Value::Int(i64::try_from(file.size).unwrap_or(i64::MAX)),
        Value::text(&file.media_type),
        Value::text(name),
        Value::text(kind.as_str()),
        Value::Int(i64::from(file.has_clean_copy)),
        Value::instant(app.clock.now()),
    ];
    app.store.change(vec![Statement { query: INSERT, params, must_change: None }]).await.map(|_| ())
}

/// Gives an own upload another name or kind.
///
/// # Errors
/// The store's.
pub async fn describe(
    app: &App,
    id: EvidenceId,
    owner: PersonId,
    name: &str,
    kind: EvidenceKind,
) -> Result<(), AppendError> {
    let params = vec![Value::uuid(id.0), Value::text(name), Value::text(kind.as_str()), Value::uuid(owner.0)];
    app.store.change(vec![Statement { query: RENAME, params, must_change: None }]).await.map(|_| ())
}

/// How many files and bytes someone has uploaded since a moment.
///
/// # Errors
/// The store's.
pub async fn since(app: &App, owner: PersonId, since: Instant) -> StoreResult<(i64, i64)> {
    let row = app.store.query(RECENT, vec![Value::uuid(owner.0), Value::instant(since)]).await?.pop();
    Ok(row.map_or((0, 0), |row| {
        let mut c = Columns::of(row);
        (c.int(), c.int())
    }))
}

/// What someone did with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// They got it, or a part of it.
    Viewed,
    /// It went into a sealed case file.
    Exported,
}

impl Access {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewed => "viewed",
            Self::Exported => "exported",
        }
    }
}

/// What one person does with one file within so many seconds is one line of the trail: a player asks for a recording in
/// many pieces, and nobody may bury a look under thousands of others.
const ONE_LOOK: i64 = 10 * 60;

/// Writes into the custody trail of these files that someone got them; all or none of it is written.
///
/// # Errors
/// The store's.
pub async fn look(
    app: &App,
    files: &[EvidenceId],
    person: Option<PersonId>,
    access: Access,
) -> Result<(), AppendError> {
    let now = app.clock.now();
    let since = || Value::instant(now.plus_seconds(-ONE_LOOK));
    let who = || Value::optional(person, |p| Value::uuid(p.0));
    let what = || Value::text(access.as_str());
    let mut changes = Vec::with_capacity(files.len() * 2);
    for file in files {
        let of = || Value::uuid(file.0);
        let id = Value::Bytes(app.random::<16>().to_vec());
        let again = vec![of(), Value::instant(now), since(), who(), what()];
        let first = vec![of(), Value::instant(now), id, who(), what(), since()];
        changes.push(Statement { query: LOOK_AGAIN, params: again, must_change: None });
        changes.push(Statement { query: LOOK, params: first, must_change: None });
    }
    if changes.is_empty() {
        return Ok(());
    }
    app.store.change(changes).await.map(|_| ())
}

/// A line of the custody trail: one person, and what they did once or several times in a short while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    pub at: Instant,
    id: uuid::Uuid,
    /// The last time; the same as `at` if it was once.
    pub until: Instant,
    pub times: i64,
    /// Nobody in particular: the platform's operator at the command line.
    pub person: Option<PersonId>,
    /// An [`Access`] by name.
    pub what: String,
}

impl Look {
    fn read(row: Row) -> Self {
        let mut c = Columns::of(row);
        Self {
            at: c.instant(),
            id: c.uuid(),
            until: c.instant(),
            times: c.int(),
            person: c.optional_uuid().map(PersonId),
            what: c.text(),
        }
    }

    /// Where the trail goes on behind this line.
    #[must_use]
    pub const fn place(&self) -> Place {
        Place { at: self.at, id: self.id }
    }
}

/// A place in a trail, written `MICROSECONDS.ID`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    at: Instant,
    id: uuid::Uuid,
}

impl Place {
    /// Before the first line.
    pub const START: Self = Self { at: Instant::from_micros(i64::MIN), id: uuid::Uuid::nil() };
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.at.micros(), self.id)
    }
}

impl FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (at, id) = text.split_once('.').ok_or(())?;
        let at = Instant::from_micros(at.parse().map_err(|_| ())?);
        Ok(Self { at, id: id.parse().map_err(|_| ())? })
    }
}

/// Who got a file and when, oldest first, behind a place; and the place where the trail goes on, if it does.
///
/// # Errors
/// The store's.
pub async fn trail(
    app: &App,
    id: EvidenceId,
    after: Place,
    count: usize,
) -> StoreResult<(Vec<Look>, Option<Place>)> {
    let params = vec![Value::uuid(id.0), Value::instant(after.at), Value::uuid(after.id), one_more(count)];
    let mut looks: Vec<Look> = app.store.query(TRAIL, params).await?.into_iter().map(Look::read).collect();
    let more = looks.len() > count;
    looks.truncate(count);
    let next = looks.last().filter(|_| more).map(Look::place);
    Ok((looks, next))
}

/// The latest lines of a file's trail, oldest first, and whether there are earlier ones.
///
/// # Errors
/// The store's.
pub async fn latest(app: &App, id: EvidenceId, count: usize) -> StoreResult<(Vec<Look>, bool)> {
    let rows = app.store.query(LATEST, vec![Value::uuid(id.0), one_more(count)]).await?;
    let mut looks: Vec<Look> = rows.into_iter().map(Look::read).collect();
    let more = looks.len() > count;
    looks.truncate(count);
    looks.reverse();
    Ok((looks, more))
}

fn one_more(count: usize) -> Value {
    Value::Int(i64::try_from(count.saturating_add(1)).unwrap_or(i64::MAX))
}
