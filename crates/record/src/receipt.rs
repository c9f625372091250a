//! A receipt: what a person gets in hand when something was accepted, and can check later without us.
//!
//! Either the leaf is already under a signed checkpoint, then the receipt carries checkpoint and proof; or it is only
//! accepted and not yet sequenced, then it carries our signed promise that this leaf will be in the log. Someone who holds
//! a promise and later finds a bundle or a checkpoint without the leaf can show that we broke it.

use serde::{Deserialize, Serialize};

use crate::checkpoint::{Checkpoint, decimal};
use crate::hash::Hash;
use crate::note::{KeyId, Note, NoteError, PublicKey, Signer};
use crate::proof::{ProofError, verify_inclusion};

/// Proof, or promise, that one event is in the log.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The stream of the event.
    pub stream: String,
    /// Place in the stream.
    pub version: u64,
    /// The event's leaf.
    pub leaf: Hash,
    /// Index of the leaf in the log; `None` while it is only promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<u64>,
    /// The signed note: a checkpoint when there is an index, else the signed promise.
    pub checkpoint: String,
    /// The inclusion proof to the checkpoint's root; empty for a promise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proof: Vec<Hash>,
}

/// What a receipt that holds says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Receipted {
    /// The leaf is in the log.
    Included {
        /// The leaf's index.
        index: u64,
        /// The checkpoint it was shown against.
        checkpoint: Checkpoint,
        /// Keys that signed it.
        keys: Vec<KeyId>,
    },
    /// The platform has promised to put the leaf into the log.
    Promised {
        /// Keys that signed the promise.
        keys: Vec<KeyId>,
    },
}

/// Why a receipt does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// The note or its signature.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The proof.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// The signed promise speaks of another event.
    #[error("the signed promise speaks of another event")]
    OtherEvent,
}

impl Receipt {
    /// A receipt for a leaf that is under a checkpoint.
    #[must_use]
    pub fn included(
        stream: &str,
        version: u64,
        leaf: Hash,
        index: u64,
        checkpoint: String,
        proof: Vec<Hash>,
    ) -> Self {
        Self { stream: stream.to_owned(), version, leaf, index: Some(index), checkpoint, proof }
    }

    /// A signed promise for a leaf that is not yet sequenced.
    ///
    /// # Errors
    /// When the stream's name has control characters.
    pub fn promise(stream: &str, version: u64, leaf: Hash, signer: &Signer) -> Result<Self, NoteError> {
        let text = promise_text(stream, version, leaf);
        if parse_promise(&text) != Some((stream, version, leaf)) {
            return Err(NoteError::NotAText);
        }
        let checkpoint = signer.sign(&text)?;
        Ok(Self { stream: stream.to_owned(), version, leaf, index: None, checkpoint, proof: Vec::new() })
    }

    /// Checks signature and proof.
    ///
    /// # Errors
    /// When anything does not hold.
    pub fn verify(&self, known: &[PublicKey]) -> Result<Receipted, ReceiptError> {
        let ids = |keys: Vec<&PublicKey>| keys.into_iter().map(PublicKey::id).collect();
        match self.index {
            Some(index) => {
                let (checkpoint, keys) = Checkpoint::verify(&self.checkpoint, known)?;
                verify_inclusion(self.leaf, index, checkpoint.size, &self.proof, checkpoint.root)?;
                Ok(Receipted::Included { index, checkpoint, keys: ids(keys) })
            }
            None => {
                let note = Note::parse(&self.checkpoint)?;
                let keys = note.verify(known)?;
                if parse_promise(&note.text) != Some((&self.stream, self.version, self.leaf)) {
                    return Err(ReceiptError::OtherEvent);
                }
                if !self.proof.is_empty() {
                    return Err(ProofError::WrongLength.into());
                }
                Ok(Receipted::Promised { keys: ids(keys) })
            }
        }
    }
}

const PROMISE: &str = "redress/promise/v1";

fn promise_text(stream: &str, version: u64, leaf: Hash) -> String {
    format!("{PROMISE}\nstream {stream}\nversion {version}\nleaf {leaf}\n")
}

fn parse_promise(text: &str) -> Option<(&str, u64, Hash)> {
    let mut lines = text.strip_prefix(PROMISE)?.strip_prefix('\n')?.strip_suffix('\n')?.split('\n');
    let stream = lines.next()?.strip_prefix("stream ")?;
    let version = decimal(lines.next()?.strip_prefix("version ")?)?;
    let leaf = Hash::from_hex(lines.next()?.strip_prefix("leaf ")?)?;
    lines.next().is_none().then_some((stream, version, leaf))
}
