//! What can be asked of a merchant's account: money in, money out for it, measures of a penalty case.

use serde::{Deserialize, Serialize};
use terms::{
    DisputeId, MeasureId, MeasureKind, MeasureState, MerchantId, Money, ObligationId, PayoutId, PenaltyId,
    PenaltyStep, Role,
};

use super::event::{EndCause, Measure, MerchantEvent};
use super::refusal::MerchantRefusal;
use super::state::{DebtOf, MerchantState};
use crate::actor::Actor;
use crate::ctx::Ctx;

/// Longest reference of a payment, in characters.
const MAX_REFERENCE: usize = 64;

/// What is asked of which merchant. Whoever asks first also says its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MerchantCommand {
    pub merchant: MerchantId,
    pub name: String,
    pub act: MerchantAct,
}

/// The acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MerchantAct {
    /// Money came in for the deposit.
    PayDeposit {
        reference: String,
        amount: Money,
    },
    /// Money came in for what it owes.
    Recover {
        reference: String,
        amount: Money,
    },
    /// Its shop was closed by itself.
    Leave,
    Cover(Cover),
    /// The time to pay back an advance is over.
    PassRecovery {
        obligation: ObligationId,
    },
    Impose {
        penalty: PenaltyId,
        measure: Measure,
    },
    Stay {
        measure: MeasureId,
    },
    Resume {
        measure: MeasureId,
    },
    End {
        measure: MeasureId,
        cause: EndCause,
    },
}

/// Pay what it owes a consumer out of its deposit, else in advance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    pub dispute: DisputeId,
    pub obligation: ObligationId,
    pub payout: PayoutId,
    pub amount: Money,
    pub approved: bool,
}

/// Decides on a merchant's account.
///
/// # Errors
/// The refusals of [`MerchantRefusal`].
pub fn decide(
    state: &MerchantState,
    command: &MerchantCommand,
    ctx: &Ctx<'_, '_>,
) -> Result<Vec<MerchantEvent>, MerchantRefusal> {
    let acts = match &command.act {
        MerchantAct::PayDeposit { reference, amount } => {
            cashier(ctx)?;
            let reference = paid_in(state, reference, *amount)?;
            vec![MerchantEvent::DepositPaid { reference, amount: *amount }]
        }
        MerchantAct::Recover { reference, amount } => {
            cashier(ctx)?;
            vec![recover(state, paid_in(state, reference, *amount)?, *amount)?]
        }
        MerchantAct::Leave => {
            cashier(ctx)?;
            if state.left_at.is_some() {
                return Err(MerchantRefusal::AlreadyDone);
            }
            vec![MerchantEvent::Left]
        }
        MerchantAct::Cover(cover) => system(ctx).and_then(|()| covered(state, cover, ctx))?,
        MerchantAct::PassRecovery { obligation } => {
            system(ctx).and_then(|()| overdue(state, *obligation, ctx))?
        }
        MerchantAct::Impose { penalty, measure } => {
            system(ctx).and_then(|()| imposed(state, *penalty, measure))?
        }
        MerchantAct::Stay { measure } => {
            system(ctx)?;
            holds(state, *measure, &[MeasureState::InForce])?;
            vec![MerchantEvent::MeasureStayed { measure: *measure }]
        }
        MerchantAct::Resume { measure } => {
            system(ctx)?;
            holds(state, *measure, &[MeasureState::Stayed])?;
            vec![MerchantEvent::MeasureResumed { measure: *measure }]
        }
        MerchantAct::End { measure, cause } => {
            system(ctx).and_then(|()| ended(state, *measure, *cause, ctx))?
        }
    };
    let known = state
        .merchant
        .is_none()
        .then(|| MerchantEvent::Known { merchant: command.merchant.clone(), name: command.name.clone() });
    Ok(known.into_iter().chain(acts).collect())
}

fn system(ctx: &Ctx<'_, '_>) -> Result<(), MerchantRefusal> {
    if *ctx.actor == Actor::System { Ok(()) } else { Err(MerchantRefusal::NotAllowed) }
}

