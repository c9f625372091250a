//! A report for a range of months: sums of cells of single months, each of which is large enough to be shown.
//!
//! Small groups are hidden month by month and not in the sums: were a sum of twelve months less small than one of eleven,
//! the difference between two reports would show the group that neither shows.

use std::collections::BTreeMap;

use super::month::{Month, Range};
use super::read::{self, Counts};
use super::tally::{Measure, Scope, Stretch};
use crate::app::App;
use crate::ports::StoreResult;

/// The key of what is too small to be named.
const OTHER: &str = "other";

/// Who reads a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Eyes {
    /// Everybody: small groups are hidden.
    Public,
    /// A merchant its own: it knows its cases, but not who rated it how.
    Merchant,
    /// Those who work on cases, about cases that are not theirs: counts that point at nobody.
    Officer,
    /// Those who look after all cases.
    Staff,
}

/// One table of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Series {
    Filed,
    Closed,
    Outcome,
    Spread,
    Kind,
    Category,
    Channel,
    Position,
    Given,
    Owed,
    Appeal,
    RatedByConsumer,
    RatedByMerchant,
}

/// Every table, in the order of downloads.
pub const SERIES: [Series; 13] = [
    Series::Filed,
    Series::Closed,
    Series::Outcome,
    Series::Spread,
    Series::Kind,
    Series::Category,
    Series::Channel,
    Series::Position,
    Series::Given,
    Series::Owed,
    Series::Appeal,
    Series::RatedByConsumer,
    Series::RatedByMerchant,
];

impl Series {
    /// The word in downloads and text files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Filed => "filed",
            Self::Closed => "closed",
            Self::Outcome => "outcome",
            Self::Spread => "spread",
            Self::Kind => "kind",
            Self::Category => "category",
            Self::Channel => "channel",
            Self::Position => "position",
            Self::Given => "given",
            Self::Owed => "owed",
            Self::Appeal => "appeal",
            Self::RatedByConsumer => "rated_by_consumer",
            Self::RatedByMerchant => "rated_by_respondent",
        }
    }

    /// The measure whose parts it shows; `None`: it is made another way.
    const fn parts_of(self) -> Option<Measure> {
        match self {
            Self::Outcome => Some(Measure::Closed),
            Self::Position => Some(Measure::Position),
            Self::Given => Some(Measure::Given),
            Self::Owed => Some(Measure::Owed),
            Self::Appeal => Some(Measure::Appeal),
            Self::RatedByConsumer => Some(Measure::RatedByConsumer),
            Self::RatedByMerchant => Some(Measure::RatedByMerchant),
            Self::Filed | Self::Closed | Self::Spread | Self::Kind | Self::Category | Self::Channel => None,
        }
    }
}

/// How many of a group in a month; `key` is `other` for what is too small to be named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub series: Series,
    pub month: Month,
    pub key: String,
    pub n: i64,
}

/// A month of which a table shows nothing because it holds too few.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hidden {
    pub series: Series,
    pub month: Month,
}

/// A group with its sum over the months that show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub key: String,
    pub n: i64,
}

impl Group {
    /// Several groups together, each too small to be named.
    #[must_use]
    pub fn is_other(&self) -> bool {
        self.key == OTHER
    }
}

/// Within which time so many are done.
pub type Within = Stretch;

/// How long something took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    pub measure: Measure,
    pub count: i64,
    pub median: Within,
    /// Nine of ten.
    pub ninety: Within,
}

/// Coarse spans for a chart, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spread {
    Day,
    Three,
    Week,
    Fortnight,
    Longer,
}

impl Spread {
    pub const ALL: [Self; 5] = [Self::Day, Self::Three, Self::Week, Self::Fortnight, Self::Longer];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "d1",
            Self::Three => "d3",
            Self::Week => "d7",
            Self::Fortnight => "d15",
            Self::Longer => "longer",
        }
    }

    const fn of(stretch: Stretch) -> Self {
        match stretch {
            Stretch::Hours(0..=24) => Self::Day,
            Stretch::Hours(25..=72) => Self::Three,
            Stretch::Hours(73..=168) => Self::Week,
            Stretch::Hours(169..=360) => Self::Fortnight,
            Stretch::Hours(_) | Stretch::Longer => Self::Longer,
        }
    }
}

