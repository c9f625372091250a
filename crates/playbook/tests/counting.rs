//! Time limits in the law's calendar: dates worked out by hand, and what holds for every date.

mod common;

use common::{builtin, kind, shanghai};
use playbook::{Amount, Due, Playbook, Rollover, Step, WhyCode};
use terms::{Instant, RuleId};

const DAY: i64 = 86_400;

fn counted(playbook: &Playbook, amount: Amount, rollover: Rollover, start: Instant) -> Option<Due> {
    let rule = RuleId::new("platform.cn.response").ok()?;
    Some(playbook.calendar().due(amount, rollover, &rule, start))
}

fn last_day(playbook: &Playbook, amount: Amount, rollover: Rollover, event: &str) -> String {
    let due = counted(playbook, amount, rollover, shanghai(&format!("{event} 10:30")));
    due.map(|due| due.date.to_string()).unwrap_or_default()
}

/// C10: in the law's calendar, made-up work days included.
#[test]
fn working_days_follow_the_official_calendar() {
    let table = [
        // Around Spring Festival 2026: off 15 to 23 February, the Saturdays 14 and 28 are worked.
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-02-12", 3, "2026-02-24"),
        ("2026-02-20", 1, "2026-02-24"),
        ("2026-02-23", 5, "2026-02-28"),
        // National Day and Mid-Autumn 2025: off 1 to 8 October, Sunday 28 September and Saturday 11 October worked.
        ("2025-09-26", 2, "2025-09-29"),
        ("2025-09-30", 2, "2025-10-10"),
        ("2025-09-30", 3, "2025-10-11"),
        // National Day 2026: off 1 to 7 October, Saturday 10 October worked.
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-09-30", 3, "2026-10-10"),
        // New Year 2026: off 1 to 3 January, Sunday 4 January worked.
        ("2026-01-01", 1, "2026-01-04"),
        ("2026-01-02", 2, "2026-01-05"),
        // Labour Day 2026, then a Saturday made up; 2023 has a Saturday and a Sunday made up in a row.
        ("2026-04-30", 1, "2026-05-06"),
        ("2026-05-08", 1, "2026-05-09"),
        ("2023-10-06", 2, "2023-10-08"),
        // A leap day is a day like others; month ends are no obstacle.
        ("2024-02-28", 1, "2024-02-29"),
        ("2024-02-28", 2, "2024-03-01"),
        ("2026-01-30", 1, "2026-02-02"),
    ];
    let playbook = builtin();
    for (event, n, expected) in table {
        let last = last_day(&playbook, Amount::BusinessDays(n), Rollover::None, event);
        assert_eq!(last, expected, "{n} working days after {event}");
    }
}

/// C10: Civil Code 201 and 203: the day of the event is left out, a last day of rest rolls on.
#[test]
fn calendar_days_leave_out_the_event_and_roll_past_days_of_rest() {
    let table = [
        ("2026-02-07", 7, "2026-02-14"),
        ("2026-02-08", 7, "2026-02-24"),
        ("2026-02-13", 7, "2026-02-24"),
        ("2026-02-20", 3, "2026-02-24"),
        ("2026-02-26", 2, "2026-02-28"),
        ("2025-09-24", 7, "2025-10-09"),
        ("2025-10-01", 7, "2025-10-09"),
        ("2025-10-04", 7, "2025-10-11"),
        ("2026-09-24", 7, "2026-10-08"),
        ("2026-09-30", 10, "2026-10-10"),
        ("2026-06-12", 7, "2026-06-22"),
        ("2026-05-07", 2, "2026-05-09"),
        ("2024-02-21", 7, "2024-02-28"),
        ("2024-02-22", 7, "2024-02-29"),
        ("2026-01-31", 30, "2026-03-02"),
        ("2026-01-24", 7, "2026-02-02"),
        ("2026-12-24", 7, "2026-12-31"),
    ];
    let playbook = builtin();
    for (event, n, expected) in table {
        let last = last_day(&playbook, Amount::CalendarDays(n), Rollover::RestDays, event);
        assert_eq!(last, expected, "{n} days after {event}");
    }
}

/// C10: order 121 rolls past statutory holidays alone, other rules past none: a field of each rule.
#[test]
fn how_a_last_day_rolls_is_told_by_the_rule() {
    let playbook = builtin();
    let last = |rollover, event| last_day(&playbook, Amount::CalendarDays(7), rollover, event);
    // Sunday 15 February 2026 is off by notice, but the statutory days are 16 to 19 February.
    assert_eq!(last(Rollover::StatutoryHolidays, "2026-02-08"), "2026-02-15");
    assert_eq!(last(Rollover::StatutoryHolidays, "2026-02-09"), "2026-02-20");
    assert_eq!(last(Rollover::None, "2026-02-09"), "2026-02-16");
}

