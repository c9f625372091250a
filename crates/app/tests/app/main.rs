//! The application over the real store, files on disk and the sandbox provider.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail loudly")]

mod copies;
mod custody;
mod erasure;
mod lists;
mod money;
mod races;
mod repeats;
mod seal;
mod sight;
mod statistics;
mod tables;
mod world;
