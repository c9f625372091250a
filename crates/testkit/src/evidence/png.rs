//! Writes a PNG (third edition) whose pixel data are stored, not compressed.

use super::canvas::Canvas;

pub(super) fn encode(picture: &Canvas) -> Vec<u8> {
    let mut rows = Vec::new();
    for y in 0..picture.height {
        rows.push(0); // no filter
        for x in 0..picture.width {
            rows.extend(picture.at(x, y));
        }
    }
    let mut header = size(picture.width).to_vec();
    header.extend(size(picture.height));
    header.extend([8, 2, 0, 0, 0]);
    let mut bytes = b"\x89PNG\r\n\x1A\n".to_vec();
    chunk(&mut bytes, *b"IHDR", &header);
    chunk(&mut bytes, *b"IDAT", &stored(&rows));
    chunk(&mut bytes, *b"IEND", &[]);
    bytes
}

fn size(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes()
}

fn chunk(bytes: &mut Vec<u8>, kind: [u8; 4], content: &[u8]) {
    bytes.extend(size(content.len()));
    let start = bytes.len();
    bytes.extend(kind);
    bytes.extend(content);
    let sum = crc(bytes.get(start..).unwrap_or_default());
    bytes.extend(sum.to_be_bytes());
}

/// A zlib stream of stored blocks (RFC 1950, RFC 1951 3.2.4).
fn stored(data: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0x78, 0x01];
    let blocks = data.chunks(65_535);
    let last = blocks.len().saturating_sub(1);
    for (n, block) in blocks.enumerate() {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        bytes.push(u8::from(n == last));
        bytes.extend(length.to_le_bytes());
        bytes.extend((!length).to_le_bytes());
        bytes.extend(block);
    }
    bytes.extend(adler(data).to_be_bytes());
    bytes
}

fn adler(data: &[u8]) -> u32 {
    let (a, b) = data.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    b << 16 | a
}

fn crc(data: &[u8]) -> u32 {
    let sum = data.iter().fold(u32::MAX, |mut sum, byte| {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 };
        }
        sum
    });
    !sum
}
