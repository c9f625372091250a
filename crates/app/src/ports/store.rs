//! The store's contract: one transaction per command, a log in one order, generic rows and queries.

use futures_util::future::BoxFuture;
use record::Hash;
use terms::{CommandId, EventId, Instant, JobId, StreamId};

use super::table::{RowChange, Value};

/// Why the store could not do what was asked; nothing has changed then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The disk is full; reading goes on, writing is possible again once there is room.
    #[error("no room left on the disk")]
    Full,
    /// The store cannot be reached or is shutting down.
    #[error("the store is not available: {0}")]
    Unavailable(String),
    /// What is stored cannot be right (`doctor` tells more).
    #[error("the store is damaged: {0}")]
    Damaged(String),
}

pub type StoreResult<T> = Result<T, StoreError>;

/// Why a commit was not made; nothing of it has happened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// The stream has moved on since it was loaded: load again and decide again.
    #[error("{0} has moved on")]
    Conflict(StreamId),
    /// This command was carried out before; this is what was answered then.
    #[error("the command was carried out before")]
    Repeated(CommandAnswer),
    /// A row that had to be new exists: `table` names it.
    #[error("a row of {table} exists already")]
    Taken { table: &'static str },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was answered to a command, kept so that a repeat gets the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandAnswer {
    /// Hash of the request, so that a different body under the same key is found.
    pub request: Vec<u8>,
    pub answer: Vec<u8>,
}

/// An event about to be recorded. `leaf` commits to header and parts (see `record`).
#[derive(Debug, Clone)]
pub struct NewEvent {
    pub id: EventId,
    pub stream: StreamId,
    pub version: u64,
    pub recorded_at: Instant,
    pub schema: u32,
    pub leaf: Hash,
    /// The parts as `record::encode_slots` writes them: the plain part first.
    pub parts: Vec<u8>,
}

/// An event as it was recorded. `index` is its place in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvent {
    pub index: u64,
    pub id: EventId,
    pub stream: StreamId,
    pub version: u64,
    pub recorded_at: Instant,
    pub schema: u32,
    pub leaf: Hash,
    pub parts: Vec<u8>,
}

/// A piece of work to be done at or after `run_at`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    pub id: JobId,
    pub run_at: Instant,
    /// What kind of work: a policy's name, `deadline`, `deliver`…
    pub kind: &'static str,
    pub payload: Vec<u8>,
}

/// A job taken to be done, until `leased_until`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    pub id: JobId,
    pub run_at: Instant,
    pub kind: String,
    pub payload: Vec<u8>,
    /// How often it has been taken, this time included.
    pub attempts: u32,
    /// Grows with every taking; finishing under an older fence changes nothing.
    pub fence: u64,
}

/// Everything that one command changes, in one transaction.
#[derive(Debug, Clone)]
pub struct Commit {
    pub command: CommandId,
    /// What the answer will be, and the hash of what was asked; kept under `command`.
    /// `None` for jobs, whose id is remembered without an answer.
    pub answer: Option<CommandAnswer>,
    pub at: Instant,
    /// The versions that the decision was made on, of every stream written (0: must be new).
    pub expected: Vec<(StreamId, u64)>,
    pub events: Vec<NewEvent>,
    pub rows: Vec<RowChange>,
    pub jobs: Vec<NewJob>,
    /// The job that this command carries out: it is done with this commit.
    pub finishes: Option<JobId>,
}

/// A commit that is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The places in the log of the commit's events, in order.
    pub indexes: Vec<u64>,
    /// The log's head right after the batch in which the commit was made.
    pub head: Head,
}

/// The state of the log at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub size: u64,
    pub root: Hash,
}

/// A full interior node of the log's tree (RFC 9162), kept for proofs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredNode {
    pub level: u8,
    pub index: u64,
    pub hash: Hash,
}

/// Where a follower of the log has got to: the next index to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor(pub u64);

/// A query by name, in the SQL that every store understands, parameters `$1`…
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Query {
    pub name: &'static str,
    pub sql: &'static str,
}

/// One row that a query gave, in the order of its columns.
pub type Row = Vec<Value>;

/// A change outside the log (sessions, drafts, deliveries…): plain SQL with parameters.
#[derive(Debug, Clone)]
pub struct Statement {
    pub query: Query,
    pub params: Vec<Value>,
    /// How many rows it must change; otherwise the whole transaction is undone and
    /// [`AppendError::Taken`] with the query's name is answered.
    pub must_change: Option<u64>,
}