/// A mean of stars, in tenths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mean {
    pub count: i64,
    pub tenths: i64,
}

/// Figures for a range of months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub range: Range,
    /// No group of fewer cases in a month is shown; 1 where nothing is hidden.
    pub smallest_group: i64,
    pub cells: Vec<Cell>,
    pub hidden: Vec<Hidden>,
    pub times: Vec<Times>,
    pub by_consumers: Option<Mean>,
    pub by_merchants: Option<Mean>,
}

impl Report {
    /// The groups of a table, largest first, what is too small to be named last.
    #[must_use]
    pub fn groups(&self, series: Series) -> Vec<Group> {
        let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
        for cell in self.cells.iter().filter(|cell| cell.series == series) {
            *sums.entry(&cell.key).or_default() += cell.n;
        }
        let mut groups: Vec<Group> =
            sums.into_iter().map(|(key, n)| Group { key: key.to_owned(), n }).collect();
        groups.sort_by_key(|group| (group.is_other(), std::cmp::Reverse(group.n)));
        groups
    }

    /// Of one group.
    #[must_use]
    pub fn of(&self, series: Series, key: &str) -> i64 {
        let cells = self.cells.iter().filter(|cell| cell.series == series && cell.key == key);
        cells.map(|cell| cell.n).sum()
    }

    #[must_use]
    pub fn total(&self, series: Series) -> i64 {
        self.cells.iter().filter(|cell| cell.series == series).map(|cell| cell.n).sum()
    }

    /// How many ended, in the months that may be shown.
    #[must_use]
    pub fn ended(&self) -> i64 {
        self.total(Series::Closed)
    }

    /// Month by month; `None`: too few to be shown.
    #[must_use]
    pub fn by_month(&self, series: Series) -> Vec<(Month, Option<i64>)> {
        let of = |month: Month| {
            let cells = self.cells.iter().filter(|cell| cell.series == series && cell.month == month);
            cells.map(|cell| cell.n).sum()
        };
        let hides = |month: Month| self.hidden.contains(&Hidden { series, month });
        self.range.months().map(|month| (month, (!hides(month)).then(|| of(month)))).collect()
    }

    #[must_use]
    pub fn took(&self, measure: Measure) -> Option<&Times> {
        self.times.iter().find(|times| times.measure == measure)
    }
}

/// A report over all cases, or those of one kind, category, merchant or carrier.
///
/// # Errors
/// The store's.
pub async fn report(app: &App, scope: Scope, whose: &str, range: Range, eyes: Eyes) -> StoreResult<Report> {
    let k = i64::from(app.playbook.public_figures().smallest_group);
    let hides = match eyes {
        Eyes::Public | Eyes::Officer => Hides { groups: k, ratings: k },
        Eyes::Merchant => Hides { groups: 1, ratings: k },
        Eyes::Staff => Hides { groups: 1, ratings: 1 },
    };
    let mut counts = read::of(app, scope, whose, range).await?;
    let mut beside = Vec::new();
    match scope {
        Scope::All => {
            for (series, scope) in [
                (Series::Kind, Scope::Kind),
                (Series::Category, Scope::Category),
                (Series::Channel, Scope::Channel),
            ] {
                beside.push((series, read::beside(app, scope, range).await?));
            }
        }
        // Where the kind is among those too small to be named, its own page must not tell what the others hide.
        Scope::Kind | Scope::Category if hides.groups > 1 => {
            let all = read::beside(app, scope, range).await?;
            counts.retain(|(_, month), _| {
                all.get(month)
                    .and_then(|cells| fold(cells, hides.groups))
                    .is_some_and(|cells| cells.contains_key(whose))
            });
        }
        Scope::Kind
        | Scope::Category
        | Scope::Channel
        | Scope::Carrier
        | Scope::Merchant
        | Scope::Like
        | Scope::History => {}
    }
    Ok(made(range, hides, &counts, &beside))
}

/// The smallest numbers that are shown.
#[derive(Debug, Clone, Copy)]
struct Hides {
    groups: i64,
    ratings: i64,
}

