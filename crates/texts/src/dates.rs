//! Dates as people read them, in the calendar of the home market.

use jiff::civil::DateTime;
use jiff::tz::Offset;
use terms::{Instant, Language};

/// Beijing time all year; daylight saving ended in 1991.
fn local(at: Instant) -> DateTime {
    Offset::constant(8).to_datetime(at.timestamp())
}

const fn weekday(day: i8, language: Language) -> &'static str {
    let names = match language {
        Language::ZhHans | Language::ZhHant => {
            ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"]
        }
        Language::En => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    };
    let n = if day < 1 || day > 7 { 0 } else { (day - 1) as usize };
    names[n]
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month(n: i8) -> &'static str {
    usize::try_from(n - 1).ok().and_then(|n| MONTHS.get(n)).copied().unwrap_or_default()
}

/// `11月27日` · `27 November`, with the year where it is not `now`'s.
#[must_use]
pub fn day(at: Instant, now: Instant, language: Language) -> String {
    let (at, now) = (local(at), local(now));
    let other_year = at.year() != now.year();
    match language {
        Language::ZhHans | Language::ZhHant if other_year => {
            format!("{}年{}月{}日", at.year(), at.month(), at.day())
        }
        Language::ZhHans | Language::ZhHant => format!("{}月{}日", at.month(), at.day()),
        Language::En if other_year => format!("{} {} {}", at.day(), month(at.month()), at.year()),
        Language::En => format!("{} {}", at.day(), month(at.month())),
    }
}

/// `2026年11月27日 星期五` · `Fri 27 November 2026`.
#[must_use]
pub fn date(at: Instant, language: Language) -> String {
    let at = local(at);
    let name = weekday(at.weekday().to_monday_one_offset(), language);
    match language {
        Language::ZhHans | Language::ZhHant => {
            format!("{}年{}月{}日 {name}", at.year(), at.month(), at.day())
        }
        Language::En => format!("{name} {} {} {}", at.day(), month(at.month()), at.year()),
    }
}

/// A moment to be kept: midnight is said as 24:00 of the day before, as the law counts.
#[must_use]
pub fn date_time(at: Instant, now: Instant, language: Language) -> String {
    let zoned = local(at);
    if zoned.hour() == 0 && zoned.minute() == 0 {
        return format!("{} 24:00", day(at.plus_seconds(-1), now, language));
    }
    format!("{} {:02}:{:02}", day(at, now, language), zoned.hour(), zoned.minute())
}

/// The whole days and hours (or minutes) from now to then: (days, hours, minutes); `None` once it is past.
#[must_use]
pub const fn duration_until(at: Instant, now: Instant) -> Option<(i64, i64, i64)> {
    let seconds = at.seconds_since(now);
    if seconds < 0 {
        return None;
    }
    Some((seconds / 86_400, seconds % 86_400 / 3_600, seconds % 3_600 / 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    /// C10: a last day ends at 24:00 local time.
    #[test]
    fn midnight_is_the_end_of_the_day_before() {
        let now = at("2026-11-24T00:00:00Z");
        assert_eq!(date_time(at("2026-11-27T16:00:00Z"), now, Language::ZhHans), "11月27日 24:00");
        assert_eq!(date_time(at("2027-01-01T02:05:00Z"), now, Language::En), "1 January 2027 10:05");
        assert_eq!(date(at("2026-11-27T02:00:00Z"), Language::En), "Fri 27 November 2026");
    }
}
