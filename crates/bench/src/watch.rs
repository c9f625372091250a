//! A store that hands everything on and remembers which filings shared a transaction, and if wanted what they wrote.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use app::ports::{
    AppendError, CommandAnswer, Commit, Committed, Cursor, Head, Job, Query, Row, RowChange, SearchEntry,
    SearchHit, Statement, Store, StoreResult, StoredEvent, StoredNode, Value,
};
use futures_util::future::BoxFuture;
use terms::{CommandId, Instant, StreamId, StreamKind};

/// Stands before the real store.
pub struct Watch {
    store: Arc<dyn Store>,
    /// The log's size that each filing was told: those of one transaction were told the same.
    heads: Mutex<Vec<u64>>,
    kept: Option<Mutex<Vec<Commit>>>,
}

impl Watch {
    pub fn new(store: Arc<dyn Store>, keep: bool) -> Self {
        Self { store, heads: Mutex::default(), kept: keep.then(Mutex::default) }
    }

    /// How many filings each transaction had, in their order.
    pub fn batches(&self) -> Vec<u64> {
        let mut batches = BTreeMap::<u64, u64>::new();
        for head in self.heads.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            *batches.entry(*head).or_default() += 1;
        }
        batches.into_values().collect()
    }

    /// What the filings wrote, if it was to be kept.
    pub fn take_kept(&self) -> Vec<Commit> {
        let kept = self.kept.as_ref().map(|kept| kept.lock().unwrap_or_else(PoisonError::into_inner));
        kept.map(|mut kept| std::mem::take(&mut *kept)).unwrap_or_default()
    }
}

/// A complaint begins a dispute's stream.
fn is_filing(commit: &Commit) -> bool {
    matches!(commit.expected.as_slice(), [(stream, 0)] if stream.kind == StreamKind::Dispute)
}

impl Store for Watch {
    fn commit(&self, commit: Commit) -> BoxFuture<'_, Result<Committed, AppendError>> {
        if !is_filing(&commit) {
            return self.store.commit(commit);
        }
        let copy = self.kept.as_ref().map(|_| commit.clone());
        Box::pin(async move {
            let committed = self.store.commit(commit).await?;
            self.heads.lock().unwrap_or_else(PoisonError::into_inner).push(committed.head.size);
            if let (Some(kept), Some(copy)) = (&self.kept, copy) {
                kept.lock().unwrap_or_else(PoisonError::into_inner).push(copy);
            }
            Ok(committed)
        })
    }
    fn answer(&self, command: CommandId) -> BoxFuture<'_, StoreResult<Option<CommandAnswer>>> {
        self.store.answer(command)
    }
    fn events(
        &self,
        stream: StreamId,
        after: u64,
        limit: usize,
    ) -> BoxFuture<'_, StoreResult<Vec<StoredEvent>>> {
        self.store.events(stream, after, limit)
    }
    fn log(&self, from: Cursor, limit: usize) -> BoxFuture<'_, StoreResult<Vec<StoredEvent>>> {
        self.store.log(from, limit)
    }
    fn erase(
        &self,
        index: u64,
        parts: Vec<u8>,
        commit: Commit,
    ) -> BoxFuture<'_, Result<Committed, AppendError>> {
        self.store.erase(index, parts, commit)
    }
    fn query(&self, query: Query, params: Vec<Value>) -> BoxFuture<'_, StoreResult<Vec<Row>>> {
        self.store.query(query, params)
    }
    fn change(&self, statements: Vec<Statement>) -> BoxFuture<'_, Result<Vec<u64>, AppendError>> {
        self.store.change(statements)
    }
    fn take_jobs(&self, now: Instant, until: Instant, limit: usize) -> BoxFuture<'_, StoreResult<Vec<Job>>> {
        self.store.take_jobs(now, until, limit)
    }
    fn settle_job(&self, job: &Job, again: Option<(Instant, String)>) -> BoxFuture<'_, StoreResult<()>> {
        self.store.settle_job(job, again)
    }
    fn next_job_at(&self) -> BoxFuture<'_, StoreResult<Option<Instant>>> {
        self.store.next_job_at()
    }
    fn cursor(&self, name: &'static str) -> BoxFuture<'_, StoreResult<Cursor>> {
        self.store.cursor(name)
    }
    fn follow(
        &self,
        name: &'static str,
        from: Cursor,
        next: Cursor,
        rows: Vec<RowChange>,
        search: Vec<SearchEntry>,
    ) -> BoxFuture<'_, StoreResult<()>> {
        self.store.follow(name, from, next, rows, search)
    }
    fn search(
        &self,
        audience: &'static str,
        owner: Option<String>,
        terms: Vec<String>,
        before: Option<i64>,
        limit: usize,
    ) -> BoxFuture<'_, StoreResult<Vec<SearchHit>>> {
        self.store.search(audience, owner, terms, before, limit)
    }
    fn head(&self) -> BoxFuture<'_, StoreResult<Head>> {
        self.store.head()
    }
    fn nodes(&self, wanted: Vec<(u8, u64)>) -> BoxFuture<'_, StoreResult<Vec<StoredNode>>> {
        self.store.nodes(wanted)
    }
    fn grown(&self) -> tokio::sync::watch::Receiver<u64> {
        self.store.grown()
    }
    fn close(&self) -> BoxFuture<'_, StoreResult<()>> {
        self.store.close()
    }
}
