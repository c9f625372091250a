//! Writes a baseline JPEG (ITU-T T.81) with code tables of our own: every symbol has a code of the same
//! length, which costs some bytes and saves the standard's long tables.

use super::Position;
use super::canvas::Canvas;

/// The order in which an 8×8 block's coefficients are written.
const ZIGZAG: [usize; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
    14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39,
    46, 53, 60, 61, 54, 47, 55, 62, 63,
];
/// End of block, and sixteen zeros in a row.
const END: u8 = 0x00;
const SIXTEEN_ZEROS: u8 = 0xF0;

pub(super) fn encode(picture: &Canvas, position: Option<Position>) -> Vec<u8> {
    let mut bytes = b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0".to_vec();
    if let Some(position) = position {
        segment(&mut bytes, 0xE1, &[b"Exif\0\0".as_slice(), &exif(position)].concat());
    }
    let quantities: Vec<u8> = ZIGZAG.iter().map(|at| u8::try_from(quantity(*at)).unwrap_or(255)).collect();
    segment(&mut bytes, 0xDB, &[[0].as_slice(), &quantities].concat());
    let side = |length: usize| u16::try_from(length).unwrap_or(u16::MAX).to_be_bytes();
    let frame =
        [[8].as_slice(), &side(picture.height), &side(picture.width), b"\x03\x01\x11\0\x02\x11\0\x03\x11\0"];
    segment(&mut bytes, 0xC0, &frame.concat());
    segment(&mut bytes, 0xC4, &table(0x00, 4, &(0..12).collect::<Vec<u8>>()));
    segment(&mut bytes, 0xC4, &table(0x10, 8, &symbols()));
    segment(&mut bytes, 0xDA, b"\x03\x01\0\x02\0\x03\0\0\x3F\0");
    bytes.extend(Scan::of(picture));
    bytes.extend(b"\xFF\xD9");
    bytes
}

fn segment(bytes: &mut Vec<u8>, marker: u8, content: &[u8]) {
    bytes.extend([0xFF, marker]);
    bytes.extend(u16::try_from(content.len() + 2).unwrap_or(u16::MAX).to_be_bytes());
    bytes.extend(content);
}

/// A table in which every symbol has a code of `length` bits: its place.
fn table(class: u8, length: usize, symbols: &[u8]) -> Vec<u8> {
    let mut counts = [0; 16];
    if let Some(count) = counts.get_mut(length - 1) {
        *count = u8::try_from(symbols.len()).unwrap_or(u8::MAX);
    }
    [[class].as_slice(), &counts, symbols].concat()
}

/// Every pair of a run of zeros and a size of one to ten bits.
fn symbols() -> Vec<u8> {
    let pairs = (0..16_u8).flat_map(|run| (1..=10_u8).map(move |size| run << 4 | size));
    [END, SIXTEEN_ZEROS].into_iter().chain(pairs).collect()
}

/// Coarser for finer detail.
const fn quantity(at: usize) -> usize {
    6 + (at / 8 + at % 8) * 4
}

struct Scan {
    bytes: Vec<u8>,
    bits: u32,
    filled: u32,
    symbols: Vec<u8>,
}

impl Scan {
    fn of(picture: &Canvas) -> Vec<u8> {
        let mut scan = Self { bytes: Vec::new(), bits: 0, filled: 0, symbols: symbols() };
        let cosines = cosines();
        let mut before = [0_i32; 3];
        for top in (0..picture.height).step_by(8) {
            for left in (0..picture.width).step_by(8) {
                let block: Vec<[f32; 3]> =
                    (0..64).map(|n| brightness_and_colour(picture.at(left + n % 8, top + n / 8))).collect();
                for (part, before) in before.iter_mut().enumerate() {
                    let samples: Vec<f32> =
                        block.iter().filter_map(|pixel| pixel.get(part).copied()).collect();
                    *before = scan.block(&coefficients(&samples, &cosines), *before);
                }
            }
        }
        // The last byte is filled up with ones.
        scan.put(0x7F, 7);
        scan.bytes
    }

    fn put(&mut self, code: u32, length: u32) {
        for n in (0..length).rev() {
            self.bits = self.bits << 1 | (code >> n & 1);
            self.filled += 1;
            if self.filled == 8 {
                let byte = u8::try_from(self.bits & 0xFF).unwrap_or(0);
                self.bytes.push(byte);
                if byte == 0xFF {
                    self.bytes.push(0);
                }
                (self.bits, self.filled) = (0, 0);
            }
        }
    }

    /// A number in the standard's form: size first, then its bits, negative ones less by one.
    fn number(&mut self, value: i32, size: u32) {
        let bits = if value < 0 { value - 1 } else { value };
        let mask = (1_u32 << size) - 1;
        self.put(u32::from_ne_bytes(bits.to_ne_bytes()) & mask, size);
    }