/// Who books money of merchants: a supervisor, or the platform's own systems.
fn cashier(ctx: &Ctx<'_, '_>) -> Result<(), MerchantRefusal> {
    match ctx.actor.role() {
        Some(Role::Supervisor | Role::Integrator) => Ok(()),
        Some(
            Role::Consumer
            | Role::Merchant
            | Role::IntakeOfficer
            | Role::Mediator
            | Role::Decider
            | Role::Admin,
        )
        | None => Err(MerchantRefusal::NotAllowed),
    }
}

fn paid_in(state: &MerchantState, reference: &str, amount: Money) -> Result<String, MerchantRefusal> {
    let reference = reference.trim();
    if reference.is_empty() || reference.chars().count() > MAX_REFERENCE {
        return Err(MerchantRefusal::ReferenceNeeded);
    }
    if !amount.is_positive() {
        return Err(MerchantRefusal::AmountNotPositive);
    }
    if state.payments.contains_key(reference) {
        return Err(MerchantRefusal::AlreadyDone);
    }
    Ok(reference.to_owned())
}

/// Advances first: the fund must be whole for the next consumer.
fn recover(
    state: &MerchantState,
    reference: String,
    amount: Money,
) -> Result<MerchantEvent, MerchantRefusal> {
    let owed = |advances: bool| {
        let fits = |debt: &&super::state::Debt| {
            debt.open.currency == amount.currency && debt.is_advance() == advances
        };
        state.debts.iter().filter(fits).fold(0_i64, |sum, debt| sum.saturating_add(debt.open.minor))
    };
    let (advances, charges) = (owed(true), owed(false));
    let all = advances.saturating_add(charges);
    if amount.minor > all {
        return Err(MerchantRefusal::MoreThanOwed { owed: Money::new(amount.currency, all) });
    }
    let first = amount.minor.min(advances);
    Ok(MerchantEvent::Recovered {
        reference,
        advances: Money::new(amount.currency, first),
        charges: Money::new(amount.currency, amount.minor - first),
    })
}

fn covered(
    state: &MerchantState,
    cover: &Cover,
    ctx: &Ctx<'_, '_>,
) -> Result<Vec<MerchantEvent>, MerchantRefusal> {
    if state.covered.contains(&cover.obligation) {
        return Err(MerchantRefusal::AlreadyDone);
    }
    if !cover.amount.is_positive() {
        return Err(MerchantRefusal::AmountNotPositive);
    }
    let currency = cover.amount.currency;
    let deposit = state.deposit_in(currency).clamp(0, cover.amount.minor);
    let advanced = Money::new(currency, cover.amount.minor - deposit);
    let rule = &ctx.playbook.penalties().advance;
    let within = advanced.currency == rule.above.currency && advanced.minor <= rule.above.minor;
    if advanced.is_positive() && !within && !cover.approved {
        return Err(MerchantRefusal::AdvanceNeedsApproval { advance: advanced });
    }
    let recovery = ctx.playbook.penalty_due(PenaltyStep::Recovery, ctx.now);
    let recover_by = recovery.filter(|_| advanced.is_positive()).map(|(due, _)| due.at);
    Ok(vec![MerchantEvent::Covered {
        dispute: cover.dispute,
        obligation: cover.obligation,
        payout: cover.payout,
        deposit: Money::new(currency, deposit),
        advanced,
        recover_by,
        rule_id: rule.rule.clone(),
    }])
}

