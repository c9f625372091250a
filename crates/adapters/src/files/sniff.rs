//! Finds out what a file is from its bytes, whatever its sender says it is.
//!
//! Only formats on the list are taken: those that a browser shows or plays without running anything in
//! them, and Word and Excel documents without macros. Web pages, SVG, scripts, programs and plain archives
//! never are, for they could act in the name of the platform or hide anything.

use std::fs::File;

use app::ports::FileError;

use super::office;

/// A format that is taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Jpeg,
    Png,
    Webp,
    Gif,
    Heic,
    Pdf,
    Mp4,
    QuickTime,
    Webm,
    Mp3,
    M4a,
    Ogg,
    Wav,
    Text,
    Docx,
    Xlsx,
}

/// What people would call alike; a claimed type must be of the same family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Picture,
    /// Sound and moving pictures: the same containers hold either.
    Recording,
    Document,
    Text,
}

impl Format {
    /// The type that the file is given out with.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Heic => "image/heic",
            Self::Pdf => "application/pdf",
            Self::Mp4 => "video/mp4",
            Self::QuickTime => "video/quicktime",
            Self::Webm => "video/webm",
            Self::Mp3 => "audio/mpeg",
            Self::M4a => "audio/mp4",
            Self::Ogg => "audio/ogg",
            Self::Wav => "audio/wav",
            Self::Text => "text/plain; charset=utf-8",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    const fn family(self) -> Family {
        match self {
            Self::Jpeg | Self::Png | Self::Webp | Self::Gif | Self::Heic => Family::Picture,
            Self::Mp4 | Self::QuickTime | Self::Webm | Self::Mp3 | Self::M4a | Self::Ogg | Self::Wav => {
                Family::Recording
            }
            Self::Pdf | Self::Docx | Self::Xlsx => Family::Document,
            Self::Text => Family::Text,
        }
    }
}

/// What the first bytes show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum First {
    Known(Format),
    /// An archive: the list of what is in it, at the end of the file, decides.
    Archive,
}

/// Watches a file go by: type from the first bytes, then what can only be known later.
#[derive(Debug)]
pub(super) struct Watch {
    first: First,
    /// The start of a character that the next buffer finishes.
    unfinished: Vec<u8>,
}

fn disguised(found: impl Into<String>) -> FileError {
    FileError::Disguised { found: found.into() }
}

impl Watch {
    /// Looks at the first bytes; a file that is not taken is refused here, before the rest arrives.
    pub(super) fn start(head: &[u8], claimed: Option<&str>) -> Result<Self, FileError> {
        let first = recognise(head).map_err(disguised)?;
        let mut watch = Self { first, unfinished: Vec::new() };
        watch.next(head)?;
        let fits = match claimed.map_or(Claim::Nothing, claimed_family) {
            Claim::Nothing => true,
            Claim::Family(family) => family == first.family(),
            Claim::Other => false,
        };
        if fits { Ok(watch) } else { Err(disguised(first.name())) }
    }

    /// Looks at the bytes that follow.
    pub(super) fn next(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        if self.first != First::Known(Format::Text) {
            return Ok(());
        }
        let joined;
        let bytes = if self.unfinished.is_empty() {
            bytes
        } else {
            joined = [self.unfinished.as_slice(), bytes].concat();
            joined.as_slice()
        };
        let valid = match std::str::from_utf8(bytes) {
            Ok(_) => bytes.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => return Err(disguised("application/octet-stream")),
        };
        if bytes[..valid].iter().any(|byte| is_binary(*byte)) {
            return Err(disguised("application/octet-stream"));
        }
        self.unfinished = bytes[valid..].to_vec();
        Ok(())
    }

    /// What the whole file is.
    pub(super) fn end(self, file: &mut File, size: u64) -> Result<Format, FileError> {
        if !self.unfinished.is_empty() {
            return Err(disguised("application/octet-stream"));
        }
        match self.first {
            First::Known(format) => Ok(format),
            First::Archive => office::inspect(file, size),
        }
    }
}

impl First {
    const fn family(self) -> Family {
        match self {
            Self::Known(format) => format.family(),
            Self::Archive => Family::Document,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Known(format) => format.media_type(),
            Self::Archive => "application/zip",
        }
    }
}

/// Bytes that no text has (WHATWG MIME Sniffing, "binary data byte").
const fn is_binary(byte: u8) -> bool {
    matches!(byte, 0x00..=0x08 | 0x0B | 0x0E..=0x1A | 0x1C..=0x1F)
}

