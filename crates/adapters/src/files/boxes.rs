//! Finds where MP4, QuickTime and M4A files keep a position and other metadata (ISO 14496-12 boxes).
//!
//! Phones write it into `udta` (`©xyz`, `loci`), `meta` (`com.apple.quicktime.location.ISO6709`) and `uuid`
//! (XMP) boxes. Those are shown to others as `free` boxes full of zeros: nothing moves, so the sound and
//! picture data are still found where the index says. A track that is neither sound nor picture may hold a
//! position for every second; such a file is not shown to others unless the track names what it holds.

use std::io::{Read, Seek, SeekFrom};

use super::patch::{Patch, With};

/// More boxes than this are no recording of a phone.
const MOST_BOXES: usize = 200_000;
const DEEPEST: usize = 8;
/// A description of samples longer than this is not read.
const LONGEST_DESCRIPTION: u64 = 256 * 1024;

/// One box: where it starts, where its content starts, where it ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct BoxAt {
    pub(super) kind: [u8; 4],
    pub(super) start: u64,
    pub(super) content: u64,
    pub(super) end: u64,
}

/// Reads the head of the box at `start`; `None` at nonsense or past `end`.
pub(super) fn box_at(file: &mut (impl Read + Seek), start: u64, end: u64) -> Option<BoxAt> {
    file.seek(SeekFrom::Start(start)).ok()?;
    let mut head = [0; 8];
    file.read_exact(&mut head).ok()?;
    let [a, b, c, d, kind @ ..] = head;
    let (length, head_length) = match u32::from_be_bytes([a, b, c, d]) {
        0 => (end.checked_sub(start)?, 8),
        1 => {
            let mut long = [0; 8];
            file.read_exact(&mut long).ok()?;
            (u64::from_be_bytes(long), 16)
        }
        short => (u64::from(short), 8),
    };
    let box_end = start.checked_add(length)?;
    (length >= head_length && box_end <= end).then_some(BoxAt {
        kind,
        start,
        content: start + head_length,
        end: box_end,
    })
}

/// The places to blank; `None` if the file cannot be read to its end or may still tell where it was made.
pub(super) fn position_places(file: &mut (impl Read + Seek)) -> Option<Vec<Patch>> {
    let end = file.seek(SeekFrom::End(0)).ok()?;
    let mut walk = Walk { file, patches: Vec::new(), boxes: 0 };
    walk.inside(0, end, &mut Track::default(), 0)?;
    Some(walk.patches)
}

/// What is known of the track that is being walked.
#[derive(Debug, Default)]
struct Track {
    handler: Option<[u8; 4]>,
    description: Vec<u8>,
}

impl Track {
    /// Sound, pictures, hints for streaming and time codes hold no position; a track of timed metadata
    /// as Apple writes it lists the keys of what it holds.
    fn may_tell_where(&self) -> bool {
        match self.handler.as_ref() {
            None | Some(b"vide" | b"soun" | b"hint" | b"tmcd") => false,
            Some(b"meta") => !has(&self.description, b"mebx") || has(&self.description, b"location"),
            Some(_) => true,
        }
    }
}

fn has(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|part| part == wanted)
}

struct Walk<'a, F> {
    file: &'a mut F,
    patches: Vec<Patch>,
    boxes: usize,
}

