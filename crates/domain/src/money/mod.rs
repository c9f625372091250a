//! Double entry from events: which accounts a fact moves, by pure code, summing to zero.

mod postings;

use terms::Money;

pub use postings::{Account, Posting, of_dispute, of_merchant, of_order, of_payout};

/// Whether the sum can be read back from the record: it is within what [`Money`] takes as a text.
#[must_use]
pub fn can_be_recorded(sum: Money) -> bool {
    Money::parse(sum.currency, &sum.decimal()) == Ok(sum)
}
