//! Load, decide, commit, react: what stands between the doors and the domain.
//!
//! A door (page, API, command line) calls [`execute`] to change something and a function of
//! [`queries`] to read; both answer only what `domain::access::sight` grants the caller.

pub mod ports;
