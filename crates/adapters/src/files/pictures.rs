//! Rewrites a JPEG, PNG or WebP without metadata: only what is needed to draw the picture stays.
//!
//! The pixels are copied as they are. The way up (EXIF orientation) is kept, for without it a phone's photo
//! would lie on its side; it is written anew, alone.

use bytes::Bytes;
use img_parts::ImageEXIF;
use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::png::Png;
use img_parts::riff::{RiffChunk, RiffContent};
use img_parts::webp::WebP;

use super::sniff::Format;

/// Pictures up to this many bytes are rewritten; of larger ones others get nothing.
pub const LARGEST_PICTURE: u64 = 64 * 1024 * 1024;

/// The clean picture in pieces; `None` if it cannot be read well enough to be sure.
pub(super) fn clean(bytes: Bytes, format: Format) -> Option<Vec<Bytes>> {
    match format {
        Format::Jpeg => clean_jpeg(bytes),
        Format::Png => clean_png(bytes),
        Format::Webp => clean_webp(bytes),
        Format::Gif
        | Format::Heic
        | Format::Pdf
        | Format::Mp4
        | Format::QuickTime
        | Format::Webm
        | Format::Mp3
        | Format::M4a
        | Format::Ogg
        | Format::Wav
        | Format::Text
        | Format::Docx
        | Format::Xlsx => None,
    }
}

fn clean_jpeg(bytes: Bytes) -> Option<Vec<Bytes>> {
    let mut picture = Jpeg::from_bytes(bytes).ok()?;
    let way_up = way_up(&picture);
    let segments = picture.segments_mut();
    segments.retain(needed_to_draw);
    let scan = segments.last_mut().filter(|segment| segment.has_entropy())?;
    let drawn = pixels_only(scan)?;
    *scan = drawn;
    picture.set_exif(way_up);
    Some(picture.encoder().collect())
}

/// Of the application segments only those that change how the pixels are read.
fn needed_to_draw(segment: &JpegSegment) -> bool {
    match segment.marker() {
        markers::APP0 => segment.contents().starts_with(b"JFIF\0"),
        markers::APP2 => segment.contents().starts_with(b"ICC_PROFILE\0"),
        markers::APP14 => segment.contents().starts_with(b"Adobe"),
        markers::APP1..=markers::APP15 | markers::COM => false,
        _ => true,
    }
}

/// Cuts what follows the end of the picture: phones put previews with metadata of their own there.
fn pixels_only(scan: &JpegSegment) -> Option<JpegSegment> {
    // The last piece of an encoded scan is everything that follows its header, without a copy.
    let rest = scan.clone().encoder().last()?;
    let end = end_of_picture(&rest)?;
    Some(JpegSegment::new_with_entropy(scan.marker(), scan.contents().clone(), rest.slice(..end)))
}

/// The length up to and with the end marker, from the first scan's data on; `None` if there is none or
/// if more metadata stands between the scans of a progressive picture.
fn end_of_picture(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == markers::P)? + 1;
        match *bytes.get(at)? {
            // A stuffed byte or a restart marker: the scan goes on (ITU-T T.81, B.1.1.5).
            markers::Z | markers::RST0..=markers::RST7 => at += 1,
            // A fill byte: the marker is still to come.
            markers::P => {}
            markers::EOI => return Some(at + 1),
            markers::APP0..=markers::APP15 | markers::COM => return None,
            // A table or the next scan's header, skipped by its length.
            _ => at += 1 + usize::from(u16::from_be_bytes(*bytes.get(at + 1..)?.first_chunk()?)),
        }
    }
}

fn clean_png(bytes: Bytes) -> Option<Vec<Bytes>> {
    let mut picture = Png::from_bytes(bytes).ok()?;
    let way_up = way_up(&picture);
    let chunks = picture.chunks_mut();
    chunks.retain(|chunk| {
        // Critical chunks, colour, transparency, size and animation (PNG third edition, 5.6).
        matches!(
            &chunk.kind(),
            b"IHDR"
                | b"PLTE"
                | b"IDAT"
                | b"IEND"
                | b"tRNS"
                | b"cHRM"
                | b"gAMA"
                | b"iCCP"
                | b"sBIT"
                | b"sRGB"
                | b"cICP"
                | b"bKGD"
                | b"pHYs"
                | b"acTL"
                | b"fcTL"
                | b"fdAT"
        )
    });
    if chunks.last().is_none_or(|chunk| chunk.kind() != *b"IEND") {
        return None;
    }
    picture.set_exif(way_up);
    Some(picture.encoder().collect())
}

