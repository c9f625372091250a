//! What a merchant's account has come to.

use std::collections::BTreeMap;

use terms::{
    Currency, DisputeId, Instant, MeasureId, MeasureKind, MeasureState, MerchantId, Money, ObligationId,
    PenaltyId,
};

use super::event::{EndCause, Measure, MerchantEvent};
use crate::fact::Fact;

/// State of a merchant's stream.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MerchantState {
    pub merchant: Option<MerchantId>,
    pub name: String,
    pub left_at: Option<Instant>,
    /// What the deposit holds, in minor units.
    pub deposit: BTreeMap<Currency, i64>,
    /// References of payments in, so that a repeat changes nothing.
    pub payments: BTreeMap<String, Money>,
    /// What was paid for it and not paid back yet, oldest first; settled ones stay with nothing open.
    pub debts: Vec<Debt>,
    /// Obligations that deposit or fund paid.
    pub covered: Vec<ObligationId>,
    pub measures: Vec<ImposedMeasure>,
}

/// What a merchant owes the platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Debt {
    /// The advance's obligation and case, or the measure that was charged.
    pub of: DebtOf,
    pub open: Money,
    pub due_at: Option<Instant>,
    pub is_overdue: bool,
}

/// Where a debt comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DebtOf {
    Advance { dispute: DisputeId, obligation: ObligationId },
    Charge { measure: MeasureId },
}

impl Debt {
    #[must_use]
    pub const fn is_advance(&self) -> bool {
        matches!(self.of, DebtOf::Advance { .. })
    }
}

/// A measure and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImposedMeasure {
    pub penalty: PenaltyId,
    pub measure: Measure,
    pub state: MeasureState,
    pub ended_at: Option<Instant>,
    /// Taken for it: from the deposit, and as a debt, in minor units.
    pub charged: (i64, i64),
}

impl MerchantState {
    #[must_use]
    pub fn deposit_in(&self, currency: Currency) -> i64 {
        self.deposit.get(&currency).copied().unwrap_or(0)
    }

    /// What it owes the platform in a currency, in minor units.
    #[must_use]
    pub fn owed(&self, currency: Currency) -> i64 {
        let open = self.debts.iter().filter(|debt| debt.open.currency == currency);
        open.fold(0, |sum, debt| sum.saturating_add(debt.open.minor))
    }

    /// Points that count now.
    #[must_use]
    pub fn points(&self) -> u32 {
        let counts =
            |m: &&ImposedMeasure| m.state == MeasureState::InForce && m.measure.kind == MeasureKind::Points;
        self.measures
            .iter()
            .filter(counts)
            .fold(0, |sum, m| sum.saturating_add(m.measure.points.unwrap_or(0)))
    }

    #[must_use]
    pub fn measure(&self, id: MeasureId) -> Option<&ImposedMeasure> {
        self.measures.iter().find(|m| m.measure.id == id)
    }

    /// Its shop is closed, by itself or by a decision in force.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        let closes = |m: &ImposedMeasure| {
            m.state == MeasureState::InForce && m.measure.kind == MeasureKind::ShopClosure
        };
        self.left_at.is_some() || self.measures.iter().any(closes)
    }
}

/// Applies a fact; total.
#[must_use]
pub fn evolve(mut state: MerchantState, fact: &Fact<MerchantEvent>) -> MerchantState {
    match &fact.event {
        MerchantEvent::Known { merchant, name } => {
            state.merchant = Some(merchant.clone());
            state.name.clone_from(name);
        }
        MerchantEvent::Left => state.left_at = Some(fact.at),
        MerchantEvent::DepositPaid { reference, amount } => {
            state.payments.insert(reference.clone(), *amount);
            add(&mut state, *amount, 1);
        }
        MerchantEvent::Covered { dispute, obligation, deposit, advanced, recover_by, .. } => {
            state.covered.push(*obligation);
            add(&mut state, *deposit, -1);
            if advanced.is_positive() {
                let of = DebtOf::Advance { dispute: *dispute, obligation: *obligation };
                state.debts.push(Debt { of, open: *advanced, due_at: *recover_by, is_overdue: false });
            }
        }
        MerchantEvent::Recovered { reference, advances, charges } => {
            let all = Money::new(advances.currency, advances.minor.saturating_add(charges.minor));
            state.payments.insert(reference.clone(), all);
            pay(&mut state, *advances, true);
            pay(&mut state, *charges, false);
        }
        MerchantEvent::AdvanceOverdue { obligation, .. } => {
            let of = |debt: &&mut Debt| matches!(debt.of, DebtOf::Advance { obligation: id, .. } if id == *obligation);
            if let Some(debt) = state.debts.iter_mut().find(of) {
                debt.is_overdue = true;
            }
        }
        MerchantEvent::MeasureImposed { penalty, measure } => state.measures.push(ImposedMeasure {
            penalty: *penalty,
            measure: measure.clone(),
            state: MeasureState::InForce,
            ended_at: None,
            charged: (0, 0),
        }),
        MerchantEvent::Charged { measure, deposit, owed } => {
            add(&mut state, *deposit, -1);
            if owed.is_positive() {
                let of = DebtOf::Charge { measure: *measure };
                state.debts.push(Debt { of, open: *owed, due_at: None, is_overdue: false });
            }
            if let Some(m) = find(&mut state, *measure) {
                m.charged = (deposit.minor, owed.minor);
            }
        }
        MerchantEvent::ChargeReturned { measure, deposit, owed } => {
            add(&mut state, *deposit, 1);
            let of = DebtOf::Charge { measure: *measure };
            if let Some(debt) = state.debts.iter_mut().find(|debt| debt.of == of) {
                debt.open.minor = debt.open.minor.saturating_sub(owed.minor).max(0);
            }
            if let Some(m) = find(&mut state, *measure) {
                m.charged = (0, 0);
            }
        }
        MerchantEvent::MeasureStayed { measure } => to(&mut state, *measure, MeasureState::Stayed),
        MerchantEvent::MeasureResumed { measure } => to(&mut state, *measure, MeasureState::InForce),
        MerchantEvent::MeasureEnded { measure, cause } => {
            let end = if *cause == EndCause::Lifted { MeasureState::Lifted } else { MeasureState::Ended };
            to(&mut state, *measure, end);
            if let Some(m) = find(&mut state, *measure) {
                m.ended_at = Some(fact.at);
            }
        }
    }
    state
}

fn add(state: &mut MerchantState, amount: Money, sign: i64) {
    if amount.minor != 0 {
        *state.deposit.entry(amount.currency).or_default() += sign * amount.minor;
    }
}

/// The oldest debts first.
fn pay(state: &mut MerchantState, amount: Money, advances: bool) {
    let mut left = amount.minor;
    let fits = |debt: &&mut Debt| debt.open.currency == amount.currency && debt.is_advance() == advances;
    for debt in state.debts.iter_mut().filter(fits) {
        let part = left.min(debt.open.minor);
        debt.open.minor -= part;
        left -= part;
    }
}

fn find(state: &mut MerchantState, id: MeasureId) -> Option<&mut ImposedMeasure> {
    state.measures.iter_mut().find(|m| m.measure.id == id)
}

fn to(state: &mut MerchantState, id: MeasureId, new: MeasureState) {
    if let Some(m) = find(state, id) {
        m.state = new;
    }
}
