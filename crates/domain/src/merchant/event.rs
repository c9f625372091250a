//! Facts of a merchant.

use serde::{Deserialize, Serialize};
use terms::{
    CaseNumber, DisputeId, Instant, Label, MeasureId, MeasureKind, MerchantId, Money, ObligationId, PayoutId,
    PenaltyId, RuleId, ViolationKey,
};

/// What a decision in a penalty case does to a merchant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    pub id: MeasureId,
    pub kind: MeasureKind,
    pub violation: ViolationKey,
    pub number: CaseNumber,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<u32>,
    /// What is taken from the deposit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// The goods that are taken down, as the shop names them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub goods: Vec<String>,
    pub from: Instant,
    /// `None`: it does not end by itself.
    pub until: Option<Instant>,
    /// A hold before anything was decided.
    pub interim: bool,
}

/// Why a measure no longer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndCause {
    /// Its time is over.
    Expired,
    /// It was taken back on appeal or on review: as if it had not been.
    Lifted,
    /// The decision took the place of the hold.
    Decided,
}

/// What can happen to a merchant here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MerchantEvent {
    /// The first fact: who it is.
    Known {
        merchant: MerchantId,
        name: String,
    },
    /// Its shop was closed by itself; what it owes stays.
    Left,
    DepositPaid {
        reference: String,
        amount: Money,
    },
    /// What it owed a consumer was taken from its deposit, the rest advanced by the platform.
    Covered {
        dispute: DisputeId,
        obligation: ObligationId,
        payout: PayoutId,
        deposit: Money,
        advanced: Money,
        /// Until when it pays back what was advanced.
        recover_by: Option<Instant>,
        rule_id: RuleId,
    },
    /// It paid back: first what was advanced, then charges.
    Recovered {
        reference: String,
        advances: Money,
        charges: Money,
    },
    /// What was advanced was not paid back in time.
    AdvanceOverdue {
        obligation: ObligationId,
        dispute: DisputeId,
        open: Money,
    },
    MeasureImposed {
        penalty: PenaltyId,
        measure: Measure,
    },
    /// Taken from the deposit for a measure, and what is still owed of it.
    Charged {
        measure: MeasureId,
        deposit: Money,
        owed: Money,
    },
    /// What was taken for a measure is given back.
    ChargeReturned {
        measure: MeasureId,
        deposit: Money,
        owed: Money,
    },
    MeasureStayed {
        measure: MeasureId,
    },
    MeasureResumed {
        measure: MeasureId,
    },
    MeasureEnded {
        measure: MeasureId,
        cause: EndCause,
    },
}

impl MerchantEvent {
    /// A merchant sees its own account; no consumer does.
    #[must_use]
    pub const fn label(&self) -> Label {
        match self {
            Self::Known { .. }
            | Self::Left
            | Self::DepositPaid { .. }
            | Self::Covered { .. }
            | Self::Recovered { .. }
            | Self::AdvanceOverdue { .. }
            | Self::MeasureImposed { .. }
            | Self::Charged { .. }
            | Self::ChargeReturned { .. }
            | Self::MeasureStayed { .. }
            | Self::MeasureResumed { .. }
            | Self::MeasureEnded { .. } => Label::RESPONDENT_SIDE,
        }
    }
}
