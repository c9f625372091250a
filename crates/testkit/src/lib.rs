//! What tests and the demo stand on: a shop full of people and orders, a payment provider in a sandbox,
//! a clock that is moved by hand, builders.
//!
//! Everything is made in code from a seed; nothing is fetched, and the same seed gives the same shop.

pub mod builders;
mod clock;
mod dice;
pub mod evidence;
pub mod goods;
mod memory;
pub mod sandbox;
pub mod shop;
pub mod words;

pub use clock::MovedClock;
pub use dice::Dice;
pub use memory::most_memory;
pub use sandbox::{Account, Behaviour, SandboxOptions, SandboxProvider, Totals};
pub use shop::{Shop, shop};
