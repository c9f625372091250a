//! The API through its front door: real store, real files, a payment provider in a sandbox, a clock that is moved.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop and say where")]

mod bad_inputs;
mod canary;
mod document;
mod doors;
mod files;
mod guests;
mod judging;
mod lists;
mod penalties;
mod repeats;
mod sentences;
mod sight;
mod statistics;
mod story;
mod support;
