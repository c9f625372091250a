//! How one event becomes one leaf of the log: from its parts to their hashes, to one hash for the whole event.
//!
//! A **part** is a piece of an event that can be taken away alone: one part holds all plain fields, each personal or
//! confidential field has a part of its own. The leaf commits to the parts by their salted hashes, so a part can be erased
//! for good (privacy law, requirement H4) or kept from one reader (requirement D9), and the leaf stays the same. The salt is
//! sixteen random bytes: without it a phone number could be found by trying them all against the hash.
//!
//! # Encodings
//!
//! All numbers big-endian; `len64(x)` is the length of `x` in bytes as eight bytes; `||` joins.
//!
//! | what | is |
//! |---|---|
//! | part hash | `SHA-256(0x00 || "redress/part/v1\n" || salt (16) || len64(path) || path || len64(bytes) || bytes)` |
//! | parts root | `SHA-256(0x00 || "redress/parts/v1\n" || number of parts (8) || tree)`, `tree` = RFC 9162 tree head over the part hashes |
//! | leaf hash | `SHA-256(0x00 || "redress/leaf/v1\n" || len64(stream) || stream || version (8) || schema (4) || previous || parts root (32))` |
//! | previous | `0x00` for a stream's first event, else `0x01 || previous leaf hash (32)` |
//!
//! The number of parts is inside the parts root because a tree head alone does not fix it: the hash of a node over two
//! hidden parts could else be shown as one hidden part.

use serde::{Deserialize, Serialize};

use crate::hash::{Hash, LeafHasher};
use crate::tree;

const PART: &[u8] = b"redress/part/v1\n";
const PARTS: &[u8] = b"redress/parts/v1\n";
const LEAF: &[u8] = b"redress/leaf/v1\n";

/// A piece of an event that can be taken away alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// Sixteen random bytes, drawn for this part alone.
    pub salt: [u8; 16],
    /// `""` for the part with all plain fields, else the JSON pointer (RFC 6901) of the field, such as `/text`.
    pub path: String,
    /// The exact bytes that were committed.
    pub bytes: Vec<u8>,
}

/// The place of a part in an event: the part itself, or only its hash.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PartSlot {
    /// The part is here.
    Kept(Part),
    /// The part was erased, or is kept from this reader; only its salted hash is here.
    Erased(Hash),
}

impl PartSlot {
    /// The part's salted hash, the same before and after erasing.
    #[must_use]
    pub fn hash(&self) -> Hash {
        match self {
            Self::Kept(part) => part_hash(part),
            Self::Erased(hash) => *hash,
        }
    }

    /// The part, when it is here.
    #[must_use]
    pub const fn kept(&self) -> Option<&Part> {
        match self {
            Self::Kept(part) => Some(part),
            Self::Erased(_) => None,
        }
    }

    /// The slot without its content: salt and bytes are gone, the hash stays.
    #[must_use]
    pub fn erased(&self) -> Self {
        Self::Erased(self.hash())
    }
}

/// What a leaf says about an event besides its parts: where it stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The stream the event belongs to.
    pub stream: String,
    /// Place in the stream: 1 for the first event, then one more each time.
    pub version: u64,
    /// Version of the event's JSON shape, for reading old events.
    pub schema: u32,
    /// Leaf hash of the stream's event before this one; `None` for the first.
    pub previous: Option<Hash>,
}

/// The salted hash of a part; see the module's table.
#[must_use]
pub fn part_hash(part: &Part) -> Hash {
    let mut hasher = LeafHasher::new();
    hasher.raw(PART);
    hasher.raw(&part.salt);
    hasher.sized(part.path.as_bytes());
    hasher.sized(&part.bytes);
    hasher.finish()
}

/// One hash for all parts of an event; see the module's table.
#[must_use]
pub fn parts_root(slots: &[PartSlot]) -> Hash {
    let hashes: Vec<Hash> = slots.iter().map(PartSlot::hash).collect();
    let mut hasher = LeafHasher::new();
    hasher.raw(PARTS);
    hasher.raw(&(hashes.len() as u64).to_be_bytes());
    hasher.raw(&tree::root_of(&hashes).0);
    hasher.finish()
}

