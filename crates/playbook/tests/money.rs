//! What rules allow beyond the price, until when a complaint is taken, and which kind a description is about.

#![expect(clippy::unwrap_used, reason = "a test helper that fails should stop the test")]

mod common;

use common::{builtin, kind, shanghai};
use playbook::{Extra, Playbook, RuleFacts, WindowAnswer};
use terms::{Currency, Instant, Money, RemedyType};

fn yuan(text: &str) -> Money {
    Money::parse(Currency::Cny, text).unwrap()
}

fn facts(price: &str, answers: &[(&str, &str)]) -> RuleFacts {
    RuleFacts {
        paid: Some(yuan(price)),
        line_price: Some(yuan(price)),
        ordered_at: Some(shanghai("2026-03-01 12:00")),
        filed_at: Some(shanghai("2026-03-20 09:00")),
        answers: answers.iter().map(|(key, answer)| ((*key).to_owned(), (*answer).to_owned())).collect(),
        ..RuleFacts::default()
    }
}

fn most(playbook: &Playbook, key: &str, rule: &str, facts: &RuleFacts) -> Option<Money> {
    let extras = playbook.extras(&kind(key), facts);
    extras.into_iter().find(|extra| extra.rule.as_str() == rule).map(|extra| extra.max)
}

/// I1 A1.1: a coat sold as pure wool that is not: three times the price; size or colour alone is no fraud.
#[test]
fn a_false_material_allows_three_times_the_price() {
    let playbook = builtin();
    let of = |answers: &[(&str, &str)], price| {
        most(&playbook, "not_as_described", "cn.crpl.55", &facts(price, answers))
    };
    let wool = [("what_differs", "material"), ("falsely_stated", "yes")];
    assert_eq!(of(&wool, "299.00"), Some(yuan("897.00")));
    assert_eq!(of(&wool, "99.00"), Some(yuan("500.00")), "never less than 500");
    assert_eq!(of(&[("what_differs", "size"), ("falsely_stated", "yes")], "299.00"), None);
    assert_eq!(of(&[("what_differs", "material"), ("falsely_stated", "no")], "299.00"), None);
    assert_eq!(of(&[("what_differs", "material")], "299.00"), None, "what was not answered is not assumed");
}

/// E2: a sum comes with its working, line by line, in every language.
#[test]
fn the_working_of_a_sum_is_told_line_by_line() {
    let playbook = builtin();
    let extras =
        playbook.extras(&kind("counterfeit_or_false_promotion"), &facts("99.00", &[("what", "counterfeit")]));
    let triple: Vec<&Extra> =
        extras.iter().filter(|e| e.remedy_type == RemedyType::StatutoryDamages).collect();
    assert_eq!(triple.len(), 1);
    let lines: Vec<&str> = triple[0].working.iter().map(|line| line.zh_hans.as_str()).collect();
    assert_eq!(
        lines,
        ["你为这件商品实付 ¥99.00", "按规则为其 3 倍，即 ¥297.00", "不足最低数额的，按 ¥500.00 计算"]
    );
    assert_eq!(triple[0].working[1].en, "The rule gives 3 times that: ¥297.00");
}

/// I3 A6.5: for a counterfeit the multiple is there whatever was answered; without a price nothing is guessed.
#[test]
fn a_counterfeit_allows_three_times_the_price_where_the_price_is_known() {
    let playbook = builtin();
    let key = "counterfeit_or_false_promotion";
    assert_eq!(most(&playbook, key, "cn.crpl.55", &facts("1000.00", &[])), Some(yuan("3000.00")));
    assert_eq!(playbook.extras(&kind(key), &RuleFacts::default()), Vec::new());
}

/// A1.3: unsafe food allows ten times the price, at least 1000; other unsafe goods do not.
#[test]
fn unsafe_food_allows_ten_times_the_price() {
    let playbook = builtin();
    let of = |given: &RuleFacts| most(&playbook, "unsafe_goods", "cn.fsl.148", given);
    assert_eq!(of(&facts("259.00", &[("food", "yes")])), Some(yuan("2590.00")));
    assert_eq!(of(&facts("12.00", &[("food", "yes")])), Some(yuan("1000.00")));
    assert_eq!(of(&facts("259.00", &[("food", "no")])), None);
    let by_category = RuleFacts { category: Some("食品".to_owned()), ..facts("259.00", &[]) };
    assert_eq!(of(&by_category), Some(yuan("2590.00")));
}

/// A3.1: the compensation table for late parcels, at each of its edges.
#[test]
fn late_parcels_are_compensated_by_the_table() {
    let playbook = builtin();
    let of = |late: i64| {
        let promised = shanghai("2026-03-05 23:59");
        let delivered_at = Some(promised.plus_seconds(late * 86_400 - 3600));
        let given = RuleFacts { promised_at: Some(promised), delivered_at, ..facts("600.00", &[]) };
        most(&playbook, "late_delivery", "platform.cn.late_compensation", &given)
    };
    assert_eq!(of(0), None, "on the promised day");
    assert_eq!((of(1), of(3)), (Some(yuan("30.00")), Some(yuan("30.00"))));
    assert_eq!((of(4), of(7)), (Some(yuan("60.00")), Some(yuan("60.00"))));
    assert_eq!((of(8), of(13)), (Some(yuan("180.00")), Some(yuan("180.00"))));
}

