//! What the cases are built from: a home that a store can be opened in again and again, and small commits.

use std::sync::Arc;

use app::ports::{
    Column, ColumnType, CommandAnswer, Commit, NewEvent, NewJob, Query, RowChange, Store, Table, Value,
};
use record::Hash;
use terms::{CommandId, EventId, Instant, JobId, StreamId, StreamKind};
use uuid::Uuid;

/// A place for one store, empty at first. Each engine has its own kind.
pub trait Home {
    /// Opens the store that lives here. It must have the tables [`BOX`] and [`COUNTER`].
    fn open(&self) -> Arc<dyn Store>;
}

/// A table of rows with a unique second column.
pub static BOX: Table = Table {
    name: "test_box",
    key: 1,
    columns: &[
        Column { name: "id", kind: ColumnType::Bytes, nullable: false },
        Column { name: "label", kind: ColumnType::Text, nullable: false },
        Column { name: "weight", kind: ColumnType::Int, nullable: true },
    ],
};

/// A table with a key of two columns.
pub static COUNTER: Table = Table {
    name: "test_counter",
    key: 2,
    columns: &[
        Column { name: "name", kind: ColumnType::Text, nullable: false },
        Column { name: "part", kind: ColumnType::Int, nullable: false },
        Column { name: "count", kind: ColumnType::Int, nullable: false },
    ],
};

/// The tables as SQL that every engine understands, but for the type of bytes.
pub const TABLES: &str = "
    CREATE TABLE test_box (id BLOB PRIMARY KEY, label TEXT NOT NULL UNIQUE, weight BIGINT);
    CREATE TABLE test_counter (name TEXT NOT NULL, part BIGINT NOT NULL, count BIGINT NOT NULL, PRIMARY KEY (name, part));
";

pub const BOXES: Query =
    Query { name: "boxes", sql: "SELECT id, label, weight FROM test_box ORDER BY label" };

pub const COUNTED: Query = Query { name: "counted", sql: "SELECT count FROM test_counter" };

pub const NOW: Instant = Instant::from_micros(1_764_027_270_000_000);

pub fn id(n: u64) -> Uuid {
    Uuid::from_u128(u128::from(n) + 1)
}

pub fn stream(n: u64) -> StreamId {
    StreamId { kind: StreamKind::Dispute, id: id(n) }
}

pub fn command(n: u64) -> CommandId {
    CommandId(id(n))
}

pub fn new_event(stream: StreamId, version: u64) -> NewEvent {
    let name = format!("{stream} {version}");
    NewEvent {
        id: EventId(Uuid::new_v5(&stream.id, name.as_bytes())),
        stream,
        version,
        recorded_at: NOW,
        schema: 1,
        leaf: Hash::of_leaf(name.as_bytes()),
        parts: name.into_bytes(),
    }
}

/// A commit of `count` events that follow on version `after` of a stream.
pub fn commit(n: u64, stream: StreamId, after: u64, count: u64) -> Commit {
    Commit {
        command: command(n),
        answer: Some(answer(n)),
        at: NOW,
        expected: vec![(stream, after)],
        events: (1..=count).map(|more| new_event(stream, after + more)).collect(),
        rows: vec![],
        jobs: vec![],
        finishes: None,
    }
}

pub fn answer(n: u64) -> CommandAnswer {
    CommandAnswer { request: n.to_be_bytes().to_vec(), answer: format!("answer {n}").into_bytes() }
}

pub fn box_row(n: u64, label: &str) -> Vec<Value> {
    vec![Value::uuid(id(n)), Value::text(label), Value::Int(i64::try_from(n).unwrap())]
}

pub fn insert_box(n: u64, label: &str) -> RowChange {
    RowChange::Insert { table: &BOX, values: box_row(n, label) }
}

pub fn job(n: u64, run_at: Instant) -> NewJob {
    NewJob { id: JobId(id(n)), run_at, kind: "test", payload: n.to_be_bytes().to_vec() }
}

/// What must never be seen in a store, whatever was done to it.
pub async fn check_whole(store: &dyn Store) {
    let head = store.head().await.unwrap();
    let events = store.log(app::ports::Cursor(0), usize::MAX).await.unwrap();
    assert!(
        events.iter().map(|event| event.index).eq(0..head.size),
        "the log is dense and as long as its head says"
    );
    let leaves: Vec<Hash> = events.iter().map(|event| event.leaf).collect();
    assert_eq!(head.root, record::root_of(&leaves), "the head's root is that of the leaves");
    let mut versions = std::collections::HashMap::new();
    for event in &events {
        let version = versions.entry(event.stream).or_insert(0);
        *version += 1;
        assert_eq!(event.version, *version, "versions of {} have no gap", event.stream);
    }
    for (stream, version) in versions {
        let own: Vec<_> = events.iter().filter(|event| event.stream == stream).cloned().collect();
        assert_eq!(store.events(stream, 0, usize::MAX).await.unwrap(), own);
        assert!(store.events(stream, version, 10).await.unwrap().is_empty());
    }
}
