//! The limit: the statements that filing ran, on one bare SQLite connection, with nothing around them but the same
//! checkpoint thread.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use app::ports::{Commit, RowChange, Table, Value};
use record::{Frontier, Node};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, Statement, ToSql};
use terms::{StreamId, StreamKind};

use crate::Outcome;

/// Commits a second when they are written in batches of these sizes, as far as both last.
pub fn measure(folder: &Path, commits: &[Commit], batches: &[u64]) -> Outcome<f64> {
    let file = folder.join("redress.db");
    let mut connection = open(&file)?;
    let pages = Arc::new(AtomicI64::new(0));
    let counted = Arc::clone(&pages);
    connection.wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, now: std::ffi::c_int| {
        counted.store(i64::from(now), Ordering::Relaxed);
        Ok(())
    }))?;
    let own = open(&file)?;
    let (wake, woken) = sync_channel::<()>(1);
    let checkpointer = std::thread::spawn(move || {
        while woken.recv().is_ok() {
            if own.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())).is_err() {
                return;
            }
        }
    });
    let threshold = i64::from(store::Options::default().checkpoint_pages);
    let head: Vec<u8> =
        connection.query_row("SELECT frontier FROM log_head WHERE one = 1", [], |row| row.get(0))?;
    let mut frontier = Frontier::from_bytes(&head).map_err(|_| "the log's head cannot be read")?;
    let mut statements = Statements::prepare(&connection)?;
    let (mut rest, mut written, mut copied, mut took) = (commits, 0_usize, 0, Duration::ZERO);
    for size in batches {
        let (batch, later) = rest.split_at(usize::try_from(*size)?.min(rest.len()));
        if batch.is_empty() {
            break;
        }
        rest = later;
        // Made beforehand and not counted: what the tree and the keys cost is not SQLite's.
        let prepared: Vec<Prepared<'_>> =
            batch.iter().map(|commit| Prepared::new(commit, &mut frontier)).collect();
        let head = frontier.to_bytes();
        let begun = Instant::now();
        statements.batch(&prepared, &head, frontier.size())?;
        took += begun.elapsed();
        written += batch.len();
        let now = pages.load(Ordering::Relaxed);
        if now < copied {
            copied = 0;
        }
        if now - copied >= threshold && wake.try_send(()).is_ok() {
            copied = now;
        }
    }
    drop(wake);
    checkpointer.join().map_err(|_| "the checkpoint thread failed")?;
    Ok(written as f64 / took.as_secs_f64())
}

/// As the store's writer sets it.
fn open(file: &Path) -> Outcome<Connection> {
    let connection = Connection::open(file)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    for (name, value) in [
        ("synchronous", "full"),
        ("wal_autocheckpoint", "0"),
        ("cache_size", "-65536"),
        ("temp_store", "memory"),
    ] {
        connection.pragma_update(None, name, value)?;
    }
    Ok(connection)
}

struct Prepared<'a> {
    commit: &'a Commit,
    stream: [u8; 17],
    first: i64,
    nodes: Vec<(i64, Node)>,
}

impl<'a> Prepared<'a> {
    fn new(commit: &'a Commit, frontier: &mut Frontier) -> Self {
        let first = int(frontier.size());
        let mut nodes = Vec::new();
        for event in &commit.events {
            // The nodes that a leaf completes are numbered on from those that are there: leaves less ones.
            let leaves = int(frontier.size());
            let before = leaves - i64::from(leaves.count_ones());
            frontier.push_with(event.leaf, |node| nodes.push((before + i64::from(node.level) - 1, node)));
        }
        Self {
            commit,
            stream: commit.expected.first().map_or([0; 17], |(stream, _)| key(*stream)),
            first,
            nodes,
        }
    }
}

fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn key(stream: StreamId) -> [u8; 17] {
    let mut key = [0; 17];
    key[0] = match stream.kind {
        StreamKind::Dispute => 1,
        StreamKind::Order => 2,
        StreamKind::Payout => 3,
        StreamKind::Person => 4,
        StreamKind::Publication => 7,
        StreamKind::Merchant => 5,
        StreamKind::Penalty => 6,
    };
    key[1..].copy_from_slice(stream.id.as_bytes());
    key
}

struct Statements<'c> {
    connection: &'c Connection,
    begin: Statement<'c>,
    commit: Statement<'c>,
    command: Statement<'c>,
    insert_command: Statement<'c>,
    version: Statement<'c>,
    event: Statement<'c>,
    node: Statement<'c>,
    head: Statement<'c>,
    job: Statement<'c>,
    /// By table and whether an old row is replaced.
    rows: HashMap<(&'static str, bool), Statement<'c>>,
}

