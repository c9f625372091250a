//! The platform as people live it: stories told in a real browser on a running demo.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail as loudly as the tests")]

mod filing_to_rating;
mod hand_over;
mod judging;
mod live;
mod overseeing;
mod pages;
mod screens;
mod support;
