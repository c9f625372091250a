//! Checks remedies that are claimed, offered or agreed against the kind, the order's cap and the cited rules.

use playbook::{Extra, RuleFacts};
use terms::{Currency, KindKey, Money, MoneyError, RemedyType, ReservationId, clean_text};

use super::agree::is_under_way;
use super::check::MAX_TEXT;
use super::event::{ClaimLine, Remedy};
use super::refusal::DisputeRefusal;
use super::state::{DisputeState, Obligation};
use crate::ctx::Ctx;
use crate::money::can_be_recorded;
use crate::order::{Basis, OrderSnapshot, OrderState};

/// Most remedies in one claim or offer.
pub const MAX_REMEDIES: usize = 10;

/// What the check needs to know of the case.
#[derive(Debug)]
pub struct Setting<'a> {
    pub kind: &'a KindKey,
    pub order: Option<&'a OrderSnapshot>,
    pub facts: RuleFacts,
    /// What was agreed on earlier in the case and stays paid or on its way: a rule's sum is given once.
    pub earlier: Vec<Remedy>,
    /// Reservations that a new agreement gives back, for it takes the place of what they were for.
    pub given_back: Vec<ReservationId>,
    /// What of the price went back already and counts towards what is checked, in minor units.
    pub counted: i64,
}

impl<'a> Setting<'a> {
    /// The setting of a case that was filed.
    ///
    /// # Errors
    /// `unknown_dispute` before anything was filed.
    pub fn of(state: &'a DisputeState, ctx: &Ctx<'_, '_>) -> Result<Self, DisputeRefusal> {
        let filed = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?;
        let order = filed.order.as_deref();
        let filed_at = state.filed_at.unwrap_or(ctx.now);
        let answers = filed.answers.get().cloned().unwrap_or_default();
        let facts = rule_facts(order, &filed.lines, answers, filed_at);
        let earlier = state.obligations.iter().filter(|o| o.stays()).map(|o| o.remedy.clone()).collect();
        let falls_away = state.obligations.iter().filter(|o| o.is_open() && !is_under_way(o));
        let given_back = falls_away.map(|o| ReservationId(o.id.0)).collect();
        Ok(Self { kind: &filed.kind, order, facts, earlier, given_back, counted: 0 })
    }
}

impl<'a> Setting<'a> {
    /// As [`Setting::of`], as if nothing of the ruling appealed against had been given.
    ///
    /// # Errors
    /// `unknown_dispute` before anything was filed.
    pub fn on_appeal(state: &'a DisputeState, ctx: &Ctx<'_, '_>) -> Result<Self, DisputeRefusal> {
        let setting = Self::of(state, ctx)?;
        let appealed = state.decisions.last().map(|decision| decision.id);
        let (of_ruling, others): (Vec<&Obligation>, Vec<&Obligation>) =
            state.obligations.iter().partition(|o| o.decision.is_some() && o.decision == appealed);
        let earlier = others.iter().filter(|o| o.stays()).map(|o| o.remedy.clone()).collect();
        let of_price = of_ruling.iter().filter(|o| o.stays() && o.remedy.remedy_type.returns_price());
        let counted =
            of_price.filter_map(|o| o.remedy.amount).fold(0, |sum: i64, a| sum.saturating_add(a.minor));
        Ok(Self { earlier, counted, ..setting })
    }
}

/// The facts that rules look at, from the order and the answers given at filing.
#[must_use]
pub fn rule_facts(
    order: Option<&OrderSnapshot>,
    lines: &[ClaimLine],
    answers: std::collections::BTreeMap<String, String>,
    filed_at: terms::Instant,
) -> RuleFacts {
    let mut facts = RuleFacts { answers, filed_at: Some(filed_at), ..RuleFacts::default() };
    let Some(order) = order else { return facts };
    let claimed = lines.iter().filter_map(|l| order.line(&l.line_id));
    let price = claimed.clone().fold(0_i64, |sum, line| sum.saturating_add(line.paid.minor));
    facts.paid = Some(order.total);
    facts.line_price = Some(Money::new(order.total.currency, price));
    facts.freight = Some(order.freight);
    facts.ordered_at = Some(order.placed_at);
    facts.promised_at = order.promised_at;
    facts.delivered_at = order.delivered_at;
    facts.category = claimed.clone().next().map(|line| line.category.clone());
    facts
}

/// Gives back the remedies as they can be carried out: texts cleaned, the rule named wherever money goes beyond the price.
///
/// # Errors
/// The refusals about remedies: missing, not available for this kind, amounts, `above_cap`, `no_rule_allows`, `above_rule`.
pub fn check(
    given: &[Remedy],
    setting: &Setting<'_>,
    pointer: &str,
    ctx: &Ctx<'_, '_>,
) -> Result<Vec<Remedy>, DisputeRefusal> {
    if given.is_empty() {
        return Err(DisputeRefusal::RemediesMissing { pointer: pointer.to_owned() });
    }
    if given.len() > MAX_REMEDIES {
        return Err(DisputeRefusal::TooMany { pointer: pointer.to_owned(), most: MAX_REMEDIES });
    }
    let kind = ctx.playbook.kind(setting.kind).ok_or(DisputeRefusal::UnknownKind)?;
    let extras = ctx.playbook.extras(setting.kind, &setting.facts);
    let mut checked: Vec<Remedy> = Vec::with_capacity(given.len());
    for (n, remedy) in given.iter().enumerate() {
        let at = format!("{pointer}/{n}");
        if !kind.remedies.contains(&remedy.remedy_type) {
            return Err(DisputeRefusal::RemedyNotAvailable { pointer: at, remedy: remedy.remedy_type });
        }
        let amount = amount(remedy, setting, &at)?;
        let text = clean(remedy.text.as_deref(), &at)?;
        let mut rule_id = remedy.rule_id.clone().filter(|rule| ctx.playbook.rule(rule).is_some());
        let beyond_price = remedy.remedy_type.pays_money() && !remedy.remedy_type.returns_price();
        if let Some(sum) = amount.filter(|_| beyond_price) {
            let spent = of_type(&setting.earlier, remedy.remedy_type);
            let spent = spent.saturating_add(of_type(&checked, remedy.remedy_type));
            rule_id = Some(allowing(remedy, sum, spent, &extras, &at)?);
        }
        checked.push(Remedy { remedy_type: remedy.remedy_type, amount, text, rule_id });
    }
    under_cap(&checked, setting, pointer, ctx.facts.order.as_ref())?;
    Ok(checked)
}