/// What may be found of one case by one audience: text already cut into search terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchEntry {
    pub dispute: uuid::Uuid,
    pub audience: &'static str,
    /// Whose it is: the consumer's person id, the merchant's id, or empty for staff.
    pub owner: String,
    /// Space-separated terms.
    pub terms: String,
    pub updated_at: Instant,
}

/// A case that matched, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchHit {
    pub dispute: uuid::Uuid,
    /// Pass to the next search to go on behind this hit.
    pub position: i64,
}

/// A place where everything is kept. All methods may be called from any number of tasks.
pub trait Store: Send + Sync + 'static {
    /// Writes the commit; answers once it is on disk (fsync) and sequenced, or promised to be.
    fn commit(&self, commit: Commit) -> BoxFuture<'_, Result<Committed, AppendError>>;

    /// What was answered to a command, if it was carried out.
    fn answer(&self, command: CommandId) -> BoxFuture<'_, StoreResult<Option<CommandAnswer>>>;

    /// The events of a stream after a version, oldest first, at most `limit`.
    fn events(
        &self,
        stream: StreamId,
        after: u64,
        limit: usize,
    ) -> BoxFuture<'_, StoreResult<Vec<StoredEvent>>>;

    /// The events of the log from an index on, in log order, at most `limit`.
    fn log(&self, from: Cursor, limit: usize) -> BoxFuture<'_, StoreResult<Vec<StoredEvent>>>;

    /// Replaces the parts of an event by ones with the same root, of which some are erased; `rows` are
    /// changed and `commit`'s events recorded in the same transaction.
    fn erase(
        &self,
        index: u64,
        parts: Vec<u8>,
        commit: Commit,
    ) -> BoxFuture<'_, Result<Committed, AppendError>>;

    /// Runs a reading query.
    fn query(&self, query: Query, params: Vec<Value>) -> BoxFuture<'_, StoreResult<Vec<Row>>>;

    /// Runs changing statements in one transaction, durable when answered; gives the rows changed by each.
    fn change(&self, statements: Vec<Statement>) -> BoxFuture<'_, Result<Vec<u64>, AppendError>>;

    /// Takes due jobs, oldest first, each leased until `until`.
    fn take_jobs(&self, now: Instant, until: Instant, limit: usize) -> BoxFuture<'_, StoreResult<Vec<Job>>>;

    /// Ends a job without a command, or puts it off (`again`) with the reason kept for `doctor`.
    fn settle_job(&self, job: &Job, again: Option<(Instant, String)>) -> BoxFuture<'_, StoreResult<()>>;

    /// When the next job falls due, so that nobody needs to poll in the meantime.
    fn next_job_at(&self) -> BoxFuture<'_, StoreResult<Option<Instant>>>;

    /// Where the follower `name` has got to.
    fn cursor(&self, name: &'static str) -> BoxFuture<'_, StoreResult<Cursor>>;

    /// Writes what a follower made of the log and moves its cursor from `from` to `next`, in one transaction. Nothing
    /// happens if the cursor stands elsewhere: what was made is counted by somebody else already.
    fn follow(
        &self,
        name: &'static str,
        from: Cursor,
        next: Cursor,
        rows: Vec<RowChange>,
        search: Vec<SearchEntry>,
    ) -> BoxFuture<'_, StoreResult<()>>;

    /// Cases in which all `terms` occur for this audience and owner (`None`: staff), newest first, behind `before`.
    fn search(
        &self,
        audience: &'static str,
        owner: Option<String>,
        terms: Vec<String>,
        before: Option<i64>,
        limit: usize,
    ) -> BoxFuture<'_, StoreResult<Vec<SearchHit>>>;

    /// Size and root of the log.
    fn head(&self) -> BoxFuture<'_, StoreResult<Head>>;

    /// Interior nodes by (level, index), for proofs; those that do not exist are left out.
    fn nodes(&self, wanted: Vec<(u8, u64)>) -> BoxFuture<'_, StoreResult<Vec<StoredNode>>>;

    /// The size of the log whenever it grows, for followers and live pages.
    fn grown(&self) -> tokio::sync::watch::Receiver<u64>;

    /// Waits for what was begun, syncs and closes.
    fn close(&self) -> BoxFuture<'_, StoreResult<()>>;
}
