//! Reads rules of law and of the platform, and the reasons for not taking a complaint on.

use std::collections::BTreeMap;

use terms::{ReasonCode, RuleId};

use crate::kind::Localised;
use crate::read::{Node, Table};
use crate::rule::Rule;

/// Reads one file of `rules/` into the pack's rules.
pub(crate) fn read(mut root: Table<'_>, rules: &mut BTreeMap<RuleId, Rule>) {
    for table in root.tables("rule") {
        let place = table.place.clone();
        let Some(rule) = rule(table) else { continue };
        if rules.contains_key(&rule.id) {
            place.fail_in("id", format!("the rule `{}` is given twice", rule.id));
        }
        rules.insert(rule.id.clone(), rule);
    }
    root.finish();
}

fn rule(mut table: Table<'_>) -> Option<Rule> {
    let id = table.need("id").and_then(|n| n.id());
    let title = table.localised("title");
    let text = table.localised("text");
    let source = table.need("source").and_then(|n| n.text()).map(str::to_owned);
    let mark = table.need("mark").and_then(|n| n.word());
    let applies_by = table.need("applies_by").and_then(|n| n.word());
    let valid_from = table.need("valid_from").and_then(|n| n.date());
    let until = table.field("valid_until");
    let valid_until = until.as_ref().map(Node::date);
    table.finish();
    let rule = Rule {
        id: id?,
        title: title?,
        text: text?,
        source: source?,
        mark: mark?,
        applies_by: applies_by?,
        valid_from: valid_from?,
        valid_until: valid_until.map_or(Some(None), |read| read.map(Some))?,
    };
    if let Some(node) = until
        && rule.valid_until.is_some_and(|last| last < rule.valid_from)
    {
        node.place.fail("ends before it begins");
    }
    Some(rule)
}

/// Reads `refusals.toml`.
pub(crate) fn refusals(mut root: Table<'_>) -> BTreeMap<ReasonCode, Localised> {
    let mut refusals = BTreeMap::new();
    for mut table in root.tables("refusal") {
        let node = table.need("code");
        let code: Option<ReasonCode> = node.as_ref().and_then(Node::id);
        let text = table.localised("text");
        table.finish();
        let (Some(node), Some(code), Some(text)) = (node, code, text) else { continue };
        if refusals.insert(code.clone(), text).is_some() {
            node.place.fail(format!("the reason `{code}` is given twice"));
        }
    }
    let known = ReasonCode::new("window_expired").is_ok_and(|code| refusals.contains_key(&code));
    if !known {
        root.place.fail_in(
            "refusal",
            "`window_expired` is missing: complaints past their time are refused with it",
        );
    }
    root.finish();
    refusals
}
