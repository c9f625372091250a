//! A checkpoint: the log's size and root at one moment, signed, in the format of C2SP tlog-checkpoint.
//!
//! ```text
//! disputes.example.com/log/1        the origin: which log, and which epoch of it
//! 8412                              number of leaves
//! CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
//!
//! — disputes.example.com/2026 …     one line for each key
//! ```
//!
//! **Epochs.** When a database is restored from a backup, the log's head may lie behind a checkpoint that was already
//! published. Going on under the old name would be a second, different log under one name. So a new epoch begins: a new
//! origin with the next number, whose first leaf is [`epoch_leaf`] of the last checkpoint published before. Whoever holds
//! that checkpoint sees where the new log follows on, and that it is a new one.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::hash::{Hash, LeafHasher};
use crate::note::{Note, NoteError, PublicKey, Signer};

/// The log's size and root at one moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checkpoint {
    /// Which log: a name without a scheme, usually with its epoch; see [`Origin`].
    pub origin: String,
    /// Number of leaves.
    pub size: u64,
    /// Root over the leaves.
    pub root: Hash,
}

impl Checkpoint {
    /// The three lines that get signed.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root.0))
    }

    /// The whole signed note.
    ///
    /// # Errors
    /// When the origin is empty or has a control character.
    pub fn sign(&self, signer: &Signer) -> Result<String, NoteError> {
        let text = self.text();
        if Self::parse_text(&text)? == *self { signer.sign(&text) } else { Err(NoteError::NotAText) }
    }

    /// Reads the signed lines; lines after the third are extensions and are passed over, as C2SP says.
    ///
    /// # Errors
    /// When it is not a checkpoint in its one spelling.
    pub fn parse_text(text: &str) -> Result<Self, NoteError> {
        fn parse(text: &str) -> Option<Checkpoint> {
            let mut lines = text.strip_suffix('\n')?.split('\n');
            let origin = lines.next().filter(|origin| !origin.is_empty())?;
            let size = decimal(lines.next()?)?;
            let root: [u8; 32] = STANDARD.decode(lines.next()?).ok()?.try_into().ok()?;
            if lines.any(str::is_empty) {
                return None;
            }
            Some(Checkpoint { origin: origin.to_owned(), size, root: Hash(root) })
        }
        parse(text).ok_or(NoteError::NotANote)
    }

    /// Reads a signed checkpoint and checks that one of the known keys signed it.
    ///
    /// # Errors
    /// When it is no checkpoint, no known key signed it, or a known key's signature does not match.
    pub fn verify<'k>(note: &str, known: &'k [PublicKey]) -> Result<(Self, Vec<&'k PublicKey>), NoteError> {
        let note = Note::parse(note)?;
        let signed_by = note.verify(known)?;
        Ok((Self::parse_text(&note.text)?, signed_by))
    }
}

/// A number as C2SP writes it: ASCII decimal without a leading zero.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

/// A log's name and its epoch, written `name/epoch`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin {
    /// Such as `disputes.example.com/log`.
    pub name: String,
    /// 1 for a log that never was restored behind its published head.
    pub epoch: u32,
}

impl Origin {
    /// The first epoch of a log.
    #[must_use]
    pub fn first(name: &str) -> Self {
        Self { name: name.to_owned(), epoch: 1 }
    }

    /// The epoch after this one.
    #[must_use]
    pub fn next(&self) -> Self {
        Self { name: self.name.clone(), epoch: self.epoch.saturating_add(1) }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.name, self.epoch)
    }
}

/// A text that is not `name/epoch`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a log's origin is written as name/epoch")]
pub struct NotAnOrigin;

impl FromStr for Origin {
    type Err = NotAnOrigin;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, epoch) = text.rsplit_once('/').ok_or(NotAnOrigin)?;
        let epoch = decimal(epoch).and_then(|epoch| u32::try_from(epoch).ok()).filter(|epoch| *epoch > 0);
        match epoch {
            Some(epoch) if !name.is_empty() => Ok(Self { name: name.to_owned(), epoch }),
            Some(_) | None => Err(NotAnOrigin),
        }
    }
}

/// The first leaf of a new epoch: `SHA-256(0x00 || "redress/epoch/v1\n" || length (8) || the old checkpoint's lines)`.
///
/// Without the signature lines, so that it is the same for everyone, whichever witnesses signed their copy.
#[must_use]
pub fn epoch_leaf(old: &Checkpoint) -> Hash {
    let mut hasher = LeafHasher::new();
    hasher.raw(b"redress/epoch/v1\n");
    hasher.sized(old.text().as_bytes());
    hasher.finish()
}
