//! What holds for the domain as a whole: whatever people do, in whatever order; the shape of every fact; who builds on whom.

#[cfg(test)]
mod architecture;
#[cfg(test)]
#[path = "../src/dispute/given/mod.rs"]
#[allow(dead_code, reason = "shared with the tests of single commands, which use more of it")]
mod given;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod properties;
