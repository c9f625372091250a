//! The time limits of a pack as people read them: the general one, and where a kind of dispute differs.

use playbook::{Amount, Consequence, Kind, Limit, Playbook, Step};
use texts::Texts;

use super::process::{Who, who};
use super::rule::RuleLink;

/// A limit as the table shows it.
pub(super) struct LimitRow {
    pub who: String,
    pub who_class: &'static str,
    pub duty_of: Who,
    pub what: String,
    pub amount: String,
    pub class: String,
    pub statutory: bool,
    /// Nobody has to act: only a right lapses.
    pub is_right: bool,
    pub consequence: String,
    pub rule: RuleLink,
    /// Kinds for which another amount holds.
    pub others: Vec<Other>,
}

/// Another limit for the same step, and for which kinds.
pub(super) struct Other {
    pub amount: String,
    pub kinds: String,
    pub rule: RuleLink,
}

/// `2 个工作日`.
pub(super) fn amount(amount: Amount, texts: Texts) -> String {
    let (key, n) = match amount {
        Amount::Hours(n) => ("rules-hours", n),
        Amount::CalendarDays(n) => ("rules-calendar-days", n),
        Amount::BusinessDays(n) => ("rules-business-days", n),
    };
    texts.with(key, &[("n", n.to_string())])
}

/// The row of one step over all kinds of the pack; `None` for a pack without kinds.
pub(super) fn general(playbook: &Playbook, step: Step, texts: Texts) -> Option<LimitRow> {
    let mut groups: Vec<(&Limit, Vec<&Kind>)> = Vec::new();
    for kind in playbook.kinds() {
        let limit = playbook.limit(&kind.key, step);
        match groups.iter_mut().find(|(known, _)| *known == limit) {
            Some((_, kinds)) => kinds.push(kind),
            None => groups.push((limit, vec![kind])),
        }
    }
    groups.sort_by_key(|(_, kinds)| std::cmp::Reverse(kinds.len()));
    let mut groups = groups.into_iter();
    let (limit, _) = groups.next()?;
    let mut row = of(limit, playbook, texts);
    row.others = groups.map(|(limit, kinds)| other(limit, &kinds, playbook, texts)).collect();
    Some(row)
}

fn other(limit: &Limit, kinds: &[&Kind], playbook: &Playbook, texts: Texts) -> Other {
    let titles: Vec<&str> = kinds.iter().map(|kind| kind.title.get(texts.language())).collect();
    let kinds = titles.join(&texts.say("rules-list-comma"));
    Other { amount: amount(limit.amount, texts), kinds, rule: RuleLink::of(&limit.rule, playbook, texts) }
}

/// The row of one limit.
pub(super) fn of(limit: &Limit, playbook: &Playbook, texts: Texts) -> LimitRow {
    let duty_of = who(limit.step);
    let (key, who_class) = duty_of.words();
    LimitRow {
        who: texts.word("rules-who", key),
        who_class,
        duty_of,
        what: texts.word("step", limit.step.as_str()),
        amount: amount(limit.amount, texts),
        class: texts.word("deadline-class", limit.class.as_str()),
        statutory: limit.class == terms::DeadlineClass::Statutory,
        is_right: limit.consequence == Consequence::RightLapses,
        consequence: texts.word("consequence", limit.consequence.as_str()),
        rule: RuleLink::of(&limit.rule, playbook, texts),
        others: Vec::new(),
    }
}
