//! Moves what was committed from the write-ahead log into the database file, beside the writer.
//!
//! The thread copies while the writer goes on, so when it is done a little is left over. That little the writer copies
//! itself, between two transactions: only a log that is copied to its end is written again from its beginning, and would
//! otherwise grow for as long as there is load.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

use app::ports::{StoreError, StoreResult};
use rusqlite::Connection;

use super::{Options, connection, unavailable};

#[derive(Debug)]
pub(super) struct Checkpointer {
    wake: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
    /// Pages in the write-ahead log, told by SQLite at every commit.
    pages: Arc<AtomicI64>,
    /// The thread is done and the writer should copy the rest.
    rest: Arc<AtomicBool>,
    /// How many pages the log had when it was last copied to its end.
    copied: i64,
    threshold: i64,
}

impl Checkpointer {
    pub(super) fn start(file: &Path, options: &Options) -> StoreResult<Self> {
        let own = connection::checkpointer(file)?;
        let rest = Arc::new(AtomicBool::new(false));
        let (wake, woken) = sync_channel(1);
        let done = Arc::clone(&rest);
        let thread = std::thread::Builder::new()
            .name("store-checkpointer".to_owned())
            .spawn(move || {
                while woken.recv().is_ok() {
                    match checkpoint(&own, "PASSIVE") {
                        Ok(_) => done.store(true, Ordering::Release),
                        Err(error) => tracing::warn!(%error, "the write-ahead log could not be moved"),
                    }
                }
            })
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self {
            wake: Some(wake),
            thread: Some(thread),
            pages: Arc::new(AtomicI64::new(0)),
            rest,
            copied: 0,
            threshold: i64::from(options.checkpoint_pages.max(1)),
        })
    }

    /// Lets SQLite tell the length of the write-ahead log at every commit of this connection.
    pub(super) fn watch(&self, writer: &mut Connection) -> StoreResult<()> {
        let pages = Arc::clone(&self.pages);
        let hook = move |_: &mut rusqlite::hooks::Wal, now: std::ffi::c_int| {
            pages.store(i64::from(now), Ordering::Relaxed);
            Ok(())
        };
        writer.wal_hook(Some(hook)).map_err(unavailable)
    }

    /// Called by the writer after each transaction.
    pub(super) fn after_commit(&mut self, writer: &Connection) {
        if self.rest.swap(false, Ordering::Acquire) {
            match checkpoint(writer, "PASSIVE") {
                Ok(copied) => self.copied = copied,
                Err(error) => tracing::warn!(%error, "the rest of the write-ahead log could not be moved"),
            }
            return;
        }
        let pages = self.pages.load(Ordering::Relaxed);
        if pages < self.copied {
            // The log was begun anew.
            self.copied = 0;
        }
        if pages - self.copied < self.threshold {
            return;
        }
        match self.wake.as_ref().map(|wake| wake.try_send(())) {
            // Counting starts again, so that the thread is not woken by every commit while it works.
            Some(Ok(())) => self.copied = pages,
            Some(Err(TrySendError::Full(()) | TrySendError::Disconnected(()))) | None => {}
        }
    }

    /// Ends the thread.
    pub(super) fn stop(&mut self) {
        self.wake = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the store's checkpointer ended in a panic");
        }
    }
}

/// Gives how many pages of the log are now in the database file.
pub(super) fn checkpoint(connection: &Connection, mode: &str) -> rusqlite::Result<i64> {
    connection.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |row| row.get(2))
}
