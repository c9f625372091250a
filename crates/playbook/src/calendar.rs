//! The official calendar: which days are worked, including the weekend days that a yearly notice makes into work days.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday, date};
use jiff::{Timestamp, ToSpan, Unit};
use terms::{Instant, RuleId};

use crate::limits::Cited;
use crate::read::{Node, Table};

/// Seconds that Asia/Shanghai is ahead of UTC: always, since 1991-09-15 (no summer time).
const AHEAD: i64 = 8 * 3600;
const DAY: i64 = 86_400;

/// The rules by which days are counted, cited in the working of a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CountingRules {
    pub event_day: RuleId,
    pub hours: RuleId,
    pub rolling: RuleId,
    pub end_of_day: RuleId,
    pub rest_days: RuleId,
    pub provisional: RuleId,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Announced {
    Off,
    Work,
}

/// Working days, rest days and statutory holidays in the pack's time zone (Asia/Shanghai).
#[derive(Debug, Clone)]
pub struct Calendar {
    /// Sorted by day: the days that differ from the plain week.
    announced: Vec<(Date, Announced)>,
    /// Sorted.
    statutory: Vec<Date>,
    /// Month and day of the statutory holidays with a fixed date, for years that nobody announced yet.
    fixed: Vec<(i8, i8)>,
    announced_from: Date,
    announced_until: Date,
    pub(crate) rules: CountingRules,
}

impl Calendar {
    /// A day on which people work: a weekday that is no holiday, or a weekend day made into a work day.
    #[must_use]
    pub fn is_working_day(&self, day: Date) -> bool {
        let differs = self.announced.binary_search_by_key(&day, |(announced, _)| *announced);
        match differs.ok().and_then(|at| self.announced.get(at)) {
            Some((_, Announced::Off)) => false,
            Some((_, Announced::Work)) => true,
            None if is_weekend(day) => false,
            None => !(self.is_provisional(day) && self.is_statutory_holiday(day)),
        }
    }

    /// The `n`th working day after a day, the day itself not counted; the day itself for zero.
    #[must_use]
    pub fn add_working_days(&self, day: Date, n: u32) -> Date {
        let mut last = day;
        let mut left = n;
        while left > 0 && last < Date::MAX {
            last = last.tomorrow().unwrap_or(Date::MAX);
            left -= u32::from(self.is_working_day(last));
        }
        last
    }

    /// 法定休假日 in the sense of Civil Code 203: weekends and holidays, made-up work days excepted.
    #[must_use]
    pub fn is_rest_day(&self, day: Date) -> bool {
        !self.is_working_day(day)
    }

    /// 法定节假日: the statutory days alone, without weekends and bridge days.
    #[must_use]
    pub fn is_statutory_holiday(&self, day: Date) -> bool {
        if self.statutory.binary_search(&day).is_ok() {
            return true;
        }
        self.is_provisional(day) && self.fixed.contains(&(day.month(), day.day()))
    }

    /// The last day of the last year whose calendar the State Council has announced.
    #[must_use]
    pub fn announced_until(&self) -> Date {
        self.announced_until
    }

    /// Whether the day lies outside the announced years, so that bridge days and made-up days are unknown.
    #[must_use]
    pub fn is_provisional(&self, day: Date) -> bool {
        day > self.announced_until || day < self.announced_from
    }

    /// The day it is in the pack's time zone.
    #[must_use]
    pub fn date_of(&self, at: Instant) -> Date {
        let days = (at.micros().div_euclid(1_000_000) + AHEAD).div_euclid(DAY);
        date(1970, 1, 1).saturating_add(jiff::SignedDuration::from_hours(24 * days))
    }

    /// 24:00 of the day, which is 00:00 of the next.
    #[must_use]
    pub fn end_of(&self, day: Date) -> Instant {
        let epoch = date(1970, 1, 1);
        let days = epoch.until((Unit::Day, day)).map_or(0, |span| i64::from(span.get_days()));
        Instant::from(Timestamp::UNIX_EPOCH).plus_seconds((days + 1) * DAY - AHEAD)
    }
}

