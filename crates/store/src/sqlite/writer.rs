//! The one thread that changes the database.
//!
//! It takes all orders that wait into one transaction, syncs the disk once, and only then answers. An order that is
//! refused before it wrote anything costs the others nothing. One that fails while writing makes the whole batch be
//! rolled back and repeated, each order under a savepoint, so that the failed one is undone alone; savepoints for every
//! batch would cost all the others a third.

use std::sync::Arc;
use std::thread::JoinHandle;

use app::ports::{AppendError, Committed, Head, Statement, StoreError, StoreResult};
use record::Frontier;
use rusqlite::{Connection, OptionalExtension as _};
use tokio::sync::{mpsc, oneshot, watch};

use super::checkpointer::{Checkpointer, checkpoint};
use super::errors::{Failure, unavailable, while_writing};
use super::folder::Place;
use super::order::{Done, Order, Task};
use super::statements::Statements;
use super::values::{bind_all, int};
use super::{commit, connection, jobs, rows, search};

/// More than waits in practice; it bounds the memory and the time of one transaction.
const BATCH: usize = 256;

/// What the thread owns.
pub(super) struct Parts {
    pub(super) connection: Connection,
    pub(super) place: Place,
    pub(super) frontier: Frontier,
    pub(super) waiting: mpsc::Receiver<Task>,
    pub(super) checkpointer: Checkpointer,
    pub(super) grown: watch::Sender<u64>,
}

pub(super) fn start(mut parts: Parts) -> StoreResult<JoinHandle<()>> {
    parts.checkpointer.watch(&mut parts.connection)?;
    std::thread::Builder::new()
        .name("store-writer".to_owned())
        .spawn(move || run(parts))
        .map_err(|error| StoreError::Unavailable(error.to_string()))
}

fn run(parts: Parts) {
    let Parts { connection, place, frontier, mut waiting, mut checkpointer, grown } = parts;
    let closing = match Statements::prepare(&connection) {
        Ok(statements) => {
            let mut writer = Writer { connection: &connection, statements, frontier, grown };
            writer.work(&mut waiting, &mut checkpointer)
        }
        Err(error) => {
            tracing::error!(%error, "the store's statements could not be prepared");
            None
        }
    };
    waiting.close();
    checkpointer.stop();
    let moved = checkpoint(&connection, "TRUNCATE").map_err(unavailable);
    let closed = connection.close().map_err(|(_, error)| unavailable(error));
    // Given up before the answer, so that who hears of the closing can open again at once.
    drop(place);
    if let Some(reply) = closing {
        let answer = moved.and(closed).map(|()| Done::Nothing).map_err(AppendError::Store);
        // Whoever asked may have gone; there is nobody else to tell.
        drop(reply.send(answer));
    }
}

struct Writer<'c> {
    connection: &'c Connection,
    statements: Statements<'c>,
    /// As of the last commit that is on disk.
    frontier: Frontier,
    grown: watch::Sender<u64>,
}

type Answers = Vec<Result<Done, AppendError>>;
type Closing = Option<oneshot::Sender<Result<Done, AppendError>>>;

