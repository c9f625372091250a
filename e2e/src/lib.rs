//! Opens a real Chromium on a real Redress, so that stories can be told the way a person lives them.
//!
//! A story starts a [`Demo`], opens a [`Browser`] on it, reads and clicks, asks [`axe`] whether the page is usable for everybody
//! (WCAG 2.2 AA) and may keep a picture of it. Everything started here ends with the test, however the test ends: see
//! [`Guarded`].

mod axe;
mod browser;
mod demo;
mod error;
mod guarded;

pub use axe::{Violation, axe};
pub use browser::{Browser, Look, Scripts, Viewport};
pub use demo::{Cast, Demo, Order, Player, verify};
pub use error::{Error, Result};
pub use guarded::Guarded;
pub use thirtyfour;
