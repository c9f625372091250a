//! Writes rows of declared tables.

use app::ports::{AppendError, RowChange, StoreError, Table, Value};

use super::errors::{Failure, is_taken, unavailable};
use super::statements::{Operation, Statements};
use super::values::bind_all;

/// Writes the changes in their order.
pub(super) fn write(statements: &mut Statements<'_>, rows: &[RowChange]) -> Result<(), Failure> {
    for change in rows {
        let (table, operation, values) = match change {
            RowChange::Insert { table, values } => (*table, Operation::Insert, values),
            RowChange::Put { table, values } => (*table, Operation::Put, values),
            RowChange::Delete { table, key } => (*table, Operation::Delete, key),
        };
        one(statements, table, operation, values).map_err(|error| Failure::Undo(named(table, error)))?;
    }
    Ok(())
}

fn one(
    statements: &mut Statements<'_>,
    table: &'static Table,
    operation: Operation,
    values: &[Value],
) -> rusqlite::Result<()> {
    let statement = statements.row(table, operation)?;
    bind_all(statement, values)?;
    statement.raw_execute()?;
    Ok(())
}

/// A taken key is the caller's to know; any other refusal should say which table it came from.
fn named(table: &Table, error: rusqlite::Error) -> AppendError {
    if is_taken(&error) {
        return AppendError::Taken { table: table.name };
    }
    AppendError::Store(match unavailable(error) {
        StoreError::Unavailable(reason) => StoreError::Unavailable(format!("{}: {reason}", table.name)),
        StoreError::Full => StoreError::Full,
        StoreError::Damaged(reason) => StoreError::Damaged(reason),
    })
}