enum Claim {
    Nothing,
    Family(Family),
    /// A type of which we take nothing.
    Other,
}

fn claimed_family(claimed: &str) -> Claim {
    let claimed = claimed.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (top, sub) = claimed.split_once('/').unwrap_or((claimed.as_str(), ""));
    match (top, sub) {
        ("", _) | ("application" | "binary", "octet-stream") => Claim::Nothing,
        ("image", "svg+xml") => Claim::Other,
        ("image", _) => Claim::Family(Family::Picture),
        ("audio" | "video", _) | ("application", "ogg" | "mp4") => Claim::Family(Family::Recording),
        ("application", "pdf" | "zip" | "x-zip-compressed" | "msword") => Claim::Family(Family::Document),
        ("application", other)
            if other.starts_with("vnd.openxmlformats-") || other.starts_with("vnd.ms-") =>
        {
            Claim::Family(Family::Document)
        }
        ("text", "plain" | "csv" | "markdown" | "tab-separated-values") | ("application", "json") => {
            Claim::Family(Family::Text)
        }
        _ => Claim::Other,
    }
}

/// The format, or the name of what was found instead.
fn recognise(head: &[u8]) -> Result<First, String> {
    if let Some(name) = script_or_markup(head) {
        return Err(name.to_owned());
    }
    if let Some(format) = by_signature(head) {
        return Ok(First::Known(format));
    }
    if head.starts_with(b"PK\x03\x04") {
        return Ok(First::Archive);
    }
    if let Some(found) = infer::get(head) {
        return Err(found.mime_type().to_owned());
    }
    Ok(First::Known(Format::Text))
}

fn by_signature(head: &[u8]) -> Option<Format> {
    let at = |from: usize, what: &[u8]| head.get(from..from + what.len()) == Some(what);
    if at(0, b"\xFF\xD8\xFF") {
        Some(Format::Jpeg)
    } else if at(0, b"\x89PNG\r\n\x1A\n") {
        Some(Format::Png)
    } else if at(0, b"GIF87a") || at(0, b"GIF89a") {
        Some(Format::Gif)
    } else if at(0, b"RIFF") && at(8, b"WEBP") {
        Some(Format::Webp)
    } else if at(0, b"RIFF") && at(8, b"WAVE") {
        Some(Format::Wav)
    } else if at(0, b"%PDF-") {
        Some(Format::Pdf)
    } else if at(0, b"OggS\0") {
        Some(Format::Ogg)
    } else if at(0, b"ID3") || is_mpeg_layer_three(head) {
        Some(Format::Mp3)
    } else if at(0, b"\x1A\x45\xDF\xA3") {
        is_webm(head).then_some(Format::Webm)
    } else if at(4, b"ftyp") {
        by_brand(head)
    } else {
        None
    }
}

/// A frame header of ISO 11172-3 layer III with a usable bit rate and sampling rate.
fn is_mpeg_layer_three(head: &[u8]) -> bool {
    let &[0xFF, second, third, ..] = head else { return false };
    let (version, layer) = (second >> 3 & 3, second >> 1 & 3);
    let (rate, sampling) = (third >> 4, third >> 2 & 3);
    second & 0xE0 == 0xE0 && version != 1 && layer == 1 && !matches!(rate, 0 | 15) && sampling != 3
}

/// The document type in the header of an EBML file (RFC 8794) is WebM, not Matroska in general.
fn is_webm(head: &[u8]) -> bool {
    let header = &head[..head.len().min(256)];
    header.windows(7).any(|part| part == b"\x42\x82\x84webm")
}

/// The brand of an ISO base media file (ISO 14496-12).
fn by_brand(head: &[u8]) -> Option<Format> {
    let length = head.first_chunk::<4>().map(|bytes| u32::from_be_bytes(*bytes) as usize)?;
    let brands = head.get(8..length.min(head.len()).min(512))?;
    let has = |wanted: &[u8; 4]| brands.chunks_exact(4).any(|brand| brand == wanted);
    match brands.first_chunk::<4>()? {
        b"qt  " => Some(Format::QuickTime),
        b"M4A " | b"M4B " => Some(Format::M4a),
        b"heic" | b"heix" | b"heim" | b"heis" => Some(Format::Heic),
        b"mif1" | b"msf1" if has(b"heic") || has(b"heix") => Some(Format::Heic),
        b"isom" | b"iso2" | b"iso3" | b"iso4" | b"iso5" | b"iso6" | b"mp41" | b"mp42" | b"avc1" | b"M4V "
        | b"dash" | b"mmp4" | b"MSNV" => Some(Format::Mp4),
        _ => None,
    }
}