fn overdue(
    state: &MerchantState,
    obligation: ObligationId,
    ctx: &Ctx<'_, '_>,
) -> Result<Vec<MerchantEvent>, MerchantRefusal> {
    let of = |of: DebtOf| match of {
        DebtOf::Advance { dispute, obligation: id } if id == obligation => Some(dispute),
        DebtOf::Advance { .. } | DebtOf::Charge { .. } => None,
    };
    let found = state.debts.iter().find_map(|debt| of(debt.of).map(|dispute| (debt, dispute)));
    let Some((debt, dispute)) = found else { return Err(MerchantRefusal::Stale) };
    let is_late = debt.due_at.is_some_and(|due| due <= ctx.now) && debt.open.is_positive();
    if debt.is_overdue || !is_late {
        return Err(MerchantRefusal::Stale);
    }
    Ok(vec![MerchantEvent::AdvanceOverdue { obligation, dispute, open: debt.open }])
}

/// What the deposit lacks of a charge is owed.
fn imposed(
    state: &MerchantState,
    penalty: PenaltyId,
    measure: &Measure,
) -> Result<Vec<MerchantEvent>, MerchantRefusal> {
    if state.measure(measure.id).is_some() {
        return Err(MerchantRefusal::AlreadyDone);
    }
    let mut events = vec![MerchantEvent::MeasureImposed { penalty, measure: measure.clone() }];
    if let (MeasureKind::DepositCharge, Some(amount)) = (measure.kind, measure.amount) {
        let deposit = state.deposit_in(amount.currency).clamp(0, amount.minor);
        events.push(MerchantEvent::Charged {
            measure: measure.id,
            deposit: Money::new(amount.currency, deposit),
            owed: Money::new(amount.currency, amount.minor - deposit),
        });
    }
    Ok(events)
}

fn holds(state: &MerchantState, id: MeasureId, states: &[MeasureState]) -> Result<(), MerchantRefusal> {
    let found = state.measure(id).ok_or(MerchantRefusal::UnknownMeasure)?;
    if states.contains(&found.state) { Ok(()) } else { Err(MerchantRefusal::AlreadyDone) }
}

