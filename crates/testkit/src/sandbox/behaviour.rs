//! The ways in which payment providers disappoint.

/// How the sandbox treats one refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behaviour {
    /// Pays at once and says so.
    Pay,
    /// Pays, then never answers: the caller runs into its time limit.
    PayThenSilence,
    /// Neither pays nor answers.
    Silence,
    /// Answers 500 without having paid.
    Break,
    /// Pays, then answers 500.
    PayThenBreak,
    /// Refuses for good.
    Refuse,
    /// The merchant's account lacks the money; the platform's pays.
    NoMerchantFunds,
    /// Pays half (rounded down, at least one minor unit), the rest by the next look-up.
    PayInPart,
    /// Takes it in hand; paid by the next look-up.
    Pending,
    /// Pays; a repeat is answered 409 with what is known instead of 200.
    ConflictOnRepeat,
    /// Pays, then answers with half of a JSON text.
    PayThenGarble,
}

impl Behaviour {
    pub const ALL: &'static [Self] = &[
        Self::Pay,
        Self::PayThenSilence,
        Self::Silence,
        Self::Break,
        Self::PayThenBreak,
        Self::Refuse,
        Self::NoMerchantFunds,
        Self::PayInPart,
        Self::Pending,
        Self::ConflictOnRepeat,
        Self::PayThenGarble,
    ];

    /// A transaction whose id starts with this behaves so; the demo chooses its orders' behaviour by it.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Pay => "PAY-",
            Self::PayThenSilence => "PAIDSILENT-",
            Self::Silence => "SILENT-",
            Self::Break => "BREAK-",
            Self::PayThenBreak => "PAIDBREAK-",
            Self::Refuse => "REFUSE-",
            Self::NoMerchantFunds => "NOFUNDS-",
            Self::PayInPart => "PART-",
            Self::Pending => "PENDING-",
            Self::ConflictOnRepeat => "CONFLICT-",
            Self::PayThenGarble => "GARBLE-",
        }
    }

    /// What a transaction's id asks for; without a known prefix it is paid.
    #[must_use]
    pub fn of_transaction(transaction: &str) -> Self {
        Self::ALL
            .iter()
            .copied()
            .find(|behaviour| transaction.starts_with(behaviour.prefix()))
            .unwrap_or(Self::Pay)
    }
}
