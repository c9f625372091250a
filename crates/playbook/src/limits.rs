//! Reads time limits: the pack's defaults, those by priority, and a kind's own.

use std::str::FromStr;

use terms::{DeadlineClass, Priority, RuleId};

use crate::limit::{Amount, Consequence, Limit, Rollover, Step};
use crate::read::{Node, Place, Table};

/// How many steps there are, so that a table over all of them cannot miss one.
pub(crate) const STEPS: usize = Step::ALL.len();

/// No limit of a process is longer than ten years; it also bounds the counting.
const MOST_DAYS: u32 = 3660;

/// One limit for every step, in the order of `Step::ALL`.
pub(crate) type Limits = [Limit; STEPS];

/// The name of a unit in packs, and the amount that it makes of a number.
type Unit = (&'static str, fn(u32) -> Amount);

/// A rule id and where it was cited, to be looked up when all files are read.
pub(crate) type Cited<'a> = Vec<(Place<'a>, RuleId)>;

/// What a table says of a limit; what it leaves out comes from the wider one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Part {
    amount: Option<Amount>,
    class: Option<DeadlineClass>,
    rollover: Option<Rollover>,
    rule: Option<RuleId>,
    consequence: Option<Consequence>,
    /// The fields that stand there, readable or not: what cannot be read is not also reported as missing.
    given: Vec<&'static str>,
}

/// The pack's limits before a kind says otherwise.
#[derive(Debug)]
pub(crate) struct Defaults {
    pub all: Limits,
    by_priority: Vec<(Priority, Vec<(Step, Part)>)>,
}

impl Defaults {
    /// The limits of a kind: its own, else those of its priority, else the pack's.
    pub fn of(&self, priority: Priority, own: &[(Step, Part)]) -> Limits {
        let mut limits = self.all.clone();
        let of_priority =
            self.by_priority.iter().filter(|(p, _)| *p == priority).flat_map(|(_, parts)| parts);
        for (step, part) in of_priority.chain(own) {
            if let Some(limit) = limits.iter_mut().find(|limit| limit.step == *step) {
                part.over(limit);
            }
        }
        limits
    }
}

impl Part {
    fn over(&self, limit: &mut Limit) {
        limit.amount = self.amount.unwrap_or(limit.amount);
        limit.class = self.class.unwrap_or(limit.class);
        limit.rollover = self.rollover.unwrap_or(limit.rollover);
        limit.consequence = self.consequence.unwrap_or(limit.consequence);
        if let Some(rule) = &self.rule {
            limit.rule = rule.clone();
        }
    }
}

/// Reads `limits.toml`: `[default.STEP]` for every step, then `[safety.STEP]`, `[urgent.STEP]` and so on.
pub(crate) fn read<'a>(mut root: Table<'a>, cited: &mut Cited<'a>) -> Option<Defaults> {
    let mut by_priority = Vec::new();
    for priority in Priority::ALL {
        if let Some(table) = root.field(priority.as_str()) {
            by_priority.push((*priority, parts(&table, cited)));
        }
    }
    let table = root.need("default");
    root.finish();
    let table = table?;
    let given = parts(&table, cited);
    let mut all = Vec::new();
    for step in Step::ALL {
        let Some((_, part)) = given.iter().find(|(s, _)| s == step) else {
            table.place.fail_in(step.as_str(), "missing: every step needs a limit");
            continue;
        };
        all.extend(whole(*step, part, &table));
    }
    let all: Limits = all.try_into().ok()?;
    Some(Defaults { all, by_priority })
}

fn whole(step: Step, part: &Part, table: &Node<'_>) -> Option<Limit> {
    for (field, told) in [
        ("amount", "hours, calendar_days or business_days"),
        ("rule", "rule"),
        ("consequence", "consequence"),
    ] {
        if !part.given.contains(&field) {
            table.place.fail_in(&format!("{}.{told}", step.as_str()), "missing");
        }
    }
    let amount = part.amount?;
    Some(Limit {
        step,
        amount,
        class: part.class.unwrap_or(DeadlineClass::Process),
        rollover: part.rollover.unwrap_or(match amount {
            Amount::CalendarDays(_) => Rollover::RestDays,
            Amount::Hours(_) | Amount::BusinessDays(_) => Rollover::None,
        }),
        rule: part.rule.clone()?,
        consequence: part.consequence?,
    })
}

/// The limits of a table whose keys are steps.
pub(crate) fn parts<'a>(node: &Node<'a>, cited: &mut Cited<'a>) -> Vec<(Step, Part)> {
    let fields = node.table().map(|mut table| table.all()).unwrap_or_default();
    let mut parts = Vec::new();
    for (name, field) in fields {
        match name.parse::<Step>() {
            Ok(step) => parts.extend(field.table().map(|table| (step, part(table, cited)))),
            Err(why) => field.place.fail(why),
        }
    }
    parts
}

fn part<'a>(mut table: Table<'a>, cited: &mut Cited<'a>) -> Part {
    let amounts: [Unit; 3] = [
        ("hours", Amount::Hours),
        ("calendar_days", Amount::CalendarDays),
        ("business_days", Amount::BusinessDays),
    ];
    let mut part = Part::default();
    for (name, amount) in amounts {
        let Some(node) = table.field(name) else { continue };
        if part.amount.is_some() {
            node.place.fail("a limit is told in one unit only");
        }
        part.given.push("amount");
        let most = if name == "hours" { MOST_DAYS * 24 } else { MOST_DAYS };
        part.amount = node.count().map(amount);
        if node.count().is_some_and(|n| n > most) {
            node.place.fail(format!("longer than ten years ({most})"));
        }
    }
    part.class = table.field("class").and_then(|n| n.word());
    part.rollover = table.field("rollover").and_then(|n| n.word());
    if let Some(node) = table.field("consequence") {
        part.given.push("consequence");
        part.consequence = node.word();
    }
    if let Some(node) = table.field("rule") {
        part.given.push("rule");
        part.rule = node.id();
        cited.extend(part.rule.clone().map(|rule| (node.place, rule)));
    }
    table.finish();
    part
}

fn known<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str, given: &str, what: &str) -> Result<T, String> {
    let found = all.iter().copied().find(|item| name(*item) == given);
    found.ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|item| name(*item)).collect();
        format!("`{given}` is no {what}; there are {}", names.join(", "))
    })
}

impl FromStr for Step {
    type Err = String;
    fn from_str(given: &str) -> Result<Self, String> {
        known(Self::ALL, Self::as_str, given, "step")
    }
}

impl FromStr for Consequence {
    type Err = String;
    fn from_str(given: &str) -> Result<Self, String> {
        known(Self::ALL, Self::as_str, given, "consequence")
    }
}

impl Rollover {
    const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::RestDays => "rest_days",
            Self::StatutoryHolidays => "statutory_holidays",
        }
    }
}

impl FromStr for Rollover {
    type Err = String;
    fn from_str(given: &str) -> Result<Self, String> {
        known(&[Self::None, Self::RestDays, Self::StatutoryHolidays], Self::as_str, given, "way of rolling")
    }
}
