//! A writer of packs is told of every mistake by file, line and field.

mod common;

use std::fs;
use std::path::Path;

use playbook::{Playbook, check};

const SMALL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packs/small");

/// The small pack with one text in one file replaced, and what the loader says of it.
fn broken(file: &str, find: &str, put: &str) -> Vec<String> {
    let text = fs::read_to_string(Path::new(SMALL).join(file)).unwrap_or_default();
    assert!(text.contains(find), "{file} has no `{find}`");
    written(file, &text.replacen(find, put, 1))
}

/// The small pack with one file written anew, and what the loader says of it.
fn written(file: &str, text: &str) -> Vec<String> {
    let folder = copy();
    let path = folder.path().join(file);
    assert!(fs::write(path, text).is_ok());
    mistakes(folder.path())
}

fn mistakes(folder: &Path) -> Vec<String> {
    match Playbook::load(folder) {
        Ok(_) => Vec::new(),
        Err(mistakes) => mistakes.iter().map(ToString::to_string).collect(),
    }
}

fn copy() -> tempfile::TempDir {
    common::copy_of(Path::new(SMALL))
}

/// A2.3: the small pack itself is whole; what it holds is told.
#[test]
fn a_whole_pack_is_told_by_its_numbers() {
    let report = check(Path::new(SMALL)).map_err(|mistakes| format!("{mistakes:?}"));
    let told = report.map(|r| (r.id, r.files, r.kinds, r.questions, r.rules, r.conditions, r.signed_off));
    assert_eq!(told, Ok(("small".to_owned(), 15, 2, 2, 4, 4, false)));
}

/// C7: weighty rulings and the ways outside are read like the rest, and their mistakes told.
#[test]
fn what_a_ruling_needs_is_read_and_checked() {
    let wrong = broken("ruling.toml", "kinds = [\"worn_out\"]", "kinds = [\"no_such\"]");
    assert_eq!(wrong, ["ruling.toml:5: second_person.kinds[0]: no kind `no_such` in this pack"]);
    let wrong = broken("statistics.toml", "kinds = [\"worn_out\"]", "kinds = [\"no_such\"]");
    assert_eq!(wrong, ["statistics.toml:10: history.kinds[0]: no kind `no_such` in this pack"]);
    let wrong = broken("statistics.toml", "smallest_group = 3", "smallest_group = 0");
    assert!(wrong[0].starts_with("statistics.toml:2: public.smallest_group: "), "{wrong:?}");
    let wrong = broken("ruling.toml", "above = \"100.00\"", "above = \"viel\"");
    assert!(wrong[0].starts_with("ruling.toml:3: second_person.above: "), "{wrong:?}");
    let wrong = broken("ruling.toml", "way = \"court\"", "way = \"moon\"");
    assert_eq!(wrong, ["ruling.toml:9: outside[0].way: `moon`: `moon` is not a OutsideWay"]);
    let Ok(small) = Playbook::load(Path::new(SMALL)) else { panic!("the small pack is whole") };
    let kind = |key: &str| terms::KindKey::new(key).expect("a kind");
    let yuan = |sum: &str| Some(terms::Money::parse(terms::Currency::Cny, sum).expect("a sum"));
    assert!(small.second_person(&kind("worn_out"), None).is_some());
    assert!(small.second_person(&kind("too_slow"), yuan("100.00")).is_none());
    assert!(small.second_person(&kind("too_slow"), yuan("100.01")).is_some());
    assert_eq!(small.outside_ways().len(), 1);
}

/// F7: what a pack cites, offers and asks must exist.
#[test]
fn a_word_that_nobody_knows_is_named_with_its_line() {
    let of = |file, find, put| broken(file, find, put).join("\n");
    assert_eq!(
        of("kinds/worn_out.toml", "\"refund\", \"comp", "\"refunds\", \"comp"),
        "kinds/worn_out.toml:6: remedies[0]: `refunds`: `refunds` is not a RemedyType\n\
         kinds/worn_out.toml:7: default_remedy: `refund` is not among the kind's remedies"
    );
    assert_eq!(
        of("kinds/worn_out.toml", "[\"r.triple\"]", "[\"r.tripel\"]"),
        "kinds/worn_out.toml:8: legal_basis[0]: no rule `r.tripel` in this pack"
    );
    assert_eq!(
        of("windows.toml", "\"worn_out\"", "\"wornout\""),
        "windows.toml:2: kinds[0]: no kind `wornout` in this pack".replace("kinds[0]", "window[0].kinds[0]")
    );
    let unknown = of("kinds/worn_out.toml", "[limits.response]", "[limits.respond]");
    assert!(
        unknown
            .starts_with("kinds/worn_out.toml:32: limits.respond: `respond` is no step; there are screening"),
        "{unknown}"
    );
    let input = of("kinds/worn_out.toml", "\"yes_no\"", "\"yesno\"");
    assert!(
        input.starts_with("kinds/worn_out.toml:19: questions[0].input: `yesno` is no way to answer"),
        "{input}"
    );
    assert_eq!(
        of("kinds/too_slow.toml", "prevention =", "preventions ="),
        "kinds/too_slow.toml:0: prevention: missing".replace(":0", ":1")
            + "\nkinds/too_slow.toml:9: preventions: no such field"
    );
}

