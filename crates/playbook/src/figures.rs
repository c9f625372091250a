//! How small a group public figures may show, what supervisors are warned of, and when a merchant's record matters.

use terms::{KindKey, RuleId};

use crate::extras::kind_keys;
use crate::limits::Cited;
use crate::read::{Place, Table};

/// What public figures may show (F6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicFigures {
    /// A group of fewer cases than this in a month is not shown by itself.
    pub smallest_group: u32,
    pub rule: RuleId,
}

/// What supervisors are warned of (C10, B14).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watch {
    /// Hours before its date from which a case is at risk.
    pub at_risk_hours: u32,
    /// A rating of this many stars or fewer.
    pub low_rating: u32,
}

/// For which kinds earlier cases of the merchant are relevant, and how far back (E1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    pub kinds: Vec<KindKey>,
    pub months: u32,
    pub rule: RuleId,
}

/// What `statistics.toml` tells.
#[derive(Debug, Clone)]
pub(crate) struct Figures {
    pub public: PublicFigures,
    pub watch: Watch,
    pub history: History,
}

pub(crate) struct Read<'a> {
    pub figures: Figures,
    /// Kinds that it names, to be looked up when all files are read.
    pub kinds: Vec<(Place<'a>, KindKey)>,
}

/// Reads `statistics.toml`.
pub(crate) fn read<'a>(mut root: Table<'a>, cited: &mut Cited<'a>) -> Option<Read<'a>> {
    let public = root.need("public").and_then(|n| n.table()).and_then(|mut table| {
        let smallest_group = table.need("smallest_group").and_then(|n| n.count());
        let rule = rule(&mut table, cited);
        table.finish();
        Some(PublicFigures { smallest_group: smallest_group?, rule: rule? })
    });
    let watch = root.need("watch").and_then(|n| n.table()).and_then(|mut table| {
        let mut number = |name: &str| table.need(name).and_then(|n| n.count());
        let (at_risk_hours, low_rating) = (number("at_risk_hours"), number("low_rating"));
        table.finish();
        Some(Watch { at_risk_hours: at_risk_hours?, low_rating: low_rating? })
    });
    let mut kinds = Vec::new();
    let history = root.need("history").and_then(|n| n.table()).and_then(|mut table| {
        kinds = kind_keys(&mut table);
        let months = table.need("months").and_then(|n| n.count());
        let rule = rule(&mut table, cited);
        table.finish();
        let keys = kinds.iter().map(|(_, kind)| kind.clone()).collect();
        Some(History { kinds: keys, months: months?, rule: rule? })
    });
    root.finish();
    Some(Read { figures: Figures { public: public?, watch: watch?, history: history? }, kinds })
}

fn rule<'a>(table: &mut Table<'a>, cited: &mut Cited<'a>) -> Option<RuleId> {
    let node = table.need("rule")?;
    let rule: RuleId = node.id()?;
    cited.push((node.place, rule.clone()));
    Some(rule)
}
