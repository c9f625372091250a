//! A pool of connections that only read, so that no page waits for the writer.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use app::ports::{StoreError, StoreResult};
use rusqlite::Connection;
use tokio::sync::Semaphore;

use super::{Options, connection, unavailable};

#[derive(Debug)]
pub(super) struct Readers {
    pool: Arc<Pool>,
    /// One permit for each connection; who waits is served in turn.
    permits: Arc<Semaphore>,
    count: u32,
}

#[derive(Debug)]
struct Pool(Mutex<Vec<Connection>>);

impl Readers {
    pub(super) fn open(file: &Path, options: &Options) -> StoreResult<Self> {
        let count = options.readers.clamp(1, 256);
        let connections =
            (0..count).map(|_| connection::reader(file, options)).collect::<StoreResult<Vec<_>>>()?;
        Ok(Self {
            pool: Arc::new(Pool(Mutex::new(connections))),
            permits: Arc::new(Semaphore::new(count)),
            count: u32::try_from(count).unwrap_or(1),
        })
    }

    /// Runs a read of a few rows by an index where it is called: handing it to another thread costs more than it takes.
    pub(super) async fn glance<T>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> StoreResult<T> {
        let permit = self.permits.acquire().await.map_err(|_| closed())?;
        let lent = Lent::from(&self.pool).ok_or_else(closed)?;
        let result = read(lent.connection()?).map_err(unavailable);
        drop(lent);
        drop(permit);
        result
    }

    /// Runs `read` on a thread where taking long holds up nobody.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> StoreResult<T> {
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| closed())?;
        let pool = Arc::clone(&self.pool);
        let reading = tokio::task::spawn_blocking(move || {
            let lent = Lent::from(&pool).ok_or_else(closed)?;
            let result = read(lent.connection()?).map_err(unavailable);
            drop(lent);
            drop(permit);
            result
        });
        reading.await.map_err(|error| StoreError::Unavailable(error.to_string()))?
    }

    /// Waits for queries that run, then closes all connections.
    pub(super) async fn close(&self) {
        let all = self.permits.acquire_many(self.count).await;
        self.permits.close();
        drop(all);
        self.pool.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// A connection that goes back to the pool, also when the reading panics.
struct Lent<'p> {
    pool: &'p Pool,
    connection: Option<Connection>,
}

impl<'p> Lent<'p> {
    fn from(pool: &'p Pool) -> Option<Self> {
        let connection = pool.0.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
        Some(Self { pool, connection: Some(connection) })
    }

    fn connection(&self) -> StoreResult<&Connection> {
        self.connection.as_ref().ok_or_else(closed)
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut free = self.pool.0.lock().unwrap_or_else(PoisonError::into_inner);
        free.extend(self.connection.take());
    }
}

fn closed() -> StoreError {
    StoreError::Unavailable("it is closed".to_owned())
}
