//! A sealed case bundle: one `.redress` file with a whole case, which a stranger checks offline with one command.
//!
//! The file is a plain tar archive, so any computer can open it, but with exactly one valid form: the verifier writes anew
//! whatever it has read and compares the bytes, and what it cannot write anew is covered by a signed SHA-256. So every byte
//! of the file is checked. The members, in this order:
//!
//! | member | content |
//! |---|---|
//! | `manifest.txt` | signed note ([`crate::note`]): what this is, the stream's head, the log's root, and size and SHA-256 of every other member |
//! | `keys.txt` | the public keys used, one `name+id+base64` a line, the one that signed the manifest first |
//! | `README.txt` | how to check the file, in three languages |
//! | `checkpoint.txt` | the log's signed checkpoint ([`crate::checkpoint`]) with that root |
//! | `events.jsonl` | the case's events, one JSON object a line, see below |
//! | `evidence/ID` | the evidence files this reader may have as they came in, ordered by id |
//! | `cleaned/ID` | evidence files of which this reader gets a copy without position and the like, ordered by id |
//!
//! # The manifest's lines
//!
//! ```text
//! redress/bundle/v1
//! number CASE NUMBER
//! stream STREAM
//! edition staff|consumer|merchant
//! reader WHO IT WAS MADE FOR
//! made 2026-11-24T12:00:00Z
//! version LAST VERSION OF THE STREAM (events are numbered from 1 to this)
//! leaf LEAF HASH OF THE LAST EVENT
//! log ORIGIN OF THE LOG
//! size NUMBER OF LEAVES
//! root ROOT, in hexadecimal
//! member NAME BYTES SHA-256       one line for every member after this one, in order
//! withheld ID                     one line for every evidence file that this reader knows of and does not get, by id
//! ```
//!
//! # An event's line
//!
//! JSON without spaces, keys in this order: `version`, `schema`, `previous` (hash or null), `index` (of the leaf), `proof`
//! (inclusion, array of hashes), `parts`. A part is `{"salt":32 hex digits,"path":…,"text":…}`, or `base64` in place of
//! `text` when the bytes are not UTF-8; or `{"erased":HASH}` when it was erased for good; or `{"hidden":HASH}` when it exists
//! and is not for this reader. The leaf is computed as [`crate::leaf`] says. Strings escape only `"`, `\` and control
//! characters: `\b \f \n \r \t`, else `\u00xx`.
//!
//! # The archive
//!
//! POSIX ustar: mode 0000644, uid, gid and time 0, type `0`, everything else empty; padding and the two last blocks are
//! zero; nothing follows them.
//!
//! # What it proves
//!
//! Each event's inclusion proof leads to the checkpoint's root; each event names the leaf of the one before it; the
//! manifest names the last. So nothing can be changed, left out in the middle or at the end, or added, without the
//! platform's key; and with the key, not without contradicting a published checkpoint or a receipt someone holds
//! ([`Verified::covers`]). An evidence file counts only when an event that the reader can read has, in one JSON object, its
//! id under `evidence_id` and its SHA-256 under `sha256` (either may be an erasable field). For a cleaned copy, and for a
//! file that is withheld, such an object holds the SHA-256 of the original, which this reader does not get: that the copy
//! was made of that original is the word of whoever signed the manifest.

mod altered;
mod chain;
mod line;
mod manifest;
mod source;
mod tar;
mod verify;
mod write;

use std::io::Read;

use serde::{Deserialize, Serialize};

pub use altered::Altered;
pub use verify::{CleanedCopy, Verified, verify_bundle, verify_bundle_from};
pub use write::{WriteError, write_bundle};

use crate::hash::Hash;
use crate::leaf::{Header, Part, PartSlot};
use crate::note::PublicKey;
use crate::split::places;

pub(crate) const MANIFEST: &str = "manifest.txt";
pub(crate) const KEYS: &str = "keys.txt";
pub(crate) const README: &str = "README.txt";
pub(crate) const CHECKPOINT: &str = "checkpoint.txt";
pub(crate) const EVENTS: &str = "events.jsonl";
pub(crate) const EVIDENCE: &str = "evidence/";
pub(crate) const CLEANED: &str = "cleaned/";
/// The fixed members after the manifest, in their order.
pub(crate) const FIXED: [&str; 4] = [KEYS, README, CHECKPOINT, EVENTS];
/// What the members other than evidence may measure, so that a forged file cannot fill the memory.
pub(crate) const MEMORY_LIMIT: u64 = 64 << 20;

