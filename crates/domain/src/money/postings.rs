//! The ledger's postings of each fact that moves money.
//!
//! Sign: positive is debit. Per event and currency the sum is zero. A refund runs through four accounts:
//! reserving makes the merchant owe us and us owe the consumer; paying clears what we owe the consumer
//! through the provider; settling lets the provider take it from the merchant's funds.

use terms::{Currency, Money, Payer};

use crate::dispute::DisputeEvent;
use crate::merchant::MerchantEvent;
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

/// Against whom a payment to a consumer is booked.
const fn borne_by(payer: Payer) -> Account {
    match payer {
        Payer::Merchant => Account::MerchantReceivable,
        Payer::Platform => Account::PlatformLoss,
    }
}

/// Nothing for nothing: a posting of zero would say nothing.
fn pair(amount: Money, debit: Account, credit: Account) -> Vec<Posting> {
    let Money { currency, minor } = amount;
    if minor == 0 {
        return Vec::new();
    }
    vec![Posting { account: debit, currency, minor }, Posting { account: credit, currency, minor: -minor }]
}

/// What a fact of an order moves.
#[must_use]
pub fn of_order(event: &OrderEvent) -> Vec<Posting> {
    match event {
        OrderEvent::MoneyReserved { amount, payer, .. } => {
            pair(*amount, borne_by(*payer), Account::ConsumerPayable)
        }
        OrderEvent::MoneyReleased { amount, payer, .. } => {
            pair(*amount, Account::ConsumerPayable, borne_by(*payer))
        }
        OrderEvent::MoneySettled { amount, from: Payer::Merchant, .. } => {
            pair(*amount, Account::ProviderClearing, Account::MerchantReceivable)
        }
        // The platform's own money went through the provider: its loss, or advanced, is booked where that was decided.
        OrderEvent::MoneySettled { from: Payer::Platform, .. } => Vec::new(),
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

/// What a fact of a merchant's account moves.
#[must_use]
pub fn of_merchant(event: &MerchantEvent) -> Vec<Posting> {
    match event {
        MerchantEvent::DepositPaid { amount, .. } => {
            pair(*amount, Account::ProviderClearing, Account::MerchantDeposit)
        }
        MerchantEvent::Covered { deposit, advanced, .. } => {
            let mut postings = pair(*deposit, Account::MerchantDeposit, Account::MerchantReceivable);
            postings.extend(pair(*advanced, Account::ProviderClearing, Account::AdvanceFund));
            postings
        }
        MerchantEvent::Recovered { advances, charges, .. } => {
            let mut postings = pair(*advances, Account::AdvanceFund, Account::MerchantReceivable);
            postings.extend(pair(*charges, Account::ProviderClearing, Account::MerchantReceivable));
            postings
        }
        MerchantEvent::Charged { deposit, owed, .. } => {
            let mut postings = pair(*deposit, Account::MerchantDeposit, Account::PenaltyIncome);
            postings.extend(pair(*owed, Account::MerchantReceivable, Account::PenaltyIncome));
            postings
        }
        MerchantEvent::ChargeReturned { deposit, owed, .. } => {
            let mut postings = pair(*deposit, Account::PenaltyIncome, Account::MerchantDeposit);
            postings.extend(pair(*owed, Account::PenaltyIncome, Account::MerchantReceivable));
            postings
        }
        MerchantEvent::Known { .. }
        | MerchantEvent::Left
        | MerchantEvent::AdvanceOverdue { .. }
        | MerchantEvent::MeasureImposed { .. }
        | MerchantEvent::MeasureStayed { .. }
        | MerchantEvent::MeasureResumed { .. }
        | MerchantEvent::MeasureEnded { .. } => Vec::new(),
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
        | PayoutEvent::Retried { .. } => Vec::new(),
    }
}