/// C10: dates past the last announced year say that they are provisional, and follow the statutory days alone.
#[test]
fn dates_that_reach_into_2027_are_provisional() {
    let playbook = builtin();
    let due = |amount, rollover, event: &str| counted(&playbook, amount, rollover, shanghai(event));
    let told = |due: Option<Due>| {
        due.map(|d| {
            (d.date.to_string(), d.provisional, d.why.iter().any(|w| w.code == WhyCode::CalendarProvisional))
        })
    };
    let sure = |date: &str| Some((date.to_owned(), false, false));
    let provisional = |date: &str| Some((date.to_owned(), true, true));
    let days = Amount::CalendarDays;
    let working = Amount::BusinessDays;
    assert_eq!(told(due(working(1), Rollover::None, "2026-12-30 09:00")), sure("2026-12-31"));
    assert_eq!(told(due(working(2), Rollover::None, "2026-12-30 09:00")), provisional("2027-01-04"));
    assert_eq!(told(due(working(3), Rollover::None, "2026-12-31 09:00")), provisional("2027-01-06"));
    assert_eq!(told(due(working(1), Rollover::None, "2027-02-04 09:00")), provisional("2027-02-09"));
    assert_eq!(told(due(days(7), Rollover::RestDays, "2026-12-24 09:00")), sure("2026-12-31"));
    assert_eq!(told(due(days(7), Rollover::RestDays, "2026-12-25 09:00")), provisional("2027-01-04"));
    // Plain days and hours need no calendar.
    assert_eq!(told(due(days(30), Rollover::None, "2026-12-25 09:00")), sure("2027-01-24"));
    assert_eq!(told(due(Amount::Hours(48), Rollover::None, "2026-12-31 09:00")), sure("2027-01-02"));
}

/// C10: a limit in days lasts until 24:00 in Shanghai, a limit in hours runs from the moment given.
#[test]
fn days_end_at_midnight_in_shanghai_and_hours_run_from_the_moment() {
    let playbook = builtin();
    let at =
        |amount, start: &str| counted(&playbook, amount, Rollover::None, shanghai(start)).map(|due| due.at);
    assert_eq!(at(Amount::CalendarDays(1), "2026-03-02 00:00"), Some(shanghai("2026-03-04 00:00")));
    assert_eq!(at(Amount::CalendarDays(1), "2026-03-02 23:59"), Some(shanghai("2026-03-04 00:00")));
    assert_eq!(at(Amount::BusinessDays(2), "2026-03-06 18:00"), Some(shanghai("2026-03-11 00:00")));
    assert_eq!(at(Amount::Hours(48), "2026-02-14 23:15"), Some(shanghai("2026-02-16 23:15")));
}

/// C10: every date comes with its working, each step with its rule.
#[test]
fn the_working_of_a_date_names_every_step_and_its_rule() {
    let playbook = builtin();
    let due = counted(&playbook, Amount::BusinessDays(2), Rollover::None, shanghai("2026-02-13 16:00"));
    let told: Vec<String> = due
        .iter()
        .flat_map(|due| &due.why)
        .map(|w| format!("{} {:?} {}..{} {}", w.code.as_str(), w.n, w.from, w.to, w.rule_id))
        .collect();
    let expected = [
        "day_of_event_not_counted None 2026-02-13..2026-02-13 cn.cc.201",
        "counted_business_days Some(2) 2026-02-14..2026-02-24 platform.cn.response",
        "skipped_rest_days Some(9) 2026-02-14..2026-02-24 cn.holidays",
        "made_up_workdays Some(1) 2026-02-14..2026-02-24 cn.holidays",
        "ends_at_midnight None 2026-02-24..2026-02-24 cn.cc.203",
    ];
    assert_eq!(told, expected);
    let rolled =
        counted(&playbook, Amount::CalendarDays(7), Rollover::RestDays, shanghai("2026-06-12 09:00"));
    let step = rolled.and_then(|due| due.why.into_iter().find(|w| w.code == WhyCode::RolledPastRestDays));
    let step = step.map(|w| (w.n, w.from.to_string(), w.to.to_string(), w.rule_id.to_string()));
    assert_eq!(
        step,
        Some((Some(3), "2026-06-19".to_owned(), "2026-06-22".to_owned(), "cn.cc.203".to_owned()))
    );
    let json = due.and_then(|due| serde_json::to_value(due.why.first()?).ok());
    let flat = serde_json::json!({
        "code": "day_of_event_not_counted", "from": "2026-02-13", "rule_id": "cn.cc.201", "to": "2026-02-13"
    });
    assert_eq!(json, Some(flat));
}

