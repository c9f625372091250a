//! Writes rows of declared tables.

use app::ports::{RowChange, Table, Value};

use super::errors::{Failure, while_writing};
use super::statements::{Operation, Statements};
use super::values::bind_all;

/// Writes the changes in their order.
pub(super) fn write(statements: &mut Statements<'_>, rows: &[RowChange]) -> Result<(), Failure> {
    for change in rows {
        let (table, operation, values) = match change {
            RowChange::Insert { table, values } => (*table, Operation::Insert, values),
            RowChange::Put { table, values } => (*table, Operation::Put, values),
            RowChange::Add { table, values } => (*table, Operation::Add, values),
            RowChange::Delete { table, key } => (*table, Operation::Delete, key),
        };
        one(statements, table, operation, values).map_err(|error| while_writing(table.name, error))?;
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
