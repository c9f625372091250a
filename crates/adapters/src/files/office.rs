//! Tells Word and Excel documents from other archives by the list of contents at a ZIP file's end.
//!
//! Documents with macros, programs or scripts inside, Java archives, installers and plain archives are not taken.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use app::ports::FileError;

use super::outside;
use super::sniff::Format;

/// End record of 22 bytes and the longest comment (APPNOTE 4.3.16).
const END: u64 = 22 + 65_535;
const LONGEST_LIST: u64 = 4 * 1024 * 1024;

fn refused() -> FileError {
    FileError::Disguised { found: "application/zip".to_owned() }
}

/// Which document it is.
pub(super) fn inspect(file: &mut File, size: u64) -> Result<Format, FileError> {
    let tail = read(file, size.saturating_sub(END), END.min(size))?;
    let (at, length) = list_place(&tail).ok_or_else(refused)?;
    if length > LONGEST_LIST || at.saturating_add(length) > size {
        return Err(refused());
    }
    let list = read(file, at, length)?;
    document(&names(&list).ok_or_else(refused)?).ok_or_else(refused)
}

fn read(file: &mut File, at: u64, length: u64) -> Result<Vec<u8>, FileError> {
    file.seek(SeekFrom::Start(at)).map_err(outside)?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes).map_err(outside)?;
    Ok(bytes)
}

fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let part = bytes.get(at..at + length)?;
    Some(part.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

fn list_place(tail: &[u8]) -> Option<(u64, u64)> {
    let end = tail.windows(4).rposition(|part| part == b"PK\x05\x06")?;
    Some((number(tail, end + 16, 4)?, number(tail, end + 12, 4)?))
}

fn names(list: &[u8]) -> Option<Vec<String>> {
    let mut names = Vec::new();
    let mut at = 0;
    while list.get(at..at + 4) == Some(b"PK\x01\x02") {
        let field = |offset| number(list, at + offset, 2).and_then(|length| usize::try_from(length).ok());
        let (name, extra, comment) = (field(28)?, field(30)?, field(32)?);
        let bytes = list.get(at + 46..at + 46 + name)?;
        names.push(String::from_utf8_lossy(bytes).to_lowercase());
        at += 46 + name + extra + comment;
    }
    (at == list.len()).then_some(names)
}

fn document(names: &[String]) -> Option<Format> {
    let runs =
        [".bin", ".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".jar", ".class", ".html", ".htm", ".svg"];
    let dangerous = |name: &String| {
        let printer_settings = name.contains("printersettings") && name.ends_with(".bin");
        !printer_settings && runs.iter().any(|end| name.ends_with(end))
    };
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    if !has("[content_types].xml") || names.iter().any(dangerous) {
        return None;
    }
    if has("word/document.xml") {
        Some(Format::Docx)
    } else if has("xl/workbook.xml") {
        Some(Format::Xlsx)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: &[&str]) -> Option<Format> {
        document(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn documents_are_told_apart_and_macros_are_refused() {
        assert_eq!(of(&["[content_types].xml", "word/document.xml"]), Some(Format::Docx));
        assert_eq!(
            of(&["[content_types].xml", "xl/workbook.xml", "xl/printersettings/printersettings1.bin"]),
            Some(Format::Xlsx)
        );
        assert_eq!(of(&["[content_types].xml", "word/document.xml", "word/vbaproject.bin"]), None);
        assert_eq!(of(&["meta-inf/manifest.mf", "main.class"]), None);
    }

    /// The list at the end of an archive with such names; nothing else of it is looked at.
    fn archive(names: &[&str]) -> Vec<u8> {
        let mut list = Vec::new();
        for name in names {
            list.extend(b"PK\x01\x02");
            list.extend([0; 24]);
            list.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
            list.extend([0; 16]);
            list.extend(name.as_bytes());
        }
        let place = b"PK\x03\x04 contents";
        let length = u32::try_from(list.len()).unwrap().to_le_bytes();
        let at = u32::try_from(place.len()).unwrap().to_le_bytes();
        [place.as_slice(), &list, b"PK\x05\x06\0\0\0\0\0\0\0\0", &length, &at, b"\0\0"].concat()
    }

    /// D1: documents are evidence, archives that could hide anything are not.
    #[test]
    fn an_archive_is_judged_by_the_list_at_its_end() {
        let inspected = |bytes: &[u8]| {
            let mut file = tempfile::tempfile().unwrap();
            std::io::Write::write_all(&mut file, bytes).unwrap();
            inspect(&mut file, bytes.len() as u64).ok()
        };
        let word = archive(&["[Content_Types].xml", "word/document.xml"]);
        assert_eq!(inspected(&word), Some(Format::Docx));
        assert_eq!(
            inspected(&archive(&["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"])),
            None
        );
        assert_eq!(inspected(&archive(&["photo.jpg"])), None);
        assert_eq!(inspected(&word[..word.len() - 22]), None);
        let mut lying = word.clone();
        let at = lying.len() - 6;
        lying[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(inspected(&lying), None);
    }
}