pub(crate) fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Reads `calendar.toml`.
pub(crate) fn read<'a>(mut root: Table<'a>, cited: &mut Cited<'a>) -> Option<Calendar> {
    let zone = root.need("time_zone").and_then(|n| n.text().map(|text| (n, text)));
    if let Some((node, text)) = zone
        && text != "Asia/Shanghai"
    {
        node.place.fail(format!("`{text}`: only Asia/Shanghai is counted so far"));
    }
    let rules = root.need("counting").and_then(|n| n.table()).and_then(|table| counting(table, cited));
    let fixed = root.field("every_year").map(|n| n.list()).unwrap_or_default();
    let fixed: Vec<(i8, i8)> = fixed.iter().filter_map(month_day).collect();
    let mut days = Days::default();
    let years: Vec<i16> = root.tables("year").into_iter().filter_map(|year| days.year(year)).collect();
    for mut expected in root.tables("expected") {
        expected.need("source").and_then(|n| n.text());
        if let Some(list) = expected.need("statutory") {
            days.statutory(&list);
        }
        expected.finish();
    }
    let (Some(first), Some(last)) = (years.first().copied(), years.last().copied()) else {
        root.place.fail_in("year", "missing: at least one announced year is needed");
        return None;
    };
    if years.windows(2).any(|pair| pair[1] != pair[0] + 1) {
        root.place.fail_in("year", "the years must follow one another without a gap");
    }
    root.finish();
    days.statutory.sort_unstable();
    let announced_from = Date::new(first, 1, 1).ok()?;
    let announced_until = Date::new(last, 12, 31).ok()?;
    let calendar = Calendar {
        announced: days.announced.into_iter().collect(),
        statutory: days.statutory,
        fixed,
        announced_from,
        announced_until,
        rules: rules?,
    };
    for (node, year, told) in days.counts {
        let counted = working_days(&calendar, year);
        if counted != told {
            node.place.fail(format!("{told} working days are stated, the days given make {counted}"));
        }
    }
    Some(calendar)
}

fn counting<'a>(mut table: Table<'a>, cited: &mut Cited<'a>) -> Option<CountingRules> {
    let mut id = |name: &str| {
        let node = table.need(name)?;
        let rule: RuleId = node.id()?;
        cited.push((node.place, rule.clone()));
        Some(rule)
    };
    let rules = CountingRules {
        event_day: id("event_day")?,
        hours: id("hours")?,
        rolling: id("rolling")?,
        end_of_day: id("end_of_day")?,
        rest_days: id("rest_days")?,
        provisional: id("provisional")?,
    };
    table.finish();
    Some(rules)
}

fn month_day(node: &Node<'_>) -> Option<(i8, i8)> {
    let text = node.text()?;
    let read = format!("2024-{text}").parse::<Date>();
    read.map(|d| (d.month(), d.day())).map_err(|_| node.place.fail(format!("`{text}` is not MM-DD"))).ok()
}

/// How many days of the year are worked.
fn working_days(calendar: &Calendar, year: i16) -> u32 {
    let Ok(first) = Date::new(year, 1, 1) else { return 0 };
    let days = first.series(1.day()).take_while(|day| day.year() == year);
    days.filter(|day| calendar.is_working_day(*day)).map(|_| 1).sum()
}

#[derive(Default)]
struct Days<'a> {
    announced: BTreeMap<Date, Announced>,
    statutory: Vec<Date>,
    counts: Vec<(Node<'a>, i16, u32)>,
}

impl<'a> Days<'a> {
    fn year(&mut self, mut table: Table<'a>) -> Option<i16> {
        let year = table.need("year").and_then(|n| n.count());
        table.need("source").and_then(|n| n.text());
        table.need("mark").and_then(|n| n.word::<terms::Mark>());
        for (name, what) in [("off", Announced::Off), ("work", Announced::Work)] {
            for node in table.need(name).map(|n| n.list()).unwrap_or_default() {
                self.range(&node, what);
            }
        }
        if let Some(list) = table.need("statutory") {
            self.statutory(&list);
        }
        let year = i16::try_from(year?).ok()?;
        if let Some(node) = table.need("working_days")
            && let Some(told) = node.count()
        {
            self.counts.push((node, year, told));
        }
        table.finish();
        Some(year)
    }

    /// A day `2026-01-04`, or days from and to `2026-02-15/2026-02-23`.
    fn range(&mut self, node: &Node<'a>, what: Announced) {
        let Some(text) = node.text() else { return };
        let (from, to) = text.split_once('/').unwrap_or((text, text));
        let (Ok(from), Ok(to)) = (from.parse::<Date>(), to.parse::<Date>()) else {
            return node.place.fail(format!("`{text}` is neither a day nor two days with / between"));
        };
        if from > to || from.duration_until(to).as_hours() > 24 * 31 {
            return node.place.fail(format!("`{text}` runs backwards or is longer than a month"));
        }
        for day in from.series(1.day()).take_while(|day| *day <= to) {
            if self.announced.insert(day, what).is_some() {
                node.place.fail(format!("{day} is given twice"));
            }
            if what == Announced::Work && !is_weekend(day) {
                node.place.fail(format!("{day} is no weekend day, it needs no making up"));
            }
        }
    }

    fn statutory(&mut self, list: &Node<'a>) {
        for node in list.list() {
            let Some(day) = node.date() else { continue };
            if self.statutory.contains(&day) {
                node.place.fail(format!("{day} is given twice"));
            }
            self.statutory.push(day);
        }
    }
}
