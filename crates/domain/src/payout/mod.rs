//! One movement of money to a consumer and its states, from request to the provider's word.

mod commands;
mod event;
mod refusal;
mod state;

pub use commands::{PayoutCommand, decide};
pub use event::{MERCHANT_FUNDS, PayoutEvent, PayoutRequest, ProviderAnswer};
pub use refusal::PayoutRefusal;
pub use state::{PayoutPhase, PayoutState, evolve};
