//! What may be done about which violation of a merchant, in which time, and what the platform advances for a merchant.

use terms::{Currency, DutyKind, HoldGround, KindKey, MeasureKind, Money, PenaltyStep, RuleId, ViolationKey};

use crate::kind::Localised;
use crate::limit::{Amount, Rollover};
use crate::limits::Cited;
use crate::read::{Node, Place, Table};

/// What the platform pays for a merchant whose account and deposit lack the money (G8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advance {
    /// More than this needs a supervisor's word.
    pub above: Money,
    pub rule: RuleId,
}

/// One line of the table by which measures are proportionate (G4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub key: ViolationKey,
    pub title: Localised,
    pub rule: RuleId,
    /// Kinds of dispute whose rulings point to it.
    pub kinds: Vec<KindKey>,
    /// The fewest and most points.
    pub points: (u32, u32),
    pub measures: Vec<MeasureKind>,
    /// The most days that a demotion, delisting or closure may last.
    pub most_days: u32,
    /// The most that may be taken from the deposit.
    pub deposit: Option<Money>,
    pub duties: Vec<DutyKind>,
    /// On which grounds goods may be held before the decision.
    pub holds: Vec<HoldGround>,
    /// Whether an appeal stays what was decided; it stays no confirmed unsafe or counterfeit goods.
    pub appeal_stays: bool,
    /// Whether the authority is to be told.
    pub report: bool,
}

/// How many points lead to what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threshold {
    pub points: u32,
    pub title: Localised,
}

/// What `penalties.toml` tells.
#[derive(Debug, Clone)]
pub struct Penalties {
    pub advance: Advance,
    pub violations: Vec<Violation>,
    pub thresholds: Vec<Threshold>,
    pub(crate) limits: Vec<PenaltyLimit>,
}

/// How long there is for a step of a penalty case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PenaltyLimit {
    pub step: PenaltyStep,
    pub amount: Amount,
    pub rollover: Rollover,
    pub rule: RuleId,
}

pub(crate) struct Read<'a> {
    pub penalties: Penalties,
    /// Kinds that it names, to be looked up when all files are read.
    pub kinds: Vec<(Place<'a>, KindKey)>,
}

/// Reads `penalties.toml`.
pub(crate) fn read<'a>(mut root: Table<'a>, cited: &mut Cited<'a>) -> Option<Read<'a>> {
    let mut kinds = Vec::new();
    let advance = root.need("advance").and_then(|n| n.table()).map(|t| advance(t, cited));
    let violations: Vec<Option<Violation>> =
        root.tables("violation").into_iter().map(|table| violation(table, &mut kinds, cited)).collect();
    let thresholds: Vec<Option<Threshold>> = root.tables("threshold").into_iter().map(threshold).collect();
    let limits = root.need("limits").and_then(|n| n.table()).map(|t| limits(t, cited));
    root.finish();
    let mut thresholds: Vec<Threshold> = thresholds.into_iter().collect::<Option<_>>()?;
    thresholds.sort_by_key(|threshold| threshold.points);
    let penalties = Penalties {
        advance: advance??,
        violations: violations.into_iter().collect::<Option<_>>()?,
        thresholds,
        limits: limits??,
    };
    Some(Read { penalties, kinds })
}

fn advance<'a>(mut table: Table<'a>, cited: &mut Cited<'a>) -> Option<Advance> {
    let currency: Option<Currency> = table.need("currency").and_then(|n| n.word());
    let above = table.need("above").and_then(|node| sum(&node, currency?));
    let rule = rule(&mut table, cited);
    table.finish();
    Some(Advance { above: above?, rule: rule? })
}

fn sum(node: &Node<'_>, currency: Currency) -> Option<Money> {
    Money::parse(currency, node.text()?).map_err(|why| node.place.fail(why.to_string())).ok()
}

