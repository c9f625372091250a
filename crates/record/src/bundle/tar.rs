//! The archive's blocks: exactly one header for a name and a size, so that no bit of it is free.

/// Everything in a tar archive comes in blocks of 512 bytes.
pub(super) const BLOCK: usize = 512;
/// The largest size that eleven octal digits hold.
pub(super) const MAX_SIZE: u64 = 0o777_7777_7777;
const NAME: usize = 100;

/// The one header block for this member, or `None` when name or size do not fit.
pub(super) fn header(name: &str, size: u64) -> Option<[u8; BLOCK]> {
    let plain = name.bytes().all(|byte| byte.is_ascii_graphic());
    if name.is_empty() || name.len() >= NAME || !plain || size > MAX_SIZE {
        return None;
    }
    let mut block = [0u8; BLOCK];
    let mut put = |at: usize, bytes: &[u8]| block[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, name.as_bytes());
    put(100, b"0000644\0");
    put(108, b"0000000\0");
    put(116, b"0000000\0");
    put(124, format!("{size:011o}\0").as_bytes());
    put(136, b"00000000000\0");
    put(148, b"        ");
    put(156, b"0");
    put(257, b"ustar\x0000");
    put(329, b"0000000\0");
    put(337, b"0000000\0");
    let sum: u32 = block.iter().copied().map(u32::from).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    Some(block)
}

/// Name and size of a header block, only when the block is the one that [`header`] writes for them.
pub(super) fn read_header(block: &[u8; BLOCK]) -> Option<(String, u64)> {
    let length = block[..NAME].iter().position(|byte| *byte == 0)?;
    let name = std::str::from_utf8(&block[..length]).ok()?;
    let size = std::str::from_utf8(&block[124..135]).ok()?;
    let size = u64::from_str_radix(size, 8).ok()?;
    (header(name, size)? == *block).then(|| (name.to_owned(), size))
}

/// Number of zero bytes that fill the last block of a member.
pub(super) const fn filling(size: u64) -> usize {
    let over = (size % BLOCK as u64) as usize;
    if over == 0 { 0 } else { BLOCK - over }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// D9: a header has one form; any other bit is refused.
    #[test]
    fn no_bit_of_a_header_is_free() {
        let block = header("evidence/abc", 12_345).unwrap();
        assert_eq!(read_header(&block), Some(("evidence/abc".to_owned(), 12_345)));
        for bit in 0..BLOCK * 8 {
            let mut other = block;
            other[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(read_header(&other), None, "bit {bit}");
        }
    }

    /// D9: names and sizes that do not fit are refused, not cut.
    #[test]
    fn what_does_not_fit_is_refused() {
        assert!(header("", 1).is_none());
        assert!(header(&"x".repeat(100), 1).is_none());
        assert!(header("a b", 1).is_none());
        assert!(header("a", MAX_SIZE + 1).is_none());
        assert!(header(&"x".repeat(99), MAX_SIZE).is_some());
        assert_eq!((filling(0), filling(1), filling(512), filling(513)), (0, 511, 0, 511));
    }
}