/// H5: every text is there in every language of the site.
#[test]
fn a_missing_language_is_named_with_its_field() {
    let hant = broken("kinds/worn_out.toml", ", zh-Hant = \"穿壞了\"", "");
    assert_eq!(hant, ["kinds/worn_out.toml:4: title.zh-Hant: missing"]);
    let empty = broken("kinds/worn_out.toml", "en = \"Sole\"", "en = \" \"");
    assert_eq!(empty, ["kinds/worn_out.toml:28: questions[1].options[0].text.en: empty"]);
    let rule = broken("rules/all.toml", ", en = \"Late is paid for.\"", "");
    assert_eq!(rule, ["rules/all.toml:36: rule[3].text.en: missing"]);
}

/// C10: a limit is a positive amount in one unit, and every step has one.
#[test]
fn a_limit_that_cannot_be_is_refused() {
    let zero = broken("limits.toml", "hours = 48", "hours = 0");
    assert_eq!(
        zero.first().map(String::as_str),
        Some("limits.toml:17: default.response.hours: 0 leaves no time and no room; the smallest is 1")
    );
    let two = broken("limits.toml", "hours = 48", "hours = 48\nbusiness_days = 2");
    assert_eq!(two, ["limits.toml:18: default.response.business_days: a limit is told in one unit only"]);
    let long = broken("limits.toml", "calendar_days = 10", "calendar_days = 5000");
    assert_eq!(long, ["limits.toml:27: default.negotiation_end.calendar_days: longer than ten years (3660)"]);
    let none = broken("limits.toml", "[default.hold]", "[low.hold]");
    assert_eq!(none, ["limits.toml:1: default.hold: missing: every step needs a limit"]);
    let consequence = broken("limits.toml", "\"offer_expires\"", "\"offer_rots\"").join("\n");
    assert!(
        consequence.starts_with("limits.toml:24: default.offer_answer.consequence: `offer_rots`"),
        "{consequence}"
    );
}

/// F7: conditions are compiled and tried when the pack is loaded, not when a case meets them.
#[test]
fn a_condition_that_cannot_be_answered_is_named_with_its_line() {
    let when = |put: &str| broken("extras.toml", "\"days_late >= 1\"", &format!("{put:?}")).join("\n");
    let syntax = when("days_late >= ");
    assert!(syntax.starts_with("extras.toml:22: extra[1].when: not a condition in CEL: "), "{syntax}");
    let unknown = when("days_latte >= 1");
    assert!(
        unknown
            .starts_with("extras.toml:22: extra[1].when: `days_latte` is no fact; there are kind, category"),
        "{unknown}"
    );
    let wrong = when("days_late >= \"1\"");
    assert!(
        wrong.starts_with("extras.toml:22: extra[1].when: cannot be answered for `worn_out`: "),
        "{wrong}"
    );
    let number = when("days_late + 1");
    assert!(number.contains("extra[1].when: cannot be answered for `worn_out`: gives int"), "{number}");
    let unasked = when("answers.lied == \"yes\"");
    assert_eq!(unasked, "extras.toml:22: extra[1].when: answers.lied: `too_slow` does not ask this");
    let never = broken("extras.toml", "category == \"shoes\"", "category == \"shoe\"").join("\n");
    assert_eq!(
        never,
        "extras.toml:14: extra[0].when: never true on any sample: is an answer, a category or a number misspelt?"
    );
    let loops = when("[1, 2].exists(n, n == days_late)");
    assert!(loops.contains("extra[1].when: a condition may not loop"), "{loops}");
    let long = when(&"true && ".repeat(200));
    assert!(long.contains("extra[1].when: a condition has at most 1000 bytes"), "{long}");
    let refused = "extra[1].when: a condition nests at most 8 deep and has at most 64 signs of operators";
    for (open, close, n) in
        [("(", ")", 9), ("(", ")", 400), ("[", "]", 400), ("!", "", 65), ("-", "", 900), ("1 + ", "", 65)]
    {
        let deep = when(&format!("{}true{}", open.repeat(n), close.repeat(n)));
        assert!(deep.contains(refused), "{open}: {deep}");
    }
    // What is allowed at most is read and evaluated on an ordinary stack.
    for (open, close, n) in
        [("(", ")", 8), ("true && ", "", 31), ("!", "", 60), ("true ? true : ", "", 60), ("1 < ", "", 1)]
    {
        let most = when(&format!("{}days_late >= 1{}", open.repeat(n), close.repeat(n)));
        assert!(!most.contains("nests at most"), "{open}: {most}");
    }
    let fits = broken("kinds/worn_out.toml", "days_since_delivery >=", "days >=").join("\n");
    assert!(fits.starts_with("kinds/worn_out.toml:10: fits_when: `days` is no fact"), "{fits}");
}

