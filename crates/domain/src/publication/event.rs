//! Facts of a publication.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use terms::{
    CaseNumber, DisputeId, Instant, Label, Language, MerchantId, ObjectionId, PersonId, ResultNumber, RuleId,
    Side,
};

use super::digest::Digest;
use super::ladder::Shown;
use crate::erasable::Erasable;

/// Something that is published only with a consent of its own, which can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentItem {
    /// What both sides agreed on.
    Agreement,
    /// The consumer's name, as the order has it.
    ConsumerName,
    /// A name that the consumer chose.
    Nickname,
    ShopName,
    /// The name of the officer who handled it last.
    OfficerName,
}

impl ConsentItem {
    pub const ALL: &'static [Self] =
        &[Self::Agreement, Self::ConsumerName, Self::Nickname, Self::ShopName, Self::OfficerName];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agreement => "agreement",
            Self::ConsumerName => "consumer_name",
            Self::Nickname => "nickname",
            Self::ShopName => "shop_name",
            Self::OfficerName => "officer_name",
        }
    }

    /// Whose consent it needs.
    #[must_use]
    pub const fn may_come_from(self, side: Side) -> bool {
        match self {
            Self::Agreement => matches!(side, Side::Consumer | Side::Respondent),
            Self::ConsumerName | Self::Nickname => matches!(side, Side::Consumer),
            Self::ShopName => matches!(side, Side::Respondent),
            Self::OfficerName => matches!(side, Side::Neutral),
        }
    }
}

/// What was drafted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drafted {
    /// Under which the result will be public.
    pub number: ResultNumber,
    pub dispute: DisputeId,
    /// The case's number, for notices to its sides.
    pub case: CaseNumber,
    pub consumer: PersonId,
    pub respondent: Option<MerchantId>,
    pub digest: Digest,
    /// What staff add in their own words.
    pub brief: BTreeMap<Language, String>,
    /// Who must agree before an agreement is told.
    pub sides: Vec<Side>,
    /// Who handled it last, whose name needs their consent.
    pub officer: Option<PersonId>,
    /// Until when both sides can look at it.
    pub preview_until: Instant,
    pub rule_id: RuleId,
}

/// What went public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    pub number: ResultNumber,
    pub shown: Shown,
    /// Names that are shown, each with a consent.
    pub names: Vec<ConsentItem>,
    /// What the approver answers to the sides' remarks.
    pub answer: Option<Erasable<String>>,
    pub valid_until: Instant,
    pub rule_id: RuleId,
}

/// Why a result is public no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DownCause {
    /// Its time is over.
    Expired,
    /// A side took back that what was agreed may be told.
    ConsentRevoked,
    /// A person decided so.
    Decided,
    /// An objection was right.
    Objection,
    /// The case goes on.
    CaseReopened,
}

impl DownCause {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::ConsentRevoked => "consent_revoked",
            Self::Decided => "decided",
            Self::Objection => "objection",
            Self::CaseReopened => "case_reopened",
        }
    }
}

/// Everything that can happen to what is published of a dispute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicationEvent {
    Drafted(Box<Drafted>),
    ConsentGiven {
        item: ConsentItem,
        side: Side,
        /// The name that may be shown.
        shown: Option<Erasable<String>>,
    },
    ConsentRevoked {
        item: ConsentItem,
        side: Side,
    },
    /// A side has something to say about the draft.
    Remarked {
        side: Side,
        text: Erasable<String>,
    },
    /// Whoever was to approve it sent it back.
    Returned {
        reason: Erasable<String>,
    },
    Published(Box<Published>),
    TakenDown {
        number: ResultNumber,
        cause: DownCause,
        reason: Option<Erasable<String>>,
    },
    /// Somebody objects to what is public.
    ObjectionRaised {
        objection: ObjectionId,
        text: Erasable<String>,
        contact: Option<Erasable<String>>,
        due_at: Instant,
        rule_id: RuleId,
    },
    /// Nobody answered in time.
    ObjectionLate {
        objection: ObjectionId,
    },
    ObjectionAnswered {
        objection: ObjectionId,
        upheld: bool,
        answer: String,
        /// Shown beside the result from now on.
        correction: Option<String>,
    },
}

impl PublicationEvent {
    #[must_use]
    pub const fn label(&self) -> Label {
        match self {
            Self::Drafted(_) | Self::Published(_) | Self::TakenDown { .. } => Label::ALL,
            Self::ConsentGiven { side, .. }
            | Self::ConsentRevoked { side, .. }
            | Self::Remarked { side, .. } => crate::dispute::side_label(*side),
            Self::Returned { .. }
            | Self::ObjectionRaised { .. }
            | Self::ObjectionLate { .. }
            | Self::ObjectionAnswered { .. } => Label::STAFF,
        }
    }
}
