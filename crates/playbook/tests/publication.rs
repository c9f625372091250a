//! What a pack says of publishing results and of the trade rules, and the mistakes that are found in it.

#![expect(clippy::unwrap_used, reason = "a test helper that fails should stop the test")]

mod common;

use std::path::{Path, PathBuf};

use playbook::{Playbook, check};
use terms::{Currency, Money, TradeTopic};

fn small() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/small")
}

/// The mistakes of the small pack after one file of it was changed.
fn mistakes(file: &str, from: &str, to: &str) -> String {
    let folder = common::copy_of(&small());
    let path = folder.path().join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from}");
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
    let found = check(folder.path()).unwrap_err();
    found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// F4: k and the facts that count stand in the pack; a pack that would hide nobody is refused.
#[test]
fn a_test_that_hides_nobody_is_a_mistake() {
    let pack = common::builtin();
    assert!(pack.publication().consumers >= 5 && pack.publication().shops >= 2);
    assert!(mistakes("publication.toml", "consumers = 2", "consumers = 1").contains("hides nobody"));
    assert!(mistakes("publication.toml", "\"line\"", "\"digest\"").contains("there must be a register line"));
    assert!(mistakes("publication.toml", "\"year\"", "\"shoe_size\"").contains("no fact of a result"));
    assert!(mistakes("publication.toml", "\"digest\"", "\"novel\"").contains("there are digest and line"));
    assert!(
        mistakes("publication.toml", "shops = 1", "shops = 1\nnever = [\"unknown\"]").contains("no kind")
    );
    assert!(mistakes("publication.toml", "[\"100.00\"]", "[\"100.00\", \"50.00\"]").contains("bands rise"));
}

/// F4, A6.8: disputes of minors are never published.
#[test]
fn disputes_of_minors_stand_in_counts_only() {
    assert!(common::builtin().publication().never.contains(&common::kind("minor")));
}

/// F4: a sum is told by its band alone; in another currency not at all.
#[test]
fn a_sum_is_told_by_its_band() {
    let pack = common::builtin();
    let band = |text: &str| pack.publication().band(Money::parse(Currency::Cny, text).unwrap());
    assert_eq!(band("0"), Some((0, Some(10_000))));
    assert_eq!(band("99.99"), Some((0, Some(10_000))));
    assert_eq!(band("100.00"), Some((10_000, Some(50_000))));
    assert_eq!(band("1000000"), Some((1_000_000, None)));
    assert_eq!(pack.publication().band(Money::new(Currency::Eur, 100)), None);
}

/// F8: every topic of the trade rules is there, and on each day the version holds that was in force.
#[test]
fn a_trade_rule_is_asked_by_the_day() {
    let pack = common::builtin();
    for topic in TradeTopic::ALL {
        assert!(pack.trade_rules().iter().any(|rule| rule.topic == *topic), "{topic}");
    }
    let rule = pack.trade_rules().iter().find(|rule| rule.id == "price.comparison").unwrap();
    let on = |day: &str| rule.on(day.parse().unwrap()).map(|version| version.version.as_str());
    assert_eq!(on("2023-09-14"), None);
    assert_eq!(on("2025-10-31"), Some("2023.1"));
    assert_eq!(on("2025-11-01"), Some("2025.1"));
}

/// F8: three years of history are there, so that an order of then is judged by the rules of then.
#[test]
fn three_years_of_trade_rules_are_kept() {
    let pack = common::builtin();
    let day = "2023-11-25".parse().unwrap();
    for rule in pack.trade_rules() {
        assert!(rule.on(day).is_some(), "{}", rule.id);
    }
}

/// F8: a change that was not announced beforehand, a gap between versions and a rule given twice are mistakes.
#[test]
fn a_trade_rule_is_announced_before_it_holds() {
    let file = "trade_rules/one.toml";
    let late = mistakes(file, "announced_on = 2025-12-01", "announced_on = 2025-12-31");
    assert!(late.contains("at least 7 days before"), "{late}");
    assert!(mistakes(file, "in_force_to = 2025-12-31", "in_force_to = 2025-12-30").contains("the day after"));
    assert!(mistakes(file, "in_force_to = 2025-12-31\n", "").contains("the day after"));
    assert!(mistakes(file, "\"worn_out\"", "\"worn_off\"").contains("no kind"));
    let folder = common::copy_of(&small());
    std::fs::copy(folder.path().join(file), folder.path().join("trade_rules/two.toml")).unwrap();
    let twice = Playbook::load(folder.path()).unwrap_err();
    assert!(twice.iter().any(|mistake| mistake.what.contains("given twice")), "{twice:?}");
}