/// By its own date only when that has come; what was charged is given back when the measure is lifted.
fn ended(
    state: &MerchantState,
    id: MeasureId,
    cause: EndCause,
    ctx: &Ctx<'_, '_>,
) -> Result<Vec<MerchantEvent>, MerchantRefusal> {
    holds(state, id, &[MeasureState::InForce, MeasureState::Stayed])?;
    let found = state.measure(id).ok_or(MerchantRefusal::UnknownMeasure)?;
    if cause == EndCause::Expired && found.measure.until.is_none_or(|until| ctx.now < until) {
        return Err(MerchantRefusal::Stale);
    }
    let mut events = Vec::new();
    if let (EndCause::Lifted, Some(amount)) = (cause, found.measure.amount) {
        let (deposit, owed) = found.charged;
        let still_open = state.debts.iter().find(|d| d.of == DebtOf::Charge { measure: id });
        // What was paid of the debt meanwhile goes into the deposit: it is the merchant's.
        let unpaid = still_open.map_or(0, |debt| debt.open.minor).min(owed);
        events.push(MerchantEvent::ChargeReturned {
            measure: id,
            deposit: Money::new(amount.currency, deposit + owed - unpaid),
            owed: Money::new(amount.currency, unpaid),
        });
    }
    events.push(MerchantEvent::MeasureEnded { measure: id, cause });
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::given::{
        PLAYBOOK, WEDNESDAY, admin, dispute_id, merchant as of_shop, supervisor, system, yuan,
    };
    use crate::fact::Fact;
    use crate::facts::Facts;
    use crate::merchant::evolve;
    use crate::money::{Account, of_merchant};
    use crate::refusal::Refuse;
    use std::collections::BTreeMap;
    use terms::{Currency, Ids, Instant, SeededEntropy};

    /// A merchant, and the ledger that its facts make.
    #[derive(Default, Clone)]
    struct Shop {
        state: MerchantState,
        ledger: BTreeMap<&'static str, i64>,
        now: Option<Instant>,
    }

    impl Shop {
        fn by(mut self, actor: &Actor, act: MerchantAct) -> Result<Self, &'static str> {
            let (facts, mut entropy) = (Facts::default(), SeededEntropy::new(1));
            let now = self.now.unwrap_or(WEDNESDAY);
            let mut ids = Ids::new(now, &mut entropy);
            let (on_behalf_of, occurred_at) = (None, None);
            let ctx = Ctx {
                actor,
                on_behalf_of,
                now,
                occurred_at,
                playbook: &PLAYBOOK,
                facts: &facts,
                ids: &mut ids,
            };
            let merchant = MerchantId::new("yuhe").unwrap();
            let command = MerchantCommand { merchant, name: "雨禾".to_owned(), act };
            for event in decide(&self.state, &command, &ctx).map_err(|refusal| refusal.code())? {
                let postings = of_merchant(&event);
                assert_eq!(postings.iter().map(|p| p.minor).sum::<i64>(), 0);
                for posting in postings {
                    *self.ledger.entry(posting.account.as_str()).or_default() += posting.minor;
                }
                let (by, label) = (actor.by(), event.label());
                self.state =
                    evolve(self.state, &Fact { at: now, occurred_at, by, on_behalf_of, label, event });
            }
            Ok(self)
        }

        fn done(self, act: MerchantAct) -> Self {
            self.by(&system(), act).unwrap()
        }

        fn with_deposit(self, amount: &str) -> Self {
            self.by(&supervisor(), deposit("D1", amount)).unwrap()
        }

        fn account(&self, account: Account) -> i64 {
            self.ledger.get(account.as_str()).copied().unwrap_or(0)
        }
    }

    fn deposit(reference: &str, amount: &str) -> MerchantAct {
        MerchantAct::PayDeposit { reference: reference.to_owned(), amount: yuan(amount) }
    }

    fn recover(reference: &str, amount: &str) -> MerchantAct {
        MerchantAct::Recover { reference: reference.to_owned(), amount: yuan(amount) }
    }

    fn obligation(n: u128) -> ObligationId {
        ObligationId(uuid::Uuid::from_u128(n))
    }

    fn cover(n: u128, amount: &str, approved: bool) -> MerchantAct {
        let (obligation, payout) = (obligation(n), PayoutId(uuid::Uuid::from_u128(n)));
        MerchantAct::Cover(Cover {
            dispute: dispute_id(1),
            obligation,
            payout,
            amount: yuan(amount),
            approved,
        })
    }

    fn charge(amount: &str) -> MerchantAct {
        let measure = Measure {
            id: MeasureId(uuid::Uuid::from_u128(7)),
            kind: MeasureKind::DepositCharge,
            violation: terms::ViolationKey::new("false_description").unwrap(),
            number: crate::dispute::given::number(1),
            points: None,
            amount: Some(yuan(amount)),
            goods: Vec::new(),
            from: WEDNESDAY,
            until: None,
            interim: false,
        };
        MerchantAct::Impose { penalty: PenaltyId::default(), measure }
    }

    /// C9, G8: the deposit pays first, the platform advances the rest and has it back; the fund balances to the cent.
    #[test]
    fn the_deposit_pays_first_and_the_fund_has_its_advance_back() {
        let shop = Shop::default().with_deposit("200").done(cover(1, "899.01", false));
        assert_eq!(shop.state.deposit_in(Currency::Cny), 0);
        assert_eq!(shop.state.owed(Currency::Cny), 69_901);
        assert_eq!(shop.account(Account::AdvanceFund), -69_901);
        assert_eq!(shop.clone().by(&system(), cover(1, "899.01", false)).err(), Some("already_done"));
        assert_eq!(shop.clone().by(&supervisor(), recover("R1", "699.02")).err(), Some("more_than_owed"));
        let back = shop.by(&supervisor(), recover("R1", "699.01")).unwrap();
        assert_eq!((back.state.owed(Currency::Cny), back.account(Account::AdvanceFund)), (0, 0));
        assert_eq!(back.account(Account::MerchantDeposit), 0);
        assert_eq!(back.by(&supervisor(), recover("R1", "1")).err(), Some("already_done"));
    }

    /// G8: what needs no advance needs nobody's word; a large advance needs a supervisor's.
    #[test]
    fn a_large_advance_needs_a_supervisor() {
        let large = Shop::default().with_deposit("100");
        assert_eq!(
            large.clone().by(&system(), cover(1, "20100.01", false)).err(),
            Some("advance_needs_approval")
        );
        assert!(large.clone().by(&system(), cover(1, "20100.00", false)).is_ok());
        assert!(large.by(&system(), cover(1, "20100.01", true)).is_ok());
    }

    /// C9, G8: an advance that is not paid back in time is overdue once, and never when it was.
    #[test]
    fn an_advance_that_is_not_paid_back_is_overdue() {
        let pass = || MerchantAct::PassRecovery { obligation: obligation(1) };
        let mut shop = Shop::default().done(cover(1, "300", false));
        assert_eq!(shop.clone().by(&system(), pass()).err(), Some("stale_deadline"));
        shop.now = shop.state.debts[0].due_at;
        let paid = shop.clone().by(&supervisor(), recover("R1", "300")).unwrap();
        assert_eq!(paid.by(&system(), pass()).err(), Some("stale_deadline"));
        let late = shop.done(pass());
        assert!(late.state.debts[0].is_overdue);
        assert_eq!(late.by(&system(), pass()).err(), Some("stale_deadline"));
    }

    /// G4: a deposit that does not suffice is charged what it holds, the rest is owed; lifted, all of it goes back.
    #[test]
    fn a_charge_beyond_the_deposit_is_owed_and_goes_back_when_lifted() {
        let charged = Shop::default().with_deposit("500").done(charge("800"));
        assert_eq!((charged.state.deposit_in(Currency::Cny), charged.state.owed(Currency::Cny)), (0, 30_000));
        assert_eq!(charged.account(Account::PenaltyIncome), -80_000);
        assert_eq!(charged.clone().by(&system(), charge("800")).err(), Some("already_done"));
        let part = charged.by(&supervisor(), recover("R1", "100")).unwrap();
        let end = MerchantAct::End { measure: MeasureId(uuid::Uuid::from_u128(7)), cause: EndCause::Lifted };
        let lifted = part.done(end.clone());
        assert_eq!((lifted.state.deposit_in(Currency::Cny), lifted.state.owed(Currency::Cny)), (60_000, 0));
        assert_eq!(lifted.account(Account::PenaltyIncome), 0);
        assert_eq!(lifted.account(Account::MerchantDeposit), -60_000);
        assert_eq!(lifted.account(Account::MerchantReceivable), 0);
        assert_eq!(lifted.by(&system(), end).err(), Some("already_done"));
    }

    /// G8: a merchant that has left still has its deposit drawn on and still owes.
    #[test]
    fn leaving_ends_no_debt() {
        let left = Shop::default().with_deposit("100").by(&supervisor(), MerchantAct::Leave).unwrap();
        assert!(left.state.is_closed());
        assert_eq!(left.clone().by(&supervisor(), MerchantAct::Leave).err(), Some("already_done"));
        assert_eq!(left.done(cover(1, "300", false)).state.owed(Currency::Cny), 20_000);
    }

    #[test]
    fn only_those_who_book_money_do_and_only_with_a_reference() {
        for nobody in [admin(), of_shop(), system()] {
            assert_eq!(Shop::default().by(&nobody, deposit("D1", "1")).err(), Some("not_allowed"));
        }
        assert_eq!(Shop::default().by(&supervisor(), cover(1, "1", true)).err(), Some("not_allowed"));
        assert_eq!(Shop::default().by(&supervisor(), deposit(" ", "1")).err(), Some("reference_needed"));
        assert_eq!(Shop::default().by(&supervisor(), deposit("D1", "0")).err(), Some("amount_not_positive"));
        let once = Shop::default().with_deposit("1");
        assert_eq!(once.by(&supervisor(), deposit("D1", "1")).err(), Some("already_done"));
    }
}