type Beside = [(Series, BTreeMap<Month, BTreeMap<String, i64>>)];

fn made(range: Range, hides: Hides, counts: &Counts, beside: &Beside) -> Report {
    let mut report = Report {
        range,
        smallest_group: hides.groups,
        cells: Vec::new(),
        hidden: Vec::new(),
        times: Vec::new(),
        by_consumers: mean(counts, Measure::RatedByConsumer, hides.ratings),
        by_merchants: mean(counts, Measure::RatedByMerchant, hides.ratings),
    };
    for ((measure, month), parts) in counts {
        let whole = || BTreeMap::from([(String::new(), parts.values().sum())]);
        match measure {
            Measure::Filed => report.show(Series::Filed, *month, &whole(), hides.groups),
            Measure::Closed => report.show(Series::Closed, *month, &whole(), hides.groups),
            Measure::Time => report.show(Series::Spread, *month, &spread(parts), hides.groups),
            _ => {}
        }
        let series = SERIES.into_iter().find(|series| series.parts_of() == Some(*measure));
        let rated = matches!(measure, Measure::RatedByConsumer | Measure::RatedByMerchant);
        let smallest = if rated { hides.ratings } else { hides.groups };
        if let Some(series) = series {
            report.show(series, *month, parts, smallest);
        }
    }
    for (series, months) in beside {
        for (month, cells) in months {
            report.show(*series, *month, cells, hides.groups);
        }
    }
    report.cells.sort_by(|a, b| (a.series, a.month, &a.key).cmp(&(b.series, b.month, &b.key)));
    let timed = [Measure::Time, Measure::Screening, Measure::Answer, Measure::Mediation, Measure::Ruling];
    report.times = timed.into_iter().filter_map(|measure| times(counts, measure, hides.groups)).collect();
    report
}

impl Report {
    fn show(&mut self, series: Series, month: Month, cells: &BTreeMap<String, i64>, smallest: i64) {
        match fold(cells, smallest) {
            Some(shown) => {
                self.cells.extend(shown.into_iter().map(|(key, n)| Cell { series, month, key, n }));
            }
            None => self.hidden.push(Hidden { series, month }),
        }
    }
}

/// The groups of a month that may be shown: small ones stand together as [`OTHER`], and if that is still too small (or is
/// one group alone, which its neighbours would betray) the smallest of the others joins them. `None`: all are too few.
fn fold(cells: &BTreeMap<String, i64>, smallest: i64) -> Option<BTreeMap<String, i64>> {
    let total: i64 = cells.values().sum();
    if total < smallest {
        return (total == 0).then(BTreeMap::new);
    }
    let counted = cells.iter().filter(|(_, n)| **n > 0).map(|(key, n)| (key, *n));
    let (mut shown, small) = counted.partition::<Vec<_>, _>(|(_, n)| *n >= smallest);
    shown.sort_by_key(|(key, n)| (*n, *key));
    let (mut other, mut together) = (small.iter().map(|(_, n)| n).sum::<i64>(), small.len());
    let mut shown = shown.into_iter();
    while together > 0 && (other < smallest || together < 2) {
        let Some((_, n)) = shown.next() else { break };
        other += n;
        together += 1;
    }
    let mut folded: BTreeMap<String, i64> = shown.map(|(key, n)| (key.clone(), n)).collect();
    if other > 0 {
        folded.insert(OTHER.to_owned(), other);
    }
    Some(folded)
}

fn spread(parts: &BTreeMap<String, i64>) -> BTreeMap<String, i64> {
    let mut spread = BTreeMap::new();
    for (part, n) in parts {
        *spread.entry(Spread::of(Stretch::of(part)).as_str().to_owned()).or_default() += n;
    }
    spread
}

/// The counts of a measure over the months that hold enough.
fn summed(counts: &Counts, measure: Measure, smallest: i64) -> BTreeMap<&str, i64> {
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for parts in counts.iter().filter(|((of, _), _)| *of == measure).map(|(_, parts)| parts) {
        if parts.values().sum::<i64>() >= smallest {
            for (part, n) in parts {
                *sums.entry(part).or_default() += n;
            }
        }
    }
    sums
}

