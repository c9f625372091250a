//! What a pack says of money beyond the price, of the time for complaining, and of a description.

mod common;

use std::collections::BTreeMap;
use std::path::Path;

use common::{kind, shanghai};
use playbook::{Extra, Playbook, RuleFacts, Step, WindowAnswer};
use terms::{Currency, Money};

fn small() -> Option<Playbook> {
    Playbook::load(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packs/small"))).ok()
}

fn yuan(minor: i64) -> Money {
    Money::new(Currency::Cny, minor)
}

/// Shoes for ¥99, promised on 10 March 2026 and delivered so many days later.
fn shoes(days_late: i64) -> RuleFacts {
    let promised = shanghai("2026-03-10 12:00");
    RuleFacts {
        line_price: Some(yuan(9_900)),
        ordered_at: Some(shanghai("2026-03-02 09:00")),
        promised_at: Some(promised),
        delivered_at: Some(promised.plus_seconds(days_late * 86_400)),
        filed_at: Some(shanghai("2026-04-01 09:00")),
        category: Some("shoes".to_owned()),
        answers: BTreeMap::from([("lied".to_owned(), "yes".to_owned())]),
        ..RuleFacts::default()
    }
}

fn extras(of: &str, facts: &RuleFacts) -> Vec<Extra> {
    small().map(|pack| pack.extras(&kind(of), facts)).unwrap_or_default()
}

fn sums(extras: &[Extra]) -> Vec<(&str, String)> {
    extras.iter().map(|extra| (extra.rule.as_str(), extra.max.decimal())).collect()
}

/// A6.5: three times the price, raised to the law's minimum, with the working line by line.
#[test]
fn a_multiple_is_raised_to_its_minimum_and_its_working_is_told() {
    let found = extras("worn_out", &shoes(0));
    assert_eq!(sums(&found), [("r.triple", "500.00".to_owned())]);
    let told: Vec<&str> =
        found.iter().flat_map(|extra| &extra.working).map(|line| line.en.as_str()).collect();
    assert_eq!(told, ["Paid ¥99.00", "3 times: ¥297.00", "At least ¥500.00"]);
    let dear = RuleFacts { line_price: Some(yuan(89_900)), ..shoes(0) };
    assert_eq!(sums(&extras("worn_out", &dear)), [("r.triple", "2697.00".to_owned())]);
}

/// A3.1: of the steps of one table the highest that holds counts, up to its maximum.
#[test]
fn of_one_table_the_highest_step_counts() {
    assert_eq!(sums(&extras("too_slow", &shoes(2))), [("r.late", "4.95".to_owned())]);
    assert_eq!(sums(&extras("too_slow", &shoes(9))), [("r.late", "29.70".to_owned())]);
    let dear = RuleFacts { line_price: Some(yuan(9_000_000)), ..shoes(9) };
    assert_eq!(sums(&extras("too_slow", &dear)), [("r.late", "300.00".to_owned())]);
    assert!(extras("too_slow", &shoes(0)).is_empty());
}

/// A6.5: what nobody knows allows no money.
#[test]
fn an_unknown_fact_allows_nothing() {
    let cases = [
        RuleFacts { line_price: None, ..shoes(9) },
        RuleFacts { answers: BTreeMap::new(), promised_at: None, ..shoes(9) },
        RuleFacts { category: None, promised_at: None, ..shoes(9) },
        RuleFacts::default(),
    ];
    for facts in cases {
        assert!(extras("worn_out", &facts).is_empty(), "{facts:?}");
    }
    assert!(extras("no_such_kind", &shoes(9)).is_empty());
}

/// A6.5: the rule of the day of the order holds, not that of today.
#[test]
fn a_rule_holds_for_orders_of_its_time_alone() {
    for (ordered, holds) in [
        ("2026-01-31 23:59", false),
        ("2026-02-01 00:00", true),
        ("2026-06-30 23:59", true),
        ("2026-07-01 00:00", false),
    ] {
        let facts = RuleFacts { ordered_at: Some(shanghai(ordered)), ..shoes(0) };
        assert_eq!(!extras("worn_out", &facts).is_empty(), holds, "{ordered}");
    }
}

/// C1: the time for complaining runs from its moment, and never from an unknown one.
#[test]
fn a_window_is_open_to_its_last_moment_and_while_the_facts_are_unknown() {
    let window = |facts: &RuleFacts, of: &str| small().map(|pack| pack.window(&kind(of), facts));
    let delivered = Some(shanghai("2026-03-02 15:00"));
    let filed = |at: &str| RuleFacts {
        delivered_at: delivered,
        filed_at: Some(shanghai(at)),
        ..RuleFacts::default()
    };
    // Thirty days after 2 March is 1 April 2026, a Wednesday.
    let until = shanghai("2026-04-02 00:00");
    assert_eq!(
        window(&filed("2026-04-01 23:59"), "worn_out"),
        Some(WindowAnswer::Open { until: Some(until) })
    );
    let expired = window(&filed("2026-04-02 00:01"), "worn_out");
    assert!(
        matches!(expired, Some(WindowAnswer::Expired { since, rule }) if since == until && rule.as_str() == "r.steps")
    );
    let unknown = RuleFacts { filed_at: Some(shanghai("2036-01-01 00:00")), ..RuleFacts::default() };
    assert_eq!(window(&unknown, "worn_out"), Some(WindowAnswer::Open { until: None }));
    assert_eq!(window(&unknown, "too_slow"), Some(WindowAnswer::NotApplicable));
}

/// C10: a kind's own limit comes before its priority's, and that before the pack's.
#[test]
fn the_nearest_limit_counts() {
    let hours = |of: &str| small().map(|pack| pack.limit(&kind(of), Step::Response).amount);
    assert_eq!(hours("worn_out"), Some(playbook::Amount::Hours(36)));
    assert_eq!(hours("too_slow"), Some(playbook::Amount::Hours(12)));
    assert_eq!(hours("no_such_kind"), Some(playbook::Amount::Hours(48)));
}

/// A3.1: a description and the order suggest kinds, and say by which words.
#[test]
fn a_description_suggests_kinds_by_its_words() {
    let suggest = |text: &str, facts: Option<&RuleFacts>| {
        let found = small().map(|pack| match facts {
            Some(facts) => pack.suggest_kinds_for(text, facts),
            None => pack.suggest_kinds(text),
        });
        let found = found.unwrap_or_default();
        found.iter().map(|s| format!("{} {}", s.kind, s.why.join("+"))).collect::<Vec<_>>()
    };
    assert_eq!(suggest("The slow parcel came LATE", None), ["too_slow late+slow parcel", "worn_out late"]);
    assert_eq!(suggest("鞋子开胶了", None), ["worn_out 开胶"]);
    assert_eq!(suggest("鞋子脫膠", None), ["worn_out 脫膠"]);
    assert!(suggest("a chocolate translator", None).is_empty());
    assert_eq!(suggest("", Some(&shoes(0))), ["worn_out "]);
    let sure = small().map(|pack| pack.suggest_kinds_for("穿坏 开胶", &shoes(0))).unwrap_or_default();
    assert!(sure.iter().all(|s| s.confidence > 0.0 && s.confidence < 1.0));
}

/// A2.3: one pack serves every thread.
#[test]
fn a_pack_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Playbook>();
}
