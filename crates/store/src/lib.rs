//! Where everything is kept: SQLite behind the contract of `app::ports`.
//!
//! One writer thread takes all waiting changes into one transaction and answers after the disk has them; readers have
//! connections of their own and never wait for it. The reasons and the measurements are in `docs/adr/0004-store.md`.

mod migrations;
mod sql;
mod sqlite;

pub use migrations::Migration;
pub use sqlite::{Options, SqliteStore};
