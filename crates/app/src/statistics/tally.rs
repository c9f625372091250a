//! Which counters a case adds to, and the buckets in which times are counted.

use std::collections::BTreeMap;

use jiff::civil::Date;
use playbook::Calendar;
use terms::{Instant, OutcomeCode, Side};

use super::figures::Figures;
use super::month::Month;

macro_rules! keys {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $key:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }
        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The word in counters, API and text files.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }
            #[must_use]
            pub fn of(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|each| each.as_str() == word)
            }
        }
    };
}

keys! {
    /// What is counted. `part` of a counter says which of them.
    Measure {
        Filed = "filed",
        /// By outcome.
        Closed = "closed",
        /// By time from complaint to end.
        Time = "time",
        /// By time until taken on or refused.
        Screening = "time_screening",
        /// By time from the notice until the merchant answered.
        Answer = "time_answer",
        Mediation = "time_mediation",
        Ruling = "time_ruling",
        /// By the merchant's position.
        Position = "position",
        /// By what the consumer was given.
        Given = "given",
        /// `kept`, `late` or `failed`.
        Owed = "owed",
        /// By what became of the ruling.
        Appeal = "appeal",
        /// By stars.
        RatedByConsumer = "rated_by_consumer",
        RatedByMerchant = "rated_by_respondent",
    }
}

keys! {
    /// Over which cases a counter runs.
    Scope {
        All = "all",
        Kind = "kind",
        Category = "category",
        Channel = "channel",
        Carrier = "carrier",
        /// Cases that the merchant was told of; before, they do not exist for it.
        Merchant = "merchant",
        /// Of one kind and one category of goods: `KIND/CATEGORY`.
        Like = "like",
        /// Of one merchant and one kind: `KIND/MERCHANT`.
        History = "history",
    }
}

/// The name of a counter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub scope: Scope,
    pub whose: String,
    /// A month (202611) or a day (20261125).
    pub period: i64,
    pub measure: Measure,
    pub part: String,
}

/// A span of time as it is counted: at most so many hours, or more than the last bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stretch {
    Hours(u32),
    Longer,
}

impl Stretch {
    /// Close together where it matters to people: hours on the first day, days in the first week.
    pub const BOUNDS: [u32; 18] =
        [1, 2, 4, 8, 12, 24, 48, 72, 96, 120, 168, 240, 360, 480, 720, 1080, 1440, 2160];

    #[must_use]
    pub fn between(from: Instant, to: Instant) -> Self {
        let seconds = to.seconds_since(from);
        let bound = Self::BOUNDS.into_iter().find(|hours| seconds <= i64::from(*hours) * 3600);
        bound.map_or(Self::Longer, Self::Hours)
    }

    /// As a counter's part: sorts by length.
    #[must_use]
    pub fn part(self) -> String {
        match self {
            Self::Hours(hours) => format!("{hours:05}"),
            Self::Longer => "longer".to_owned(),
        }
    }

    #[must_use]
    pub fn of(part: &str) -> Self {
        part.parse().map_or(Self::Longer, Self::Hours)
    }
}

