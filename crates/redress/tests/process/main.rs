//! The program as operators have it: a real process, real files, real kills; what it prints, answers and exits with.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests stop the test")]

mod bundle;
mod connections;
mod crash;
mod demo;
mod disk;
mod import;
mod long;
mod playbook;
mod serve;
mod setup;
mod support;
mod sync;
