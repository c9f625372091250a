//! What is wrong with a pack, and exactly where: file, line and field.

use std::fmt;

/// One mistake in a pack, for the person who writes packs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// Relative to the pack's folder, with `/` between folders.
    pub file: String,
    /// From one; zero where the mistake is about no line (a missing file).
    pub line: usize,
    /// The way to the field: `limits.response.hours`, `questions[2].text.en`.
    pub field: String,
    pub what: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, field, what } = self;
        match (*line, field.is_empty()) {
            (0, true) => write!(f, "{file}: {what}"),
            (0, false) => write!(f, "{file}: {field}: {what}"),
            (_, true) => write!(f, "{file}:{line}: {what}"),
            (_, false) => write!(f, "{file}:{line}: {field}: {what}"),
        }
    }
}

impl std::error::Error for Mistake {}
