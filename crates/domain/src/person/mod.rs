//! A person: what they are to the platform, how to reach them, what they agreed to.

mod commands;
mod event;
mod refusal;
mod state;

pub use commands::{PersonCommand, Register, decide};
pub use event::PersonEvent;
pub use refusal::PersonRefusal;
pub use state::{PersonState, evolve};
