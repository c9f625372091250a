//! The binary's parts: configuration, wiring, the server, the demo, and the commands for operators.

pub mod clock;
pub mod commands;
pub mod config;
pub mod connections;
pub mod demo;
pub mod health;
pub mod platform;
pub mod server;
