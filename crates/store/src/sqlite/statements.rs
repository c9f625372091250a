//! The writer's statements, prepared once and held.

use std::collections::HashMap;

use app::ports::Table;
use rusqlite::{Connection, Statement};

/// What is done to a row of a declared table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Operation {
    Insert,
    Put,
    Add,
    Delete,
}

pub(super) struct Statements<'c> {
    connection: &'c Connection,
    pub(super) begin: Statement<'c>,
    pub(super) commit: Statement<'c>,
    pub(super) command: Statement<'c>,
    pub(super) insert_command: Statement<'c>,
    pub(super) version: Statement<'c>,
    pub(super) insert_event: Statement<'c>,
    pub(super) insert_node: Statement<'c>,
    pub(super) set_head: Statement<'c>,
    pub(super) set_parts: Statement<'c>,
    pub(super) insert_job: Statement<'c>,
    pub(super) finish_job: Statement<'c>,
    pub(super) cursor: Statement<'c>,
    pub(super) set_cursor: Statement<'c>,
    /// By the table's address: a declared table is one `static`.
    rows: HashMap<(*const Table, Operation), Statement<'c>>,
}

impl<'c> Statements<'c> {
    pub(super) fn prepare(connection: &'c Connection) -> rusqlite::Result<Self> {
        let prepare = |sql| connection.prepare(sql);
        Ok(Self {
            connection,
            begin: prepare("BEGIN IMMEDIATE")?,
            commit: prepare("COMMIT")?,
            command: prepare("SELECT request, answer FROM command WHERE id = ?1")?,
            insert_command: prepare("INSERT INTO command (id, request, answer, at) VALUES (?1, ?2, ?3, ?4)")?,
            version: prepare("SELECT version FROM event WHERE stream = ?1 ORDER BY version DESC LIMIT 1")?,
            insert_event: prepare(
                "INSERT INTO event (idx, stream, version, id, recorded_at, schema, leaf, parts) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?,
            insert_node: prepare("INSERT INTO node (seq, hash) VALUES (?1, ?2)")?,
            set_head: prepare("UPDATE log_head SET size = ?1, frontier = ?2 WHERE one = 1")?,
            set_parts: prepare("UPDATE event SET parts = ?2 WHERE idx = ?1")?,
            insert_job: prepare(
                "INSERT INTO job (id, run_at, due_at, kind, payload) VALUES (?1, ?2, ?2, ?3, ?4) \
                 ON CONFLICT (id) DO NOTHING",
            )?,
            finish_job: prepare("DELETE FROM job WHERE id = ?1")?,
            cursor: prepare("SELECT next FROM cursor WHERE name = ?1")?,
            set_cursor: prepare(
                "INSERT INTO cursor (name, next) VALUES (?1, ?2) \
                 ON CONFLICT (name) DO UPDATE SET next = excluded.next",
            )?,
            rows: HashMap::new(),
        })
    }

    /// The statement for one operation on one declared table.
    pub(super) fn row(
        &mut self,
        table: &'static Table,
        operation: Operation,
    ) -> rusqlite::Result<&mut Statement<'c>> {
        use std::collections::hash_map::Entry;
        match self.rows.entry((std::ptr::from_ref(table), operation)) {
            Entry::Occupied(entry) => Ok(entry.into_mut()),
            Entry::Vacant(entry) => Ok(entry.insert(self.connection.prepare(&row_sql(table, operation))?)),
        }
    }
}

fn row_sql(table: &Table, operation: Operation) -> String {
    let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    let (key, rest) = names.split_at(table.key.min(names.len()));
    let insert = || {
        let marks: Vec<String> = (1..=names.len()).map(|n| format!("?{n}")).collect();
        format!("INSERT INTO {} ({}) VALUES ({})", table.name, names.join(", "), marks.join(", "))
    };
    match operation {
        Operation::Insert => insert(),
        Operation::Put => {
            let set: Vec<String> = rest.iter().map(|name| format!("{name} = excluded.{name}")).collect();
            let action =
                if set.is_empty() { "NOTHING".to_owned() } else { format!("UPDATE SET {}", set.join(", ")) };
            format!("{} ON CONFLICT ({}) DO {action}", insert(), key.join(", "))
        }
        Operation::Add => {
            let sum = |name: &&str| format!("{name} = {}.{name} + excluded.{name}", table.name);
            let set: Vec<String> = rest.iter().map(sum).collect();
            format!("{} ON CONFLICT ({}) DO UPDATE SET {}", insert(), key.join(", "), set.join(", "))
        }
        Operation::Delete => {
            let tests: Vec<String> = key.iter().zip(1..).map(|(name, n)| format!("{name} = ?{n}")).collect();
            format!("DELETE FROM {} WHERE {}", table.name, tests.join(" AND "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::ports::{Column, ColumnType};

    const fn column(name: &'static str) -> Column {
        Column { name, kind: ColumnType::Int, nullable: false }
    }

    const T: Table = Table { name: "t", key: 2, columns: &[column("a"), column("b"), column("c")] };
    const KEY_ONLY: Table = Table { name: "k", key: 1, columns: &[column("a")] };

    #[test]
    fn a_declared_table_gives_its_statements() {
        assert_eq!(row_sql(&T, Operation::Insert), "INSERT INTO t (a, b, c) VALUES (?1, ?2, ?3)");
        assert_eq!(
            row_sql(&T, Operation::Put),
            "INSERT INTO t (a, b, c) VALUES (?1, ?2, ?3) ON CONFLICT (a, b) DO UPDATE SET c = excluded.c"
        );
        assert_eq!(
            row_sql(&T, Operation::Add),
            "INSERT INTO t (a, b, c) VALUES (?1, ?2, ?3) ON CONFLICT (a, b) DO UPDATE SET c = t.c + excluded.c"
        );
        assert_eq!(row_sql(&T, Operation::Delete), "DELETE FROM t WHERE a = ?1 AND b = ?2");
        assert_eq!(
            row_sql(&KEY_ONLY, Operation::Put),
            "INSERT INTO k (a) VALUES (?1) ON CONFLICT (a) DO NOTHING"
        );
    }
}