/// What a case adds to the counters. A case that is carried on in another is counted there.
pub(super) fn tally(case: &Figures, calendar: &Calendar) -> BTreeMap<Key, i64> {
    let mut tally = Tally { case, counts: BTreeMap::new() };
    let Some(filed) = case.filed else { return tally.counts };
    if matches!(case.closed, Some((_, OutcomeCode::Merged))) {
        return tally.counts;
    }
    let day = |at: Instant| calendar.date_of(at);
    tally.add(Measure::Filed, day(filed), "");
    tally.daily(Measure::Filed, day(filed));
    let mut took = |measure, from: Option<Instant>, to: Option<Instant>| {
        if let (Some(from), Some(to)) = (from, to) {
            tally.add(measure, day(to), &Stretch::between(from, to).part());
        }
    };
    took(Measure::Screening, Some(filed), case.screened);
    took(Measure::Answer, case.told.or(case.accepted), case.answered.map(|(at, _)| at));
    took(Measure::Mediation, case.mediation, case.mediated);
    took(Measure::Ruling, case.ruling, case.ruled);
    took(Measure::Time, Some(filed), case.closed.map(|(at, _)| at));
    if let Some((at, position)) = case.answered {
        tally.add(Measure::Position, day(at), position.as_str());
    }
    if let Some((at, outcome)) = case.closed {
        tally.add(Measure::Closed, day(at), outcome.as_str());
        tally.daily(Measure::Closed, day(at));
        for remedy in &case.given {
            tally.add(Measure::Given, day(at), remedy.as_str());
        }
    }
    for owed in case.owed.values() {
        let (word, at) = match (owed.failed, owed.done) {
            (Some(at), _) => ("failed", at),
            (None, Some(at)) => (if owed.late { "late" } else { "kept" }, at),
            (None, None) => continue,
        };
        tally.add(Measure::Owed, day(at), word);
    }
    for (at, outcome) in &case.appeals {
        tally.add(Measure::Appeal, day(*at), outcome.as_str());
    }
    for rated in &case.ratings {
        let measure = match rated.side {
            Side::Consumer => Measure::RatedByConsumer,
            Side::Respondent => Measure::RatedByMerchant,
            Side::Neutral => continue,
        };
        tally.add(measure, day(rated.at), &rated.score.to_string());
    }
    tally.counts
}

struct Tally<'a> {
    case: &'a Figures,
    counts: BTreeMap<Key, i64>,
}

impl Tally<'_> {
    fn add(&mut self, measure: Measure, day: Date, part: &str) {
        let period = Month::of(day).period();
        for scope in Scope::ALL {
            if let Some(whose) = self.whose(*scope).filter(|_| counts(*scope, measure)) {
                self.count(Key { scope: *scope, whose, period, measure, part: part.to_owned() });
            }
        }
    }

    /// How many come and go day by day, of all cases alone.
    fn daily(&mut self, measure: Measure, day: Date) {
        let period = i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day());
        self.count(Key { scope: Scope::All, whose: String::new(), period, measure, part: String::new() });
    }

    fn count(&mut self, key: Key) {
        *self.counts.entry(key).or_default() += 1;
    }

    fn whose(&self, scope: Scope) -> Option<String> {
        let case = self.case;
        let named = |name: &str| (!name.is_empty()).then(|| name.to_owned());
        match scope {
            Scope::All => Some(String::new()),
            Scope::Kind => named(&case.kind),
            Scope::Category => named(&case.category),
            Scope::Channel => named(&case.channel),
            Scope::Carrier => named(&case.carrier),
            Scope::Merchant => named(&case.merchant).filter(|_| case.accepted.is_some()),
            Scope::Like => named(&case.category).map(|category| like(&case.kind, &category)),
            Scope::History => {
                named(&case.merchant).filter(|_| case.accepted.is_some()).map(|shop| like(&case.kind, &shop))
            }
        }
    }
}

/// Two names as one.
pub(super) fn like(kind: &str, other: &str) -> String {
    format!("{kind}/{other}")
}

/// What is counted over which cases: no more than some page or answer tells.
const fn counts(scope: Scope, measure: Measure) -> bool {
    match scope {
        Scope::All | Scope::Merchant => true,
        Scope::Kind | Scope::Category | Scope::Carrier => !matches!(measure, Measure::Position),
        Scope::Channel => matches!(measure, Measure::Filed),
        Scope::Like => matches!(measure, Measure::Closed | Measure::Time | Measure::Given),
        Scope::History => matches!(measure, Measure::Filed | Measure::Closed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// F6: times are counted in steps of which a median can be told.
    #[test]
    fn a_time_falls_into_the_first_bound_that_holds_it() {
        let from = Instant::from_micros(0);
        let after = |seconds| Stretch::between(from, from.plus_seconds(seconds));
        assert_eq!([after(0), after(3600), after(3601)], [1, 1, 2].map(Stretch::Hours));
        assert_eq!(after(2160 * 3600 + 1), Stretch::Longer);
        for bound in Stretch::BOUNDS.map(Stretch::Hours).into_iter().chain([Stretch::Longer]) {
            assert_eq!(Stretch::of(&bound.part()), bound);
        }
        assert!(Stretch::BOUNDS.map(|h| Stretch::Hours(h).part()).is_sorted());
    }
}
