//! The API through its front door: real store, real files, a payment provider in a sandbox, a clock that is moved.

mod bad_inputs;
mod canary;
mod document;
mod doors;
mod files;
mod lists;
mod repeats;
mod sentences;
mod story;
mod support;