impl Writer<'_> {
    /// Until asked to close, or until nobody is left who could ask for anything.
    fn work(&mut self, waiting: &mut mpsc::Receiver<Task>, checkpointer: &mut Checkpointer) -> Closing {
        let mut closing = None;
        while let Some(first) = waiting.blocking_recv() {
            let mut orders = Vec::new();
            let mut replies = Vec::new();
            let mut next = Some(first);
            while let Some(Task { order, reply }) = next {
                if matches!(order, Order::Close) {
                    // What was sent before is already here or in the queue; nothing new gets in.
                    waiting.close();
                    closing = Some(reply);
                } else {
                    orders.push(order);
                    replies.push(reply);
                }
                next = if orders.len() < BATCH { waiting.try_recv().ok() } else { None };
            }
            for (reply, answer) in replies.into_iter().zip(self.batch(&orders)) {
                // One who no longer waits has still been served.
                drop(reply.send(answer));
            }
            checkpointer.after_commit(self.connection);
        }
        closing
    }

    fn batch(&mut self, orders: &[Order]) -> Answers {
        if orders.is_empty() {
            return Vec::new();
        }
        let erasing = orders.iter().any(|order| matches!(order, Order::Erase { .. }));
        if erasing {
            self.overwrite_deleted(true);
        }
        let answers = self.together(orders);
        if erasing {
            self.overwrite_deleted(false);
            // Erased text must not live on in the write-ahead log.
            if let Err(error) = checkpoint(self.connection, "TRUNCATE") {
                tracing::warn!(%error, "the write-ahead log still holds what was erased, until it is moved");
            }
        }
        answers
    }

    /// One transaction for all, and if one of them fails in it, another one that leaves the failed out.
    fn together(&mut self, orders: &[Order]) -> Answers {
        let mut frontier = self.frontier.clone();
        let result = match self.all_at_once(orders, &mut frontier) {
            Err(AppendError::Store(StoreError::Full)) => Err(StoreError::Full),
            Err(error) if orders.len() == 1 => return vec![Err(error)],
            Err(_) => {
                frontier = self.frontier.clone();
                self.one_by_one(orders, &mut frontier)
            }
            Ok(outcomes) => Ok(outcomes),
        };
        match result {
            Ok(outcomes) => self.answer(outcomes, frontier),
            Err(error) => {
                tracing::error!(%error, orders = orders.len(), "nothing of the batch was written");
                orders.iter().map(|_| Err(AppendError::Store(error.clone()))).collect()
            }
        }
    }

    /// All orders without savepoints; an error means that everything is undone.
    fn all_at_once(&mut self, orders: &[Order], frontier: &mut Frontier) -> Result<Outcomes, AppendError> {
        self.begin()?;
        let mut outcomes = Vec::with_capacity(orders.len());
        for order in orders {
            match self.carry_out(order, frontier) {
                Ok(done) => outcomes.push(Ok(done)),
                Err(Failure::Refused(error)) => outcomes.push(Err(error)),
                Err(Failure::Undo(error)) => {
                    self.rollback();
                    return Err(error);
                }
            }
        }
        self.commit(frontier)?;
        Ok(outcomes)
    }

    /// Each order under a savepoint; an error means that everything is undone.
    fn one_by_one(&mut self, orders: &[Order], frontier: &mut Frontier) -> Result<Outcomes, StoreError> {
        self.begin()?;
        let mut outcomes = Vec::with_capacity(orders.len());
        for order in orders {
            let before = frontier.clone();
            let one = self.under_savepoint(order, frontier);
            if one.is_err() {
                *frontier = before;
            }
            // SQLite may have undone the whole transaction by itself, as when the disk is full.
            let undone = self.connection.is_autocommit();
            match one {
                Err(AppendError::Store(error)) if undone || error == StoreError::Full => {
                    self.rollback();
                    return Err(error);
                }
                one => outcomes.push(one),
            }
        }
        self.commit(frontier)?;
        Ok(outcomes)
    }

    fn under_savepoint(&mut self, order: &Order, frontier: &mut Frontier) -> Result<Outcome, AppendError> {
        let run =
            |sql| self.connection.execute_batch(sql).map_err(|error| AppendError::Store(unavailable(error)));
        run("SAVEPOINT one")?;
        match self.carry_out(order, frontier) {
            Ok(done) => {
                self.connection.execute_batch("RELEASE one").map_err(unavailable)?;
                Ok(done)
            }
            Err(failure) => {
                if !self.connection.is_autocommit() {
                    self.connection.execute_batch("ROLLBACK TO one; RELEASE one").map_err(unavailable)?;
                }
                Err(failure.error())
            }
        }
    }

    fn carry_out(&mut self, order: &Order, frontier: &mut Frontier) -> Result<Outcome, Failure> {
        match order {
            Order::Commit(wanted) => {
                commit::carry_out(&mut self.statements, frontier, wanted).map(Outcome::Committed)
            }
            Order::Erase { index, parts, commit: wanted } => {
                let indexes = commit::carry_out(&mut self.statements, frontier, wanted)?;
                commit::replace_parts(&mut self.statements, *index, parts)?;
                Ok(Outcome::Committed(indexes))
            }
            Order::Change(statements) => change(self.connection, statements).map(Outcome::Changed),
            Order::TakeJobs { now, until, limit } => {
                Ok(Outcome::Jobs(jobs::take(self.connection, *now, *until, *limit)?))
            }
            Order::SettleJob { job, again } => {
                jobs::settle(self.connection, job, again.as_ref())?;
                Ok(Outcome::Nothing)
            }
            Order::Follow { name, from, next, rows, search } => {
                let at: Option<i64> =
                    self.statements.cursor.query_row([name], |row| row.get(0)).optional()?;
                if at.unwrap_or(0) != int(from.0) {
                    return Ok(Outcome::Nothing);
                }
                rows::write(&mut self.statements, rows)?;
                search::replace(self.connection, search)?;
                self.statements.set_cursor.execute((name, int(next.0)))?;
                Ok(Outcome::Nothing)
            }
            Order::LimitPages(pages) => {
                connection::limit_pages(self.connection, *pages)?;
                Ok(Outcome::Nothing)
            }
            Order::Close => Ok(Outcome::Nothing),
        }
    }

    fn begin(&mut self) -> Result<(), StoreError> {
        if !self.connection.is_autocommit() {
            self.rollback();
        }
        self.statements.begin.raw_execute().map(drop).map_err(unavailable)
    }

    /// Writes the log's new head with everything else and syncs.
    fn commit(&mut self, frontier: &Frontier) -> Result<(), StoreError> {
        let grew = frontier.size() != self.frontier.size();
        let head = if grew {
            self.statements.set_head.execute((int(frontier.size()), frontier.to_bytes())).map(drop)
        } else {
            Ok(())
        };
        let done = head.and_then(|()| self.statements.commit.raw_execute().map(drop));
        done.map_err(|error| {
            self.rollback();
            unavailable(error)
        })
    }

    fn rollback(&self) {
        if self.connection.is_autocommit() {
            return;
        }
        if let Err(error) = self.connection.execute_batch("ROLLBACK") {
            tracing::error!(%error, "a transaction could not be rolled back");
        }
    }

    /// What is on disk now becomes the state to go on from.
    fn answer(&mut self, outcomes: Outcomes, frontier: Frontier) -> Answers {
        self.frontier = frontier;
        let head = Head { size: self.frontier.size(), root: self.frontier.root() };
        if outcomes.iter().any(|outcome| matches!(outcome, Ok(Outcome::Committed(_)))) {
            // Also when a commit only brought jobs: someone may be waiting for those.
            self.grown.send_replace(head.size);
        }
        let answer = |outcome| match outcome {
            Outcome::Committed(indexes) => Done::Committed(Committed { indexes, head: head.clone() }),
            Outcome::Changed(counts) => Done::Changed(counts),
            Outcome::Jobs(jobs) => Done::Jobs(jobs),
            Outcome::Nothing => Done::Nothing,
        };
        outcomes.into_iter().map(|outcome| outcome.map(answer)).collect()
    }

    /// SQLite leaves deleted bytes in freed pages unless told to overwrite them.
    fn overwrite_deleted(&self, overwrite: bool) {
        if let Err(error) = self.connection.pragma_update(None, "secure_delete", overwrite) {
            tracing::warn!(%error, "freed pages are not overwritten");
        }
    }
}

/// What an order came to, before the head after its batch is known.
enum Outcome {
    Committed(Vec<u64>),
    Changed(Vec<u64>),
    Jobs(Vec<app::ports::Job>),
    Nothing,
}

type Outcomes = Vec<Result<Outcome, AppendError>>;

/// Runs plain statements; gives the rows changed by each.
fn change(connection: &Connection, statements: &[(Statement, Arc<str>)]) -> Result<Vec<u64>, Failure> {
    let mut counts = Vec::with_capacity(statements.len());
    for (statement, sql) in statements {
        let name = statement.query.name;
        let run = || -> rusqlite::Result<usize> {
            let mut prepared = connection.prepare_cached(sql)?;
            bind_all(&mut prepared, &statement.params)?;
            prepared.raw_execute()
        };
        let changed = run().map_err(|error| while_writing(name, error))?;
        let changed = changed as u64;
        if statement.must_change.is_some_and(|expected| expected != changed) {
            return Err(Failure::Undo(AppendError::Taken { table: name }));
        }
        counts.push(changed);
    }
    Ok(counts)
}
