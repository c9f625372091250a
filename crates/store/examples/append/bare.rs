//! The limit: the store's statements on one connection, with nothing around them but the same checkpoint thread.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use app::ports::{Commit, RowChange, Value};
use record::{Frontier, Node};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Statement, ToSql};
use store::{Migration, Options, SqliteStore};

use crate::load;

/// Commits a second when the batches are written as they are.
pub fn measure(folder: &Path, batches: &[u64]) -> f64 {
    let options =
        Options { extra: vec![Migration { name: "9000_load", sql: load::TABLES }], ..Options::default() };
    // The store makes the tables and leaves.
    drop(SqliteStore::open(folder, &options).unwrap());
    let file = folder.join("redress.db");
    let mut connection = open(&file);
    let pages = Arc::new(AtomicI64::new(0));
    let counted = Arc::clone(&pages);
    connection
        .wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, now: std::ffi::c_int| {
            counted.store(i64::from(now), Ordering::Relaxed);
            Ok(())
        }))
        .unwrap();
    let own = open(&file);
    let (wake, woken) = sync_channel::<()>(1);
    let checkpointer = std::thread::spawn(move || {
        while woken.recv().is_ok() {
            own.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())).unwrap();
        }
    });

    let mut frontier = Frontier::new();
    let mut statements = Statements::prepare(&connection);
    let mut next = 0;
    let mut copied = 0;
    let mut took = Duration::ZERO;
    for size in batches {
        // Made beforehand and not counted: what the clients and the tree cost is not SQLite's.
        let prepared: Vec<Prepared> =
            (next..next + size).map(|n| Prepared::new(load::commit(n), &mut frontier)).collect();
        let head = frontier.to_bytes();
        next += size;
        let begun = Instant::now();
        statements.batch(&prepared, &head, frontier.size());
        took += begun.elapsed();
        let now = pages.load(Ordering::Relaxed);
        if now < copied {
            copied = 0;
        }
        if now - copied >= i64::from(options.checkpoint_pages) && wake.try_send(()).is_ok() {
            copied = now;
        }
    }
    drop(wake);
    checkpointer.join().unwrap();
    next as f64 / took.as_secs_f64()
}

fn open(file: &Path) -> Connection {
    let connection = Connection::open(file).unwrap();
    for (name, value) in [("synchronous", "full"), ("wal_autocheckpoint", "0"), ("cache_size", "-65536")] {
        connection.pragma_update(None, name, value).unwrap();
    }
    connection.busy_timeout(Duration::from_secs(10)).unwrap();
    connection
}

struct Prepared {
    commit: Commit,
    stream: [u8; 17],
    first: i64,
    nodes: Vec<(i64, Node)>,
}

impl Prepared {
    fn new(commit: Commit, frontier: &mut Frontier) -> Self {
        let mut stream = [1; 17];
        stream[1..].copy_from_slice(commit.events[0].stream.id.as_bytes());
        let first = i64::try_from(frontier.size()).unwrap();
        let mut nodes = Vec::new();
        for event in &commit.events {
            let leaves = frontier.size() as i64;
            let before = leaves - i64::from(leaves.count_ones());
            frontier.push_with(event.leaf, |node| nodes.push((before + i64::from(node.level) - 1, node)));
        }
        Self { commit, stream, first, nodes }
    }
}

struct Statements<'c> {
    begin: Statement<'c>,
    commit: Statement<'c>,
    command: Statement<'c>,
    insert_command: Statement<'c>,
    version: Statement<'c>,
    event: Statement<'c>,
    node: Statement<'c>,
    head: Statement<'c>,
    job: Statement<'c>,
    rows: [(&'static str, Statement<'c>); 4],
}

impl<'c> Statements<'c> {
    fn prepare(connection: &'c Connection) -> Self {
        let prepare = |sql| connection.prepare(sql).unwrap();
        Self {
            begin: prepare("BEGIN IMMEDIATE"),
            commit: prepare("COMMIT"),
            command: prepare("SELECT request, answer FROM command WHERE id = ?1"),
            insert_command: prepare("INSERT INTO command (id, request, answer, at) VALUES (?1, ?2, ?3, ?4)"),
            version: prepare("SELECT version FROM event WHERE stream = ?1 ORDER BY version DESC LIMIT 1"),
            event: prepare(
                "INSERT INTO event (idx, stream, version, id, recorded_at, schema, leaf, parts) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            ),
            node: prepare("INSERT INTO node (seq, hash) VALUES (?1, ?2)"),
            head: prepare("UPDATE log_head SET size = ?1, frontier = ?2 WHERE one = 1"),
            job: prepare(
                "INSERT INTO job (id, run_at, due_at, kind, payload) VALUES (?1, ?2, ?2, ?3, ?4) \
                 ON CONFLICT (id) DO NOTHING",
            ),
            rows: [
                (
                    "load_case",
                    prepare("INSERT INTO load_case (id, number, stage, due_at) VALUES (?1, ?2, ?3, ?4)"),
                ),
                ("load_line", prepare("INSERT INTO load_line (id, n, item, minor) VALUES (?1, ?2, ?3, ?4)")),
                ("load_party", prepare("INSERT INTO load_party (id, party, person) VALUES (?1, ?2, ?3)")),
                ("load_entry", prepare("INSERT INTO load_entry (n, id, at, text) VALUES (?1, ?2, ?3, ?4)")),
            ],
        }
    }

    fn batch(&mut self, commits: &[Prepared], head: &[u8], size: u64) {
        self.begin.raw_execute().unwrap();
        for prepared in commits {
            self.one(prepared);
        }
        self.head.execute((i64::try_from(size).unwrap(), head)).unwrap();
        self.commit.raw_execute().unwrap();
    }

    fn one(&mut self, prepared: &Prepared) {
        let Prepared { commit, stream, first, nodes } = prepared;
        let command = commit.command.0.as_bytes();
        let known: Option<Vec<u8>> = self.command.query_row([command], |row| row.get(1)).optional().unwrap();
        let version: Option<i64> = self.version.query_row([stream], |row| row.get(0)).optional().unwrap();
        assert!(known.is_none() && version.is_none());
        let answer = commit.answer.as_ref().unwrap();
        self.insert_command.execute((command, &answer.request, &answer.answer, commit.at.micros())).unwrap();
        for (event, index) in commit.events.iter().zip(*first..) {
            self.event
                .execute((
                    index,
                    stream,
                    i64::try_from(event.version).unwrap(),
                    event.id.0.as_bytes(),
                    event.recorded_at.micros(),
                    event.schema,
                    event.leaf.as_bytes(),
                    &event.parts,
                ))
                .unwrap();
        }
        for (number, node) in nodes {
            self.node.execute((number, node.hash.as_bytes())).unwrap();
        }
        for change in &commit.rows {
            let RowChange::Insert { table, values } = change else { panic!("the load only inserts") };
            let statement = self
                .rows
                .iter_mut()
                .find(|(name, _)| *name == table.name)
                .map(|(_, statement)| statement)
                .unwrap();
            for (at, value) in values.iter().enumerate() {
                statement.raw_bind_parameter(at + 1, Bound(value)).unwrap();
            }
            statement.raw_execute().unwrap();
        }
        for job in &commit.jobs {
            self.job.execute((job.id.0.as_bytes(), job.run_at.micros(), job.kind, &job.payload)).unwrap();
        }
    }
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
