//! What connects the application to the world: evidence files on a disk, the shop's order files and a
//! payment provider over HTTP.
//!
//! Every module here implements a port of `app` or feeds a command to it; no rule of the process lives here.

pub mod files;
pub mod orders;
pub mod payments;

pub use files::DiskFiles;
pub use payments::{HttpPayments, PaymentsConfig};