    fn symbol(&mut self, symbol: u8) {
        let code = self.symbols.iter().position(|known| *known == symbol).unwrap_or(0);
        self.put(u32::try_from(code).unwrap_or(0), 8);
    }

    /// Writes a block; gives its first coefficient, from which the next block's is counted.
    fn block(&mut self, coefficients: &[i32], before: i32) -> i32 {
        let mut ordered = ZIGZAG.iter().filter_map(|at| coefficients.get(*at).copied());
        let first = ordered.next().unwrap_or(0);
        let size = bits_of(first - before);
        self.put(size, 4);
        self.number(first - before, size);
        let mut zeros = 0_u8;
        for value in ordered {
            if value == 0 {
                zeros += 1;
                continue;
            }
            while zeros > 15 {
                self.symbol(SIXTEEN_ZEROS);
                zeros -= 16;
            }
            let size = bits_of(value);
            self.symbol(zeros << 4 | u8::try_from(size).unwrap_or(10));
            self.number(value, size);
            zeros = 0;
        }
        if zeros > 0 {
            self.symbol(END);
        }
        first
    }
}

const fn bits_of(value: i32) -> u32 {
    32 - value.unsigned_abs().leading_zeros()
}

/// Brightness and the two colour differences, around zero (JFIF 1.02).
fn brightness_and_colour(pixel: [u8; 3]) -> [f32; 3] {
    let [red, green, blue] = pixel.map(f32::from);
    let brightness = 0.299 * red + 0.587 * green + 0.114 * blue;
    [brightness - 128.0, (blue - brightness) * 0.564, (red - brightness) * 0.713]
}

/// The cosine transform's factors, row by frequency.
fn cosines() -> [[f32; 8]; 8] {
    let mut factors = [[0.0; 8]; 8];
    for (frequency, row) in (0_u8..).zip(factors.iter_mut()) {
        let scale = if frequency == 0 { 0.125_f32.sqrt() } else { 0.5 };
        for (place, factor) in (0_u8..).zip(row.iter_mut()) {
            let angle = f32::from(2 * place + 1) * f32::from(frequency) * std::f32::consts::PI / 16.0;
            *factor = scale * angle.cos();
        }
    }
    factors
}

/// Transforms rows, then columns, and divides by the quantities.
fn coefficients(samples: &[f32], cosines: &[[f32; 8]; 8]) -> Vec<i32> {
    let mut half = [[0.0_f32; 8]; 8];
    for (row, samples) in half.iter_mut().zip(samples.chunks(8)) {
        for (value, factors) in row.iter_mut().zip(cosines) {
            *value = samples.iter().zip(factors).map(|(sample, factor)| sample * factor).sum();
        }
    }
    let mut done = Vec::with_capacity(64);
    for factors in cosines {
        for column in 0..8 {
            let sum: f32 = half.iter().zip(factors).map(|(row, factor)| row[column] * factor).sum();
            let quantity = u8::try_from(quantity(done.len())).map_or(1.0, f32::from);
            #[expect(
                clippy::cast_possible_truncation,
                reason = "coefficients of eight-bit samples are below 2,048"
            )]
            done.push((sum / quantity).round() as i32);
        }
    }
    done
}

/// A TIFF block with the camera's name and a position (EXIF 2.32, 4.6.6).
fn exif(position: Position) -> Vec<u8> {
    const MAKE_AT: u32 = 38;
    const GPS_AT: u32 = 48;
    const NUMBERS_AT: u32 = GPS_AT + 2 + 4 * 12 + 4;
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [tag.to_be_bytes().as_slice(), &kind.to_be_bytes(), &count.to_be_bytes(), &value].concat()
    };
    let degrees = |millionths: u32| {
        let (whole, rest) = (millionths / 1_000_000, millionths % 1_000_000);
        let seconds = u64::from(rest) * 3600 / 10_000; // hundredths
        let (minutes, seconds) = (seconds / 6000, seconds % 6000);
        let minutes = u32::try_from(minutes).unwrap_or(0);
        let seconds = u32::try_from(seconds).unwrap_or(0);
        [whole, 1, minutes, 1, seconds, 100].map(u32::to_be_bytes).concat()
    };
    [
        b"MM\0*\0\0\0\x08".to_vec(),
        2_u16.to_be_bytes().to_vec(),
        entry(0x010F, 2, 10, MAKE_AT.to_be_bytes()),
        entry(0x8825, 4, 1, GPS_AT.to_be_bytes()),
        vec![0; 4],
        b"Testphone\0".to_vec(),
        4_u16.to_be_bytes().to_vec(),
        entry(1, 2, 2, *b"N\0\0\0"),
        entry(2, 5, 3, NUMBERS_AT.to_be_bytes()),
        entry(3, 2, 2, *b"E\0\0\0"),
        entry(4, 5, 3, (NUMBERS_AT + 24).to_be_bytes()),
        vec![0; 4],
        degrees(position.north),
        degrees(position.east),
    ]
    .concat()
}
