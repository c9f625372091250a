//! The dispute domain: pure decisions and facts, without clock, randomness, storage or network.
//!
//! What must be consistent in one decision is one *stream* of facts. For each stream there is a
//! state, its events, its commands and their refusals; `decide` turns a command into events or
//! a refusal, `evolve` turns events into state, and nothing else changes a stream. What one stream
//! does to another is a *policy* (`policies`). Who may see what is decided in `access` alone.

// The tests' given-when-then is shared with the integration tests, which see this crate under its name.
#[cfg(test)]
extern crate self as domain;

pub mod access;
mod actor;
mod ctx;
pub mod dispute;
mod erasable;
mod fact;
pub mod facts;
pub mod merchant;
pub mod money;
pub mod order;
pub mod payout;
pub mod penalty;
pub mod person;
pub mod policies;
pub mod publication;
mod refusal;

pub use actor::{Actor, By};
pub use ctx::Ctx;
pub use erasable::Erasable;
pub use fact::{AnyCommand, AnyEvent, Fact, Recorded};
pub use refusal::{Refuse, Severity};