fn times(counts: &Counts, measure: Measure, smallest: i64) -> Option<Times> {
    let sums: BTreeMap<Stretch, i64> =
        summed(counts, measure, smallest).into_iter().map(|(part, n)| (Stretch::of(part), n)).collect();
    let count: i64 = sums.values().sum();
    let within = |tenths: i64| {
        let mut so_far = 0;
        sums.iter().find_map(|(stretch, n)| {
            so_far += n;
            (so_far * 10 >= count * tenths).then_some(*stretch)
        })
    };
    Some(Times { measure, count, median: within(5)?, ninety: within(9)? })
}

fn mean(counts: &Counts, measure: Measure, smallest: i64) -> Option<Mean> {
    let sums = summed(counts, measure, smallest);
    let count: i64 = sums.values().sum();
    let stars: i64 = sums.iter().map(|(part, n)| part.parse::<i64>().unwrap_or(0) * n).sum();
    (count > 0).then(|| Mean { count, tenths: (stars * 20 + count) / (count * 2) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(of: &[(&str, i64)]) -> BTreeMap<String, i64> {
        of.iter().map(|(key, n)| ((*key).to_owned(), *n)).collect()
    }

    /// F6, H4: what is too small to be named is never shown, nor left to be found by taking the others from the sum.
    #[test]
    fn small_groups_stand_together_and_never_alone() {
        assert_eq!(fold(&cells(&[("a", 9), ("b", 2), ("c", 4)]), 5), Some(cells(&[("a", 9), ("other", 6)])));
        assert_eq!(fold(&cells(&[("a", 9), ("b", 7), ("c", 4)]), 5), Some(cells(&[("a", 9), ("other", 11)])));
        assert_eq!(fold(&cells(&[("a", 9), ("c", 4)]), 5), Some(cells(&[("other", 13)])));
        assert_eq!(fold(&cells(&[("a", 2), ("c", 2)]), 5), None);
        assert_eq!(fold(&cells(&[]), 5), Some(cells(&[])));
        assert_eq!(fold(&cells(&[("a", 9), ("c", 1)]), 1), Some(cells(&[("a", 9), ("c", 1)])));
    }

    /// F6: however the counts lie, no group below the bound is shown and no table loses or gains a case.
    #[test]
    fn folding_keeps_the_sum_and_the_bound() {
        let mut dice = testkit::Dice::new(5);
        for _ in 0..2_000 {
            let groups = dice.below(7);
            let given: BTreeMap<String, i64> =
                (0..groups).map(|n| (n.to_string(), i64::try_from(dice.below(12)).unwrap())).collect();
            let total: i64 = given.values().sum();
            match fold(&given, 5) {
                None => assert!(total > 0 && total < 5, "{given:?}"),
                Some(shown) => {
                    assert_eq!(shown.values().sum::<i64>(), total, "{given:?}");
                    assert!(shown.values().all(|n| *n >= 5), "{given:?} as {shown:?}");
                }
            }
        }
    }

    /// F6: half and nine of ten are told by the bound that holds them.
    #[test]
    fn a_median_is_the_bound_that_holds_half() {
        let month: Month = "2026-11".parse().unwrap();
        let parts = [(Stretch::Hours(24), 5), (Stretch::Hours(48), 3), (Stretch::Hours(240), 2)];
        let parts = parts.map(|(stretch, n)| (stretch.part(), n)).into_iter().collect();
        let counts = Counts::from([((Measure::Time, month), parts)]);
        let took = times(&counts, Measure::Time, 5).unwrap();
        assert_eq!((took.count, took.median, took.ninety), (10, Stretch::Hours(24), Stretch::Hours(240)));
        assert_eq!(times(&counts, Measure::Time, 11), None);
    }

    /// B14, F6: stars are told to a tenth.
    #[test]
    fn a_mean_is_rounded_to_tenths() {
        let month: Month = "2026-11".parse().unwrap();
        let counts =
            Counts::from([((Measure::RatedByConsumer, month), cells(&[("5", 2), ("4", 1), ("1", 3)]))]);
        assert_eq!(mean(&counts, Measure::RatedByConsumer, 5), Some(Mean { count: 6, tenths: 28 }));
    }
}
