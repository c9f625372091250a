//! Tries every condition of a pack on sample facts, so that a wrong type, an unasked question or a misspelt answer is found before a case meets it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use cel::Env;
use terms::{Currency, Instant, Money};

use crate::calendar::Calendar;
use crate::condition::{self, Condition};
use crate::extras;
use crate::files::Files;
use crate::kind::{Input, Kind};
use crate::kinds;
use crate::mistake::Mistake;
use crate::pack;
use crate::playbook::Playbook;
use crate::read::Place;
use crate::rule::RuleFacts;

/// Most sets of answers tried for one condition and kind.
const MOST: usize = 2000;

/// What a checked pack holds, for the person who wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub id: String,
    pub version: String,
    pub fingerprint: String,
    pub files: usize,
    pub kinds: usize,
    pub questions: usize,
    pub rules: usize,
    /// Rules whose text nobody has read in the original yet (marks S and M).
    pub unread_rules: Vec<terms::RuleId>,
    pub conditions: usize,
    /// How often a condition was tried on sample facts.
    pub tries: usize,
    pub calendar_until: jiff::civil::Date,
    pub signed_off: bool,
}

/// Reads the pack in a folder and tells all of its mistakes, or what it holds.
///
/// # Errors
/// Every mistake, by file and line.
pub fn check(dir: &Path) -> Result<Report, Vec<Mistake>> {
    pack::build(&Files::read(dir)?).map(|(_, report)| report)
}

/// How much was tried.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tried {
    conditions: usize,
    tries: usize,
}

pub(crate) fn report(playbook: &Playbook, files: usize, tried: Tried) -> Report {
    let unread = |rule: &&crate::rule::Rule| match rule.mark {
        terms::Mark::Verified | terms::Mark::Quoted => false,
        terms::Mark::Secondary | terms::Mark::Memory => true,
    };
    Report {
        id: playbook.id().to_owned(),
        version: playbook.version().to_owned(),
        fingerprint: playbook.fingerprint().to_owned(),
        files,
        kinds: playbook.kinds().count(),
        questions: playbook.kinds().map(|kind| kind.questions.len()).sum(),
        rules: playbook.rules().count(),
        unread_rules: playbook.rules().filter(unread).map(|rule| rule.id.clone()).collect(),
        conditions: tried.conditions,
        tries: tried.tries,
        calendar_until: playbook.calendar().announced_until(),
        signed_off: playbook.sign_off().is_some(),
    }
}

/// Tries the conditions of extras and kinds.
pub(crate) fn conditions(
    env: &Arc<Env>,
    calendar: &Calendar,
    categories: &[String],
    kinds: &[kinds::Read<'_>],
    extras: &[extras::Read<'_>],
) -> Tried {
    let mut trial = Trial { env, calendar, categories, tried: Tried::default() };
    for read in kinds {
        if let Some((place, condition)) = &read.fits_when {
            trial.run(place, condition, &[&read.kind]);
        }
    }
    for read in extras {
        let (Some(place), Some(condition)) = (&read.when, &read.extra.when) else { continue };
        let meant: Vec<&Kind> = kinds
            .iter()
            .map(|read| &read.kind)
            .filter(|kind| read.extra.is_for(&kind.key, &kind.remedies))
            .collect();
        trial.run(place, condition, &meant);
        let named = kinds.iter().map(|k| &k.kind).filter(|k| read.extra.kinds.contains(&k.key));
        for kind in named.filter(|kind| !kind.remedies.contains(&read.extra.remedy)) {
            place.fail(format!("`{}` does not offer the remedy `{}`", kind.key, read.extra.remedy));
        }
    }
    trial.tried
}

struct Trial<'t> {
    env: &'t Arc<Env>,
    calendar: &'t Calendar,
    categories: &'t [String],
    tried: Tried,
}

impl Trial<'_> {
    /// Each kind must ask what the condition looks at, no sample may break it, and one must fulfil it.
    fn run(&mut self, place: &Place<'_>, condition: &Condition, kinds: &[&Kind]) {
        self.tried.conditions += 1;
        let wanted: BTreeSet<&str> = condition.answers().into_iter().collect();
        let asked = |kind: &Kind, key: &str| kind.questions.iter().any(|question| question.key == key);
        let (mut held, mut whole) = (false, true);
        for kind in kinds {
            for key in wanted.iter().filter(|key| !asked(kind, key)) {
                place.fail(format!("answers.{key}: `{}` does not ask this", kind.key));
                whole = false;
            }
        }
        if !whole {
            return;
        }
        let base = samples(condition, self.categories);
        let known: Vec<(&Kind, Vec<BTreeMap<String, String>>)> =
            kinds.iter().map(|k| (*k, answers(k, &wanted))).collect();
        for (kind, given) in known.iter().flat_map(|(kind, all)| all.iter().map(move |given| (kind, given))) {
            for facts in &base {
                let facts = RuleFacts { answers: given.clone(), ..facts.clone() };
                let context = condition::context(self.env, self.calendar, &kind.key, &facts);
                self.tried.tries += 1;
                match condition.try_on(&context) {
                    Ok(answer) => held |= answer,
                    Err(why) => return place.fail(format!("cannot be answered for `{}`: {why}", kind.key)),
                }
            }
        }
        if !held {
            place.fail("never true on any sample: is an answer, a category or a number misspelt?");
        }
    }
}