/// The leaf of an event; see the module's table. It is an RFC 9162 leaf hash, so it goes into the log as it is.
#[must_use]
pub fn leaf_hash(header: &Header, parts_root: Hash) -> Hash {
    let mut hasher = LeafHasher::new();
    hasher.raw(LEAF);
    hasher.sized(header.stream.as_bytes());
    hasher.raw(&header.version.to_be_bytes());
    hasher.raw(&header.schema.to_be_bytes());
    match &header.previous {
        None => hasher.raw(&[0]),
        Some(previous) => {
            hasher.raw(&[1]);
            hasher.raw(&previous.0);
        }
    }
    hasher.raw(&parts_root.0);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(path: &str, bytes: &[u8]) -> Part {
        Part { salt: [7; 16], path: path.to_owned(), bytes: bytes.to_vec() }
    }

    fn header() -> Header {
        Header { stream: "dispute-1".into(), version: 2, schema: 1, previous: Some(Hash([9; 32])) }
    }

    /// H4: erasing a part leaves the leaf as it was, so every proof stays valid.
    #[test]
    fn erasing_a_part_does_not_change_the_leaf() {
        let mut slots = vec![
            PartSlot::Kept(part("", b"{}")),
            PartSlot::Kept(part("/text", b"\"my number is 139\"")),
            PartSlot::Kept(part("/name", b"\"Li\"")),
        ];
        let before = leaf_hash(&header(), parts_root(&slots));
        slots[1] = slots[1].erased();
        assert_eq!(slots[1].kept(), None);
        assert_eq!(leaf_hash(&header(), parts_root(&slots)), before);
    }

    /// D2: salt, path, bytes, their borders, and the number and order of parts are all in the hash.
    #[test]
    fn every_field_of_a_part_is_in_its_hash() {
        let base = part("/ab", b"cd");
        let others = [
            Part { salt: [8; 16], ..base.clone() },
            part("/abc", b"d"),
            part("/a", b"bcd"),
            part("/ab", b"ce"),
            part("/ab", b""),
        ];
        for other in others {
            assert_ne!(part_hash(&base), part_hash(&other));
        }
        let (a, b) = (PartSlot::Kept(base), PartSlot::Kept(part("/x", b"1")));
        let both = parts_root(&[a.clone(), b.clone()]);
        assert_ne!(both, parts_root(&[b.clone(), a.clone()]));
        let node = PartSlot::Erased(Hash::of_node(&a.hash(), &b.hash()));
        assert_ne!(both, parts_root(&[node]), "a node over two parts must not pass as one part");
    }

    /// D2: every field of the header is in the leaf.
    #[test]
    fn every_field_of_the_header_is_in_the_leaf() {
        let root = parts_root(&[]);
        let leaf = leaf_hash(&header(), root);
        let others = [
            Header { stream: "dispute-2".into(), ..header() },
            Header { version: 3, ..header() },
            Header { schema: 2, ..header() },
            Header { previous: None, ..header() },
            Header { previous: Some(Hash([8; 32])), ..header() },
        ];
        for other in others {
            assert_ne!(leaf, leaf_hash(&other, root));
        }
        assert_ne!(leaf, leaf_hash(&header(), Hash([0; 32])));
    }

    /// D9: the encoding is fixed; a change of it would break every bundle ever given out. The hashes come from a second
    /// implementation in another language, written from the module's table.
    #[test]
    fn the_encoding_never_changes() {
        let root = parts_root(&[PartSlot::Kept(part("", b"{\"a\":1}")), PartSlot::Erased(Hash([1; 32]))]);
        assert_eq!(
            part_hash(&part("/text", b"\"x\"")).to_hex(),
            "c9c2af6a39a292ab5dec5c8f420bade39b8d54b696913403340f8552d666a1e8"
        );
        assert_eq!(root.to_hex(), "300a93a40cb15fb41787177749cc254a6c15349703bbbe0e4067c7180d99ef08");
        assert_eq!(
            leaf_hash(&header(), root).to_hex(),
            "2ab9791269d075ba3ea5190192d7c18ec3ae2fd9a35978a828dae9b6d6ed6281"
        );
    }
}
