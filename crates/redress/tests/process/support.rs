//! The program as a child process, people who talk to it over HTTP, and a look into what it left on the disk.

mod people;
mod process;
mod stage;
mod whole;

pub use people::{People, Person};
pub use process::{Server, errors, run, run_with_input, signal};
pub use stage::{Stage, configuration, copy};
pub use whole::{Whole, look};
