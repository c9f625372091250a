//! One range of bytes out of a `Range` header (RFC 9110 §14); several at once are answered with the whole file.

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    Whole,
    /// From a byte on, up to and with another.
    From {
        first: u64,
        last: Option<u64>,
    },
    /// The last so many bytes.
    Last(u64),
}

/// Reads the header; what is no single range of bytes counts as not asked.
pub(crate) fn read(header: Option<&str>) -> Asked {
    let range = header.and_then(|h| h.trim().strip_prefix("bytes=")).and_then(one);
    range.unwrap_or(Asked::Whole)
}

fn one(given: &str) -> Option<Asked> {
    let (first, last) = given.trim().split_once('-')?;
    let number = |text: &str| {
        (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
    };
    if first.is_empty() {
        return number(last).map(Asked::Last);
    }
    let first: u64 = number(first)?;
    if last.is_empty() {
        return Some(Asked::From { first, last: None });
    }
    let last: u64 = number(last)?;
    (first <= last).then_some(Asked::From { first, last: Some(last) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// D1: playback asks for pieces.
    #[test]
    fn single_ranges_are_read_and_everything_else_is_the_whole_file() {
        assert_eq!(read(Some("bytes=0-99")), Asked::From { first: 0, last: Some(99) });
        assert_eq!(read(Some("bytes=100-")), Asked::From { first: 100, last: None });
        assert_eq!(read(Some("bytes=-5")), Asked::Last(5));
        for whole in [
            None,
            Some("bytes=5-2"),
            Some("bytes=0-1,4-5"),
            Some("items=0-1"),
            Some("bytes=a-"),
            Some("bytes=-"),
        ] {
            assert_eq!(read(whole), Asked::Whole, "{whole:?}");
        }
    }
}