/// Every combination of answers to the questions looked at, up to a bound.
fn answers(kind: &Kind, wanted: &BTreeSet<&str>) -> Vec<BTreeMap<String, String>> {
    let mut all: Vec<BTreeMap<String, String>> = vec![BTreeMap::new()];
    for question in kind.questions.iter().filter(|question| wanted.contains(question.key.as_str())) {
        let options: Vec<String> = match &question.input {
            Input::Choice { options } => options.iter().map(|option| option.key.clone()).collect(),
            Input::YesNo => vec!["yes".to_owned(), "no".to_owned()],
            Input::Text { .. } => vec!["text".to_owned()],
            Input::Date => vec!["2026-03-02".to_owned()],
            Input::Amount => vec!["99.00".to_owned()],
        };
        let with = |given: &BTreeMap<String, String>| {
            let given = given.clone();
            let key = question.key.clone();
            options.clone().into_iter().map(move |option| {
                let mut more = given.clone();
                more.insert(key.clone(), option);
                more
            })
        };
        all = all.iter().flat_map(with).take(MOST).collect();
    }
    all
}

/// An order that came in time, late by 2, 5 and 12 days, or never, in each category and in none that is known;
/// varied only in what the condition looks at.
fn samples(condition: &Condition, categories: &[String]) -> Vec<RuleFacts> {
    const DAY: i64 = 86_400;
    // 2026-03-02T02:00:00Z, a Monday.
    let ordered = Instant::from_micros(1_772_416_800_000_000);
    let after = |days: i64| Some(ordered.plus_seconds(days * DAY));
    let sum = |minor| Some(Money::new(Currency::Cny, minor));
    let mut arrivals = vec![after(3), after(5), after(8), after(15), None];
    if !["delivered", "days_since_delivery", "days_late"].iter().any(|fact| condition.looks_at(fact)) {
        arrivals.truncate(1);
    }
    let mut names: Vec<String> =
        std::iter::once("other".to_owned()).chain(categories.iter().cloned()).collect();
    if !condition.looks_at("category") {
        names.truncate(1);
    }
    let pairs = names.iter().flat_map(|category| arrivals.iter().map(move |at| (category, *at)));
    let facts = |(category, delivered_at): (&String, Option<Instant>)| RuleFacts {
        paid: sum(31_900),
        line_price: sum(29_900),
        freight: sum(2_000),
        ordered_at: Some(ordered),
        promised_at: after(3),
        shipped_at: after(1),
        delivered_at,
        filed_at: after(16),
        category: Some(category.clone()),
        answers: BTreeMap::new(),
    };
    pairs.map(facts).collect()
}
