//! Read models: the rows that pages and lists read, written in the same transaction as the facts.
//!
//! A row belongs to one stream: it is a function of the stream's state, and the store writes the difference
//! between before and after. Lists that only grow come from single facts. `tables` declares every table once.

pub mod dispute;
pub mod ledger;
pub mod merchant;
pub mod order;
pub mod payout;
pub mod penalty;
pub mod person;
pub mod publication;
pub mod tables;

use domain::Fact;
use terms::EventId;

use crate::ports::{RowChange, Table, Value};
use crate::stream::Stream;

/// One row that stands for a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateRow {
    pub table: &'static Table,
    pub values: Vec<Value>,
}

impl StateRow {
    fn key(&self) -> (&'static str, &[Value]) {
        (self.table.name, &self.values[..self.table.key])
    }
}

/// A fact with what it made, for lists that only grow.
#[derive(Debug)]
pub struct Cause<'a, S: Stream> {
    pub event_id: EventId,
    pub stream: uuid::Uuid,
    pub fact: &'a Fact<S::Event>,
    /// The state right after the fact.
    pub state: &'a S::State,
}

/// The changes that make `before` into `after`.
#[must_use]
pub fn difference(before: &[StateRow], after: Vec<StateRow>) -> Vec<RowChange> {
    let gone = before.iter().filter(|old| !after.iter().any(|new| new.key() == old.key()));
    let mut changes: Vec<RowChange> = gone
        .map(|old| RowChange::Delete { table: old.table, key: old.values[..old.table.key].to_vec() })
        .collect();
    for new in after {
        match before.iter().find(|old| old.key() == new.key()) {
            Some(old) if *old == new => {}
            Some(_) => changes.push(RowChange::Put { table: new.table, values: new.values }),
            None => changes.push(RowChange::Insert { table: new.table, values: new.values }),
        }
    }
    changes
}
