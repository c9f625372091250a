//! The re-identification test: what is told of a case must be shared by enough others, else it is told more coarsely (F4).

use playbook::{Playbook, PublicFact, PublicStep};
use serde::{Deserialize, Serialize};
use terms::{Instant, KindKey, OutcomeCode};

use super::digest::{Digest, draw, family_of};
use super::ending::Traits;
use crate::dispute::DisputeState;

/// Who shares what a step of the ladder tells, the case itself included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crowd {
    pub consumers: u32,
    pub shops: u32,
}

impl Crowd {
    /// Whether one of them could be meant as well as another.
    #[must_use]
    pub fn hides(self, playbook: &Playbook) -> bool {
        let rules = playbook.publication();
        self.consumers >= rules.consumers && self.shops >= rules.shops
    }
}

/// What cases must have in common to be counted for a step. Sums of cases without money are -1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sharing {
    pub kinds: Vec<KindKey>,
    pub outcome: Option<OutcomeCode>,
    pub category: Option<String>,
    /// From (with) and to (without).
    pub ended: (Instant, Instant),
    pub filed: (Instant, Instant),
    pub claimed: (i64, i64),
    pub granted: (i64, i64),
}

/// Before and after every moment and every sum.
const ALWAYS: (Instant, Instant) = (Instant::from_micros(i64::MIN), Instant::from_micros(i64::MAX));
const ANY_SUM: (i64, i64) = (i64::MIN, i64::MAX);

/// How a sum stands in rows, so that cases without money are told from each other as little as others.
#[must_use]
pub fn sum_in_rows(sum: Option<terms::Money>) -> i64 {
    sum.map_or(-1, |sum| sum.minor.max(0))
}

/// What must be shared for a step of the ladder.
#[must_use]
pub fn sharing(traits: &Traits, step: &PublicStep, playbook: &Playbook) -> Sharing {
    let tells = |fact| step.facts.contains(&fact);
    let public = playbook.publication();
    let own = playbook.kind(&traits.kind).map_or("", |kind| family_of(&kind.id));
    let kinds = playbook.kinds().filter(|kind| !public.never.contains(&kind.key));
    let kinds = kinds.filter(|kind| {
        if tells(PublicFact::Kind) {
            kind.key == traits.kind
        } else {
            !tells(PublicFact::Family) || family_of(&kind.id) == own
        }
    });
    let ended = span(traits.ended_at, step, playbook);
    // A digest that tells months tells the month of the complaint as well.
    let filed = if step.is_digest && tells(PublicFact::Month) {
        span(traits.filed_at, step, playbook)
    } else {
        ALWAYS
    };
    let sums = |sum: Option<terms::Money>| match sum.map(|sum| public.band(sum)) {
        _ if !tells(PublicFact::AmountBand) => ANY_SUM,
        None => (-1, 0),
        Some(Some((from, to))) => (from, to.unwrap_or(i64::MAX)),
        // Not told in this currency.
        Some(None) => ANY_SUM,
    };
    Sharing {
        kinds: kinds.map(|kind| kind.key.clone()).collect(),
        outcome: tells(PublicFact::Outcome).then_some(traits.outcome),
        category: tells(PublicFact::Category).then(|| traits.category.clone()),
        ended,
        filed,
        claimed: sums(traits.claimed),
        granted: sums(traits.granted),
    }
}

/// The finest period that the step tells.
fn period_of(step: &PublicStep) -> Option<PublicFact> {
    [PublicFact::Month, PublicFact::Quarter, PublicFact::Year].into_iter().find(|p| step.facts.contains(p))
}

fn span(at: Instant, step: &PublicStep, playbook: &Playbook) -> (Instant, Instant) {
    let Some(period) = period_of(step) else { return ALWAYS };
    let calendar = playbook.calendar();
    let day = calendar.date_of(at);
    let months = match period {
        PublicFact::Quarter => 3,
        PublicFact::Year => 12,
        _ => 1,
    };
    let first_month = (day.month() - 1) / months * months + 1;
    let first = jiff::civil::Date::new(day.year(), first_month, 1).unwrap_or(day);
    let last = first
        .checked_add(jiff::Span::new().months(i32::from(months)))
        .and_then(jiff::civil::Date::yesterday)
        .unwrap_or(day);
    let before = first.yesterday().unwrap_or(first);
    (calendar.end_of(before), calendar.end_of(last))
}

/// What is told of a case in public: a digest, or a register line, as coarse as the test asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// What of it an outsider could know the case by.
    pub facts: Vec<PublicFact>,
    pub crowd: Crowd,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<KindKey>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<OutcomeCode>,
    /// `2026-11`, `2026-Q4` or `2026`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// `None`: a register line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
}

impl Shown {
    #[must_use]
    pub const fn is_digest(&self) -> bool {
        self.digest.is_some()
    }
}

