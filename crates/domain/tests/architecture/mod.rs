//! Who builds on whom.
