//! Names that others gave: the shop's order, line and merchant ids, and the playbook's keys.

use std::fmt;

/// Why a name from outside cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OutsideIdError {
    #[error("empty")]
    Empty,
    #[error("longer than {max} bytes")]
    TooLong { max: usize },
    #[error("only letters, digits and . _ - : / # are allowed")]
    ForbiddenCharacter,
}

fn check(given: &str, max: usize) -> Result<(), OutsideIdError> {
    if given.is_empty() {
        return Err(OutsideIdError::Empty);
    }
    if given.len() > max {
        return Err(OutsideIdError::TooLong { max });
    }
    let allowed = |c: char| c.is_ascii_alphanumeric() || "._-:/#".contains(c);
    if given.chars().all(allowed) { Ok(()) } else { Err(OutsideIdError::ForbiddenCharacter) }
}

macro_rules! outside {
    ($(#[$doc:meta])* $name:ident, $max:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Checks length (bytes) and characters.
            ///
            /// # Errors
            /// Empty, too long, or with a character that is not allowed.
            pub fn new(given: impl Into<String>) -> Result<Self, OutsideIdError> {
                let given = given.into();
                check(&given, $max)?;
                Ok(Self(given))
            }

            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = OutsideIdError;
            fn try_from(given: String) -> Result<Self, OutsideIdError> {
                Self::new(given)
            }
        }

        impl std::str::FromStr for $name {
            type Err = OutsideIdError;
            fn from_str(given: &str) -> Result<Self, OutsideIdError> {
                Self::new(given)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

outside!(
    /// The shop's own order number.
    OrderId, 64
);
outside!(
    /// One line of an order, named by the shop.
    LineId, 32
);
outside!(
    /// The shop's id of a merchant.
    MerchantId, 64
);
outside!(
    /// A kind of dispute, as the playbook names it (`not_as_described`).
    KindKey, 48
);
outside!(
    /// A rule of law or of the platform, as the rule pack names it (`cn.crpl.25`).
    RuleId, 64
);
outside!(
    /// A violation of a merchant, as the playbook names it (`counterfeit`).
    ViolationKey, 48
);
outside!(
    /// Why something was refused or closed, as the playbook names it.
    ReasonCode, 48
);
