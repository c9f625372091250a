//! Why a merchant's account says no.

use terms::Money;

use crate::refusal::{Refuse, Severity};

/// Every reasoned no of a merchant's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MerchantRefusal {
    UnknownMerchant,
    NotAllowed,
    /// The very same was recorded before.
    AlreadyDone,
    AmountNotPositive,
    /// A reference that says which payment it was is missing or longer than a reference is.
    ReferenceNeeded,
    /// More than it owes.
    MoreThanOwed {
        owed: Money,
    },
    /// So large an advance needs a supervisor's word.
    AdvanceNeedsApproval {
        advance: Money,
    },
    UnknownMeasure,
    /// The measure has ended already, or its time is not over.
    Stale,
}

impl Refuse for MerchantRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownMerchant => "unknown_merchant",
            Self::NotAllowed => "not_allowed",
            Self::AlreadyDone => "already_done",
            Self::AmountNotPositive => "amount_not_positive",
            Self::ReferenceNeeded => "reference_needed",
            Self::MoreThanOwed { .. } => "more_than_owed",
            Self::AdvanceNeedsApproval { .. } => "advance_needs_approval",
            Self::UnknownMeasure => "unknown_measure",
            Self::Stale => "stale_deadline",
        }
    }

    fn severity(&self) -> Severity {
        match self {
            Self::UnknownMerchant | Self::UnknownMeasure => Severity::NotFound,
            Self::NotAllowed => Severity::NotAllowed,
            Self::AlreadyDone | Self::AdvanceNeedsApproval { .. } | Self::Stale => Severity::Conflict,
            Self::AmountNotPositive | Self::ReferenceNeeded | Self::MoreThanOwed { .. } => Severity::Invalid,
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::AmountNotPositive | Self::MoreThanOwed { .. } => Some("/amount".to_owned()),
            Self::ReferenceNeeded => Some("/reference".to_owned()),
            Self::UnknownMerchant
            | Self::NotAllowed
            | Self::AlreadyDone
            | Self::AdvanceNeedsApproval { .. }
            | Self::UnknownMeasure
            | Self::Stale => None,
        }
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::MoreThanOwed { owed } => vec![("owed", owed.readable())],
            Self::AdvanceNeedsApproval { advance } => vec![("advance", advance.readable())],
            Self::UnknownMerchant
            | Self::NotAllowed
            | Self::AlreadyDone
            | Self::AmountNotPositive
            | Self::ReferenceNeeded
            | Self::UnknownMeasure
            | Self::Stale => Vec::new(),
        }
    }
}
