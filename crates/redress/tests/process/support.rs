//! The program as a child process, people who talk to it over HTTP, and a look into what it left on the disk.

mod people;
mod process;
mod stage;
mod whole;

pub use people::{Answer, People, Person};
pub use process::{Server, command, run, run_with_input, signal};
pub use stage::Stage;
pub use whole::{Whole, look};