fn clean_webp(bytes: Bytes) -> Option<Vec<Bytes>> {
    let mut picture = WebP::from_bytes(bytes).ok()?;
    let way_up = way_up(&picture);
    picture.set_exif(None);
    let chunks = picture.chunks_mut();
    chunks.retain(|chunk| {
        matches!(&chunk.id(), b"VP8X" | b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" | b"ANMF" | b"ICCP")
    });
    for chunk in chunks {
        forget_xmp(chunk);
    }
    if way_up.is_some() {
        picture.set_exif(way_up);
    }
    Some(picture.encoder().collect())
}

/// Clears the header's flag that says that XMP follows (WebP container specification, "Extended File Format").
fn forget_xmp(chunk: &mut RiffChunk) {
    const XMP: u8 = 0b0000_0100;
    if chunk.id() != *b"VP8X" {
        return;
    }
    if let RiffContent::Data(data) = chunk.content_mut() {
        let mut header = data.to_vec();
        if let Some(flags) = header.first_mut() {
            *flags &= !XMP;
        }
        *data = Bytes::from(header);
    }
}

/// A block of EXIF that says nothing but which way is up; `None` if the picture is upright.
fn way_up(picture: &impl ImageEXIF) -> Option<Bytes> {
    let orientation = orientation(&picture.exif()?)?;
    if !(2..=8).contains(&orientation) {
        return None;
    }
    let mut block = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    block.extend(orientation.to_be_bytes());
    block.extend([0; 6]);
    Some(Bytes::from(block))
}

/// Tag 0x0112 in the first directory of a TIFF block (EXIF 2.32, 4.6.4).
fn orientation(tiff: &[u8]) -> Option<u16> {
    let big = match tiff.get(..2)? {
        b"MM" => true,
        b"II" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = *tiff.get(at..)?.first_chunk()?;
        Some(if big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    };
    let offset = *tiff.get(4..)?.first_chunk()?;
    let offset = if big { u32::from_be_bytes(offset) } else { u32::from_le_bytes(offset) } as usize;
    let count = usize::from(short(offset)?);
    let entry = (0..count).map(|n| offset + 2 + n * 12).find(|at| short(*at) == Some(0x0112))?;
    short(entry + 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(bytes: &[u8], format: Format) -> Option<Vec<u8>> {
        clean(Bytes::copy_from_slice(bytes), format).map(|pieces| pieces.concat())
    }

    fn has(bytes: &[u8], wanted: &[u8]) -> bool {
        bytes.windows(wanted.len()).any(|part| part == wanted)
    }

    /// A TIFF block that says "turn right" and has a position after it.
    const TURNED: &[u8] = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0 GPS 31.2304";

    /// D8: a phone's photo keeps its way up and loses everything else.
    #[test]
    fn the_way_up_is_kept_alone() {
        let exif = [b"Exif\0\0".as_slice(), TURNED].concat();
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        let scan = b"\xFF\xDA\0\x08\x01\x01\0\0\x3F\0\x12\xFF\0\x34\xFF\xD0\x56\xFF\xD9after the end";
        let original = [b"\xFF\xD8\xFF\xE1".as_slice(), &length, &exif, scan].concat();
        let clean = cleaned(&original, Format::Jpeg).unwrap();
        assert!(!has(&clean, b"GPS") && clean.ends_with(b"\x12\xFF\0\x34\xFF\xD0\x56\xFF\xD9"));
        let kept = Jpeg::from_bytes(Bytes::from(clean)).unwrap().exif().unwrap();
        assert_eq!(orientation(&kept), Some(6));
    }

    #[test]
    fn metadata_between_the_scans_of_a_progressive_jpeg_are_not_trusted() {
        let scans = b"\xFF\xD8\xFF\xDA\0\x08\x01\x01\0\0\x3F\0\x12\xFF\xE1\0\x04hi\xFF\xD9";
        assert!(cleaned(scans, Format::Jpeg).is_none());
    }

    #[test]
    fn a_webp_loses_exif_and_xmp_and_the_flags_that_announce_them() {
        let chunk = |kind: &[u8; 4], content: &[u8]| {
            let padding: &[u8] = if content.len() % 2 == 1 { b"\0" } else { b"" };
            [kind.as_slice(), &u32::try_from(content.len()).unwrap().to_le_bytes(), content, padding].concat()
        };
        let content = [
            b"WEBP".to_vec(),
            chunk(b"VP8X", &[0b0000_1100, 0, 0, 0, 1, 0, 0, 1, 0, 0]),
            chunk(b"VP8L", b"\x2F\x01\0\0\0"),
            chunk(b"EXIF", TURNED),
            chunk(b"XMP ", b"<x:xmpmeta>GPSLatitude"),
        ];
        let clean = cleaned(&chunk(b"RIFF", &content.concat()), Format::Webp).unwrap();
        assert!(!has(&clean, b"GPS") && has(&clean, b"VP8L"));
        let picture = WebP::from_bytes(Bytes::from(clean)).unwrap();
        assert_eq!(orientation(&picture.exif().unwrap()), Some(6));
        let flags = picture.chunk_by_id(*b"VP8X").unwrap().content().data().unwrap()[0];
        assert_eq!(flags & 0b0000_0100, 0, "no XMP is announced");
    }
}
