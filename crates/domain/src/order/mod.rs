//! An order as the shop reported it, and the one cap on the money that may go back for it.

pub mod commands;
mod event;
#[cfg(test)]
pub(crate) mod given;
mod refusal;
mod snapshot;
mod state;

pub use commands::{OrderCommand, decide};
pub use event::OrderEvent;
pub use refusal::OrderRefusal;
pub use snapshot::{Listing, Logistics, LogisticsEvent, OrderLine, OrderSnapshot, Payment};
pub use state::{Basis, OrderState, Reservation, evolve};