impl<F: Read + Seek> Walk<'_, F> {
    fn inside(&mut self, mut at: u64, end: u64, track: &mut Track, depth: usize) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        while at + 8 <= end {
            let found = box_at(self.file, at, end)?;
            self.boxes += 1;
            if self.boxes > MOST_BOXES {
                return None;
            }
            self.look(found, track, depth)?;
            at = found.end;
        }
        Some(())
    }

    fn look(&mut self, found: BoxAt, track: &mut Track, depth: usize) -> Option<()> {
        match &found.kind {
            b"udta" | b"meta" | b"uuid" | b"XMP_" => self.blank(found),
            b"trak" => {
                let mut own = Track::default();
                self.inside(found.content, found.end, &mut own, depth + 1)?;
                if own.may_tell_where() {
                    return None;
                }
            }
            b"moov" | b"mdia" | b"minf" | b"stbl" | b"moof" | b"traf" | b"mvex" => {
                self.inside(found.content, found.end, track, depth + 1)?;
            }
            // QuickTime has a second handler below `minf`, about where data are; the first one counts.
            b"hdlr" if track.handler.is_none() => {
                let content = self.read(found)?;
                track.handler = Some(*content.get(8..)?.first_chunk()?);
            }
            b"stsd" => track.description = self.read(found)?,
            _ => {}
        }
        Some(())
    }

    fn read(&mut self, found: BoxAt) -> Option<Vec<u8>> {
        let length = found.end - found.content;
        if length > LONGEST_DESCRIPTION {
            return None;
        }
        self.file.seek(SeekFrom::Start(found.content)).ok()?;
        let mut content = Vec::new();
        self.file.take(length).read_to_end(&mut content).ok()?;
        Some(content)
    }

    fn blank(&mut self, found: BoxAt) {
        self.patches.push(Patch { at: found.start + 4, length: 4, with: With::Free });
        self.patches.push(Patch { at: found.content, length: found.end - found.content, with: With::Zeros });
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::super::patch;
    use super::*;

    fn boxed(kind: &[u8; 4], content: &[&[u8]]) -> Vec<u8> {
        let content = content.concat();
        let length = u32::try_from(content.len() + 8).unwrap();
        [length.to_be_bytes().as_slice(), kind, &content].concat()
    }

    fn handler(kind: &[u8; 4]) -> Vec<u8> {
        boxed(b"hdlr", &[&[0; 8], kind, &[0; 13]])
    }

    fn recording(handler_kind: &[u8; 4], description: &[u8]) -> Vec<u8> {
        let place = boxed(b"udta", &[&boxed(b"\xA9xyz", &[b"\0\x12\x15\xC7+31.2304+121.4737/"])]);
        let stbl = boxed(b"stbl", &[&boxed(b"stsd", &[description])]);
        let mdia = boxed(b"mdia", &[&handler(handler_kind), &boxed(b"minf", &[&stbl])]);
        let keys = boxed(b"meta", &[b"com.apple.quicktime.location.ISO6709 +31.2304+121.4737/"]);
        let moov = boxed(b"moov", &[&boxed(b"mvhd", &[&[7; 20]]), &boxed(b"trak", &[&mdia]), &place, &keys]);
        [boxed(b"ftyp", &[b"qt  \0\0\0\0"]), boxed(b"mdat", &[&[9; 100]]), moov].concat()
    }

    /// D8: a video shown to the other side does not tell where its maker lives.
    #[test]
    fn the_position_of_a_video_is_blanked_and_everything_else_stays_in_place() {
        let original = recording(b"vide", b"avc1");
        let patches = position_places(&mut Cursor::new(&original)).unwrap();
        let mut clean = original.clone();
        patch::apply(&patches, 0, &mut clean);
        assert!(has(&original, b"+31.2304"));
        assert!(!has(&clean, b"+31.2304"));
        assert_eq!(clean.len(), original.len());
        assert!(has(&clean, b"avc1") && has(&clean, b"mvhd") && has(&clean, &[9; 100]));
        assert_eq!(position_places(&mut Cursor::new(&clean)), Some(Vec::new()));
    }

    /// D8: what a track of timed data holds is known only if it says so.
    #[test]
    fn a_video_with_a_track_of_positions_is_not_shown_to_others() {
        assert!(position_places(&mut Cursor::new(recording(b"meta", b"gpmd"))).is_none());
        assert!(
            position_places(&mut Cursor::new(recording(
                b"meta",
                b"mebx keys mdta com.apple.quicktime.location.ISO6709"
            )))
            .is_none()
        );
        assert!(position_places(&mut Cursor::new(recording(b"text", b"tx3g"))).is_none());
        assert!(
            position_places(&mut Cursor::new(recording(
                b"meta",
                b"mebx keys mdta com.apple.quicktime.still-image-time"
            )))
            .is_some()
        );
    }

    #[test]
    fn a_file_cut_short_or_with_a_lying_length_is_not_trusted() {
        let original = recording(b"vide", b"avc1");
        assert!(position_places(&mut Cursor::new(&original[..original.len() - 9])).is_none());
        let mut lying = original;
        lying[16..20].copy_from_slice(&5_u32.to_be_bytes());
        assert!(position_places(&mut Cursor::new(lying)).is_none());
    }
}
