//! A personal or confidential field of an event: it has a part of its own in the record, so that it
//! can be left out of what someone reads, or erased for good, without breaking a proof.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use terms::Audience;

/// The value while it is kept and may be seen; the part's hash once it is erased, or for whom it is hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Erasable<T> {
    Kept { value: T, audience: Audience },
    Erased { hash: String, audience: Audience },
}

impl<T> Erasable<T> {
    pub const fn new(value: T, audience: Audience) -> Self {
        Self::Kept { value, audience }
    }

    /// The value, unless it was erased.
    pub const fn get(&self) -> Option<&T> {
        match self {
            Self::Kept { value, .. } => Some(value),
            Self::Erased { .. } => None,
        }
    }

    pub const fn audience(&self) -> Audience {
        match self {
            Self::Kept { audience, .. } | Self::Erased { audience, .. } => *audience,
        }
    }

    pub const fn is_erased(&self) -> bool {
        matches!(self, Self::Erased { .. })
    }
}

#[derive(Serialize, Deserialize)]
struct Outer<T> {
    #[serde(rename = "~")]
    inner: Inner<T>,
}

#[derive(Serialize, Deserialize)]
struct Inner<T> {
    #[serde(rename = "v", skip_serializing_if = "Option::is_none", default = "none")]
    value: Option<T>,
    #[serde(rename = "e", skip_serializing_if = "Option::is_none", default)]
    hash: Option<String>,
    #[serde(rename = "a")]
    audience: Audience,
}

const fn none<T>() -> Option<T> {
    None
}

impl<T: Serialize> Serialize for Erasable<T> {
    /// The form that `record::split` looks for.
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let inner = match self {
            Self::Kept { value, audience } => Inner { value: Some(value), hash: None, audience: *audience },
            Self::Erased { hash, audience } => {
                Inner { value: None, hash: Some(hash.clone()), audience: *audience }
            }
        };
        Outer { inner }.serialize(s)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Erasable<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let Inner { value, hash, audience } = Outer::<T>::deserialize(d)?.inner;
        match (value, hash) {
            (Some(value), _) => Ok(Self::Kept { value, audience }),
            (None, hash) => Ok(Self::Erased { hash: hash.unwrap_or_default(), audience }),
        }
    }
}
