//! The store on one machine: a SQLite database in a folder.
//!
//! [`SqliteStore`] answers the contract: what changes something is put into a queue for the [`writer`], what only reads
//! goes to a pool of [`readers`]. A third thread, the [`checkpointer`], moves what was written from the write-ahead log
//! into the database file.

mod checkpointer;
mod commit;
mod connection;
mod contract;
mod errors;
mod folder;
mod jobs;
mod order;
mod readers;
mod reads;
mod rows;
mod search;
mod statements;
mod tree;
mod values;
mod writer;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use app::ports::{AppendError, Row, StoreError, StoreResult, Value};
use record::Frontier;
use tokio::sync::{mpsc, oneshot, watch};

use crate::Migration;
use crate::sql::SqlCache;
pub(crate) use errors::unavailable;
use order::{Done, Order, Task};
use readers::Readers;

/// What can be chosen when opening.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many queries may run at the same time.
    pub readers: usize,
    /// Memory for database pages, for the writer; each reader gets an eighth of it.
    pub cache_mib: u32,
    /// How many changes may wait for the writer before those who ask must wait.
    pub queue: usize,
    /// After how many pages in the write-ahead log they are moved to the database file.
    pub checkpoint_pages: u32,
    /// The most pages of 4 KiB that the database may have; then it is "full". For a share of a disk, and for tests.
    pub max_pages: Option<u32>,
    /// Steps that come after the program's own: tables of a test.
    pub extra: Vec<Migration>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            readers: 4,
            cache_mib: 48,
            queue: 1024,
            checkpoint_pages: 8000,
            max_pages: None,
            extra: Vec::new(),
        }
    }
}

/// The store on one machine. Shared by [`Arc`]; when the last one is dropped, what was begun is finished first.
#[derive(Debug)]
pub struct SqliteStore {
    /// `None` only while being dropped.
    orders: Option<mpsc::Sender<Task>>,
    writer: Mutex<Option<JoinHandle<()>>>,
    readers: Readers,
    sql: SqlCache,
    grown: watch::Receiver<u64>,
}

impl SqliteStore {
    /// Opens the database in a folder, or the file itself when the path ends in `.db`; makes either if it is not there.
    ///
    /// # Errors
    /// When another process has it open, when it was written by a newer version, or when it cannot be read or written.
    pub fn open(path: impl AsRef<Path>, options: &Options) -> StoreResult<Arc<Self>> {
        let place = folder::Place::lock(path.as_ref())?;
        let mut connection = connection::writer(&place.file, options)?;
        crate::migrations::migrate(&mut connection, &options.extra)?;
        let frontier = reads::frontier(&connection).map_err(unavailable)?.map_err(StoreError::from)?;
        check_head(&connection, &frontier)?;
        let readers = Readers::open(&place.file, options)?;
        let (grown_sender, grown) = watch::channel(frontier.size());
        let (orders, waiting) = mpsc::channel(options.queue.max(1));
        let checkpointer = checkpointer::Checkpointer::start(&place.file, options)?;
        let writer = writer::start(writer::Parts {
            connection,
            place,
            frontier,
            waiting,
            checkpointer,
            grown: grown_sender,
        })?;
        Ok(Arc::new(Self {
            orders: Some(orders),
            writer: Mutex::new(Some(writer)),
            readers,
            sql: SqlCache::default(),
            grown,
        }))
    }

    /// Sets how many pages the database may have (`None`: as many as SQLite can count).
    ///
    /// # Errors
    /// When the store is closed.
    pub async fn limit_pages(&self, pages: Option<u32>) -> StoreResult<()> {
        match self.ask(Order::LimitPages(pages)).await {
            Ok(_) => Ok(()),
            Err(error) => Err(errors::store_error(error)),
        }
    }

    /// Puts an order into the writer's queue and waits for what became of it.
    async fn ask(&self, order: Order) -> Result<Done, AppendError> {
        let (reply, answer) = oneshot::channel();
        let orders = self.orders.as_ref().ok_or_else(closed)?;
        orders.send(Task { order, reply }).await.map_err(|_| closed())?;
        answer.await.map_err(|_| closed())?
    }

    fn is_closed(&self) -> bool {
        self.orders.as_ref().is_none_or(mpsc::Sender::is_closed)
    }

    async fn run_query(&self, sql: &'static str, params: Vec<Value>) -> StoreResult<Vec<Row>> {
        let sql = self.sql.sqlite(sql);
        self.readers.glance(|connection| reads::query(connection, &sql, &params)).await
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        self.orders = None;
        let writer = self.writer.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer
            && writer.join().is_err()
        {
            tracing::error!("the store's writer ended in a panic");
        }
    }
}

/// The head must belong to the events that are there, or every receipt given from now on would be wrong.
fn check_head(connection: &rusqlite::Connection, frontier: &Frontier) -> StoreResult<()> {
    let next = reads::next_index(connection).map_err(unavailable)?;
    if next == frontier.size() {
        return Ok(());
    }
    Err(StoreError::Damaged(format!("the log has {next} events and its head says {}", frontier.size())))
}

fn closed() -> AppendError {
    AppendError::Store(StoreError::Unavailable("it is closed".to_owned()))
}