fn amount(remedy: &Remedy, setting: &Setting<'_>, at: &str) -> Result<Option<Money>, DisputeRefusal> {
    let pointer = || format!("{at}/amount");
    let currency: Option<Currency> = setting.order.map(|o| o.total.currency);
    match (remedy.amount, remedy.remedy_type.needs_amount()) {
        (None, true) => Err(DisputeRefusal::AmountMissing { pointer: pointer() }),
        (None, false) => Ok(None),
        (Some(_), false)
            if remedy.remedy_type != RemedyType::CancelOrder
                && remedy.remedy_type != RemedyType::RecallRemedy =>
        {
            Err(DisputeRefusal::AmountNotExpected { pointer: pointer() })
        }
        (Some(sum), _) if sum.minor <= 0 => Err(DisputeRefusal::AmountNotPositive { pointer: pointer() }),
        (Some(sum), _) if currency.is_some_and(|c| c != sum.currency) => {
            Err(DisputeRefusal::CurrencyDiffers { pointer: pointer() })
        }
        (Some(sum), _) if !can_be_recorded(sum) => {
            Err(DisputeRefusal::AmountInvalid { pointer: pointer(), why: MoneyError::TooLarge })
        }
        (Some(sum), _) => Ok(Some(sum)),
    }
}

fn clean(text: Option<&str>, at: &str) -> Result<Option<String>, DisputeRefusal> {
    match text {
        Some(text) if !text.trim().is_empty() => {
            let why = |why| DisputeRefusal::Text { pointer: format!("{at}/text"), why };
            clean_text(text, MAX_TEXT).map(Some).map_err(why)
        }
        Some(_) | None => Ok(None),
    }
}

fn of_type(remedies: &[Remedy], remedy: RemedyType) -> i64 {
    let sums = remedies.iter().filter(|r| r.remedy_type == remedy).filter_map(|r| r.amount);
    sums.fold(0, |sum: i64, a| sum.saturating_add(a.minor))
}

/// The rule under which money beyond the price may be paid: the one named, else the narrowest that suffices, so that
/// a special table comes before what anybody may agree on.
fn allowing(
    remedy: &Remedy,
    sum: Money,
    spent: i64,
    extras: &[Extra],
    at: &str,
) -> Result<terms::RuleId, DisputeRefusal> {
    let named = |e: &&Extra| remedy.rule_id.as_ref().is_none_or(|rule| *rule == e.rule);
    let fitting = extras.iter().filter(|e| e.remedy_type == remedy.remedy_type).filter(named);
    let suffices =
        |e: &&Extra| e.max.currency == sum.currency && sum.minor.saturating_add(spent) <= e.max.minor;
    if let Some(narrowest) = fitting.clone().filter(suffices).min_by_key(|e| e.max.minor) {
        return Ok(narrowest.rule.clone());
    }
    match fitting.max_by_key(|e| e.max.minor) {
        Some(widest) => {
            let pointer = format!("{at}/amount");
            Err(DisputeRefusal::AboveRule { pointer, rule: widest.rule.clone(), most: widest.max })
        }
        None => Err(DisputeRefusal::NoRuleAllows { pointer: at.to_owned(), remedy: remedy.remedy_type }),
    }
}

fn under_cap(
    remedies: &[Remedy],
    setting: &Setting<'_>,
    pointer: &str,
    order: Option<&OrderState>,
) -> Result<(), DisputeRefusal> {
    let of_price = remedies.iter().filter(|r| r.basis() == Basis::Price && r.remedy_type.returns_price());
    let asked = of_price.filter_map(|r| r.amount).try_fold(0_i64, |sum, a| sum.checked_add(a.minor));
    let Some(asked) = asked else {
        return Err(DisputeRefusal::AmountInvalid { pointer: pointer.to_owned(), why: MoneyError::TooLarge });
    };
    if asked == 0 {
        return Ok(());
    }
    let Some(snapshot) = setting.order else { return Ok(()) };
    let remaining = order.map_or(snapshot.total.minor, |o| o.remaining_without(&setting.given_back));
    let remaining = remaining.saturating_add(setting.counted);
    if asked > remaining {
        let remaining = Money::new(snapshot.total.currency, remaining);
        return Err(DisputeRefusal::AboveCap { remaining });
    }
    Ok(())
}

/// Money remedies without an order that they were paid for cannot be carried out.
///
/// # Errors
/// `order_needed`.
pub fn can_be_carried_out(remedies: &[Remedy], order: Option<&OrderSnapshot>) -> Result<(), DisputeRefusal> {
    let moves_money = remedies.iter().any(|r| r.remedy_type.pays_money() && r.amount.is_some());
    if moves_money && order.is_none_or(|o| o.payment.is_none()) {
        return Err(DisputeRefusal::OrderNeeded);
    }
    Ok(())
}
