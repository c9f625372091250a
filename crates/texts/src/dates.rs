//! Dates as people read them, in the calendar of the home market.

use jiff::civil::{Date, DateTime};
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

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn month(n: i8) -> &'static str {
    usize::try_from(n - 1).ok().and_then(|n| MONTHS.get(n)).copied().unwrap_or_default()
}

/// `11月27日` · `27 Nov`, with the year where it is not `now`'s.
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

/// `2026年11月` · `Nov 2026`.
#[must_use]
pub fn month_of_year(year: i16, number: i8, language: Language) -> String {
    match language {
        Language::ZhHans | Language::ZhHant => format!("{year}年{number}月"),
        Language::En => format!("{} {year}", month(number)),
    }
}

/// `11月` · `Nov`.
#[must_use]
pub fn month_short(number: i8, language: Language) -> String {
    match language {
        Language::ZhHans | Language::ZhHant => format!("{number}月"),
        Language::En => month(number).to_owned(),
    }
}

/// `2026年11月27日 星期五` · `Fri 27 Nov 2026`.
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

/// When something happened: midnight is 00:00 of its own day.
#[must_use]
pub fn moment(at: Instant, now: Instant, language: Language) -> String {
    let zoned = local(at);
    format!("{} {:02}:{:02}", day(at, now, language), zoned.hour(), zoned.minute())
}

/// A deadline: midnight is said as 24:00 of the day before, as the law counts. What happened is told by [`moment`].
#[must_use]
pub fn date_time(at: Instant, now: Instant, language: Language) -> String {
    let zoned = local(at);
    if zoned.hour() == 0 && zoned.minute() == 0 {
        return format!("{} 24:00", day(at.plus_seconds(-1), now, language));
    }
    moment(at, now, language)
}

/// Dates of a calendar among named values (`2026-11-24`), as people read them; the year only where there are two.
pub(crate) fn calendar_days(values: &[(&str, String)], language: Language) -> Vec<Option<String>> {
    let dates: Vec<Option<Date>> = values.iter().map(|(_, value)| value.parse().ok()).collect();
    let mut years = dates.iter().flatten().map(|date| date.year());
    let first = years.next();
    let with_year = years.any(|year| Some(year) != first);
    let say = |date: &Date| {
        let short = match language {
            Language::ZhHans | Language::ZhHant => format!("{}月{}日", date.month(), date.day()),
            Language::En => format!("{} {}", date.day(), month(date.month())),
        };
        match language {
            Language::ZhHans | Language::ZhHant if with_year => format!("{}年{short}", date.year()),
            Language::En if with_year => format!("{short} {}", date.year()),
            Language::ZhHans | Language::ZhHant | Language::En => short,
        }
    };
    dates.iter().map(|date| date.as_ref().map(say)).collect()
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
        assert_eq!(date_time(at("2027-01-01T02:05:00Z"), now, Language::En), "1 Jan 2027 10:05");
        assert_eq!(date(at("2026-11-27T02:00:00Z"), Language::En), "Fri 27 Nov 2026");
    }

    /// An event at midnight belongs to the day that begins: only deadlines are told as 24:00.
    #[test]
    fn what_happens_at_midnight_is_told_as_the_beginning_of_its_day() {
        let now = at("2026-11-24T00:00:00Z");
        assert_eq!(moment(at("2026-11-27T16:00:00Z"), now, Language::ZhHans), "11月28日 00:00");
        assert_eq!(moment(at("2026-11-27T16:00:00Z"), now, Language::En), "28 Nov 00:00");
    }

    /// C10: the working of a date names days as every page does.
    #[test]
    fn days_of_a_working_are_read_as_dates() {
        let values =
            [("n", "5".to_owned()), ("from", "2026-11-24".to_owned()), ("to", "2026-12-01".to_owned())];
        let said = |l| calendar_days(&values, l);
        assert_eq!(said(Language::ZhHans), [None, Some("11月24日".to_owned()), Some("12月1日".to_owned())]);
        let over = [("from", "2026-12-30".to_owned()), ("to", "2027-01-04".to_owned())];
        assert_eq!(
            calendar_days(&over, Language::En),
            [Some("30 Dec 2026".to_owned()), Some("4 Jan 2027".to_owned())]
        );
    }
}
