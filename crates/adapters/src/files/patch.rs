//! Blanks places of a file while it is read, so that a big recording needs no second copy.

use app::ports::FileError;

/// A place that others do not get to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Patch {
    pub(super) at: u64,
    pub(super) length: u64,
    pub(super) with: With,
}

/// What is shown instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum With {
    Zeros,
    /// The word `free`: a box of that type is skipped by every player (ISO 14496-12, 8.1.2).
    Free,
}

/// Writes patches as lines `AT LENGTH zeros|free`.
pub(super) fn write(patches: &[Patch]) -> String {
    use std::fmt::Write as _;
    patches.iter().fold(String::new(), |mut text, patch| {
        let with = match patch.with {
            With::Zeros => "zeros",
            With::Free => "free",
        };
        let _ = writeln!(text, "{} {} {with}", patch.at, patch.length);
        text
    })
}

/// Reads what [`write()`] wrote; a line that cannot be read means that nothing may be shown.
pub(super) fn read(text: &str) -> Result<Vec<Patch>, FileError> {
    let line = |line: &str| {
        let mut words = line.split(' ');
        let at = words.next()?.parse().ok()?;
        let length = words.next()?.parse().ok()?;
        let with = match words.next()? {
            "zeros" => With::Zeros,
            "free" => With::Free,
            _ => return None,
        };
        Some(Patch { at, length, with })
    };
    let damaged = || FileError::Unavailable("the list of blanked places is damaged".to_owned());
    text.lines().map(|text| line(text).ok_or_else(damaged)).collect()
}

/// Applies patches to bytes that were read from `from` on.
pub(super) fn apply(patches: &[Patch], from: u64, bytes: &mut [u8]) {
    let end = from + bytes.len() as u64;
    for patch in patches {
        let first = patch.at.max(from);
        let last = patch.at.saturating_add(patch.length).min(end);
        for place in first..last {
            let replacement = match patch.with {
                With::Zeros => 0,
                With::Free => b"free"[usize::try_from((place - patch.at) % 4).unwrap_or(0)],
            };
            if let Some(byte) = usize::try_from(place - from).ok().and_then(|index| bytes.get_mut(index)) {
                *byte = replacement;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_a_file_is_cut_into_chunks_the_same_places_are_blank() {
        let original: Vec<u8> = (1..=40).collect();
        let patches =
            [Patch { at: 3, length: 4, with: With::Free }, Patch { at: 10, length: 9, with: With::Zeros }];
        let patches = read(&write(&patches)).unwrap();
        let mut whole = original.clone();
        apply(&patches, 0, &mut whole);
        assert_eq!(&whole[3..7], b"free");
        assert!(whole[10..19].iter().all(|byte| *byte == 0));
        for size in 1..=40 {
            let mut pieces = original.clone();
            for (n, piece) in pieces.chunks_mut(size).enumerate() {
                apply(&patches, (n * size) as u64, piece);
            }
            assert_eq!(pieces, whole, "chunks of {size}");
        }
    }
}
