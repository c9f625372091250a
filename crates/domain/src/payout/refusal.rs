//! Why a payout says no.

use crate::refusal::{Refuse, Severity};

/// Every reasoned no of a payout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayoutRefusal {
    UnknownPayout,
    NotAllowed,
    /// The very same was requested or recorded before.
    AlreadyDone,
    /// Only a failed payout can be tried again.
    NotFailed,
    AmountNotPositive,
    CurrencyDiffers,
    /// The provider says it paid more than was asked: a person must look.
    PaidTooMuch,
}

impl Refuse for PayoutRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownPayout => "unknown_payout",
            Self::NotAllowed => "not_allowed",
            Self::AlreadyDone => "already_done",
            Self::NotFailed => "payout_not_failed",
            Self::AmountNotPositive => "amount_not_positive",
            Self::CurrencyDiffers => "currency_differs",
            Self::PaidTooMuch => "paid_too_much",
        }
    }

    fn severity(&self) -> Severity {
        match self {
            Self::UnknownPayout => Severity::NotFound,
            Self::NotAllowed => Severity::NotAllowed,
            Self::AlreadyDone | Self::NotFailed | Self::PaidTooMuch => Severity::Conflict,
            Self::AmountNotPositive | Self::CurrencyDiffers => Severity::Invalid,
        }
    }
}
