//! Moves what was committed from the write-ahead log into the database file, beside the writer.
//!
//! The thread copies while the writer goes on, so when it is done a little is left over. That little the writer copies
//! itself, between two transactions: only a log that is copied to its end is written again from its beginning, and would
//! otherwise grow for as long as there is load. A writer that gets too far ahead waits.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use app::ports::{StoreError, StoreResult};
use rusqlite::Connection;

use super::{Options, connection, unavailable};

/// How many thresholds the writer may get ahead of a copying thread before it waits for it.
const AHEAD: i64 = 4;

#[derive(Debug)]
pub(super) struct Checkpointer {
    wake: Option<SyncSender<()>>,
    done: Receiver<()>,
    thread: Option<JoinHandle<()>>,
    /// Pages in the write-ahead log, told by SQLite at every commit.
    pages: Arc<AtomicI64>,
    /// The thread is copying.
    copying: bool,
    /// How many pages the log had when copying began, or when it was last copied to its end.
    since: i64,
    threshold: i64,
}

impl Checkpointer {
    pub(super) fn start(file: &Path, options: &Options) -> StoreResult<Self> {
        let own = connection::checkpointer(file)?;
        let (wake, woken) = sync_channel(1);
        let (tell, done) = sync_channel(1);
        let thread = std::thread::Builder::new()
            .name("store-checkpointer".to_owned())
            .spawn(move || {
                while woken.recv().is_ok() {
                    if let Err(error) = checkpoint(&own, "PASSIVE") {
                        tracing::warn!(%error, "the write-ahead log could not be moved");
                    }
                    if tell.send(()).is_err() {
                        return;
                    }
                }
            })
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self {
            wake: Some(wake),
            done,
            thread: Some(thread),
            pages: Arc::new(AtomicI64::new(0)),
            copying: false,
            since: 0,
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
        let pages = self.pages.load(Ordering::Relaxed);
        if pages < self.since {
            // The log was begun anew.
            self.since = 0;
        }
        let more = pages - self.since;
        if self.copying {
            let wait = more >= self.threshold.saturating_mul(AHEAD);
            let done = if wait { self.done.recv().is_ok() } else { self.done.try_recv().is_ok() };
            if done {
                self.copying = false;
                self.copy_rest(writer, pages);
            }
        } else if more >= self.threshold
            && let Some(wake) = &self.wake
            && wake.try_send(()).is_ok()
        {
            self.copying = true;
            self.since = pages;
        }
    }

    fn copy_rest(&mut self, writer: &Connection, pages: i64) {
        if let Err(error) = checkpoint(writer, "PASSIVE") {
            tracing::warn!(%error, "the rest of the write-ahead log could not be moved");
        }
        // Should a long reading have kept some of it, the next try comes after as many pages again.
        self.since = pages;
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

/// Copies pages of the log into the database file, as SQLite's mode says.
pub(super) fn checkpoint(connection: &Connection, mode: &str) -> rusqlite::Result<()> {
    connection.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |_| Ok(()))
}
