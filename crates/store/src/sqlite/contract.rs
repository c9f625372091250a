//! `SqliteStore` under the names of the contract.

use app::ports::{
    AppendError, CommandAnswer, Commit, Committed, Cursor, Head, Job, Query, Row, RowChange, SearchEntry,
    SearchHit, Statement, Store, StoreResult, StoredEvent, StoredNode, Value,
};
use futures_util::future::BoxFuture;
use terms::{CommandId, Instant, StreamId};
use tokio::sync::watch;

use super::errors::{about, store_error};
use super::order::{Done, Order};
use super::{SqliteStore, reads, search};

impl Store for SqliteStore {
    fn commit(&self, commit: Commit) -> BoxFuture<'_, Result<Committed, AppendError>> {
        Box::pin(async move { self.ask(Order::Commit(Box::new(commit))).await?.committed() })
    }

    fn answer(&self, command: CommandId) -> BoxFuture<'_, StoreResult<Option<CommandAnswer>>> {
        Box::pin(self.readers.glance(move |connection| reads::answer(connection, command)))
    }

    fn events(
        &self,
        stream: StreamId,
        after: u64,
        limit: usize,
    ) -> BoxFuture<'_, StoreResult<Vec<StoredEvent>>> {
        Box::pin(self.readers.glance(move |connection| reads::events(connection, stream, after, limit)))
    }

    fn log(&self, from: Cursor, limit: usize) -> BoxFuture<'_, StoreResult<Vec<StoredEvent>>> {
        Box::pin(self.readers.run(move |connection| reads::log(connection, from.0, limit)))
    }

    fn erase(
        &self,
        index: u64,
        parts: Vec<u8>,
        commit: Commit,
    ) -> BoxFuture<'_, Result<Committed, AppendError>> {
        let order = Order::Erase { index, parts, commit: Box::new(commit) };
        Box::pin(async move { self.ask(order).await?.committed() })
    }

    fn query(&self, query: Query, params: Vec<Value>) -> BoxFuture<'_, StoreResult<Vec<Row>>> {
        Box::pin(
            async move { self.run_query(query.sql, params).await.map_err(|error| about(query.name, error)) },
        )
    }

    fn change(&self, statements: Vec<Statement>) -> BoxFuture<'_, Result<Vec<u64>, AppendError>> {
        let statements = statements
            .into_iter()
            .map(|statement| {
                let sql = self.sql.sqlite(statement.query.sql);
                (statement, sql)
            })
            .collect();
        Box::pin(async move { self.ask(Order::Change(statements)).await?.changed() })
    }

    fn take_jobs(&self, now: Instant, until: Instant, limit: usize) -> BoxFuture<'_, StoreResult<Vec<Job>>> {
        let order = Order::TakeJobs { now, until, limit };
        Box::pin(async move { self.ask(order).await.and_then(Done::jobs).map_err(store_error) })
    }

    fn settle_job(&self, job: &Job, again: Option<(Instant, String)>) -> BoxFuture<'_, StoreResult<()>> {
        let order = Order::SettleJob { job: job.clone(), again };
        Box::pin(async move { self.ask(order).await.map(drop).map_err(store_error) })
    }

    fn next_job_at(&self) -> BoxFuture<'_, StoreResult<Option<Instant>>> {
        Box::pin(self.readers.glance(reads::next_job_at))
    }

    fn cursor(&self, name: &'static str) -> BoxFuture<'_, StoreResult<Cursor>> {
        Box::pin(self.readers.glance(move |connection| reads::cursor(connection, name).map(Cursor)))
    }

    fn follow(
        &self,
        name: &'static str,
        from: Cursor,
        next: Cursor,
        rows: Vec<RowChange>,
        search: Vec<SearchEntry>,
    ) -> BoxFuture<'_, StoreResult<()>> {
        let order = Order::Follow { name, from, next, rows, search };
        Box::pin(async move { self.ask(order).await.map(drop).map_err(store_error) })
    }

    fn search(
        &self,
        audience: &'static str,
        owner: Option<String>,
        terms: Vec<String>,
        before: Option<i64>,
        limit: usize,
    ) -> BoxFuture<'_, StoreResult<Vec<SearchHit>>> {
        let owner = owner.unwrap_or_default();
        Box::pin(
            self.readers
                .run(move |connection| search::find(connection, audience, &owner, &terms, before, limit)),
        )
    }

    fn head(&self) -> BoxFuture<'_, StoreResult<Head>> {
        Box::pin(async move {
            let frontier = self.readers.glance(reads::frontier).await??;
            Ok(Head { size: frontier.size(), root: frontier.root() })
        })
    }

    fn nodes(&self, wanted: Vec<(u8, u64)>) -> BoxFuture<'_, StoreResult<Vec<StoredNode>>> {
        Box::pin(self.readers.glance(move |connection| reads::nodes(connection, &wanted)))
    }

    fn grown(&self) -> watch::Receiver<u64> {
        self.grown.clone()
    }

    fn close(&self) -> BoxFuture<'_, StoreResult<()>> {
        Box::pin(async move {
            self.readers.close().await;
            if self.is_closed() {
                return Ok(());
            }
            self.ask(Order::Close).await.map(drop).map_err(store_error)
        })
    }
}