/// C10: a calendar that contradicts itself or its notice is refused.
#[test]
fn a_calendar_that_does_not_add_up_is_refused() {
    let twice =
        broken("calendar.toml", "[\"2026-01-01\", \"2026-02", "[\"2026-01-01\", \"2026-01-01\", \"2026-02");
    assert_eq!(twice, ["calendar.toml:16: year[0].off[1]: 2026-01-01 is given twice"]);
    let both = broken("calendar.toml", "work = [\"2026-02-28\"]", "work = [\"2026-02-28\", \"2026-02-17\"]");
    assert!(
        both.contains(&"calendar.toml:17: year[0].work[1]: 2026-02-17 is given twice".to_owned()),
        "{both:?}"
    );
    let weekday = broken("calendar.toml", "2026-02-28", "2026-02-27").join("\n");
    assert!(
        weekday.starts_with("calendar.toml:17: year[0].work[0]: 2026-02-27 is no weekend day"),
        "{weekday}"
    );
    let counted = broken("calendar.toml", "working_days = 256", "working_days = 257");
    assert_eq!(
        counted,
        ["calendar.toml:19: year[0].working_days: 257 working days are stated, the days given make 256"]
    );
    let no_day = broken("calendar.toml", "2026-02-28", "2026-02-30").join("\n");
    assert!(
        no_day.starts_with("calendar.toml:17: year[0].work[0]: `2026-02-30` is neither a day"),
        "{no_day}"
    );
}

/// F7: one key stands for one thing.
#[test]
fn what_is_given_twice_is_named_with_both_places() {
    let text = fs::read_to_string(Path::new(SMALL).join("kinds/worn_out.toml")).unwrap_or_default();
    let kind = written("kinds/zz_again.toml", &text.replace("T1.1", "T1.3"));
    assert_eq!(
        kind,
        ["kinds/zz_again.toml:1: key: the kind `worn_out` is given already in kinds/worn_out.toml"]
    );
    let question = broken("kinds/worn_out.toml", "key = \"where\"", "key = \"lied\"");
    assert_eq!(question, ["kinds/worn_out.toml:23: questions[1].key: `lied` is given twice"]);
    let rule = broken("rules/all.toml", "id = \"r.late\"", "id = \"r.steps\"").join("\n");
    assert!(rule.contains("rules/all.toml:29: rule[3].id: the rule `r.steps` is given twice"), "{rule}");
    let key = broken("kinds/worn_out.toml", "id = \"T1.1\"", "id = \"T1.1\"\nid = \"T1.4\"").join("\n");
    assert!(key.starts_with("kinds/worn_out.toml:3: id: duplicate key"), "{key}");
}

/// F7: all mistakes are told at once, and what is no pack says so.
#[test]
fn every_mistake_is_told_at_once() {
    let folder = copy();
    assert!(fs::remove_file(folder.path().join("windows.toml")).is_ok());
    assert!(fs::write(folder.path().join("notes.toml"), "a = 1").is_ok());
    assert!(fs::write(folder.path().join(".older.toml"), "a = 1").is_ok());
    assert!(fs::write(folder.path().join("refusals.toml"), "[[refusal]\n").is_ok());
    let told = mistakes(folder.path()).join("\n");
    assert!(told.contains("notes.toml:1: no such file in a pack"), "{told}");
    assert!(told.contains("refusals.toml:1: "), "{told}");
    assert!(told.contains("windows.toml: missing: a pack needs this file"), "{told}");
    assert!(!told.contains("older"), "{told}");
    let nowhere = mistakes(&folder.path().join("nowhere")).join("\n");
    assert!(nowhere.starts_with(".: cannot be read: "), "{nowhere}");
}

/// A2.3: a case names exactly the text that it ran under.
#[test]
fn the_fingerprint_changes_with_every_letter_and_not_with_the_folder() {
    let (one, two) = (copy(), copy());
    let print =
        |folder: &tempfile::TempDir| Playbook::load(folder.path()).map(|p| p.fingerprint().to_owned()).ok();
    assert_eq!(print(&one), print(&two));
    let path = two.path().join("windows.toml");
    let text = fs::read_to_string(&path).unwrap_or_default();
    assert!(fs::write(&path, format!("{text}# seen\n")).is_ok());
    assert!(print(&one).is_some() && print(&two).is_some());
    assert_ne!(print(&one), print(&two));
}
