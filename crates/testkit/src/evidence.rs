//! Evidence files made in code: real pictures, a document, a note and a sound, small and repeatable.

mod canvas;
mod jpeg;
mod png;

use canvas::Canvas;
pub use canvas::Scene;

/// A file as somebody would upload it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceFile {
    pub name: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// Where a photo says that it was taken: millionths of a degree north and east.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    pub north: u32,
    pub east: u32,
}

/// A place in Shanghai that nobody lives at: the middle of the river.
pub const RIVER: Position = Position { north: 31_240_100, east: 121_495_000 };

/// A photo as a phone takes it; with a position in its EXIF if one is given.
#[must_use]
pub fn photo(name: &str, scene: Scene, seed: u64, position: Option<Position>) -> EvidenceFile {
    let picture = Canvas::draw(480, 360, scene, seed);
    EvidenceFile { name: name.to_owned(), media_type: "image/jpeg", bytes: jpeg::encode(&picture, position) }
}

/// A screenshot.
#[must_use]
pub fn screenshot(name: &str, scene: Scene, seed: u64) -> EvidenceFile {
    let picture = Canvas::draw(240, 180, scene, seed);
    EvidenceFile { name: name.to_owned(), media_type: "image/png", bytes: png::encode(&picture) }
}

/// A page of a report with a few lines in plain letters.
#[must_use]
pub fn document(name: &str, lines: &[&str]) -> EvidenceFile {
    EvidenceFile { name: name.to_owned(), media_type: "application/pdf", bytes: pdf(lines) }
}

/// A note in UTF-8.
#[must_use]
pub fn note(name: &str, text: &str) -> EvidenceFile {
    EvidenceFile { name: name.to_owned(), media_type: "text/plain", bytes: text.as_bytes().to_vec() }
}

/// Half a second of a tone: 8 kHz, mono, eight bits.
#[must_use]
pub fn sound(name: &str) -> EvidenceFile {
    let samples: Vec<u8> = (0..4000_u32).map(|n| if n / 9 % 2 == 0 { 112 } else { 144 }).collect();
    let mut bytes = b"RIFF".to_vec();
    bytes.extend(36_u32.saturating_add(4000).to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    bytes.extend(8000_u32.to_le_bytes());
    bytes.extend(8000_u32.to_le_bytes());
    bytes.extend(b"\x01\0\x08\0data");
    bytes.extend(4000_u32.to_le_bytes());
    bytes.extend(samples);
    EvidenceFile { name: name.to_owned(), media_type: "audio/wav", bytes }
}

/// A file whose ending fits its name, with a picture that fits what the name says.
#[must_use]
pub fn named(name: &str, seed: u64) -> EvidenceFile {
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let scene = if has(&["水洗标", "包装"]) {
        Scene::Label
    } else if has(&["外箱", "开箱"]) {
        Scene::Parcel
    } else if has(&["故障", "屏"]) {
        Scene::Screen
    } else if has(&["聊天", "截图"]) {
        Scene::Chat
    } else {
        Scene::Cloth
    };
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "jpg" | "jpeg" => photo(name, scene, seed, Some(RIVER)),
        "png" => screenshot(name, scene, seed),
        "pdf" => document(
            name,
            &[
                "TEST REPORT  No. 2026-1107",
                "Sample: coat, camel, size M",
                "Wool 42.1 %   Polyester 57.9 %",
                "Method: GB/T 2910",
            ],
        ),
        "wav" => sound(name),
        _ => note(name, "11月20日 14:05 打了快递客服，工号3317，说两天内回电。\n11月22日 没有人回电。\n"),
    }
}

fn pdf(lines: &[&str]) -> Vec<u8> {
    let text: String =
        lines.iter().map(|line| format!("({}) Tj T*\n", line.replace(['(', ')', '\\'], " "))).collect();
    let content = format!("BT /F1 14 Tf 20 TL 60 760 Td\n{text}ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", n + 1).into_bytes());
    }
    let table = bytes.len();
    let entries: String = places.iter().map(|place| format!("{place:010} 00000 n \n")).collect();
    let size = objects.len() + 1;
    let end = format!(
        "xref\n0 {size}\n0000000000 65535 f \n{entries}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
    );
    bytes.extend(end.into_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_photo_and_only_a_position_writes_exif() {
        let with = photo("a.jpg", Scene::Parcel, 3, Some(RIVER));
        assert_eq!(with, photo("a.jpg", Scene::Parcel, 3, Some(RIVER)));
        let has_exif = |file: &EvidenceFile| file.bytes.windows(6).any(|part| part == b"Exif\0\0");
        assert!(has_exif(&with));
        assert!(!has_exif(&photo("a.jpg", Scene::Parcel, 3, None)));
        assert!(with.bytes.len() < 400_000, "{} bytes", with.bytes.len());
    }
}
