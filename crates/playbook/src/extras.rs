//! Money beyond the price paid: which rule allows how much, with the working told line by line.

use std::collections::BTreeMap;
use std::str::FromStr;

use cel::{Context, Env};
use terms::{Currency, KindKey, Money, RemedyType, Rounding, RuleId};

use crate::condition::Condition;
use crate::kind::Localised;
use crate::limits::Cited;
use crate::read::{Node, Place, Table};
use crate::rule::{Extra, RuleFacts};

/// A rule that allows money beyond the price.
#[derive(Debug)]
pub(crate) struct ExtraRule {
    pub rule: RuleId,
    pub remedy: RemedyType,
    /// The kinds it is for; none named means all that offer the remedy.
    pub kinds: Vec<KindKey>,
    pub when: Option<Condition>,
    base: Base,
    percent: u32,
    at_least: Option<Money>,
    at_most: Option<Money>,
}

/// The lines of a working, with places for the figures: `{sum}`, `{n}`.
#[derive(Debug)]
pub(crate) struct Working {
    line_price: Localised,
    paid: Localised,
    freight: Localised,
    times: Localised,
    percent: Localised,
    raised: Localised,
    lowered: Localised,
}

/// Of what a share or multiple is taken.
#[derive(Debug, Clone, Copy)]
enum Base {
    LinePrice,
    Paid,
    Freight,
}

impl FromStr for Base {
    type Err = &'static str;
    fn from_str(given: &str) -> Result<Self, Self::Err> {
        match given {
            "line_price" => Ok(Self::LinePrice),
            "paid" => Ok(Self::Paid),
            "freight" => Ok(Self::Freight),
            _ => Err("there are line_price, paid, freight"),
        }
    }
}

impl ExtraRule {
    /// What the rule allows on these facts; nothing where a fact it needs is unknown.
    pub fn on(&self, working: &Working, facts: &RuleFacts, context: &Context<'_, '_>) -> Option<Extra> {
        if self.when.as_ref().is_some_and(|condition| !condition.holds(context)) {
            return None;
        }
        let (base, line) = match self.base {
            Base::LinePrice => (facts.line_price?, &working.line_price),
            Base::Paid => (facts.paid?, &working.paid),
            Base::Freight => (facts.freight?, &working.freight),
        };
        let mut lines = vec![filled(line, base, 1)];
        let mut max = base.fraction(i64::from(self.percent), 100, Rounding::HalfUp).ok()?;
        if self.percent > 100 && self.percent.is_multiple_of(100) {
            lines.push(filled(&working.times, max, self.percent / 100));
        } else if self.percent != 100 {
            lines.push(filled(&working.percent, max, self.percent));
        }
        if let Some(least) =
            self.at_least.filter(|least| least.currency == max.currency && least.minor > max.minor)
        {
            lines.push(filled(&working.raised, least, 1));
            max = least;
        }
        if let Some(most) =
            self.at_most.filter(|most| most.currency == max.currency && most.minor < max.minor)
        {
            lines.push(filled(&working.lowered, most, 1));
            max = most;
        }
        let (rule, remedy_type) = (self.rule.clone(), self.remedy);
        max.is_positive().then_some(Extra { rule, remedy_type, max, working: lines })
    }

    pub fn is_for(&self, kind: &KindKey, remedies: &[RemedyType]) -> bool {
        remedies.contains(&self.remedy) && (self.kinds.is_empty() || self.kinds.contains(kind))
    }
}

fn filled(line: &Localised, sum: Money, n: u32) -> Localised {
    let fill = |text: &str| text.replace("{sum}", &sum.readable()).replace("{n}", &n.to_string());
    Localised { zh_hans: fill(&line.zh_hans), zh_hant: fill(&line.zh_hant), en: fill(&line.en) }
}

/// A rule as read, with the places of what must be looked up in other files.
#[derive(Debug)]
pub(crate) struct Read<'a> {
    pub extra: ExtraRule,
    pub kinds: Vec<(Place<'a>, KindKey)>,
    pub when: Option<Place<'a>>,
}

/// Reads `extras.toml`.
pub(crate) fn read<'a>(
    mut root: Table<'a>,
    env: &Env,
    cited: &mut Cited<'a>,
) -> (Option<Working>, Vec<Read<'a>>) {
    let working = root.need("working").and_then(|n| n.table()).and_then(working);
    let extras = root.tables("extra").into_iter().filter_map(|table| extra(table, env, cited)).collect();
    root.finish();
    (working, extras)
}

fn working(mut table: Table<'_>) -> Option<Working> {
    let mut line = |name: &str| table.localised(name);
    let names = ["line_price", "paid", "freight", "times", "percent", "raised", "lowered"];
    let mut lines: BTreeMap<&str, Localised> =
        names.iter().filter_map(|name| Some((*name, line(name)?))).collect();
    table.finish();
    Some(Working {
        line_price: lines.remove("line_price")?,
        paid: lines.remove("paid")?,
        freight: lines.remove("freight")?,
        times: lines.remove("times")?,
        percent: lines.remove("percent")?,
        raised: lines.remove("raised")?,
        lowered: lines.remove("lowered")?,
    })
}

fn extra<'a>(mut table: Table<'a>, env: &Env, cited: &mut Cited<'a>) -> Option<Read<'a>> {
    let rule_node = table.need("rule");
    let rule: Option<RuleId> = rule_node.as_ref().and_then(Node::id);
    if let (Some(node), Some(rule)) = (rule_node, &rule) {
        cited.push((node.place, rule.clone()));
    }
    let remedy_node = table.need("remedy");
    let remedy: Option<RemedyType> = remedy_node.as_ref().and_then(Node::word);
    if let (Some(node), Some(remedy)) = (remedy_node, remedy)
        && (remedy.returns_price() || !remedy.pays_money())
    {
        node.place.fail(format!("`{remedy}` is no money beyond the price"));
    }
    let kinds = kind_keys(&mut table);
    let when_node = table.field("when");
    let when = when_node.as_ref().map(|node| Condition::compile(node, env));
    let base = table.need("of").and_then(|n| n.word());
    let percent = table.need("percent").and_then(|n| n.count());
    let mut sum = |name: &str| table.field(name).map(|node| money(&node));
    let (at_least, at_most) = (sum("at_least_cny"), sum("at_most_cny"));
    table.finish();
    let extra = ExtraRule {
        rule: rule?,
        remedy: remedy?,
        kinds: kinds.iter().map(|(_, kind)| kind.clone()).collect(),
        when: when.map_or(Some(None), |read| read.map(Some))?,
        base: base?,
        percent: percent?,
        at_least: at_least.map_or(Some(None), |read| read.map(Some))?,
        at_most: at_most.map_or(Some(None), |read| read.map(Some))?,
    };
    Some(Read { extra, kinds, when: when_node.map(|node| node.place) })
}

/// The kinds named in `kinds`, each with its place.
pub(crate) fn kind_keys<'a>(table: &mut Table<'a>) -> Vec<(Place<'a>, KindKey)> {
    let nodes = table.field("kinds").map(|n| n.list()).unwrap_or_default();
    nodes.into_iter().filter_map(|node| node.id().map(|kind| (node.place, kind))).collect()
}

fn money(node: &Node<'_>) -> Option<Money> {
    let text = node.text()?;
    Money::parse(Currency::Cny, text).map_err(|why| node.place.fail(format!("`{text}`: {why}"))).ok()
}
