//! Who wishes something, and who is written down as having done it.

use serde::{Deserialize, Serialize};
use terms::{MerchantId, PersonId, Role};

/// Who issues a command: a signed-in person in one role, or the system on its own clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    Person { id: PersonId, role: Role, merchant: Option<MerchantId> },
    System,
}

impl Actor {
    #[must_use]
    pub const fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person { id, .. } => Some(*id),
            Self::System => None,
        }
    }

    #[must_use]
    pub const fn role(&self) -> Option<Role> {
        match self {
            Self::Person { role, .. } => Some(*role),
            Self::System => None,
        }
    }

    /// How the act is signed in the record.
    #[must_use]
    pub fn by(&self) -> By {
        match self {
            Self::Person { id, role, .. } => By::Person { id: *id, role: *role },
            Self::System => By::System,
        }
    }
}

/// Who did it, as the record keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    Person { id: PersonId, role: Role },
    System,
}

impl By {
    #[must_use]
    pub const fn person(self) -> Option<PersonId> {
        match self {
            Self::Person { id, .. } => Some(id),
            Self::System => None,
        }
    }
}