impl<'c> Statements<'c> {
    fn prepare(connection: &'c Connection) -> Outcome<Self> {
        let prepare = |sql| connection.prepare(sql);
        Ok(Self {
            connection,
            begin: prepare("BEGIN IMMEDIATE")?,
            commit: prepare("COMMIT")?,
            command: prepare("SELECT request, answer FROM command WHERE id = ?1")?,
            insert_command: prepare("INSERT INTO command (id, request, answer, at) VALUES (?1, ?2, ?3, ?4)")?,
            version: prepare("SELECT version FROM event WHERE stream = ?1 ORDER BY version DESC LIMIT 1")?,
            event: prepare(
                "INSERT INTO event (idx, stream, version, id, recorded_at, schema, leaf, parts) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?,
            node: prepare("INSERT INTO node (seq, hash) VALUES (?1, ?2)")?,
            head: prepare("UPDATE log_head SET size = ?1, frontier = ?2 WHERE one = 1")?,
            job: prepare(
                "INSERT INTO job (id, run_at, due_at, kind, payload) VALUES (?1, ?2, ?2, ?3, ?4) \
                 ON CONFLICT (id) DO NOTHING",
            )?,
            rows: HashMap::new(),
        })
    }

    fn batch(&mut self, commits: &[Prepared<'_>], head: &[u8], size: u64) -> Outcome<()> {
        self.begin.raw_execute()?;
        for prepared in commits {
            self.one(prepared)?;
        }
        self.head.execute((int(size), head))?;
        self.commit.raw_execute()?;
        Ok(())
    }

    fn one(&mut self, prepared: &Prepared<'_>) -> Outcome<()> {
        let Prepared { commit, stream, first, nodes } = prepared;
        let id = commit.command.0.as_bytes();
        let known: Option<Vec<u8>> = self.command.query_row([id], |row| row.get(1)).optional()?;
        let version: Option<i64> = self.version.query_row([stream], |row| row.get(0)).optional()?;
        if known.is_some() || version.is_some() {
            return Err("a filing is there already: the copy is not what it was".into());
        }
        let (request, answer): (&[u8], &[u8]) =
            commit.answer.as_ref().map_or((&[], &[]), |kept| (&kept.request, &kept.answer));
        self.insert_command.execute((id, request, answer, commit.at.micros()))?;
        for (event, index) in commit.events.iter().zip(*first..) {
            let (version, at) = (int(event.version), event.recorded_at.micros());
            let (id, leaf) = (event.id.0.as_bytes(), event.leaf.as_bytes());
            self.event.execute((index, stream, version, id, at, event.schema, leaf, &event.parts))?;
        }
        for (number, node) in nodes {
            self.node.execute((number, node.hash.as_bytes()))?;
        }
        for change in &commit.rows {
            self.row(change)?;
        }
        for job in &commit.jobs {
            self.job.execute((job.id.0.as_bytes(), job.run_at.micros(), job.kind, &job.payload))?;
        }
        Ok(())
    }

    fn row(&mut self, change: &RowChange) -> Outcome<()> {
        let (table, replaces, values) = match change {
            RowChange::Insert { table, values } => (*table, false, values),
            RowChange::Put { table, values } => (*table, true, values),
            RowChange::Add { .. } | RowChange::Delete { .. } => {
                return Err("filing counts and deletes nothing".into());
            }
        };
        let connection = self.connection;
        let statement = match self.rows.entry((table.name, replaces)) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(new) => {
                new.insert(connection.prepare(&sql(table, replaces))?)
            }
        };
        for (at, value) in values.iter().enumerate() {
            statement.raw_bind_parameter(at + 1, Bound(value))?;
        }
        statement.raw_execute()?;
        Ok(())
    }
}

fn sql(table: &Table, replaces: bool) -> String {
    let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    let marks: Vec<String> = (1..=names.len()).map(|n| format!("?{n}")).collect();
    let insert = format!("INSERT INTO {} ({}) VALUES ({})", table.name, names.join(", "), marks.join(", "));
    if !replaces {
        return insert;
    }
    let (key, rest) = names.split_at(table.key.min(names.len()));
    let set: Vec<String> = rest.iter().map(|name| format!("{name} = excluded.{name}")).collect();
    let action = if set.is_empty() { "NOTHING".to_owned() } else { format!("UPDATE SET {}", set.join(", ")) };
    format!("{insert} ON CONFLICT ({}) DO {action}", key.join(", "))
}

struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}
