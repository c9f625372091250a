//! When a result is made public and how much of it: the re-identification test, the preview, and how long it stays (F2-F5).

use std::collections::BTreeSet;
use std::str::FromStr;

use terms::{Currency, KindKey, Money, RuleId};

use crate::kind::Localised;
use crate::limit::{Amount, Rollover};
use crate::limits::Cited;
use crate::read::{Node, Place, Table};

/// A fact of a case by which somebody outside could know it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicFact {
    Kind,
    /// The kinds with the same first part of their id: `A1`.
    Family,
    Category,
    Outcome,
    AmountBand,
    Month,
    Quarter,
    Year,
}

impl PublicFact {
    pub const ALL: &'static [Self] = &[
        Self::Kind,
        Self::Family,
        Self::Category,
        Self::Outcome,
        Self::AmountBand,
        Self::Month,
        Self::Quarter,
        Self::Year,
    ];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Family => "family",
            Self::Category => "category",
            Self::Outcome => "outcome",
            Self::AmountBand => "amount_band",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}

impl FromStr for PublicFact {
    type Err = String;
    fn from_str(given: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().copied().find(|fact| fact.as_str() == given);
        found.ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|fact| fact.as_str()).collect();
            format!("`{given}` is no fact of a result; there are {}", names.join(", "))
        })
    }
}

/// One step of the ladder from a full digest down to the coarsest register line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicStep {
    /// A digest; otherwise a register line.
    pub is_digest: bool,
    /// What is told that could give somebody away.
    pub facts: BTreeSet<PublicFact>,
}

/// How long something takes, and by which rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicLimit {
    pub amount: Amount,
    pub rollover: Rollover,
    pub rule: RuleId,
}

/// What `publication.toml` tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// At least so many consumers share what is told (k of k-anonymity, Samarati and Sweeney 1998).
    pub consumers: u32,
    /// Their cases are about at least so many shops.
    pub shops: u32,
    /// From the most telling to the coarsest; the first that passes the test is published.
    pub ladder: Vec<PublicStep>,
    /// Kinds that stand in counts only (A6.8).
    pub never: Vec<KindKey>,
    pub currency: Currency,
    /// The upper ends of the bands in which amounts are told, rising.
    pub bands: Vec<i64>,
    /// How long both sides have to look at the preview.
    pub preview: PublicLimit,
    /// By when an objection is answered.
    pub answer: PublicLimit,
    /// How long a result stays public.
    pub validity: PublicLimit,
    /// Whom to turn to.
    pub contact: Localised,
}

impl Publication {
    /// The band of a sum: from (with) and to (without) in minor units. `None`: sums of this currency are not told.
    #[must_use]
    pub fn band(&self, sum: Money) -> Option<(i64, Option<i64>)> {
        if sum.currency != self.currency {
            return None;
        }
        let above = self.bands.iter().position(|end| sum.minor < *end);
        let from = |at: usize| at.checked_sub(1).and_then(|at| self.bands.get(at)).copied().unwrap_or(0);
        Some(match above {
            Some(at) => (from(at), self.bands.get(at).copied()),
            None => (from(self.bands.len()), None),
        })
    }
}

pub(crate) struct Read<'a> {
    pub publication: Publication,
    /// Kinds that it names, to be looked up when all files are read.
    pub kinds: Vec<(Place<'a>, KindKey)>,
}

/// Reads `publication.toml`.
pub(crate) fn read<'a>(mut root: Table<'a>, cited: &mut Cited<'a>) -> Option<Read<'a>> {
    let consumers = root.need("consumers").and_then(|n| n.count().map(|count| (n, count)));
    let shops = root.need("shops").and_then(|n| n.count());
    if let Some((node, 1)) = &consumers {
        node.place.fail("1 hides nobody: at least 2 must share what is told");
    }
    let mut kinds = Vec::new();
    for node in root.field("never").map(|n| n.list()).unwrap_or_default() {
        if let Some(kind) = node.id::<KindKey>() {
            kinds.push((node.place, kind));
        }
    }
    let currency: Option<Currency> = root.need("currency").and_then(|n| n.word());
    let bands = root.need("bands").and_then(|node| bands(&node, currency?));
    let mut limit = |name: &str| root.need(name).and_then(|n| n.table()).and_then(|t| limit(t, cited));
    let (preview, answer, validity) = (limit("preview"), limit("answer"), limit("validity"));
    let contact = root.localised("contact");
    let place = root.place.clone();
    let steps: Vec<Option<PublicStep>> = root.tables("step").into_iter().map(step).collect();
    root.finish();
    let ladder: Vec<PublicStep> = steps.into_iter().collect::<Option<_>>()?;
    if !ladder.iter().any(|step| !step.is_digest) {
        place.fail_in("step", "missing: there must be a register line, for what may not be told in full");
    }
    if ladder.iter().skip_while(|step| step.is_digest).any(|step| step.is_digest) {
        place.fail_in(
            "step",
            "a digest stands behind a register line: the ladder goes from telling to coarse",
        );
    }
    let publication = Publication {
        consumers: consumers?.1,
        shops: shops?,
        ladder,
        never: kinds.iter().map(|(_, kind)| kind.clone()).collect(),
        currency: currency?,
        bands: bands?,
        preview: preview?,
        answer: answer?,
        validity: validity?,
        contact: contact?,
    };
    Some(Read { publication, kinds })
}

fn bands(node: &Node<'_>, currency: Currency) -> Option<Vec<i64>> {
    let mut ends: Vec<i64> = Vec::new();
    for item in node.list() {
        let sum =
            Money::parse(currency, item.text()?).map_err(|why| item.place.fail(why.to_string())).ok()?;
        if ends.last().is_some_and(|last| *last >= sum.minor) {
            item.place.fail("bands rise from one to the next");
        }
        ends.push(sum.minor);
    }
    Some(ends)
}

fn limit<'a>(mut table: Table<'a>, cited: &mut Cited<'a>) -> Option<PublicLimit> {
    let days = table.field("calendar_days").and_then(|n| n.count()).map(Amount::CalendarDays);
    let amount = match days {
        Some(days) => Some(days),
        None => table.need("business_days").and_then(|n| n.count()).map(Amount::BusinessDays),
    };
    let rollover = table.field("rollover").map_or(Some(Rollover::RestDays), |n| n.word());
    let node = table.need("rule");
    let rule: Option<RuleId> = node.as_ref().and_then(Node::id);
    cited.extend(node.map(|n| n.place).zip(rule.clone()));
    table.finish();
    Some(PublicLimit { amount: amount?, rollover: rollover?, rule: rule? })
}

fn step(mut table: Table<'_>) -> Option<PublicStep> {
    let shape = table.need("as");
    let is_digest = shape.and_then(|node| match node.text()? {
        "digest" => Some(true),
        "line" => Some(false),
        other => {
            node.place.fail(format!("`{other}`: there are digest and line"));
            None
        }
    });
    let facts = table.need("facts").map(|n| n.list()).unwrap_or_default();
    let facts: BTreeSet<PublicFact> = facts.iter().filter_map(Node::word).collect();
    table.finish();
    Some(PublicStep { is_digest: is_digest?, facts })
}
