//! When one person's ruling is not enough, and where a case can go on outside the platform.

use terms::{Currency, KindKey, Money, OutsideWay, Priority, RuleId};

use crate::kind::Localised;
use crate::limits::Cited;
use crate::read::{Node, Place, Table};

/// A ruling of more weight counts only when a second person has read it (C7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondPerson {
    /// Rulings on more money than this.
    pub above: Money,
    pub priorities: Vec<Priority>,
    pub kinds: Vec<KindKey>,
    pub rule: RuleId,
}

/// A way outside the platform, with the time there is for it (C8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    pub way: OutsideWay,
    pub title: Localised,
    pub text: Localised,
    pub rule: RuleId,
}

/// What `ruling.toml` tells.
#[derive(Debug, Clone)]
pub(crate) struct Ruling {
    pub second_person: SecondPerson,
    pub ways: Vec<Way>,
}

pub(crate) struct Read<'a> {
    pub ruling: Ruling,
    /// Kinds that it names, to be looked up when all files are read.
    pub kinds: Vec<(Place<'a>, KindKey)>,
}

/// Reads `ruling.toml`.
pub(crate) fn read<'a>(mut root: Table<'a>, cited: &mut Cited<'a>) -> Option<Read<'a>> {
    let mut kinds = Vec::new();
    let second = root.need("second_person").and_then(|n| n.table()).map(|t| second(t, &mut kinds, cited));
    let ways: Vec<Option<Way>> = root.tables("outside").into_iter().map(|table| way(table, cited)).collect();
    let place = root.place.clone();
    root.finish();
    if ways.is_empty() {
        place.fail_in("outside", "missing: every ending names the ways outside");
    }
    let ruling = Ruling { second_person: second??, ways: ways.into_iter().collect::<Option<_>>()? };
    Some(Read { ruling, kinds })
}

fn second<'a>(
    mut table: Table<'a>,
    kinds: &mut Vec<(Place<'a>, KindKey)>,
    cited: &mut Cited<'a>,
) -> Option<SecondPerson> {
    let currency: Option<Currency> = table.need("currency").and_then(|n| n.word());
    let above = table.need("above").and_then(|node| {
        let typed = node.text()?;
        Money::parse(currency?, typed).map_err(|why| node.place.fail(why.to_string())).ok()
    });
    let priorities = table.field("priorities").map(|n| n.list()).unwrap_or_default();
    let priorities = priorities.iter().filter_map(Node::word).collect();
    for node in table.field("kinds").map(|n| n.list()).unwrap_or_default() {
        if let Some(kind) = node.id::<KindKey>() {
            kinds.push((node.place, kind));
        }
    }
    let rule = rule(&mut table, cited);
    table.finish();
    let kinds = kinds.iter().map(|(_, kind)| kind.clone()).collect();
    Some(SecondPerson { above: above?, priorities, kinds, rule: rule? })
}

fn way<'a>(mut table: Table<'a>, cited: &mut Cited<'a>) -> Option<Way> {
    let way: Option<OutsideWay> = table.need("way").and_then(|n| n.word());
    let (title, text) = (table.localised("title"), table.localised("text"));
    let rule = rule(&mut table, cited);
    table.finish();
    Some(Way { way: way?, title: title?, text: text?, rule: rule? })
}

fn rule<'a>(table: &mut Table<'a>, cited: &mut Cited<'a>) -> Option<RuleId> {
    let node = table.need("rule")?;
    let rule: RuleId = node.id()?;
    cited.push((node.place, rule.clone()));
    Some(rule)
}
