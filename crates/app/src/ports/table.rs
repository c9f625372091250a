//! Rows as typed values on declared tables, so that each store needs one generic writer.

/// A value of a column. Instants are BIGINT microseconds, ids are 16 bytes, booleans are 0 and 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Value {
    #[must_use]
    pub fn uuid(id: uuid::Uuid) -> Self {
        Self::Bytes(id.as_bytes().to_vec())
    }

    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    #[must_use]
    pub const fn instant(at: terms::Instant) -> Self {
        Self::Int(at.micros())
    }

    #[must_use]
    pub fn optional<T>(value: Option<T>, make: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Null, make)
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    Int,
    Text,
    Bytes,
}

/// One column of a declared table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    pub kind: ColumnType,
    pub nullable: bool,
}

/// A table that rows are written to. The first `key` columns are its primary key.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    pub name: &'static str,
    pub key: usize,
    pub columns: &'static [Column],
}

/// One difference between before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowChange {
    /// A row that is known to be new. An existing key or unique value fails the commit
    /// with [`super::AppendError::Taken`].
    Insert { table: &'static Table, values: Vec<Value> },
    /// A row that replaces the one with the same key, or is new.
    Put { table: &'static Table, values: Vec<Value> },
    /// Adds the numbers behind the key to those of the row with the same key, or makes the row: for counters, whose
    /// columns behind the key are all numbers.
    Add { table: &'static Table, values: Vec<Value> },
    /// The row with this key goes; nothing happens if there is none.
    Delete { table: &'static Table, key: Vec<Value> },
}