/// Text that a browser might run if it were told another type (WHATWG MIME Sniffing looks at 1,445 bytes).
fn script_or_markup(head: &[u8]) -> Option<&'static str> {
    let start = String::from_utf8_lossy(&head[..head.len().min(1445)]).to_lowercase();
    let start = start.trim_start_matches('\u{FEFF}').trim_start();
    if by_signature(head).is_some() {
        return None;
    }
    if start.starts_with("#!") {
        return Some("text/x-script");
    }
    if start.contains("<svg") {
        return Some("image/svg+xml");
    }
    let markup = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<script",
        "<iframe",
        "<object",
        "<embed",
        "<img",
        "<style",
    ];
    if markup.iter().any(|tag| start.contains(tag)) {
        return Some("text/html");
    }
    if start.starts_with("<?php") {
        return Some("application/x-php");
    }
    start.starts_with("<?xml").then_some("text/xml")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(head: &[u8], claimed: Option<&str>) -> Result<&'static str, String> {
        match Watch::start(head, claimed) {
            Ok(watch) => Ok(watch.first.name()),
            Err(FileError::Disguised { found }) => Err(found),
            Err(other) => Err(other.to_string()),
        }
    }

    /// D1: the kinds of evidence that people have are recognised from their bytes.
    #[test]
    fn every_format_on_the_list_is_recognised_from_its_first_bytes() {
        let heads: &[(&[u8], &str)] = &[
            (b"\xFF\xD8\xFF\xE0", "image/jpeg"),
            (b"\x89PNG\r\n\x1A\n", "image/png"),
            (b"GIF89a", "image/gif"),
            (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
            (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
            (b"%PDF-1.7", "application/pdf"),
            (b"OggS\0\x02", "audio/ogg"),
            (b"ID3\x04", "audio/mpeg"),
            (b"\xFF\xFB\x90\x00", "audio/mpeg"),
            (b"\x1A\x45\xDF\xA3\x9F\x42\x82\x84webm", "video/webm"),
            (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "video/quicktime"),
            (b"\0\0\0\x14ftypisom\0\0\0\0mp42", "video/mp4"),
            (b"\0\0\0\x14ftypM4A \0\0\0\0mp42", "audio/mp4"),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "image/heic"),
            (b"PK\x03\x04\x14\0", "application/zip"),
            ("商家说：三天内发货".as_bytes(), "text/plain; charset=utf-8"),
        ];
        for (head, media_type) in heads {
            assert_eq!(found(head, None), Ok(*media_type));
        }
    }

    /// D1: what could act in the platform's name is not taken, whatever it calls itself.
    #[test]
    fn pages_scripts_and_programs_are_refused_and_named() {
        let heads: &[(&[u8], &str)] = &[
            (b"\n <!DOCTYPE html><p>", "text/html"),
            (b"hello <script>alert(1)</script>", "text/html"),
            (b"<svg xmlns=''>", "image/svg+xml"),
            (b"<?xml version='1.0'?><!-- x --><svg>", "image/svg+xml"),
            (b"#!/bin/sh\n", "text/x-script"),
            (b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "application/x-executable"),
            (b"\0\x01\x02\x03", "application/octet-stream"),
        ];
        for (head, name) in heads {
            assert_eq!(found(head, Some("image/png")), Err((*name).to_owned()));
        }
    }

    /// D1: a claimed type of another family is no slip of a browser.
    #[test]
    fn a_claim_of_another_family_is_refused_and_a_near_one_forgiven() {
        let png = b"\x89PNG\r\n\x1A\n";
        assert_eq!(found(png, Some("image/jpeg; q=1")), Ok("image/png"));
        assert_eq!(found(png, Some("application/octet-stream")), Ok("image/png"));
        for claimed in ["video/mp4", "text/html", "image/svg+xml", "application/javascript", "text/plain"] {
            assert_eq!(found(png, Some(claimed)), Err("image/png".to_owned()), "{claimed}");
        }
    }

    #[test]
    fn a_character_cut_by_a_buffer_end_is_still_text_and_a_cut_file_end_is_not() {
        let text = "退货".as_bytes();
        let mut watch = Watch::start(&text[..4], None).unwrap();
        watch.next(&text[4..]).unwrap();
        assert!(watch.unfinished.is_empty());
        let cut = Watch::start(&text[..4], None).unwrap();
        assert!(!cut.unfinished.is_empty());
    }
}
