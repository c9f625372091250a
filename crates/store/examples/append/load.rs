//! The load: commits like that of a complaint, three events of 550 bytes, eight rows in four tables, one job.

use app::ports::{Column, ColumnType, CommandAnswer, Commit, NewEvent, NewJob, RowChange, Table, Value};
use record::Hash;
use terms::{CommandId, Entropy, EventId, Instant, JobId, SeededEntropy, StreamId, StreamKind};
use uuid::Uuid;

pub const TABLES: &str = "
    CREATE TABLE load_case (id BLOB PRIMARY KEY, number TEXT NOT NULL, stage INTEGER NOT NULL, due_at INTEGER NOT NULL);
    CREATE INDEX load_case_due ON load_case (due_at);
    CREATE TABLE load_line (id BLOB NOT NULL, n INTEGER NOT NULL, item TEXT NOT NULL, minor INTEGER NOT NULL, PRIMARY KEY (id, n));
    CREATE TABLE load_party (id BLOB NOT NULL, party TEXT NOT NULL, person BLOB NOT NULL, PRIMARY KEY (id, party));
    CREATE TABLE load_entry (n INTEGER PRIMARY KEY, id BLOB NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL);
";

const fn column(name: &'static str, kind: ColumnType) -> Column {
    Column { name, kind, nullable: false }
}

pub static CASE: Table = Table {
    name: "load_case",
    key: 1,
    columns: &[
        column("id", ColumnType::Bytes),
        column("number", ColumnType::Text),
        column("stage", ColumnType::Int),
        column("due_at", ColumnType::Int),
    ],
};
pub static LINE: Table = Table {
    name: "load_line",
    key: 2,
    columns: &[
        column("id", ColumnType::Bytes),
        column("n", ColumnType::Int),
        column("item", ColumnType::Text),
        column("minor", ColumnType::Int),
    ],
};
pub static PARTY: Table = Table {
    name: "load_party",
    key: 2,
    columns: &[
        column("id", ColumnType::Bytes),
        column("party", ColumnType::Text),
        column("person", ColumnType::Bytes),
    ],
};
pub static ENTRY: Table = Table {
    name: "load_entry",
    key: 1,
    columns: &[
        column("n", ColumnType::Int),
        column("id", ColumnType::Bytes),
        column("at", ColumnType::Int),
        column("text", ColumnType::Text),
    ],
};

/// The commit with this number; the same number gives the same commit.
pub fn commit(n: u64) -> Commit {
    let mut entropy = SeededEntropy::new(n);
    let at = Instant::from_micros(1_764_027_270_000_000 + i64::try_from(n).unwrap() * 100);
    let id = terms::Ids::new(at, &mut entropy).uuid();
    let stream = StreamId { kind: StreamKind::Dispute, id };
    let part = |version: u64| -> Uuid { Uuid::from_u128(id.as_u128() ^ u128::from(version)) };
    let events = (1..=3)
        .map(|version| {
            let mut bytes = vec![0; 550];
            entropy.fill(&mut bytes);
            NewEvent {
                id: EventId(part(version)),
                stream,
                version,
                recorded_at: at,
                schema: 1,
                leaf: Hash::of_leaf(&bytes[..64]),
                parts: bytes,
            }
        })
        .collect();
    Commit {
        command: CommandId(part(100)),
        answer: Some(CommandAnswer { request: vec![7; 32], answer: vec![8; 200] }),
        at,
        expected: vec![(stream, 0)],
        events,
        rows: rows(n, id, at),
        jobs: vec![NewJob {
            id: JobId(part(101)),
            run_at: at.plus_seconds(86_400),
            kind: "deadline",
            payload: vec![9; 100],
        }],
        finishes: None,
    }
}

fn rows(n: u64, id: Uuid, at: Instant) -> Vec<RowChange> {
    let n = i64::try_from(n).unwrap();
    let mut rows = vec![RowChange::Insert {
        table: &CASE,
        values: vec![Value::uuid(id), Value::text(format!("R{n:08}")), Value::Int(1), Value::instant(at)],
    }];
    rows.extend((0..2).map(|line| RowChange::Insert {
        table: &LINE,
        values: vec![
            Value::uuid(id),
            Value::Int(line),
            Value::text("a cup that keeps warm"),
            Value::Int(12_900),
        ],
    }));
    rows.extend(["consumer", "merchant"].map(|party| RowChange::Insert {
        table: &PARTY,
        values: vec![Value::uuid(id), Value::text(party), Value::uuid(id)],
    }));
    rows.extend((0..3).map(|entry| RowChange::Insert {
        table: &ENTRY,
        values: vec![
            Value::Int(n * 3 + entry),
            Value::uuid(id),
            Value::instant(at),
            Value::text("something happened here"),
        ],
    }));
    rows
}
