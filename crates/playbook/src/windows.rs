//! Until when a complaint of a kind may be made on the platform. Rights before courts and authorities last longer.

use std::str::FromStr;

use terms::{Instant, KindKey, RuleId};

use crate::calendar::Calendar;
use crate::count::{Span, due};
use crate::extras::kind_keys;
use crate::limit::{Amount, Rollover};
use crate::limits::Cited;
use crate::read::{Node, Place, Table};
use crate::rule::{RuleFacts, WindowAnswer};

/// How long after which moment complaints of some kinds are taken.
#[derive(Debug)]
pub(crate) struct Window {
    pub kinds: Vec<KindKey>,
    from: Moment,
    days: u32,
    rollover: Rollover,
    rule: RuleId,
}

/// From which moment a window runs.
#[derive(Debug, Clone, Copy)]
enum Moment {
    Ordered,
    Promised,
    Delivered,
}

impl FromStr for Moment {
    type Err = &'static str;
    fn from_str(given: &str) -> Result<Self, Self::Err> {
        match given {
            "ordered_at" => Ok(Self::Ordered),
            "promised_at" => Ok(Self::Promised),
            "delivered_at" => Ok(Self::Delivered),
            _ => Err("there are ordered_at, promised_at, delivered_at"),
        }
    }
}

impl Window {
    /// Open while the facts are unknown: nobody loses a right by a gap in our records.
    pub fn on(&self, calendar: &Calendar, facts: &RuleFacts) -> WindowAnswer {
        let from: Option<Instant> = match self.from {
            Moment::Ordered => facts.ordered_at,
            Moment::Promised => facts.promised_at,
            Moment::Delivered => facts.delivered_at,
        };
        let Some(from) = from else { return WindowAnswer::Open { until: None } };
        let span =
            Span { amount: Amount::CalendarDays(self.days), rollover: self.rollover, rule: &self.rule };
        let until = due(calendar, span, from).at;
        match facts.filed_at {
            Some(filed) if filed > until => WindowAnswer::Expired { since: until, rule: self.rule.clone() },
            Some(_) | None => WindowAnswer::Open { until: Some(until) },
        }
    }
}

/// Reads `windows.toml`; each kind stands in at most one window.
pub(crate) fn read<'a>(
    mut root: Table<'a>,
    cited: &mut Cited<'a>,
) -> Vec<(Window, Vec<(Place<'a>, KindKey)>)> {
    let mut windows: Vec<(Window, Vec<(Place<'a>, KindKey)>)> = Vec::new();
    for table in root.tables("window") {
        let Some((window, kinds)) = window(table, cited) else { continue };
        for (place, kind) in &kinds {
            if windows.iter().any(|(earlier, _)| earlier.kinds.contains(kind)) {
                place.fail(format!("`{kind}` has a window already"));
            }
        }
        windows.push((window, kinds));
    }
    root.finish();
    windows
}

fn window<'a>(mut table: Table<'a>, cited: &mut Cited<'a>) -> Option<(Window, Vec<(Place<'a>, KindKey)>)> {
    let kinds = kind_keys(&mut table);
    if kinds.is_empty() {
        table.place.fail_in("kinds", "missing");
    }
    let from = table.need("from").and_then(|n| n.word());
    let days = table.need("calendar_days").and_then(|n| n.count());
    let rollover = table.field("rollover").map_or(Some(Rollover::RestDays), |n| n.word());
    let rule_node = table.need("rule");
    let rule: Option<RuleId> = rule_node.as_ref().and_then(Node::id);
    cited.extend(rule_node.map(|n| n.place).zip(rule.clone()));
    table.finish();
    let keys = kinds.iter().map(|(_, kind)| kind.clone()).collect();
    Some((Window { kinds: keys, from: from?, days: days?, rollover: rollover?, rule: rule? }, kinds))
}
