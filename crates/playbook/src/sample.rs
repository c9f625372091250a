//! Runs every condition of a pack on sample facts, so that a rule that cannot be answered is found before a case needs it.

use std::path::Path;
use std::sync::Arc;

use cel::Env;
use terms::{Currency, Instant, Money};

use crate::calendar::Calendar;
use crate::condition::context;
use crate::extras;
use crate::kind::{Input, Kind, Question};
use crate::kinds;
use crate::limit::Step;
use crate::mistake::Mistake;
use crate::playbook::Playbook;
use crate::rule::RuleFacts;

/// What `redress playbook check` tells of a pack without mistakes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub id: String,
    pub version: String,
    pub fingerprint: String,
    pub signed_off: bool,
    pub kinds: usize,
    pub rules: usize,
    /// Limits, one for each step of each kind.
    pub limits: usize,
    /// Rules that allow money beyond the price.
    pub extras: usize,
    /// Questions put to the rules with sample facts.
    pub samples: usize,
}

/// Checks a pack: every mistake, or what it holds.
///
/// # Errors
/// As [`Playbook::load`].
pub fn check(dir: &Path) -> Result<Report, Vec<Mistake>> {
    let playbook = Playbook::load(dir)?;
    let mut samples = 0;
    for kind in playbook.kinds() {
        for facts in facts(kind) {
            let _ = (playbook.extras(&kind.key, &facts), playbook.window(&kind.key, &facts));
            samples += 1;
        }
    }
    Ok(Report {
        id: playbook.id().to_owned(),
        version: playbook.version().to_owned(),
        fingerprint: playbook.fingerprint().to_owned(),
        signed_off: playbook.sign_off().is_some(),
        kinds: playbook.kinds.len(),
        rules: playbook.rules.len(),
        limits: playbook.kinds.len() * Step::ALL.len(),
        extras: playbook.extras.len(),
        samples,
    })
}

/// Every condition must be answered with yes or no wherever all its facts are known, and ask for answers that can be given.
pub(crate) fn run(extras: &[extras::Read<'_>], kinds: &[kinds::Read<'_>], env: &Arc<Env>, calendar: &Calendar) {
    for read in extras {
        let (Some(condition), Some(place)) = (&read.extra.when, &read.when) else { continue };
        let concerned = || kinds.iter().map(|k| &k.kind).filter(|k| read.extra.is_for(&k.key, &k.remedies));
        let asked = |key: &str| concerned().any(|kind| kind.questions.iter().any(|q| q.key == key));
        let unasked: Vec<&str> = condition.answers().into_iter().filter(|key| !asked(key)).collect();
        for key in &unasked {
            place.fail(format!("no kind concerned asks the question `{key}`"));
        }
        if !unasked.is_empty() {
            continue;
        }
        let answerable = |kind: &&Kind| {
            condition.answers().iter().all(|key| kind.questions.iter().any(|q| q.key == **key))
        };
        let mut samples = concerned().filter(answerable).flat_map(|kind| facts(kind).into_iter().map(move |f| (kind, f)));
        let failed = samples.find_map(|(kind, facts)| {
            let why = condition.try_on(&context(env, calendar, &kind.key, &facts)).err()?;
            Some(format!("on sample facts of `{}`: {why}", kind.key))
        });
        if let Some(what) = failed {
            place.fail(what);
        }
    }
}

/// Sample facts with everything known: each way to answer each question once, early and late.
fn facts(kind: &Kind) -> Vec<RuleFacts> {
    let first = |question: &Question| (question.key.clone(), answers(question).swap_remove(0));
    let usual: std::collections::BTreeMap<String, String> = kind.questions.iter().map(first).collect();
    let mut all = vec![usual.clone()];
    for question in &kind.questions {
        for answer in answers(question) {
            let mut changed = usual.clone();
            changed.insert(question.key.clone(), answer);
            all.push(changed);
        }
    }
    all.into_iter().flat_map(|answers| [1, 40].map(|days| known(answers.clone(), days))).collect()
}

fn known(answers: std::collections::BTreeMap<String, String>, days: i64) -> RuleFacts {
    let start = Instant::from_micros(1_780_000_000_000_000);
    let after = |days: i64| Some(start.plus_seconds(days * 86_400));
    let yuan = |minor| Some(Money::new(Currency::Cny, minor));
    RuleFacts {
        paid: yuan(30_900),
        line_price: yuan(29_900),
        freight: yuan(1_000),
        ordered_at: after(0),
        promised_at: after(3),
        shipped_at: after(1),
        delivered_at: after(3 + days),
        filed_at: after(4 + 2 * days),
        category: Some("clothing".to_owned()),
        answers,
    }
}

/// Never empty.
fn answers(question: &Question) -> Vec<String> {
    let all: Vec<String> = match &question.input {
        Input::Choice { options } => options.iter().map(|option| option.key.clone()).collect(),
        Input::Text { .. } => Vec::new(),
        Input::Date => vec!["2026-05-01".to_owned()],
        Input::Amount => vec!["10.00".to_owned()],
        Input::YesNo => vec!["yes".to_owned(), "no".to_owned()],
    };
    if all.is_empty() { vec!["text".to_owned()] } else { all }
}
