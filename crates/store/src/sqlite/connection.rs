//! Opens connections with the settings that durability and speed rest on.

use std::path::Path;
use std::time::Duration;

use app::ports::StoreResult;
use rusqlite::{Connection, OpenFlags};

use super::{Options, unavailable};

/// The writer waits for nobody in normal running; this covers another program that looks into the file.
const BUSY: Duration = Duration::from_secs(10);

/// The one connection that writes. `synchronous=FULL` syncs the write-ahead log at every commit; moving it into the
/// database file is left to the checkpointer (`wal_autocheckpoint=0`), as inside the writer it costs a quarter of the rate.
pub(super) fn writer(file: &Path, options: &Options) -> StoreResult<Connection> {
    let connection = Connection::open(file).map_err(unavailable)?;
    let set = || -> rusqlite::Result<()> {
        connection.busy_timeout(BUSY)?;
        connection.pragma_update(None, "page_size", 4096)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "wal_autocheckpoint", 0)?;
        connection.pragma_update(None, "journal_size_limit", 256 * 1024 * 1024)?;
        connection.pragma_update(None, "cache_size", cache(options.cache_mib))?;
        connection.pragma_update(None, "temp_store", "memory")?;
        limit_pages(&connection, options.max_pages)?;
        connection.set_prepared_statement_cache_capacity(256);
        Ok(())
    };
    set().map_err(unavailable)?;
    Ok(connection)
}

/// A connection that can only read. Its pages are good until the next change by the writer, so more memory would bring
/// nothing but between changes, when the system has them at hand anyway.
pub(super) fn reader(file: &Path, options: &Options) -> StoreResult<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags).map_err(unavailable)?;
    let set = || -> rusqlite::Result<()> {
        connection.busy_timeout(BUSY)?;
        connection.pragma_update(None, "cache_size", cache(options.cache_mib / 8))?;
        connection.pragma_update(None, "temp_store", "memory")?;
        connection.set_prepared_statement_cache_capacity(256);
        Ok(())
    };
    set().map_err(unavailable)?;
    Ok(connection)
}

/// The connection of the checkpointer, which writes nothing but what others have written.
pub(super) fn checkpointer(file: &Path) -> StoreResult<Connection> {
    let connection = Connection::open(file).map_err(unavailable)?;
    let set = || -> rusqlite::Result<()> {
        connection.busy_timeout(BUSY)?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "wal_autocheckpoint", 0)
    };
    set().map_err(unavailable)?;
    Ok(connection)
}

/// `None` lifts the limit: SQLite then counts up to its own maximum.
pub(super) fn limit_pages(connection: &Connection, pages: Option<u32>) -> rusqlite::Result<()> {
    let pages = pages.unwrap_or(4_294_967_294);
    connection.pragma_update(None, "max_page_count", i64::from(pages))
}

/// Negative: kibibytes instead of pages.
fn cache(mib: u32) -> i64 {
    -i64::from(mib.max(2)) * 1024
}
