//! Who may see an item, written on the item itself when it is made.

/// The circle of people an item is meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Both sides and the staff of the case.
    All,
    /// The consumer's side and the staff.
    ConsumerSide,
    /// The respondent's side and the staff.
    RespondentSide,
    /// The platform's staff alone.
    Staff,
}

/// A seal narrows sight further, whoever else the audience names.
#[derive(
    Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Seal {
    #[default]
    None,
    /// Said in mediation: never seen by who rules (C5).
    Mediation,
    /// Shows people who are not party to the case (D8).
    Bystander,
    /// Data of a minor (A6.8).
    Minor,
    /// Of a juror's deliberation.
    Juror,
}

/// Audience and seal of one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Label {
    pub audience: Audience,
    #[serde(default, skip_serializing_if = "Seal::is_none")]
    pub seal: Seal,
}

impl Label {
    pub const ALL: Self = Self::open_to(Audience::All);
    pub const CONSUMER_SIDE: Self = Self::open_to(Audience::ConsumerSide);
    pub const RESPONDENT_SIDE: Self = Self::open_to(Audience::RespondentSide);
    pub const STAFF: Self = Self::open_to(Audience::Staff);
    /// Said between the sides and the mediator: both see it, who rules never does (C5).
    pub const MEDIATION: Self = Self::sealed(Seal::Mediation);

    #[must_use]
    pub const fn open_to(audience: Audience) -> Self {
        Self { audience, seal: Seal::None }
    }

    /// For both sides, under a seal.
    #[must_use]
    pub const fn sealed(seal: Seal) -> Self {
        Self { audience: Audience::All, seal }
    }
}

impl Seal {
    #[must_use]
    pub const fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }
}

impl Audience {
    /// The key in events and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::ConsumerSide => "consumer_side",
            Self::RespondentSide => "respondent_side",
            Self::Staff => "staff",
        }
    }
}