/// The most telling step that passes the test; `None`: the case stands in counts only.
#[must_use]
pub fn shown(case: &DisputeState, crowds: &[Crowd], as_digest: bool, playbook: &Playbook) -> Option<Shown> {
    let digest = draw(case, playbook)?;
    let steps = playbook.publication().ladder.iter().zip(crowds);
    let mut fitting = steps.filter(|(step, crowd)| step.is_digest == as_digest && crowd.hides(playbook));
    let (step, crowd) = fitting.next()?;
    Some(coarsened(digest, step, *crowd))
}

fn coarsened(digest: Digest, step: &PublicStep, crowd: Crowd) -> Shown {
    let tells = |fact| step.facts.contains(&fact);
    let period = period_of(step).map(|period| match period {
        PublicFact::Quarter => quarter(&digest.month),
        PublicFact::Year => digest.month.chars().take(4).collect(),
        _ => digest.month.clone(),
    });
    let mut shown = Shown {
        facts: step.facts.iter().copied().collect(),
        crowd,
        kind: tells(PublicFact::Kind).then(|| digest.kind.clone()),
        family: (tells(PublicFact::Kind) || tells(PublicFact::Family)).then(|| digest.family.clone()),
        outcome: tells(PublicFact::Outcome).then_some(digest.outcome),
        period,
        digest: None,
    };
    if step.is_digest {
        let mut digest = digest;
        if !tells(PublicFact::Category) {
            digest.category = None;
        }
        if !tells(PublicFact::AmountBand) {
            (digest.claimed, digest.granted) = (None, None);
        }
        if !tells(PublicFact::Month) {
            for station in &mut digest.course {
                station.month = None;
            }
        }
        digest.month = shown.period.clone().unwrap_or_default();
        shown.digest = Some(digest);
    }
    shown
}

/// `2026-Q4` of `2026-11`.
fn quarter(month: &str) -> String {
    let (year, number) = month.split_once('-').unwrap_or((month, "1"));
    let number: u32 = number.parse().unwrap_or(1);
    format!("{year}-Q{}", number.saturating_sub(1) / 3 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::given::*;
    use playbook::Step;

    fn ended() -> DisputeState {
        given().ruled().passed(Step::Appeal).passed(Step::Appeal).state
    }

    fn crowds(passing: usize) -> Vec<Crowd> {
        let enough = Crowd { consumers: 5, shops: 2 };
        let steps = PLAYBOOK.publication().ladder.len();
        (0..steps).map(|n| if n >= passing { enough } else { Crowd { consumers: 4, shops: 9 } }).collect()
    }

    /// F4: what too few share is left out, step by step, until enough do; past the last step nothing is told.
    #[test]
    fn what_too_few_share_is_told_more_coarsely() {
        let case = ended();
        let full = shown(&case, &crowds(0), true, &PLAYBOOK).unwrap();
        let digest = full.digest.unwrap();
        assert!(digest.category.is_some() && digest.granted.is_some());
        let third = shown(&case, &crowds(3), true, &PLAYBOOK).unwrap().digest.unwrap();
        assert!(third.category.is_none() && third.granted.is_none() && third.claimed.is_none());
        let quarter = shown(&case, &crowds(4), true, &PLAYBOOK).unwrap();
        assert_eq!(quarter.period.as_deref(), Some("2026-Q4"));
        assert!(quarter.digest.unwrap().course.iter().all(|station| station.month.is_none()));
        assert_eq!(shown(&case, &crowds(5), true, &PLAYBOOK), None);
        let line = shown(&case, &crowds(7), false, &PLAYBOOK).unwrap();
        assert_eq!((line.kind, line.family.as_deref()), (None, Some("A1")));
        let last = PLAYBOOK.publication().ladder.len();
        assert_eq!(shown(&case, &crowds(last), false, &PLAYBOOK), None);
    }

    /// F4: five consumers of one shop do not hide the shop.
    #[test]
    fn many_cases_of_one_shop_hide_nobody() {
        assert!(!Crowd { consumers: 50, shops: 1 }.hides(&PLAYBOOK));
        assert!(!Crowd { consumers: 4, shops: 4 }.hides(&PLAYBOOK));
        assert!(Crowd { consumers: 5, shops: 2 }.hides(&PLAYBOOK));
    }

    /// F4: the count asks for exactly what is told, the month of the complaint included where the course tells it.
    #[test]
    fn what_is_counted_is_what_is_told() {
        let traits = super::super::ending::traits(&ended()).unwrap();
        let ladder = &PLAYBOOK.publication().ladder;
        let full = sharing(&traits, &ladder[0], &PLAYBOOK);
        assert_eq!(full.kinds.len(), 1);
        assert!(full.filed.0 > ALWAYS.0 && full.category.is_some() && full.granted != ANY_SUM);
        assert!(full.ended.0 <= traits.ended_at && traits.ended_at < full.ended.1);
        let line = sharing(&traits, &ladder[ladder.len() - 1], &PLAYBOOK);
        assert!(line.kinds.len() > 20 && line.filed == ALWAYS && line.category.is_none());
        assert!(!line.kinds.contains(&kind("minor")));
    }
}
