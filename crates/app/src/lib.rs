//! Load, decide, commit, react: what stands between the doors and the domain.
//!
//! A door (page, API, command line) calls [`execute`] to change something and a function of
//! [`queries`] or [`case`] to read; both answer only what `domain::access::sight` grants the caller.

mod app;
pub mod case;
pub mod codec;
pub mod duty;
pub mod erase;
pub mod execute;
mod facts;
pub mod jobs;
pub mod meter;
pub mod penalty;
pub mod ports;
pub mod publication;
pub mod queries;
pub mod rows;
pub mod search;
pub mod show;
pub mod sign_in;
pub mod statistics;
pub mod strangers;
mod stream;

pub use app::{App, Limits, Parts, Randomness, SystemRandomness};
pub use stream::{Disputes, Merchants, Orders, Payouts, Penalties, Persons, Publications, Stream};
