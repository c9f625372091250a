//! Double entry from events: which accounts a fact moves, by pure code, summing to zero.

mod postings;

pub use postings::{Account, Posting, of_order, of_payout};
