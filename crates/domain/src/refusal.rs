//! What every refusal can tell a door: a stable code, how grave it is, and which field it is about.

use terms::TextError;

/// How a refusal is meant; doors turn it into an HTTP status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Not theirs to know that it exists: answered as if it did not.
    NotFound,
    /// Theirs to see, not to do.
    NotAllowed,
    /// Right person, wrong stage or time; or another has been faster.
    Conflict,
    /// What was given is not acceptable as it is.
    Invalid,
}

/// A reasoned no. The sentence people read is made from the code and the arguments by a door.
pub trait Refuse: std::fmt::Debug {
    /// Stable, `snake_case`, the key of the translated sentence and of the next step.
    fn code(&self) -> &'static str;
    fn severity(&self) -> Severity;
    /// JSON pointer of the field it is about, if it is about one.
    fn pointer(&self) -> Option<String> {
        None
    }
    /// Named values for the sentence.
    fn arguments(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// The code for a text that cannot be kept as it is.
pub(crate) const fn text_code(why: TextError) -> &'static str {
    match why {
        TextError::Empty => "text_missing",
        TextError::TooLong { .. } => "text_too_long",
        TextError::ForbiddenCharacter { .. } => "text_forbidden_character",
    }
}

/// The values for its sentence.
pub(crate) fn text_arguments(why: TextError) -> Vec<(&'static str, String)> {
    match why {
        TextError::Empty => Vec::new(),
        TextError::TooLong { length, max } => vec![("length", length.to_string()), ("max", max.to_string())],
        TextError::ForbiddenCharacter { code, at } => {
            vec![("code", format!("U+{code:04X}")), ("at", at.to_string())]
        }
    }
}
