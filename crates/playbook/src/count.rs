//! Works out when a time limit ends, and tells each step of the working (Civil Code 200-204).

use jiff::civil::Date;
use terms::{Instant, RuleId};

use crate::calendar::{Calendar, is_weekend};
use crate::limit::{Amount, Due, Limit, Rollover, Why, WhyCode};

/// How long, and by which rule.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span<'a> {
    pub amount: Amount,
    pub rollover: Rollover,
    pub rule: &'a RuleId,
}

impl<'a> From<&'a Limit> for Span<'a> {
    fn from(limit: &'a Limit) -> Self {
        Self { amount: limit.amount, rollover: limit.rollover, rule: &limit.rule }
    }
}

/// When `span`, begun at `start`, ends. Total: dates past the last year that can be written stay at its end.
pub(crate) fn due(calendar: &Calendar, span: Span<'_>, start: Instant) -> Due {
    match span.amount {
        Amount::Hours(n) => hours(calendar, n, span.rule, start),
        Amount::CalendarDays(n) => calendar_days(calendar, n, span, start),
        Amount::BusinessDays(n) => business_days(calendar, n, span.rule, start),
    }
}

impl Calendar {
    /// When so much time, begun at `start` under a rule, ends. For limits of the pack there is [`crate::Playbook::due`].
    #[must_use]
    pub fn due(&self, amount: Amount, rollover: Rollover, rule: &RuleId, start: Instant) -> Due {
        due(self, Span { amount, rollover, rule }, start)
    }
}

/// Hours run from the given moment, through nights and holidays (Civil Code 201 II).
fn hours(calendar: &Calendar, n: u32, rule: &RuleId, start: Instant) -> Due {
    let at = start.plus_seconds(i64::from(n) * 3600);
    let (from, date) = (calendar.date_of(start), calendar.date_of(at));
    let why = vec![step(WhyCode::CountedHours, Some(n), from, date, rule)];
    Due { at, date, provisional: false, why }
}

fn calendar_days(calendar: &Calendar, n: u32, span: Span<'_>, start: Instant) -> Due {
    let event = calendar.date_of(start);
    let first = next(event);
    let mut last = event;
    if let Ok(later) = event.checked_add(jiff::SignedDuration::from_hours(24 * i64::from(n))) {
        last = later;
    } else {
        last = last.max(Date::MAX);
    }
    let mut why = vec![
        step(WhyCode::DayOfEventNotCounted, None, event, event, &calendar.rules.event_day),
        step(WhyCode::CountedCalendarDays, Some(n), first, last, span.rule),
    ];
    let rests = |day: Date| match span.rollover {
        Rollover::None => false,
        Rollover::RestDays => calendar.is_rest_day(day),
        Rollover::StatutoryHolidays => calendar.is_statutory_holiday(day),
    };
    let counted = last;
    let mut rolled = 0;
    while rests(last) && last < Date::MAX {
        last = next(last);
        rolled += 1;
    }
    if rolled > 0 {
        why.push(step(WhyCode::RolledPastRestDays, Some(rolled), counted, last, &calendar.rules.rolling));
    }
    let provisional = span.rollover != Rollover::None && reaches_beyond(calendar, counted, last);
    finish(calendar, last, provisional, why)
}

fn business_days(calendar: &Calendar, n: u32, rule: &RuleId, start: Instant) -> Due {
    let event = calendar.date_of(start);
    let mut last = event;
    let (mut counted, mut skipped, mut made_up) = (0, 0, 0);
    while counted < n && last < Date::MAX {
        last = next(last);
        if calendar.is_working_day(last) {
            counted += 1;
            made_up += u32::from(is_weekend(last));
        } else {
            skipped += 1;
        }
    }
    let first = next(event);
    let mut why = vec![
        step(WhyCode::DayOfEventNotCounted, None, event, event, &calendar.rules.event_day),
        step(WhyCode::CountedBusinessDays, Some(n), first, last, rule),
    ];
    if skipped > 0 {
        why.push(step(WhyCode::SkippedRestDays, Some(skipped), first, last, &calendar.rules.rest_days));
    }
    if made_up > 0 {
        why.push(step(WhyCode::MadeUpWorkdays, Some(made_up), first, last, &calendar.rules.rest_days));
    }
    let provisional = reaches_beyond(calendar, first, last);
    finish(calendar, last, provisional, why)
}

fn reaches_beyond(calendar: &Calendar, first: Date, last: Date) -> bool {
    calendar.is_provisional(first) || calendar.is_provisional(last)
}

fn finish(calendar: &Calendar, last: Date, provisional: bool, mut why: Vec<Why>) -> Due {
    why.push(step(WhyCode::EndsAtMidnight, None, last, last, &calendar.rules.end_of_day));
    if provisional {
        let until = calendar.announced_until();
        why.push(step(
            WhyCode::CalendarProvisional,
            None,
            until.min(last),
            last,
            &calendar.rules.provisional,
        ));
    }
    Due { at: calendar.end_of(last), date: last, provisional, why }
}

fn next(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}

fn step(code: WhyCode, n: Option<u32>, from: Date, to: Date, rule: &RuleId) -> Why {
    Why { code, n, from, to, rule_id: rule.clone() }
}

impl Why {
    /// The clock stood still between two moments; `n` is the number of midnights between them.
    #[must_use]
    pub fn paused(calendar: &Calendar, from: Instant, to: Instant, rule: RuleId) -> Self {
        let (from, to) = (calendar.date_of(from), calendar.date_of(to.max(from)));
        let days = from.duration_until(to).as_hours() / 24;
        Self { code: WhyCode::Paused, n: u32::try_from(days).ok(), from, to, rule_id: rule }
    }
}
