//! Facts of a person.

use serde::{Deserialize, Serialize};
use terms::{Label, Language, MerchantId, Role};

use crate::erasable::Erasable;

/// What can happen to a person here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonEvent {
    /// First known, by the shop's hand-over or by an admin.
    Registered {
        name: Erasable<String>,
        role: Role,
        merchant: Option<MerchantId>,
        language: Language,
    },
    Renamed {
        name: Erasable<String>,
    },
    RoleGranted {
        role: Role,
    },
    RoleRevoked {
        role: Role,
    },
    LanguageChosen {
        language: Language,
    },
    /// May sign in no more; what they did stays theirs.
    Deactivated,
    Reactivated,
    /// An admin gave them a new password; they are signed out everywhere. The password is not part of the record.
    PasswordReset,
    /// Agreed to something optional, by key; revocable.
    ConsentGiven {
        consent: String,
    },
    ConsentRevoked {
        consent: String,
    },
}

impl PersonEvent {
    #[must_use]
    pub const fn label(&self) -> Label {
        match self {
            Self::Registered { .. }
            | Self::Renamed { .. }
            | Self::RoleGranted { .. }
            | Self::RoleRevoked { .. }
            | Self::LanguageChosen { .. }
            | Self::Deactivated
            | Self::Reactivated
            | Self::PasswordReset
            | Self::ConsentGiven { .. }
            | Self::ConsentRevoked { .. } => Label::STAFF,
        }
    }
}
