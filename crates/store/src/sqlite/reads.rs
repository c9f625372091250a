//! Everything that only looks: events, the log's head, answers, queries.

use app::ports::{CommandAnswer, Row, StoreError, StoredEvent, StoredNode, Value};
use record::{Frontier, Hash};
use rusqlite::{Connection, OptionalExtension};
use terms::{CommandId, EventId, Instant, StreamId};

use super::tree::node_number;
use super::values::{bind_all, int, limit, row, stream_key, stream_of, uint};

/// The frontier, or word that what is kept is none.
pub(super) fn frontier(connection: &Connection) -> rusqlite::Result<Result<Frontier, Damage>> {
    let bytes: Vec<u8> = connection
        .prepare_cached("SELECT frontier FROM log_head WHERE one = 1")?
        .query_row([], |row| row.get(0))?;
    Ok(Frontier::from_bytes(&bytes).map_err(|_| Damage))
}

/// The kept frontier is not one.
#[derive(Debug)]
pub(super) struct Damage;

impl From<Damage> for StoreError {
    fn from(_: Damage) -> Self {
        Self::Damaged("what is kept as the log's head is none".to_owned())
    }
}

/// The index that the next event should get, from the events themselves.
pub(super) fn next_index(connection: &Connection) -> rusqlite::Result<u64> {
    connection.query_row("SELECT coalesce(max(idx) + 1, 0) FROM event", [], |row| uint(row, 0))
}

pub(super) fn answer(connection: &Connection, command: CommandId) -> rusqlite::Result<Option<CommandAnswer>> {
    connection
        .prepare_cached("SELECT request, answer FROM command WHERE id = ?1")?
        .query_row([command.0.as_bytes()], |row| {
            Ok(CommandAnswer { request: row.get(0)?, answer: row.get(1)? })
        })
        .optional()
}

pub(super) fn events(
    connection: &Connection,
    stream: StreamId,
    after: u64,
    most: usize,
) -> rusqlite::Result<Vec<StoredEvent>> {
    let mut statement = connection.prepare_cached(
        "SELECT idx, stream, version, id, recorded_at, schema, leaf, parts FROM event \
         WHERE stream = ?1 AND version > ?2 ORDER BY version LIMIT ?3",
    )?;
    statement.query_map((stream_key(stream), int(after), limit(most)), event)?.collect()
}

pub(super) fn log(connection: &Connection, from: u64, most: usize) -> rusqlite::Result<Vec<StoredEvent>> {
    let mut statement = connection.prepare_cached(
        "SELECT idx, stream, version, id, recorded_at, schema, leaf, parts FROM event \
         WHERE idx >= ?1 ORDER BY idx LIMIT ?2",
    )?;
    statement.query_map((int(from), limit(most)), event)?.collect()
}

fn event(row: &rusqlite::Row<'_>) -> rusqlite::Result<StoredEvent> {
    let stream = stream_of(row.get(1)?).ok_or(rusqlite::Error::IntegralValueOutOfRange(1, 0))?;
    Ok(StoredEvent {
        index: uint(row, 0)?,
        stream,
        version: uint(row, 2)?,
        id: EventId(uuid::Uuid::from_bytes(row.get(3)?)),
        recorded_at: Instant::from_micros(row.get(4)?),
        schema: row.get(5)?,
        leaf: Hash(row.get(6)?),
        parts: row.get(7)?,
    })
}

pub(super) fn query(connection: &Connection, sql: &str, params: &[Value]) -> rusqlite::Result<Vec<Row>> {
    let mut statement = connection.prepare_cached(sql)?;
    bind_all(&mut statement, params)?;
    let columns = statement.column_count();
    let mut found = statement.raw_query();
    let mut rows = Vec::new();
    while let Some(next) = found.next()? {
        rows.push(row(next, columns)?);
    }
    Ok(rows)
}

pub(super) fn next_job_at(connection: &Connection) -> rusqlite::Result<Option<Instant>> {
    connection
        .prepare_cached("SELECT due_at FROM job WHERE state = 0 ORDER BY due_at LIMIT 1")?
        .query_row([], |row| row.get(0).map(Instant::from_micros))
        .optional()
}

pub(super) fn cursor(connection: &Connection, name: &str) -> rusqlite::Result<u64> {
    let next = connection
        .prepare_cached("SELECT next FROM cursor WHERE name = ?1")?
        .query_row([name], |row| uint(row, 0))
        .optional()?;
    Ok(next.unwrap_or(0))
}

/// Interior nodes from their table, leaves from the events.
pub(super) fn nodes(connection: &Connection, wanted: &[(u8, u64)]) -> rusqlite::Result<Vec<StoredNode>> {
    let mut node = connection.prepare_cached("SELECT hash FROM node WHERE seq = ?1")?;
    let mut leaf = connection.prepare_cached("SELECT leaf FROM event WHERE idx = ?1")?;
    let mut found = Vec::with_capacity(wanted.len());
    for (level, index) in wanted {
        let hash: Option<[u8; 32]> = if *level == 0 {
            leaf.query_row([int(*index)], |row| row.get(0)).optional()?
        } else if let Some(number) = node_number(u32::from(*level), *index) {
            node.query_row([int(number)], |row| row.get(0)).optional()?
        } else {
            None
        };
        found.extend(hash.map(|hash| StoredNode { level: *level, index: *index, hash: Hash(hash) }));
    }
    Ok(found)
}
