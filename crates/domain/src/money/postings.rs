//! The ledger's postings of each fact that moves money.
//!
//! Sign: positive is debit. Per event and currency the sum is zero. A refund runs through four accounts:
//! reserving makes the merchant owe us and us owe the consumer; paying clears what we owe the consumer
//! through the provider; settling lets the provider take it from the merchant's funds.

use terms::{Currency, Money};

use crate::dispute::DisputeEvent;
use crate::order::OrderEvent;
use crate::payout::PayoutEvent;

/// An account of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Account {
    ProviderClearing,
    MerchantDeposit,
    MerchantReceivable,
    ConsumerPayable,
    AdvanceFund,
    GoodwillBudget,
    PlatformLoss,
    PenaltyIncome,
}

impl Account {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ProviderClearing => "provider_clearing",
            Self::MerchantDeposit => "merchant_deposit",
            Self::MerchantReceivable => "merchant_receivable",
            Self::ConsumerPayable => "consumer_payable",
            Self::AdvanceFund => "advance_fund",
            Self::GoodwillBudget => "goodwill_budget",
            Self::PlatformLoss => "platform_loss",
            Self::PenaltyIncome => "penalty_income",
        }
    }
}

/// One line of the ledger, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    pub account: Account,
    pub currency: Currency,
    pub minor: i64,
}

fn pair(amount: Money, debit: Account, credit: Account) -> Vec<Posting> {
    let Money { currency, minor } = amount;
    vec![Posting { account: debit, currency, minor }, Posting { account: credit, currency, minor: -minor }]
}

/// What a fact of an order moves.
#[must_use]
pub fn of_order(event: &OrderEvent) -> Vec<Posting> {
    match event {
        OrderEvent::MoneyReserved { amount, .. } => {
            pair(*amount, Account::MerchantReceivable, Account::ConsumerPayable)
        }
        OrderEvent::MoneyReleased { amount, .. } => {
            pair(*amount, Account::ConsumerPayable, Account::MerchantReceivable)
        }
        OrderEvent::MoneySettled { amount, .. } => {
            pair(*amount, Account::ProviderClearing, Account::MerchantReceivable)
        }
        OrderEvent::Reported { .. } | OrderEvent::MoneyDue { .. } | OrderEvent::PaidOutside { .. } => {
            Vec::new()
        }
    }
}

/// What a fact of a dispute moves: what the platform bears is no longer the merchant's.
#[must_use]
pub fn of_dispute(event: &DisputeEvent) -> Vec<Posting> {
    match event {
        DisputeEvent::AppealDecided { borne, .. } => borne
            .iter()
            .flat_map(|part| pair(part.amount, Account::PlatformLoss, Account::MerchantReceivable))
            .collect(),
        _ => Vec::new(),
    }
}

/// What a fact of a payout moves.
#[must_use]
pub fn of_payout(event: &PayoutEvent) -> Vec<Posting> {
    match event {
        PayoutEvent::Paid { amount, .. } => {
            pair(*amount, Account::ConsumerPayable, Account::ProviderClearing)
        }
        PayoutEvent::Requested(_)
        | PayoutEvent::Pending { .. }
        | PayoutEvent::Failed { .. }
        | PayoutEvent::Unclear { .. }
        | PayoutEvent::Retried => Vec::new(),
    }
}
