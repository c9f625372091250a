//! The whole course of a case on one axis: what was done, by whom, and the date that followed from it.

use app::case::FactView;
use app::show::CaseView;
use terms::{Instant, Party, Role};

use crate::shell::Visit;

/// One thing that happened.
pub(crate) struct Happening {
    pub class: &'static str,
    pub letter: String,
    pub day: String,
    pub time: String,
    pub who: String,
    pub what: String,
    /// For whom a date followed, and which.
    pub due: Option<(&'static str, String, String, String)>,
}

/// Facts that are told through another one, or mean nothing to a reader.
const QUIET: &[&str] = &["deadline_set", "notice_proven", "part_erased", "assigned", "follow_up_refused"];

/// Facts that follow from an act by rule.
const BY_RULE: &[&str] = &["closed", "agreement_reached", "offer_expired", "deadline_passed"];

pub(super) fn happenings(facts: &[FactView], view: &CaseView, visit: &Visit) -> Vec<Happening> {
    let mut told: Vec<Happening> = Vec::new();
    for fact in facts {
        if fact.kind == "deadline_set" {
            if let Some(last) = told.last_mut() {
                last.due = due(fact, visit).or_else(|| last.due.take());
            }
            continue;
        }
        let key = format!("fact-{}", fact.word());
        if QUIET.contains(&fact.kind.as_str()) || !visit.texts.has(&key) {
            continue;
        }
        told.push(happening(fact, &key, view, visit));
    }
    told
}

fn happening(fact: &FactView, key: &str, view: &CaseView, visit: &Visit) -> Happening {
    // What follows by rule from an act is told as the system's, not as a second act of the same person.
    let by = fact.by.filter(|_| !BY_RULE.contains(&fact.kind.as_str()));
    let (class, party) = match by {
        Some(Role::Consumer) => ("is-consumer", Party::Consumer),
        Some(Role::Merchant) => ("is-merchant", Party::Respondent),
        Some(_) | None => ("is-platform", Party::Platform),
    };
    let name = view.parties.iter().find(|p| p.role == party && !p.name.is_empty()).map(|p| p.name.clone());
    let word = visit.texts.word("party", party.as_str());
    let who = match (by, name) {
        (None, _) => visit.texts.say("case-by-system"),
        (Some(role), _) if party == Party::Platform => {
            visit.texts.with("case-staff", &[("role", visit.texts.word("role", role.as_str()))])
        }
        (Some(_), Some(name)) => format!("{name} · {word}"),
        (Some(_), None) => word,
    };
    let at = fact.occurred_at.unwrap_or(fact.at);
    let whole = texts::moment(at, visit.now, visit.language);
    let (day, time) =
        whole.rsplit_once(' ').map_or((whole.clone(), String::new()), |(d, t)| (d.to_owned(), t.to_owned()));
    Happening {
        class,
        letter: visit.texts.say(&format!("mark-letter-{}", party.as_str())),
        day,
        time,
        who,
        what: visit.texts.with(key, &[("who", visit.texts.word("party", party.as_str()))]),
        due: None,
    }
}

fn due(fact: &FactView, visit: &Visit) -> Option<(&'static str, String, String, String)> {
    let at: Instant = fact.data.get("due_at")?.as_str()?.parse().ok()?;
    let who: Party = fact.data.get("who")?.as_str()?.parse().ok()?;
    let step = fact.data.get("step")?.as_str()?;
    let class = match who {
        Party::Consumer => "is-consumer",
        Party::Respondent => "is-merchant",
        Party::ThirdParty => "is-third",
        Party::Platform => "is-platform",
    };
    let label = format!("{} · {}", visit.texts.word("party", who.as_str()), visit.texts.word("step", step));
    Some((class, label, texts::date_time(at, visit.now, visit.language), at.to_string()))
}
