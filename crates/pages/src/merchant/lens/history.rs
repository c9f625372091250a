//! The history of a case on the two-sided axis: what one side did, and which date it gave to whom.

use std::collections::BTreeMap;

use app::case::FactView;
use serde_json::Value;
use terms::{CaseNumber, Instant, Role};
use texts::Texts;

use super::{Lens, class_of_party};

/// One step of the axis.
pub(crate) struct StepBox {
    pub class: &'static str,
    /// The party's key, for its mark.
    pub party: &'static str,
    pub who: String,
    pub day: String,
    pub time: String,
    pub title: String,
    pub details: Vec<String>,
    /// Another case that this step is about: address and number.
    pub other: Option<(String, String)>,
    pub dues: Vec<DueStep>,
    /// How often it happened in a row, and when last: a limit that passes again and again is told once.
    pub times: usize,
    pub latest: String,
}

impl StepBox {
    fn again(&self, next: &Self) -> bool {
        self.party == "platform"
            && self.party == next.party
            && self.title == next.title
            && self.who == next.who
            && self.details == next.details
    }
}

/// A date that follows from a step.
pub(crate) struct DueStep {
    pub class: &'static str,
    pub what: String,
    pub iso: String,
    pub text: String,
}

/// Facts that are the reckoning behind others and say nothing of their own on the axis.
const SILENT: [&str; 3] = ["deadline_set", "deadline_passed", "part_erased"];
/// Facts that follow from an act by themselves.
const FOLLOWS: [&str; 7] = [
    "assigned",
    "agreement_reached",
    "closed",
    "offer_expired",
    "obligation_failed",
    "obligation_cancelled",
    "payout_recorded",
];
/// Facts that name another case.
const JOINED: [&str; 4] = ["merged_into", "absorbed", "merge_undone", "absorption_undone"];
/// Longest detail, in characters.
const MAX_DETAIL: usize = 160;

impl Lens<'_> {
    pub fn history(&self, facts: &[FactView]) -> Vec<StepBox> {
        let mut steps: Vec<StepBox> = Vec::new();
        // Where a merge is undone only the dispute is named: its number was told when they were joined.
        let mut numbers: BTreeMap<&str, CaseNumber> = BTreeMap::new();
        for fact in facts {
            let dispute = fact.data.get("dispute").and_then(Value::as_str).unwrap_or_default();
            if let Some(number) = fact.data.get("number").and_then(Value::as_str).and_then(|n| n.parse().ok())
            {
                numbers.insert(dispute, number);
            }
            if fact.kind == "deadline_set" {
                let due = self.due(&fact.data);
                if let (Some(step), Some(due)) = (steps.last_mut(), due) {
                    step.dues.push(due);
                }
            }
            if SILENT.contains(&fact.kind.as_str()) {
                continue;
            }
            let mut step = self.step(fact);
            if JOINED.contains(&fact.kind.as_str()) {
                let number = numbers.get(dispute);
                step.other = number.map(|number| (self.other_case(number), number.grouped()));
            }
            match steps.last_mut().filter(|last| last.again(&step)) {
                Some(last) => {
                    last.times += 1;
                    last.latest = format!("{} {}", step.day, step.time);
                    last.dues.clear();
                }
                None => steps.push(step),
            }
        }
        steps
    }

    fn step(&self, fact: &FactView) -> StepBox {
        // What follows from an act by itself is not the act of whoever set it off.
        let by = fact.by.filter(|role| role.is_staff() || !FOLLOWS.contains(&fact.kind.as_str()));
        let (class, party) = match by {
            Some(Role::Consumer) => ("is-consumer", "consumer"),
            Some(Role::Merchant) => ("is-merchant", "respondent"),
            Some(
                Role::IntakeOfficer
                | Role::Mediator
                | Role::Decider
                | Role::Supervisor
                | Role::Admin
                | Role::Integrator,
            )
            | None => ("is-platform", "platform"),
        };
        let who = match by {
            None => self.t.say("merchant-by-system"),
            Some(role) => self.t.word("role", role.as_str()),
        };
        let at = fact.occurred_at.unwrap_or(fact.at);
        let language = self.t.language();
        let day = texts::day(at, self.now, language);
        let whole = texts::date_time(at, self.now, language);
        // Midnight is told as 24:00 of the day before: then day and hour stand together.
        let (day, time) = match whole.strip_prefix(&day) {
            Some(time) => (day, time.trim().to_owned()),
            None => (whole, String::new()),
        };
        let title = self.t.word("fact", fact.word());
        StepBox {
            class,
            party,
            who,
            day,
            time,
            title,
            details: details(&fact.data, self.t),
            other: None,
            dues: Vec::new(),
            times: 1,
            latest: String::new(),
        }
    }

    fn due(&self, data: &Value) -> Option<DueStep> {
        let at: Instant = data.get("due_at")?.as_str()?.parse().ok()?;
        let step = data.get("step")?.as_str()?;
        let who = data.get("who")?.as_str()?;
        let party = self.t.word("party", who);
        let what = self.t.word("step", step);
        Some(DueStep {
            class: class_of_party(who.parse().ok()?),
            what: self.t.with("merchant-due-of", &[("party", party), ("what", what)]),
            iso: at.to_string(),
            text: texts::date_time(at, self.now, self.t.language()),
        })
    }
}

