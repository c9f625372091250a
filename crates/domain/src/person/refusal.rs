//! Why a person's stream says no.

use crate::refusal::{Refuse, Severity};

/// Every reasoned no about a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonRefusal {
    UnknownPerson,
    NotAllowed,
    AlreadyDone,
    NameInvalid,
    /// A merchant's staff need the merchant they belong to, and nobody else has one.
    MerchantMissing,
    /// Someone with power over the platform must remain.
    LastAdmin,
}

impl Refuse for PersonRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownPerson => "unknown_person",
            Self::NotAllowed => "not_allowed",
            Self::AlreadyDone => "already_done",
            Self::NameInvalid => "name_invalid",
            Self::MerchantMissing => "merchant_missing",
            Self::LastAdmin => "last_admin",
        }
    }

    fn severity(&self) -> Severity {
        match self {
            Self::UnknownPerson => Severity::NotFound,
            Self::NotAllowed => Severity::NotAllowed,
            Self::AlreadyDone | Self::LastAdmin => Severity::Conflict,
            Self::NameInvalid | Self::MerchantMissing => Severity::Invalid,
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::NameInvalid => Some("/name".to_owned()),
            Self::MerchantMissing => Some("/merchant_id".to_owned()),
            Self::UnknownPerson | Self::NotAllowed | Self::AlreadyDone | Self::LastAdmin => None,
        }
    }
}