/// C10: the announced years have the working days that the notices make of them.
#[test]
fn every_announced_year_has_its_working_days() {
    let playbook = builtin();
    let calendar = playbook.calendar();
    for (year, expected) in [(2023, 249), (2024, 251), (2025, 248), (2026, 248)] {
        let first = jiff::civil::date(year, 1, 1);
        let days = first.series(jiff::ToSpan::days(1)).take_while(|day| day.year() == year);
        assert_eq!(days.filter(|day| calendar.is_working_day(*day)).count(), expected, "{year}");
    }
    assert_eq!(calendar.announced_until(), jiff::civil::date(2026, 12, 31));
}

/// C10: by kind and step; what is unknown has the pack's limit.
#[test]
fn every_step_of_every_kind_has_a_limit_with_a_known_rule() {
    let playbook = builtin();
    let unknown = kind("no_such_kind");
    for step in Step::ALL {
        assert_eq!(playbook.limit(&unknown, *step), playbook.default_limit(*step));
        assert_eq!(playbook.default_limit(*step).step, *step);
        for of in playbook.kinds() {
            let limit = playbook.limit(&of.key, *step);
            assert!(playbook.rule(&limit.rule).is_some(), "{} {}", of.key, step.as_str());
            assert_eq!(limit.step, *step);
        }
    }
}

mod properties {
    use super::{DAY, builtin, counted};
    use playbook::{Amount, Playbook, Rollover};
    use proptest::prelude::*;
    use std::sync::OnceLock;
    use terms::Instant;

    fn shared() -> &'static Playbook {
        static SHARED: OnceLock<Playbook> = OnceLock::new();
        SHARED.get_or_init(builtin)
    }

    fn start() -> impl Strategy<Value = Instant> {
        // 1990-01-01 to 2100-12-31, to the microsecond.
        (631_152_000_000_000_i64..4_133_980_800_000_000).prop_map(Instant::from_micros)
    }

    fn amount() -> impl Strategy<Value = Amount> {
        prop_oneof![
            (1_u32..2000).prop_map(Amount::Hours),
            (1_u32..400).prop_map(Amount::CalendarDays),
            (1_u32..100).prop_map(Amount::BusinessDays),
        ]
    }

    fn rollover() -> impl Strategy<Value = Rollover> {
        prop_oneof![Just(Rollover::None), Just(Rollover::RestDays), Just(Rollover::StatutoryHolidays)]
    }

    proptest! {
        /// C10: nobody is ever late before the clock started.
        #[test]
        fn a_limit_ends_after_it_starts(start in start(), amount in amount(), rollover in rollover()) {
            let due = counted(shared(), amount, rollover, start);
            prop_assert!(due.is_some_and(|due| due.at > start && !due.why.is_empty()));
        }

        /// C10: who starts later is never due earlier.
        #[test]
        fn a_later_start_is_never_due_earlier(
            start in start(), amount in amount(), rollover in rollover(), later in 0_i64..40 * DAY,
        ) {
            let first = counted(shared(), amount, rollover, start).map(|due| due.at);
            let second = counted(shared(), amount, rollover, start.plus_seconds(later)).map(|due| due.at);
            prop_assert!(first <= second);
        }

        /// C10: working days end on a day that is worked, rolled days never on a day of rest.
        #[test]
        fn no_limit_ends_on_a_day_of_rest(start in start(), n in 1_u32..100) {
            let calendar = shared().calendar();
            let working = counted(shared(), Amount::BusinessDays(n), Rollover::None, start);
            let rolled = counted(shared(), Amount::CalendarDays(n), Rollover::RestDays, start);
            prop_assert!(working.is_some_and(|due| calendar.is_working_day(due.date)));
            prop_assert!(rolled.is_some_and(|due| !calendar.is_rest_day(due.date)));
        }

        /// C10: as many working days lie after the event as were counted.
        #[test]
        fn exactly_the_days_counted_lie_between(start in start(), n in 1_u32..60) {
            let calendar = shared().calendar();
            let event = calendar.date_of(start);
            let last = calendar.add_working_days(event, n);
            let days = event.series(jiff::ToSpan::days(1)).skip(1).take_while(|day| *day <= last);
            prop_assert_eq!(days.filter(|day| calendar.is_working_day(*day)).count(), n as usize);
            let due = counted(shared(), Amount::BusinessDays(n), Rollover::None, start);
            prop_assert_eq!(due.map(|due| due.date), Some(last));
        }
    }

    /// C10: counting never fails, not even at the ends of time.
    #[test]
    fn counting_is_total_at_the_ends_of_time() {
        for micros in [i64::MIN, 0, i64::MAX] {
            for amount in
                [Amount::Hours(u32::MAX), Amount::CalendarDays(u32::MAX), Amount::BusinessDays(3660)]
            {
                assert!(
                    counted(shared(), amount, Rollover::RestDays, Instant::from_micros(micros)).is_some()
                );
            }
        }
    }
}