/// What of a fact's content a reader wants to see beside its name.
fn details(data: &Value, t: Texts) -> Vec<String> {
    let mut lines = Vec::new();
    let text = |name: &str| data.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let words = [
        ("position", "position"),
        ("outcome", "outcome"),
        ("condition", "condition"),
        ("state", "evidence-state"),
    ];
    for (field, vocabulary) in words {
        lines.extend(text(field).map(|key| t.word(vocabulary, key)));
    }
    for list in ["claims", "remedies"] {
        let remedies = data.get(list).and_then(Value::as_array).into_iter().flatten();
        lines.extend(remedies.filter_map(|remedy| remedy_line(remedy, t)));
    }
    let obligations = data.get("obligations").and_then(Value::as_array).into_iter().flatten();
    lines.extend(obligations.filter_map(|owed| remedy_line(owed.get("remedy")?, t)));
    let items = data.get("items").and_then(Value::as_array).into_iter().flatten();
    lines.extend(items.filter_map(|item| item.get("name")?.as_str().map(str::to_owned)));
    let questions = data.get("questions").and_then(Value::as_array).into_iter().flatten();
    lines.extend(questions.filter_map(|question| question.get("text")?.as_str().map(str::to_owned)));
    for field in [
        "description",
        "explanation",
        "text",
        "note",
        "reason",
        "grounds",
        "how",
        "carrier",
        "tracking_number",
    ] {
        // A refusal's reason is a key of the playbook; its words stand in the text.
        lines.extend(text(field).filter(|text| field != "reason" || !is_key(text)).map(shortened));
    }
    lines
}

fn is_key(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

fn remedy_line(remedy: &Value, t: Texts) -> Option<String> {
    let what = t.word("remedy", remedy.get("remedy_type")?.as_str()?);
    let amount: Option<terms::Money> =
        remedy.get("amount").and_then(|sum| serde_json::from_value(sum.clone()).ok());
    Some(amount.map_or_else(|| what.clone(), |sum| format!("{what} {}", sum.readable())))
}

fn shortened(text: &str) -> String {
    let mut chars = text.chars();
    let start: String = chars.by_ref().take(MAX_DETAIL).collect();
    if chars.next().is_some() { format!("{start}…") } else { start }
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::Language;

    /// B12: the axis tells what was offered, not only that something was.
    #[test]
    fn a_fact_is_told_with_its_content() {
        let data = serde_json::json!({
            "remedies": [{"remedy_type": "refund", "amount": {"currency": "CNY", "value": "899.00"}}], "note": "好",
        });
        assert_eq!(details(&data, Texts::of(Language::En)), ["Refund ¥899.00", "好"]);
        assert_eq!(details(&Value::Null, Texts::of(Language::En)), Vec::<String>::new());
    }
}
