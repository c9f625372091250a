//! A merchant's account with the platform: deposit, what was paid for it, measures in force, points.

mod commands;
mod event;
mod refusal;
mod state;

pub use commands::{Cover, MerchantAct, MerchantCommand, decide};
pub use event::{EndCause, Measure, MerchantEvent};
pub use refusal::MerchantRefusal;
pub use state::{Debt, ImposedMeasure, MerchantState, evolve};
