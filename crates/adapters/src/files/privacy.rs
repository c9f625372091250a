//! Takes the place where a picture or a recording was made out of what others get to see (D8).
//!
//! Formats without a place of their own for a position (GIF without XMP, PDF, text, sound other than M4A,
//! WebM, Word, Excel) are given as they are. Where a position may be but cannot be taken out safely, others
//! get nothing: a reason to hand in another copy is better than a home address shown to the other side.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use app::ports::FileError;
use bytes::Bytes;

use super::sniff::Format;
use super::{boxes, heic, outside, patch, pictures};

/// What is kept beside the original.
#[derive(Debug)]
pub(super) enum Outcome {
    /// Nothing in it needs hiding.
    Harmless,
    /// A picture without its metadata, in pieces.
    Copy(Vec<Bytes>),
    /// Places to blank, as text.
    Blank(String),
    /// May carry a position that could not be removed.
    Withheld,
}

pub(super) fn prepare(path: &Path, format: Format) -> Result<Outcome, FileError> {
    match format {
        Format::Jpeg | Format::Png | Format::Webp => {
            let Some(bytes) = whole(path)? else { return Ok(Outcome::Withheld) };
            Ok(pictures::clean(bytes, format).map_or(Outcome::Withheld, Outcome::Copy))
        }
        Format::Heic => blanks(heic::position_places(&mut open(path)?)),
        Format::Mp4 | Format::QuickTime | Format::M4a => blanks(boxes::position_places(&mut open(path)?)),
        Format::Gif => gif(&mut open(path)?),
        Format::Pdf
        | Format::Webm
        | Format::Mp3
        | Format::Ogg
        | Format::Wav
        | Format::Text
        | Format::Docx
        | Format::Xlsx => Ok(Outcome::Harmless),
    }
}

fn open(path: &Path) -> Result<File, FileError> {
    File::open(path).map_err(outside)
}

/// A picture small enough to be held in memory.
fn whole(path: &Path) -> Result<Option<Bytes>, FileError> {
    let size = open(path)?.metadata().map_err(outside)?.len();
    if size > pictures::LARGEST_PICTURE {
        return Ok(None);
    }
    let bytes = std::fs::read(path).map_err(outside)?;
    Ok(Some(Bytes::from(bytes)))
}

fn blanks(found: Option<Vec<patch::Patch>>) -> Result<Outcome, FileError> {
    Ok(match found {
        None => Outcome::Withheld,
        Some(patches) if patches.is_empty() => Outcome::Harmless,
        Some(patches) => Outcome::Blank(patch::write(&patches)),
    })
}

/// GIF has no position of its own, but Adobe's programs write XMP into it.
fn gif(file: &mut File) -> Result<Outcome, FileError> {
    const XMP: &[u8] = b"XMP DataXMP";
    let mut buffer = vec![0; 64 * 1024];
    let mut kept = 0;
    loop {
        let read = file.read(&mut buffer[kept..]).map_err(outside)?;
        if read == 0 {
            return Ok(Outcome::Harmless);
        }
        let filled = kept + read;
        if buffer[..filled].windows(XMP.len()).any(|part| part == XMP) {
            return Ok(Outcome::Withheld);
        }
        kept = filled.min(XMP.len() - 1);
        buffer.copy_within(filled - kept..filled, 0);
    }
}
