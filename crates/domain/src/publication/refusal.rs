//! Why a publication says no.

use terms::{Instant, TextError};

use super::event::ConsentItem;
use crate::refusal::{Refuse, Severity};

/// Every reasoned no about publishing a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicationRefusal {
    /// There is nothing that this person may know of.
    UnknownPublication,
    NotAllowed,
    AlreadyDone,
    /// The dispute has not come to an end that nothing can change.
    NotEnded,
    /// Disputes of this kind stand in counts only (A6.8).
    NeverPublished,
    NothingDrafted,
    NotPublic,
    /// Both sides still have time to look at it.
    PreviewRuns {
        until: Instant,
    },
    /// Whoever drafted it cannot approve it.
    ApprovalByDrafter,
    /// What was agreed is told only if both sides agree.
    AgreementNotAgreed,
    /// Too few share what would be told.
    Reidentifiable,
    /// A name is to be shown without its owner's consent.
    ConsentMissing {
        item: ConsentItem,
    },
    /// The text names somebody, or holds a number or an address.
    NamesSomebody {
        pointer: String,
        what: String,
    },
    /// A side said something that nobody answered.
    RemarkUnanswered,
    UnknownObjection,
    /// Somebody objected already and waits for the answer.
    ObjectionWaits,
    TooManyObjections,
    /// Whoever approved a result does not judge objections to it.
    OwnApproval,
    Text {
        pointer: String,
        why: TextError,
    },
}

impl Refuse for PublicationRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownPublication => "unknown_publication",
            Self::NotAllowed => "not_allowed",
            Self::AlreadyDone => "already_done",
            Self::NotEnded => "publication_not_ended",
            Self::NeverPublished => "publication_never",
            Self::NothingDrafted => "publication_not_drafted",
            Self::NotPublic => "publication_not_public",
            Self::PreviewRuns { .. } => "publication_preview_runs",
            Self::ApprovalByDrafter => "publication_own_draft",
            Self::AgreementNotAgreed => "publication_not_agreed",
            Self::Reidentifiable => "publication_reidentifiable",
            Self::ConsentMissing { .. } => "publication_consent_missing",
            Self::NamesSomebody { .. } => "publication_names_somebody",
            Self::RemarkUnanswered => "publication_remark_unanswered",
            Self::UnknownObjection => "unknown_objection",
            Self::ObjectionWaits => "objection_waits",
            Self::TooManyObjections => "too_many_objections",
            Self::OwnApproval => "publication_own_approval",
            Self::Text { why, .. } => match why {
                TextError::Empty => "text_missing",
                TextError::TooLong { .. } => "text_too_long",
                TextError::ForbiddenCharacter { .. } => "text_forbidden_character",
            },
        }
    }

    fn severity(&self) -> Severity {
        match self {
            Self::UnknownPublication => Severity::NotFound,
            Self::NotAllowed | Self::ApprovalByDrafter | Self::OwnApproval => Severity::NotAllowed,
            Self::AlreadyDone
            | Self::NotEnded
            | Self::NeverPublished
            | Self::NothingDrafted
            | Self::NotPublic
            | Self::PreviewRuns { .. }
            | Self::AgreementNotAgreed
            | Self::Reidentifiable
            | Self::ObjectionWaits
            | Self::TooManyObjections => Severity::Conflict,
            Self::ConsentMissing { .. }
            | Self::NamesSomebody { .. }
            | Self::RemarkUnanswered
            | Self::UnknownObjection
            | Self::Text { .. } => Severity::Invalid,
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::NamesSomebody { pointer, .. } | Self::Text { pointer, .. } => Some(pointer.clone()),
            Self::ConsentMissing { .. } => Some("/names".to_owned()),
            Self::RemarkUnanswered => Some("/answer".to_owned()),
            Self::UnknownObjection => Some("/objection_id".to_owned()),
            Self::UnknownPublication
            | Self::NotAllowed
            | Self::AlreadyDone
            | Self::NotEnded
            | Self::NeverPublished
            | Self::NothingDrafted
            | Self::NotPublic
            | Self::PreviewRuns { .. }
            | Self::ApprovalByDrafter
            | Self::AgreementNotAgreed
            | Self::Reidentifiable
            | Self::ObjectionWaits
            | Self::TooManyObjections
            | Self::OwnApproval => None,
        }
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::PreviewRuns { until } => vec![("until", until.to_string())],
            Self::ConsentMissing { item } => vec![("item", item.as_str().to_owned())],
            Self::NamesSomebody { what, .. } => vec![("what", what.clone())],
            Self::Text { why, .. } => match why {
                TextError::Empty => Vec::new(),
                TextError::TooLong { length, max } => {
                    vec![("length", length.to_string()), ("max", max.to_string())]
                }
                TextError::ForbiddenCharacter { code, at } => {
                    vec![("code", format!("U+{code:04X}")), ("at", at.to_string())]
                }
            },
            Self::UnknownPublication
            | Self::NotAllowed
            | Self::AlreadyDone
            | Self::NotEnded
            | Self::NeverPublished
            | Self::NothingDrafted
            | Self::NotPublic
            | Self::ApprovalByDrafter
            | Self::AgreementNotAgreed
            | Self::Reidentifiable
            | Self::RemarkUnanswered
            | Self::UnknownObjection
            | Self::ObjectionWaits
            | Self::TooManyObjections
            | Self::OwnApproval => Vec::new(),
        }
    }
}
