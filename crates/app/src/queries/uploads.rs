//! Files that were uploaded, what they are evidence of, and who looked at them (custody, D2).

use domain::facts::Upload;
use terms::{DisputeId, EvidenceId, EvidenceKind, Instant, PersonId};

use super::Columns;
use crate::app::App;
use crate::ports::{AppendError, Query, Statement, StoreResult, StoredFile, Value};

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

const LOOK: Query = Query {
    name: "insert_custody",
    sql: "INSERT INTO custody (evidence, at, id, person, what) VALUES ($1, $2, $3, $4, $5)",
};

// primary key
const TRAIL: Query = Query {
    name: "custody_of",
    sql: "SELECT at, person, what FROM custody WHERE evidence = $1 ORDER BY at, id LIMIT 500",
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

/// Writes into the custody trail that someone looked at a file, or a check was made.
///
/// # Errors
/// The store's.
pub async fn look(
    app: &App,
    id: EvidenceId,
    person: Option<PersonId>,
    what: &str,
) -> Result<(), AppendError> {
    let params = vec![
        Value::uuid(id.0),
        Value::instant(app.clock.now()),
        Value::Bytes(app.random::<16>().to_vec()),
        Value::optional(person, |p| Value::uuid(p.0)),
        Value::text(what),
    ];
    app.store.change(vec![Statement { query: LOOK, params, must_change: None }]).await.map(|_| ())
}

/// Who looked at a file and when, oldest first.
///
/// # Errors
/// The store's.
pub async fn trail(app: &App, id: EvidenceId) -> StoreResult<Vec<(Instant, Option<PersonId>, String)>> {
    let rows = app.store.query(TRAIL, vec![Value::uuid(id.0)]).await?;
    let read = |row| {
        let mut c = Columns::of(row);
        (c.instant(), c.optional_uuid().map(PersonId), c.text())
    };
    Ok(rows.into_iter().map(read).collect())
}