fn violation<'a>(
    mut table: Table<'a>,
    kinds: &mut Vec<(Place<'a>, KindKey)>,
    cited: &mut Cited<'a>,
) -> Option<Violation> {
    let key: Option<ViolationKey> = table.need("key").and_then(|n| n.id());
    let title = table.localised("title");
    let rule = rule(&mut table, cited);
    let mut own = Vec::new();
    for node in table.field("kinds").map(|n| n.list()).unwrap_or_default() {
        if let Some(kind) = node.id::<KindKey>() {
            own.push(kind.clone());
            kinds.push((node.place, kind));
        }
    }
    let points = table.need("points").and_then(|node| {
        let given: Vec<u32> = node.list().iter().filter_map(Node::count).collect();
        match given.as_slice() {
            [least, most] if least <= most => Some((*least, *most)),
            _ => {
                node.place.fail("the fewest and the most points are wanted here");
                None
            }
        }
    });
    let measures = words(&mut table, "measures");
    let duties = words(&mut table, "duties");
    let holds = words(&mut table, "holds");
    let most_days = table.field("most_days").map_or(Some(0), |n| n.count());
    let currency: Option<Currency> = table.field("currency").and_then(|n| n.word());
    let deposit = table.field("deposit").map(|node| {
        currency.map_or_else(
            || {
                node.place.fail("a sum needs its currency");
                None
            },
            |currency| sum(&node, currency),
        )
    });
    let appeal_stays = table.field("appeal_stays").map_or(Some(true), |n| n.yes_no());
    let report = table.field("report").map_or(Some(false), |n| n.yes_no());
    table.finish();
    Some(Violation {
        key: key?,
        title: title?,
        rule: rule?,
        kinds: own,
        points: points?,
        measures,
        most_days: most_days?,
        deposit: match deposit {
            Some(sum) => Some(sum?),
            None => None,
        },
        duties,
        holds,
        appeal_stays: appeal_stays?,
        report: report?,
    })
}

fn words<T: std::str::FromStr<Err: std::fmt::Display>>(table: &mut Table<'_>, name: &str) -> Vec<T> {
    table.field(name).map(|n| n.list()).unwrap_or_default().iter().filter_map(Node::word).collect()
}

fn threshold(mut table: Table<'_>) -> Option<Threshold> {
    let points = table.need("points").and_then(|n| n.count());
    let title = table.localised("title");
    table.finish();
    Some(Threshold { points: points?, title: title? })
}

fn limits<'a>(mut table: Table<'a>, cited: &mut Cited<'a>) -> Option<Vec<PenaltyLimit>> {
    let read = |step: &PenaltyStep| {
        let node = table.need(step.as_str())?;
        limit(*step, node.table()?, cited)
    };
    let limits: Vec<Option<PenaltyLimit>> = PenaltyStep::ALL.iter().map(read).collect();
    table.finish();
    limits.into_iter().collect()
}

fn limit<'a>(step: PenaltyStep, mut table: Table<'a>, cited: &mut Cited<'a>) -> Option<PenaltyLimit> {
    let hours = table.field("hours").and_then(|n| n.count()).map(Amount::Hours);
    let days = table.field("calendar_days").and_then(|n| n.count()).map(Amount::CalendarDays);
    let working = table.field("business_days").and_then(|n| n.count()).map(Amount::BusinessDays);
    let rule = rule(&mut table, cited);
    let amount = match (hours, days, working) {
        (Some(amount), None, None) | (None, Some(amount), None) | (None, None, Some(amount)) => Some(amount),
        _ => {
            table.place.fail("one of hours, calendar_days, business_days is wanted here");
            None
        }
    };
    table.finish();
    let rollover = match amount? {
        Amount::CalendarDays(_) => Rollover::RestDays,
        Amount::Hours(_) | Amount::BusinessDays(_) => Rollover::None,
    };
    Some(PenaltyLimit { step, amount: amount?, rollover, rule: rule? })
}

fn rule<'a>(table: &mut Table<'a>, cited: &mut Cited<'a>) -> Option<RuleId> {
    let node = table.need("rule")?;
    let rule: RuleId = node.id()?;
    cited.push((node.place, rule.clone()));
    Some(rule)
}
