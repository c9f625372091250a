//! What the application needs from outside, as traits: the store above all.
//!
//! The store's contract is written for any engine; `crates/store` implements it and one
//! conformance suite holds every implementation to it.

mod outside;
mod store;
mod table;

pub use outside::{Clock, Copy, EvidenceFiles, FileError, FilePart, Payments, StoredFile};
pub use store::{
    AppendError, CommandAnswer, Commit, Committed, Cursor, Head, Job, NewEvent, NewJob, Query, Row,
    SearchEntry, SearchHit, Statement, Store, StoreError, StoreResult, StoredEvent, StoredNode,
};
pub use table::{Column, ColumnType, RowChange, Table, Value};
