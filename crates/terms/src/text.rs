//! What people typed, checked before it is kept: length, control and direction-changing characters.

/// Why a text cannot be kept as it is. The door shows the text again with this beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    #[error("empty")]
    Empty,
    #[error("{length} characters, at most {max}")]
    TooLong { length: usize, max: usize },
    /// A control character, or one that turns the direction of writing around: it could make a
    /// text read differently from what it says (Unicode TR 36).
    #[error("forbidden character U+{code:04X} at character {at}")]
    ForbiddenCharacter { code: u32, at: usize },
}

/// Turns direction around or is invisible in a way that only hides.
const fn is_direction_control(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}')
}

fn clean(given: &str, max: usize, lines: bool) -> Result<String, TextError> {
    let text = given.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim();
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    let mut length = 0;
    for (at, c) in text.chars().enumerate() {
        length = at + 1;
        let line_break = lines && (c == '\n' || c == '\t');
        let forbidden = (c.is_control() && !line_break)
            || is_direction_control(c)
            || matches!(c, '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}');
        if forbidden {
            return Err(TextError::ForbiddenCharacter { code: u32::from(c), at: at + 1 });
        }
    }
    if length > max {
        return Err(TextError::TooLong { length, max });
    }
    Ok(text.to_owned())
}

/// A text of several lines, at most `max` characters (Unicode scalar values), trimmed.
///
/// # Errors
/// Empty, too long, or with a forbidden character (its place counted from one).
pub fn clean_text(given: &str, max: usize) -> Result<String, TextError> {
    clean(given, max, true)
}

/// A text of one line, at most `max` characters, trimmed.
///
/// # Errors
/// Empty, too long, or with a forbidden character, line breaks among them.
pub fn clean_line(given: &str, max: usize) -> Result<String, TextError> {
    clean(given, max, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emoji_and_chinese_are_kept_and_windows_line_ends_become_plain() {
        assert_eq!(clean_text(" 破了😡\r\n真的 ", 100), Ok("破了😡\n真的".to_owned()));
    }

    #[test]
    fn a_text_that_turns_its_direction_around_is_refused_with_its_place() {
        let refused = clean_text("退款\u{202E}001", 100);
        assert_eq!(refused, Err(TextError::ForbiddenCharacter { code: 0x202E, at: 3 }));
    }

    #[test]
    fn a_nul_is_refused() {
        assert!(matches!(clean_text("a\0b", 9), Err(TextError::ForbiddenCharacter { code: 0, at: 2 })));
    }

    #[test]
    fn length_counts_characters_not_bytes() {
        assert!(clean_text(&"好".repeat(10), 10).is_ok());
        assert_eq!(clean_text(&"好".repeat(11), 10), Err(TextError::TooLong { length: 11, max: 10 }));
    }
}
