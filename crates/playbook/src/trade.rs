//! The register of trade rules: fees, promotions, coupons, prices and the like, each version with its dates (F8).

use jiff::civil::Date;
use terms::{KindKey, TradeTopic};

use crate::kind::Localised;
use crate::read::{Node, Place, Table};

/// Days by which a change of the rules is public before it holds (E-Commerce Law, article 34).
const DAYS_BEFORE: i64 = 7;

/// A rule of trade on the platform, with every version that was ever announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TradeRule {
    pub id: String,
    pub topic: TradeTopic,
    pub title: Localised,
    /// The kinds of dispute in which it matters.
    pub kinds: Vec<KindKey>,
    /// Oldest first, each ending where the next begins.
    pub versions: Vec<TradeVersion>,
}

/// One version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TradeVersion {
    pub version: String,
    pub text: Localised,
    pub announced_on: Date,
    pub in_force_from: Date,
    /// The last day; `None`: until it is changed.
    pub in_force_to: Option<Date>,
}

impl TradeRule {
    /// The version that held on a day.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<&TradeVersion> {
        self.versions.iter().rev().find(|version| version.holds_on(day))
    }
}

impl TradeVersion {
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.in_force_from <= day && self.in_force_to.is_none_or(|last| day <= last)
    }
}

pub(crate) struct Read<'a> {
    pub rule: TradeRule,
    pub place: Place<'a>,
    pub kinds: Vec<(Place<'a>, KindKey)>,
}

/// Reads one file of `trade_rules/`.
pub(crate) fn read<'a>(mut root: Table<'a>) -> Vec<Read<'a>> {
    let rules = root.tables("rule").into_iter().filter_map(rule).collect();
    root.finish();
    rules
}

fn rule<'a>(mut table: Table<'a>) -> Option<Read<'a>> {
    let id = table.need("id").and_then(|n| n.text()).map(str::to_owned);
    let topic = table.need("topic").and_then(|n| n.word());
    let title = table.localised("title");
    let mut kinds = Vec::new();
    for node in table.field("kinds").map(|n| n.list()).unwrap_or_default() {
        if let Some(kind) = node.id::<KindKey>() {
            kinds.push((node.place, kind));
        }
    }
    let place = table.place.clone();
    let read: Vec<(Place<'a>, Option<TradeVersion>)> =
        table.tables("version").into_iter().map(|t| (t.place.clone(), version(t))).collect();
    table.finish();
    if read.is_empty() {
        place.fail_in("version", "missing");
    }
    let mut versions: Vec<TradeVersion> = Vec::new();
    for (place, version) in read {
        let version = version?;
        if let Some(before) = versions.last()
            && before.in_force_to.and_then(|last| last.tomorrow().ok()) != Some(version.in_force_from)
        {
            place.fail_in("in_force_from", "must be the day after the version before it ended");
        }
        versions.push(version);
    }
    let keys = kinds.iter().map(|(_, kind)| kind.clone()).collect();
    let rule = TradeRule { id: id?, topic: topic?, title: title?, kinds: keys, versions };
    Some(Read { rule, place, kinds })
}

fn version(mut table: Table<'_>) -> Option<TradeVersion> {
    let version = table.need("version").and_then(|n| n.text()).map(str::to_owned);
    let text = table.localised("text");
    let announced_on = table.need("announced_on").and_then(|n| n.date());
    let from = table.need("in_force_from");
    let in_force_from = from.as_ref().and_then(Node::date);
    let to = table.field("in_force_to");
    let in_force_to = to.as_ref().map(Node::date);
    table.finish();
    let version = TradeVersion {
        version: version?,
        text: text?,
        announced_on: announced_on?,
        in_force_from: in_force_from?,
        in_force_to: in_force_to.map_or(Some(None), |read| read.map(Some))?,
    };
    let earliest = version.announced_on.saturating_add(jiff::SignedDuration::from_hours(24 * DAYS_BEFORE));
    if let Some(node) = from.filter(|_| version.in_force_from < earliest) {
        node.place.fail(format!(
            "a rule is announced at least {DAYS_BEFORE} days before it holds (E-Commerce Law 34)"
        ));
    }
    if let Some(node) = to.filter(|_| version.in_force_to.is_some_and(|last| last < version.in_force_from)) {
        node.place.fail("ends before it begins");
    }
    Some(version)
}
