//! Work that follows from facts: deadlines, policies' commands, effects outside; done once in effect.

mod follow;
mod run;
pub mod work;

pub use follow::{follow_search, rebuild_search, run_followers};
pub use run::{run_due, run_jobs};
