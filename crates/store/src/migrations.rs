//! Brings a database to the shape that this program expects, step by step, and refuses one from a newer program.

use app::ports::{StoreError, StoreResult};
use record::Hash;
use rusqlite::Connection;

use crate::sqlite::unavailable;

/// One step. Steps that were once released never change: their hash is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migration {
    /// Number and purpose, such as `0001_base`; steps run in this order.
    pub name: &'static str,
    pub sql: &'static str,
}

macro_rules! migration {
    ($name:literal) => {
        Migration { name: $name, sql: include_str!(concat!("../migrations/sqlite/", $name, ".sql")) }
    };
}

/// All steps for SQLite, oldest first.
const SQLITE: &[Migration] = &[
    migration!("0001_base"),
    migration!("0002_rows"),
    migration!("0004_publication"),
    migration!("0003_penalties"),
    migration!("0005_statistics"),
];

/// Runs what is missing; each step in a transaction of its own together with its entry in `migration`.
pub(crate) fn migrate(connection: &mut Connection, extra: &[Migration]) -> StoreResult<()> {
    connection
        .execute_batch(
            "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, hash BLOB NOT NULL) STRICT",
        )
        .map_err(unavailable)?;
    let done = recorded(connection).map_err(unavailable)?;
    let steps: Vec<&Migration> = SQLITE.iter().chain(extra).collect();
    for (name, hash) in &done {
        match steps.iter().find(|step| step.name == name) {
            None => {
                return Err(StoreError::Unavailable(format!(
                    "the database was written by a newer version of this program: it has the step {name}, which is \
                     not known here; run that version or restore a backup"
                )));
            }
            Some(step) if Hash::of(step.sql.as_bytes()).as_bytes().as_slice() != hash.as_slice() => {
                return Err(StoreError::Unavailable(format!(
                    "the database was made with another text of the step {name}; the tables may differ from what \
                     this program expects"
                )));
            }
            Some(_) => {}
        }
    }
    for step in steps.iter().filter(|step| done.iter().all(|(name, _)| name != step.name)) {
        run(connection, step)
            .map_err(|error| StoreError::Unavailable(format!("step {} failed: {error}", step.name)))?;
    }
    Ok(())
}

fn recorded(connection: &Connection) -> rusqlite::Result<Vec<(String, Vec<u8>)>> {
    let mut statement = connection.prepare("SELECT name, hash FROM migration ORDER BY name")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

fn run(connection: &mut Connection, step: &Migration) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    transaction.execute_batch(step.sql)?;
    transaction.execute(
        "INSERT INTO migration (name, hash) VALUES (?1, ?2)",
        (step.name, Hash::of(step.sql.as_bytes()).as_bytes()),
    )?;
    transaction.commit()
}
