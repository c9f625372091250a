//! A month of the pack's calendar, and a bounded range of them.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

/// A month, written `2026-11`; in counters the number 202611.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: i8,
}

/// What was given is no month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a month is written 2026-11")]
pub struct MonthError;

impl Month {
    #[must_use]
    pub fn of(day: Date) -> Self {
        Self { year: day.year(), month: day.month() }
    }

    #[must_use]
    pub const fn year(self) -> i16 {
        self.year
    }

    /// 1 to 12.
    #[must_use]
    pub const fn number(self) -> i8 {
        self.month
    }

    /// The month as counters name it.
    #[must_use]
    pub fn period(self) -> i64 {
        i64::from(self.year) * 100 + i64::from(self.month)
    }

    /// The month of a counter; `None` for a day or for what was never written.
    #[must_use]
    pub fn from_period(period: i64) -> Option<Self> {
        let (year, month) = (i16::try_from(period / 100).ok()?, i8::try_from(period % 100).ok()?);
        (1..=9999).contains(&year).then_some(())?;
        (1..=12).contains(&month).then_some(Self { year, month })
    }

    /// So many months earlier, within the years that can be written.
    #[must_use]
    pub fn back(self, months: u32) -> Self {
        let all = i64::from(self.year) * 12 + i64::from(self.month) - 1 - i64::from(months);
        let all = all.clamp(12, 9999 * 12 + 11);
        Self::from_period(all / 12 * 100 + all % 12 + 1).unwrap_or(self)
    }

    #[must_use]
    pub fn next(self) -> Self {
        match self.month {
            12 => Self { year: self.year.saturating_add(1), month: 1 },
            month => Self { month: month + 1, ..self },
        }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = MonthError;
    fn from_str(given: &str) -> Result<Self, MonthError> {
        let digits = |text: &str, n: usize| {
            (text.len() == n && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse::<i64>().ok())?
        };
        let (year, month) = given.split_once('-').ok_or(MonthError)?;
        let (year, month) = (digits(year, 4).ok_or(MonthError)?, digits(month, 2).ok_or(MonthError)?);
        Self::from_period(year * 100 + month).ok_or(MonthError)
    }
}

/// Months one after another, the first and the last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    pub from: Month,
    pub to: Month,
}

impl Range {
    /// Most months that are read at once.
    pub const MOST: u32 = 36;

    /// A range no longer than [`Self::MOST`]: of a longer one its end. The wrong way round is put right.
    #[must_use]
    pub fn bounded(from: Month, to: Month) -> Self {
        let (from, to) = if from <= to { (from, to) } else { (to, from) };
        Self { from: from.max(to.back(Self::MOST - 1)), to }
    }

    /// The twelve months that end with this one.
    #[must_use]
    pub fn year_to(to: Month) -> Self {
        Self { from: to.back(11), to }
    }

    pub fn months(self) -> impl Iterator<Item = Month> {
        std::iter::successors(Some(self.from), |month| Some(month.next()))
            .take_while(move |month| *month <= self.to)
            .take(Self::MOST as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    /// F6: a range of months is bounded, whoever asks for however many.
    #[test]
    fn a_range_of_months_is_bounded_and_put_right() {
        let range = Range::bounded(month("1999-01"), month("2026-11"));
        assert_eq!((range.from.to_string(), range.months().count()), ("2023-12".to_owned(), 36));
        let turned = Range::bounded(month("2026-03"), month("2025-12"));
        assert_eq!(
            turned.months().map(Month::period).collect::<Vec<_>>(),
            [202_512, 202_601, 202_602, 202_603]
        );
        for wrong in ["2026", "2026-13", "2026-1", "26-01", "2026-+1", "abcd-ef", "0000-01"] {
            assert_eq!(wrong.parse::<Month>(), Err(MonthError), "{wrong}");
        }
        assert_eq!(month("2026-01").back(1).to_string(), "2025-12");
        assert_eq!(Month::from_period(20_261_125), None);
    }
}
