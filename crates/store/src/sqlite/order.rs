//! What the writer can be asked to do, and what it answers.

use app::ports::{
    AppendError, Commit, Committed, Cursor, Job, RowChange, SearchEntry, Statement, StoreError,
};
use terms::Instant;
use tokio::sync::oneshot;

/// One change. All of it happens, or nothing.
#[derive(Debug)]
pub(super) enum Order {
    Commit(Box<Commit>),
    /// New parts for the event at an index, with the commit that says so.
    Erase {
        index: u64,
        parts: Vec<u8>,
        commit: Box<Commit>,
    },
    Change(Vec<(Statement, std::sync::Arc<str>)>),
    TakeJobs {
        now: Instant,
        until: Instant,
        limit: usize,
    },
    SettleJob {
        job: Job,
        again: Option<(Instant, String)>,
    },
    Follow {
        name: &'static str,
        from: Cursor,
        next: Cursor,
        rows: Vec<RowChange>,
        search: Vec<SearchEntry>,
    },
    LimitPages(Option<u32>),
    /// Finish what waits and close.
    Close,
}

/// What became of an order.
#[derive(Debug)]
pub(super) enum Done {
    Committed(Committed),
    Changed(Vec<u64>),
    Jobs(Vec<Job>),
    Nothing,
}

impl Done {
    pub(super) fn committed(self) -> Result<Committed, AppendError> {
        match self {
            Self::Committed(committed) => Ok(committed),
            Self::Changed(_) | Self::Jobs(_) | Self::Nothing => Err(mixed_up()),
        }
    }

    pub(super) fn changed(self) -> Result<Vec<u64>, AppendError> {
        match self {
            Self::Changed(changed) => Ok(changed),
            Self::Committed(_) | Self::Jobs(_) | Self::Nothing => Err(mixed_up()),
        }
    }

    pub(super) fn jobs(self) -> Result<Vec<Job>, AppendError> {
        match self {
            Self::Jobs(jobs) => Ok(jobs),
            Self::Committed(_) | Self::Changed(_) | Self::Nothing => Err(mixed_up()),
        }
    }
}

fn mixed_up() -> AppendError {
    AppendError::Store(StoreError::Unavailable("the writer answered another question".to_owned()))
}

/// An order and where its answer goes.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) order: Order,
    pub(super) reply: oneshot::Sender<Result<Done, AppendError>>,
}