pub(crate) const README_TEXT: &str = include_str!("README.txt");

/// For whom a bundle was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edition {
    /// Everything, for the platform's own officers and for courts.
    Staff,
    /// What the consumer may see.
    Consumer,
    /// What the merchant may see.
    Merchant,
}

impl Edition {
    /// The name as it stands in the manifest.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Consumer => "consumer",
            Self::Merchant => "merchant",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        [Self::Staff, Self::Consumer, Self::Merchant].into_iter().find(|edition| edition.key() == key)
    }
}

/// One event of a bundle, with the proof that it is in the log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BundleEvent {
    /// Where the event stands.
    pub header: Header,
    /// Its parts, the plain one first; what the reader may not see or what was erased is only a hash.
    pub slots: Vec<PartSlot>,
    /// Which of the slots that are only a hash still exist and are merely not for this reader; the others were erased.
    pub hidden: Vec<usize>,
    /// Index of the event's leaf in the log.
    pub index: u64,
    /// Inclusion proof to the bundle's checkpoint.
    pub proof: Vec<Hash>,
}

impl BundleEvent {
    /// An event as one reader may see it: `sees` is asked for each part that is there, with the audience that the plain
    /// part names for it (`None` for the plain part itself). What it declines stays provable as a hash.
    #[must_use]
    pub fn for_reader(
        header: Header,
        slots: Vec<PartSlot>,
        index: u64,
        proof: Vec<Hash>,
        mut sees: impl FnMut(&Part, Option<&str>) -> bool,
    ) -> Self {
        let plain = slots.first().and_then(PartSlot::kept);
        let places = plain.and_then(|plain| places(&plain.bytes).ok()).unwrap_or_default();
        let mut hidden = Vec::new();
        let slots = slots
            .into_iter()
            .enumerate()
            .map(|(at, slot)| {
                let place = places.iter().find(|(number, ..)| *number == at);
                let audience = place.map(|(_, _, audience)| audience.as_str());
                match &slot {
                    PartSlot::Kept(part) if !sees(part, audience) => {
                        hidden.push(at);
                        slot.erased()
                    }
                    PartSlot::Kept(_) | PartSlot::Erased(_) => slot,
                }
            })
            .collect();
        Self { header, slots, hidden, index, proof }
    }
}

/// Opens an evidence file for reading, once it is its turn.
pub type OpenEvidence<'a> = Box<dyn Fn() -> std::io::Result<Box<dyn Read + 'a>> + Send + Sync + 'a>;

/// What of an evidence file a reader gets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum EvidenceCopy {
    /// The bytes that came in, whose SHA-256 an event recorded.
    Original,
    /// A copy from which the position and other data not meant for this reader were taken out.
    Cleaned,
}

impl EvidenceCopy {
    /// The folder of the archive in which such files lie.
    pub(crate) const fn folder(self) -> &'static str {
        match self {
            Self::Original => EVIDENCE,
            Self::Cleaned => CLEANED,
        }
    }
}

/// An evidence file of a bundle.
pub struct BundleEvidence<'a> {
    /// The file's random id: letters, digits, `-` and `_`, at most 90.
    pub id: String,
    /// Whether it is the original or a cleaned copy.
    pub copy: EvidenceCopy,
    /// Bytes of what is given, below 8 GiB.
    pub size: u64,
    /// SHA-256 of what is given; for an original the one that an event recorded when the file came in.
    pub sha256: Hash,
    /// Where its bytes come from; they are read once, in small pieces.
    pub open: OpenEvidence<'a>,
}

/// What goes into a bundle.
pub struct BundleContents<'a> {
    /// The case number that people know.
    pub number: String,
    /// The dispute's stream.
    pub stream: String,
    /// Whose view it is.
    pub edition: Edition,
    /// The reader it is made for, for instance a role and an id; one line.
    pub reader: String,
    /// When it was made, RFC 3339.
    pub made_at: String,
    /// All events of the stream, from version 1 to its head.
    pub events: Vec<BundleEvent>,
    /// The signed checkpoint to which the events' proofs lead.
    pub checkpoint: String,
    /// Keys that signed the checkpoint; the bundle's signer is added.
    pub keys: Vec<PublicKey>,
    /// The evidence files this reader may have, in any order.
    pub evidence: Vec<BundleEvidence<'a>>,
    /// Ids of the evidence files that this reader knows of and does not get, because no copy could be cleaned.
    pub withheld: Vec<String>,
}
