//! What was altered in a bundle, said so that a person understands it and a program can tell it apart.

use super::manifest::evidence_of;
use crate::note::NoteError;

/// Why a bundle is not genuine. `Display` says it in English; [`Altered::code`] and [`Altered::arguments`] are for translations.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Altered {
    /// The file could not be read; this says nothing about its content.
    #[error("the file could not be read: {reason}")]
    Unreadable {
        /// The operating system's reason.
        reason: String,
    },
    /// The file does not begin like a bundle.
    #[error("this is not a case bundle, or its beginning was changed")]
    NotABundle,
    /// The file ends too early.
    #[error("the file is cut off after byte {offset}")]
    CutOff {
        /// Length of the file.
        offset: u64,
    },
    /// Something follows the end.
    #[error("bytes were added after the end (from byte {offset})")]
    BytesAdded {
        /// Where the bundle ends.
        offset: u64,
    },
    /// Bytes between the members do not have their only valid form.
    #[error("the file's structure was changed at or after byte {offset}")]
    Structure {
        /// Start of the block or filling.
        offset: u64,
    },
    /// The manifest does not have its only valid form.
    #[error("the manifest was changed")]
    Manifest,
    /// The signature on the manifest, which holds the stream's head.
    #[error("the signature on the stream head does not match")]
    Signature,
    /// Signed, but by a key the caller does not trust.
    #[error("the bundle is signed by a key that is not trusted: {key}")]
    UntrustedKey {
        /// The key that signed.
        key: String,
    },
    /// The log's checkpoint.
    #[error("the log's checkpoint does not hold: {reason}")]
    Checkpoint {
        /// What is wrong with it.
        reason: NoteError,
    },
    /// The checkpoint is of another log, size or root than the manifest says.
    #[error("the log's checkpoint is not the one that the manifest names")]
    OtherCheckpoint,
    /// A member other than evidence is not in its place.
    #[error("{name} is missing")]
    MemberMissing {
        /// The member's name.
        name: String,
    },
    /// A member that the manifest does not name at this place.
    #[error("{name} was added or moved")]
    MemberAdded {
        /// The member's name.
        name: String,
    },
    /// A member other than evidence is not as it was sealed.
    #[error("{name} was changed")]
    MemberChanged {
        /// The member's name.
        name: String,
    },
    /// An event of the stream is not there.
    #[error("event {version} of {events} is missing")]
    EventMissing {
        /// Its place in the stream, from 1.
        version: u64,
        /// How many events the stream has.
        events: u64,
    },
    /// An event, or its place or proof, is not as it was recorded.
    #[error("event {version} of {events} was changed")]
    EventChanged {
        /// Its place in the stream, from 1.
        version: u64,
        /// How many events the stream has.
        events: u64,
    },
    /// There is an event too many.
    #[error("an event was added: number {version} of {events}")]
    EventAdded {
        /// Its place as it claims.
        version: u64,
        /// How many events the stream has.
        events: u64,
    },
    /// An evidence file is not there.
    #[error("the file for evidence {id} is missing")]
    EvidenceMissing {
        /// The evidence's id.
        id: String,
    },
    /// An evidence file is not as it was received.
    #[error("the file for evidence {id} was changed")]
    EvidenceChanged {
        /// The evidence's id.
        id: String,
    },
    /// An evidence file that the manifest does not name at this place.
    #[error("a file for evidence {id} was added or moved")]
    EvidenceAdded {
        /// The evidence's id.
        id: String,
    },
    /// No event in the bundle recorded this file.
    #[error("no event in this bundle recorded the file for evidence {id}")]
    EvidenceUnknown {
        /// The evidence's id.
        id: String,
    },
}

impl Altered {
    /// A stable key for programs and translations.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "unreadable",
            Self::NotABundle => "not_a_bundle",
            Self::CutOff { .. } => "cut_off",
            Self::BytesAdded { .. } => "bytes_added",
            Self::Structure { .. } => "structure",
            Self::Manifest => "manifest",
            Self::Signature => "signature",
            Self::UntrustedKey { .. } => "untrusted_key",
            Self::Checkpoint { .. } => "checkpoint",
            Self::OtherCheckpoint => "other_checkpoint",
            Self::MemberMissing { .. } => "member_missing",
            Self::MemberAdded { .. } => "member_added",
            Self::MemberChanged { .. } => "member_changed",
            Self::EventMissing { .. } => "event_missing",
            Self::EventChanged { .. } => "event_changed",
            Self::EventAdded { .. } => "event_added",
            Self::EvidenceMissing { .. } => "evidence_missing",
            Self::EvidenceChanged { .. } => "evidence_changed",
            Self::EvidenceAdded { .. } => "evidence_added",
            Self::EvidenceUnknown { .. } => "evidence_unknown",
        }
    }

    /// What a translation of [`Altered::code`] can name: pairs of name and value.
    #[must_use]
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotABundle | Self::Manifest | Self::Signature | Self::OtherCheckpoint => Vec::new(),
            Self::Unreadable { reason } => vec![("reason", reason.clone())],
            Self::Checkpoint { reason } => vec![("reason", reason.to_string())],
            Self::CutOff { offset } | Self::BytesAdded { offset } | Self::Structure { offset } => {
                vec![("offset", offset.to_string())]
            }
            Self::UntrustedKey { key } => vec![("key", key.clone())],
            Self::MemberMissing { name } | Self::MemberAdded { name } | Self::MemberChanged { name } => {
                vec![("name", name.clone())]
            }
            Self::EventMissing { version, events }
            | Self::EventChanged { version, events }
            | Self::EventAdded { version, events } => {
                vec![("version", version.to_string()), ("events", events.to_string())]
            }
            Self::EvidenceMissing { id }
            | Self::EvidenceChanged { id }
            | Self::EvidenceAdded { id }
            | Self::EvidenceUnknown { id } => vec![("id", id.clone())],
        }
    }

    pub(super) fn missing(name: &str) -> Self {
        match evidence_of(name) {
            Some((_, id)) => Self::EvidenceMissing { id: id.to_owned() },
            None => Self::MemberMissing { name: name.to_owned() },
        }
    }

    pub(super) fn added(name: &str) -> Self {
        match evidence_of(name) {
            Some((_, id)) => Self::EvidenceAdded { id: id.to_owned() },
            None => Self::MemberAdded { name: name.to_owned() },
        }
    }

    pub(super) fn changed(name: &str) -> Self {
        match evidence_of(name) {
            Some((_, id)) => Self::EvidenceChanged { id: id.to_owned() },
            None => Self::MemberChanged { name: name.to_owned() },
        }
    }
}