/// A3.1: a parcel that has not come is late by the days until the complaint.
#[test]
fn a_parcel_still_missing_counts_until_the_complaint() {
    let playbook = builtin();
    let given = RuleFacts { promised_at: Some(shanghai("2026-03-15 23:59")), ..facts("20.00", &[]) };
    let most = most(&playbook, "late_delivery", "platform.cn.late_compensation", &given);
    assert_eq!(most, Some(yuan("5.00")), "five days, ten per cent of 20, raised to the least");
}

/// A3.2: the compensation table for damage follows how bad it is.
#[test]
fn damage_is_compensated_by_its_degree() {
    let playbook = builtin();
    let of = |degree| {
        let given = facts("200.00", &[("degree", degree)]);
        most(&playbook, "damaged_in_transit", "platform.cn.damage_compensation", &given)
    };
    assert_eq!(of("marked"), Some(yuan("40.00")));
    assert_eq!(of("impaired"), Some(yuan("100.00")));
    assert_eq!(of("unusable"), Some(yuan("20.00")));
}

/// C4: agreed compensation up to the price is allowed in every kind.
#[test]
fn agreed_compensation_is_allowed_in_every_kind() {
    let playbook = builtin();
    for one in playbook.kinds() {
        let most =
            most(&playbook, one.key.as_str(), "platform.cn.agreed_compensation", &facts("299.00", &[]));
        assert_eq!(most, Some(yuan("299.00")), "{}", one.key);
    }
}

fn window(playbook: &Playbook, key: &str, delivered: Option<&str>, filed: &str) -> WindowAnswer {
    let delivered_at: Option<Instant> = delivered.map(shanghai);
    let given = RuleFacts { delivered_at, filed_at: Some(shanghai(filed)), ..RuleFacts::default() };
    playbook.window(&kind(key), &given)
}

/// C2: the window ends at 24:00 of its last working day, and says by which rule.
#[test]
fn a_complaint_is_taken_until_the_last_minute_of_its_window() {
    let playbook = builtin();
    // 90 days after 2026-03-02 is Sunday 31 May; Monday 1 June is worked.
    let last = shanghai("2026-06-02 00:00");
    let of = |filed| window(&playbook, "not_as_described", Some("2026-03-02 18:00"), filed);
    assert_eq!(of("2026-06-01 23:59"), WindowAnswer::Open { until: Some(last) });
    let WindowAnswer::Expired { since, rule } = of("2026-06-02 00:01") else {
        panic!("a minute past the window");
    };
    assert_eq!((since, rule.as_str()), (last, "platform.cn.window_goods"));
}

/// C2: nobody loses a right by a gap in our records; danger, fakes and stolen money have no window.
#[test]
fn unknown_dates_leave_the_window_open_and_grave_kinds_have_none() {
    let playbook = builtin();
    let open = window(&playbook, "not_as_described", None, "2026-06-02 00:01");
    assert_eq!(open, WindowAnswer::Open { until: None });
    for key in ["unsafe_goods", "counterfeit_or_false_promotion", "payment", "minor"] {
        let answer = window(&playbook, key, Some("2024-01-01 00:00"), "2026-06-02 00:01");
        assert_eq!(answer, WindowAnswer::NotApplicable, "{key}");
    }
}

/// A3.1 A3.3: what never came runs from the promised day, not from a delivery that never was.
#[test]
fn parcels_that_never_came_run_from_the_promised_day() {
    let playbook = builtin();
    let given = RuleFacts {
        promised_at: Some(shanghai("2026-03-02 23:59")),
        filed_at: Some(shanghai("2026-07-01 09:00")),
        ..RuleFacts::default()
    };
    for key in ["late_delivery", "lost_parcel"] {
        assert!(matches!(playbook.window(&kind(key), &given), WindowAnswer::Expired { .. }), "{key}");
    }
}

/// B1: a first-time consumer need not know our words: the description leads to the kind, in three languages.
#[test]
fn a_description_leads_to_its_kind_in_three_languages() {
    let playbook = builtin();
    let table = [
        ("大衣写的100%羊毛，收到不是羊毛，材质不符", "not_as_described"),
        ("包裹显示签收，但我没收到", "lost_parcel"),
        ("快遞延誤，送晚了五天", "late_delivery"),
        ("鑑賞期內不給退", "return_refused"),
        ("The bag is fake, a counterfeit", "counterfeit_or_false_promotion"),
        ("I was charged twice for one order", "payment"),
        ("面包发霉了，吃了拉肚子", "unsafe_goods"),
        ("孩子偷偷打赏了主播三千元", "minor"),
    ];
    for (description, expected) in table {
        let found = playbook.suggest_kinds(description);
        assert_eq!(found.first().map(|best| best.kind.as_str()), Some(expected), "{description}: {found:?}");
        assert!(
            found.len() <= 5
                && found.iter().all(|s| (0.0..=1.0).contains(&s.confidence) && !s.why.is_empty())
        );
    }
    assert_eq!(playbook.suggest_kinds("chocolate"), Vec::new(), "`late` is only found as a word");
}
