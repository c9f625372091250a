//! What SQLite's errors mean to those who ask.

use app::ports::{AppendError, StoreError};
use rusqlite::ErrorCode;

/// Why an order was not carried out, for the writer.
#[derive(Debug)]
pub(super) enum Failure {
    /// It was refused before anything of it was written.
    Refused(AppendError),
    /// Something of it may have been written: it must be undone.
    Undo(AppendError),
}

impl Failure {
    pub(super) fn error(self) -> AppendError {
        match self {
            Self::Refused(error) | Self::Undo(error) => error,
        }
    }
}

/// An error of SQLite while writing undoes the order.
impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Undo(AppendError::Store(unavailable(error)))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
pub(crate) fn unavailable(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Damaged(error.to_string()),
        Some(_) | None => StoreError::Unavailable(error.to_string()),
    }
}

/// A key or a unique value that is there already.
pub(super) fn is_taken(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID, SQLITE_CONSTRAINT_UNIQUE};
    error.sqlite_error().is_some_and(|inner| {
        matches!(
            inner.extended_code,
            SQLITE_CONSTRAINT_PRIMARYKEY | SQLITE_CONSTRAINT_ROWID | SQLITE_CONSTRAINT_UNIQUE
        )
    })
}

/// A refusal says what it is about, so that the log names the query or the table.
pub(super) fn about(name: &str, error: StoreError) -> StoreError {
    match error {
        StoreError::Unavailable(reason) => StoreError::Unavailable(format!("{name}: {reason}")),
        StoreError::Full | StoreError::Damaged(_) => error,
    }
}

/// What an error means while rows of `name` are written: a taken key is the caller's to know.
pub(super) fn while_writing(name: &'static str, error: rusqlite::Error) -> Failure {
    Failure::Undo(if is_taken(&error) {
        AppendError::Taken { table: name }
    } else {
        AppendError::Store(about(name, unavailable(error)))
    })
}

/// For orders that can only fail in the store itself.
pub(super) fn store_error(error: AppendError) -> StoreError {
    match error {
        AppendError::Store(error) => error,
        AppendError::Conflict(_) | AppendError::Repeated(_) | AppendError::Taken { .. } => {
            StoreError::Damaged(error.to_string())
        }
    }
}
