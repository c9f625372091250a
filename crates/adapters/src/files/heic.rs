//! Finds where a HEIC picture keeps EXIF and XMP, so that others get it without (ISO 23008-12).
//!
//! Metadata are items of the file: `iinf` says which, `iloc` where their bytes are. Those bytes are blanked on
//! the way out. Which way is up is not lost: HEIC keeps it among the picture's own properties (`irot`).

use std::io::{Read, Seek, SeekFrom};

use super::boxes::box_at;
use super::patch::{Patch, With};
use super::reading::Reader;

/// The index of a phone's picture is some kilobytes.
const LONGEST_INDEX: u64 = 4 * 1024 * 1024;

/// The places to blank; `None` if the picture cannot be read well enough to be sure.
pub(super) fn position_places(file: &mut (impl Read + Seek)) -> Option<Vec<Patch>> {
    let end = file.seek(SeekFrom::End(0)).ok()?;
    let mut at = 0;
    let mut patches = Vec::new();
    let mut has_index = false;
    while at + 8 <= end {
        let found = box_at(file, at, end)?;
        at = found.end;
        match &found.kind {
            b"meta" => {
                has_index = true;
                let length = found.end - found.content;
                if length > LONGEST_INDEX {
                    return None;
                }
                file.seek(SeekFrom::Start(found.content)).ok()?;
                let mut index = Vec::new();
                file.take(length).read_to_end(&mut index).ok()?;
                patches.extend(items(&index, found.content, end)?);
            }
            b"uuid" => {
                patches.push(Patch { at: found.start + 4, length: 4, with: With::Free });
                patches.push(Patch {
                    at: found.content,
                    length: found.end - found.content,
                    with: With::Zeros,
                });
            }
            // A sequence of pictures has tracks as well; those are not looked into.
            b"moov" => return None,
            _ => {}
        }
    }
    has_index.then_some(patches)
}

/// The boxes inside the index, with the place of their content in the file.
fn items(index: &[u8], index_at: u64, end: u64) -> Option<Vec<Patch>> {
    let mut boxes = Reader::new(index);
    boxes.take(4)?; // version and flags
    let (mut metadata, mut places, mut data_at) = (Vec::new(), None, None);
    while boxes.position() + 8 <= index.len() {
        let length = usize::try_from(boxes.number(4)?).ok()?;
        let kind = boxes.four()?;
        let content_at = index_at + boxes.position() as u64;
        let content = boxes.take(length.checked_sub(8)?)?;
        match &kind {
            b"iinf" => metadata = metadata_items(content)?,
            b"iloc" => places = Some(content),
            b"idat" => data_at = Some(content_at),
            _ => {}
        }
    }
    if metadata.is_empty() {
        return Some(Vec::new());
    }
    let patches = extents(places?, &metadata, data_at)?;
    patches
        .iter()
        .all(|patch| patch.at.checked_add(patch.length).is_some_and(|last| last <= end))
        .then_some(patches)
}

/// The ids of items that are no picture: EXIF, and XMP as `mime`.
fn metadata_items(iinf: &[u8]) -> Option<Vec<u64>> {
    let mut reader = Reader::new(iinf);
    let version = reader.number(1)?;
    reader.take(3)?;
    let count = reader.number(if version == 0 { 2 } else { 4 })?;
    let mut found = Vec::new();
    for _ in 0..count {
        let length = usize::try_from(reader.number(4)?).ok()?;
        let kind = reader.four()?;
        let mut entry = Reader::new(reader.take(length.checked_sub(8)?)?);
        let version = entry.number(1)?;
        if kind != *b"infe" || !(2..=3).contains(&version) {
            return None;
        }
        entry.take(3)?;
        let id = entry.number(if version == 2 { 2 } else { 4 })?;
        entry.take(2)?; // protection
        if matches!(&entry.four()?, b"Exif" | b"mime" | b"uri ") {
            found.push(id);
        }
    }
    Some(found)
}

/// Where the bytes of those items are (ISO 14496-12, 8.11.3).
fn extents(iloc: &[u8], metadata: &[u64], data_at: Option<u64>) -> Option<Vec<Patch>> {
    let mut reader = Reader::new(iloc);
    let version = reader.number(1)?;
    reader.take(3)?;
    let sizes = usize::try_from(reader.number(2)?).ok()?;
    let (offset_size, length_size) = (sizes >> 12 & 15, sizes >> 8 & 15);
    let base_size = sizes >> 4 & 15;
    let index_size = if version == 0 { 0 } else { sizes & 15 };
    let wide = if version < 2 { 2 } else { 4 };
    let mut patches = Vec::new();
    for _ in 0..reader.number(wide)? {
        let id = reader.number(wide)?;
        let method = if version == 0 { 0 } else { reader.number(2)? & 15 };
        reader.take(2)?; // data reference
        let base = reader.number(base_size)?;
        for _ in 0..reader.number(2)? {
            reader.number(index_size)?;
            let offset = reader.number(offset_size)?;
            let length = reader.number(length_size)?;
            if !metadata.contains(&id) {
                continue;
            }
            let start = match method {
                0 => 0,
                1 => data_at?,
                _ => return None,
            };
            let at = start.checked_add(base)?.checked_add(offset)?;
            patches.push(Patch { at, length, with: With::Zeros });
        }
    }
    Some(patches)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::super::patch;
    use super::*;

    fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len() + 8).unwrap();
        [length.to_be_bytes().as_slice(), kind, content].concat()
    }

    fn picture(exif: &[u8]) -> Vec<u8> {
        let entry = |id: u8, kind: &[u8; 4]| {
            boxed(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0], kind.as_slice(), b"\0"].concat())
        };
        let iinf =
            boxed(b"iinf", &[&[0, 0, 0, 0, 0, 2][..], &entry(1, b"hvc1"), &entry(2, b"Exif")].concat());
        let make = |exif_at: u32| {
            let place = |id: u8, at: u32, length: u32| {
                [&[0, id, 0, 0, 0, 1][..], &at.to_be_bytes(), &length.to_be_bytes()].concat()
            };
            let length = u32::try_from(exif.len()).unwrap();
            let places = [
                &[0, 0, 0, 0, 0x44, 0, 0, 2][..],
                &place(1, exif_at + length, 8),
                &place(2, exif_at, length),
            ]
            .concat();
            let meta = boxed(b"meta", &[&[0; 4][..], &iinf, &boxed(b"iloc", &places)].concat());
            [boxed(b"ftyp", b"heic\0\0\0\0mif1heic"), meta].concat()
        };
        let before = u32::try_from(make(0).len() + 8).unwrap();
        [make(before), boxed(b"mdat", &[exif, b"PIXELS!!"].concat())].concat()
    }

    /// D8: a phone's HEIC photo keeps its pixels and loses its position.
    #[test]
    fn the_metadata_of_a_heic_picture_are_blanked_and_its_pixels_are_not() {
        let original = picture(b"Exif GPS 31.2304N 121.4737E");
        let patches = position_places(&mut Cursor::new(&original)).unwrap();
        let mut clean = original.clone();
        patch::apply(&patches, 0, &mut clean);
        let has = |bytes: &[u8], wanted: &[u8]| bytes.windows(wanted.len()).any(|part| part == wanted);
        assert!(has(&original, b"31.2304N") && !has(&clean, b"31.2304N") && has(&clean, b"PIXELS!!"));
    }

    #[test]
    fn a_heic_picture_without_an_index_is_not_trusted() {
        assert!(position_places(&mut Cursor::new(boxed(b"ftyp", b"heic\0\0\0\0"))).is_none());
    }
}
