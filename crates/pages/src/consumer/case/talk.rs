//! What was said and offered, day by day: talk as bubbles, formal acts as small tickets.

use app::case::FactView;
use app::show::CaseView;
use terms::{Instant, Money, Role, Side};

use super::cards::{remedies_words, side_class, total};
use crate::shell::Visit;

/// One thing that was said.
pub(crate) struct Said {
    pub class: &'static str,
    pub ticket: bool,
    pub icon: &'static str,
    pub who: String,
    pub time: String,
    pub iso: String,
    pub text: Vec<String>,
    pub what: String,
    pub sum: String,
    pub state_key: &'static str,
    pub state: String,
    pub files: Vec<(String, String)>,
    /// Questions that this answers, with the answers.
    pub qa: Vec<(String, String)>,
    /// Who sees it, if not everybody.
    pub seen: String,
}

impl Said {
    fn bubble(class: &'static str, who: String, text: Option<&String>, visit: &Visit) -> Self {
        let erased = || vec![visit.texts.say("case-erased")];
        Self {
            class,
            ticket: false,
            icon: "chat",
            who,
            time: String::new(),
            iso: String::new(),
            text: text.map_or_else(erased, |text| text.lines().map(str::to_owned).collect()),
            what: String::new(),
            sum: String::new(),
            state_key: "",
            state: String::new(),
            files: Vec::new(),
            qa: Vec::new(),
            seen: String::new(),
        }
    }

    fn act(self, icon: &'static str, what: String, sum: Option<Money>) -> Self {
        Self { ticket: true, icon, what, sum: sum.map(Money::readable).unwrap_or_default(), ..self }
    }
}

/// Everything, oldest first, by day.
pub(super) fn days(view: &CaseView, facts: &[FactView], visit: &Visit) -> Vec<(String, Vec<Said>)> {
    let mut all: Vec<(Instant, Said)> = Vec::new();
    let t = |key: &str| visit.texts.say(key);
    let who = |side: Side| if side == view.your_side { t("case-me") } else { named(view, side, visit) };
    if let Some(text) = &view.description {
        all.push((view.created_at, Said::bubble("is-consumer", who(Side::Consumer), Some(text), visit)));
    }
    if !view.claims.is_empty() {
        let said = Said::bubble("is-consumer", t("case-claim"), Some(&String::new()), visit);
        all.push((
            view.created_at,
            said.act("scales", remedies_words(&view.claims, visit), total(&view.claims)),
        ));
    }
    if let Some(response) = &view.response {
        let said = Said::bubble("is-merchant", who(Side::Respondent), response.explanation.as_ref(), visit);
        let position = visit.texts.word("position", response.position.as_str());
        all.push((response.at, said.act("ticket", position, None)));
    }
    for (n, offer) in view.offers.iter().enumerate() {
        let name = visit.texts.with("case-offer-n", &[("n", (n + 1).to_string()), ("who", who(offer.by))]);
        let mut said =
            Said::bubble(side_class(offer.by), name, Some(&offer.note.clone().unwrap_or_default()), visit);
        said = said.act("ticket", remedies_words(&offer.remedies, visit), total(&offer.remedies));
        said.state_key = offer.state.as_str();
        said.state = visit.texts.word("offer", offer.state.as_str());
        all.push((offer.made_at, said));
    }
    for message in &view.messages {
        let name = match message.by_role {
            Some(role) if message.by == Side::Neutral => {
                visit.texts.with("case-staff", &[("role", role_word(role, visit))])
            }
            Some(_) | None => who(message.by),
        };
        let mut said = Said::bubble(side_class(message.by), name, message.text.as_ref(), visit);
        said.seen = match (message.audience, message.by) {
            ("all", _) => String::new(),
            ("mediator", _) => t("case-seen-by-mediator"),
            (_, Side::Neutral) => t("case-private"),
            (_, side) => t(&format!("case-seen-by-{}", side.as_str())),
        };
        said.files = message.evidence_ids.iter().filter_map(|id| file_of(view, id, visit)).collect();
        all.push((message.at, said));
    }
    all.extend(questions_and_answers(view, facts, visit));
    all.sort_by_key(|(at, _)| *at);
    let mut days: Vec<(String, Vec<Said>)> = Vec::new();
    for (at, mut said) in all {
        let day = texts::date(at, visit.language);
        said.iso = at.to_string();
        said.time = texts::moment(at, visit.now, visit.language);
        said.text.retain(|line| !line.trim().is_empty());
        match days.last_mut() {
            Some((last, of_day)) if *last == day => of_day.push(said),
            Some(_) | None => days.push((day, vec![said])),
        }
    }
    days
}

/// What the platform asked one side, and what that side answered: only it and the platform read either.
fn questions_and_answers(view: &CaseView, facts: &[FactView], visit: &Visit) -> Vec<(Instant, Said)> {
    let mut all = Vec::new();
    let mut asked: Vec<(String, String)> = Vec::new();
    for fact in facts {
        let texts_of = |side: &str| visit.texts.say(&format!("case-seen-by-{side}"));
        if fact.kind == "information_requested" {
            let list = fact.data.get("questions").and_then(|list| list.as_array());
            let pair = |q: &serde_json::Value| {
                Some((q.get("key")?.as_str()?.to_owned(), q.get("text")?.as_str()?.to_owned()))
            };
            asked = list.into_iter().flatten().filter_map(pair).collect();
            let who = match fact.by {
                Some(role) => visit.texts.with("case-staff", &[("role", role_word(role, visit))]),
                None => visit.texts.say("case-by-system"),
            };
            let mut said = Said::bubble("is-platform", who, Some(&String::new()), visit);
            said.text = asked.iter().map(|(_, text)| text.clone()).collect();
            said.seen = texts_of(fact.data.get("to").and_then(|to| to.as_str()).unwrap_or_default());
            all.push((fact.at, said));
        } else if fact.kind == "information_supplied" {
            let side: Side =
                fact.data.get("side").and_then(|s| s.as_str()?.parse().ok()).unwrap_or(view.your_side);
            let who =
                if side == view.your_side { visit.texts.say("case-me") } else { named(view, side, visit) };
            let answers = fact.data.get("answers").and_then(|answers| answers.as_object());
            let mut said =
                Said::bubble(side_class(side), who, answers.map(|_| String::new()).as_ref(), visit);
            for (key, answer) in answers.into_iter().flatten() {
                let question =
                    asked.iter().find(|(known, _)| known == key).map_or(key.as_str(), |(_, text)| text);
                said.qa.push((question.to_owned(), answer.as_str().unwrap_or_default().to_owned()));
            }
            let ids = fact.data.get("evidence_ids").and_then(|ids| ids.as_array());
            let ids = ids.into_iter().flatten().filter_map(|id| id.as_str()?.parse().ok());
            said.files = ids.filter_map(|id: terms::EvidenceId| file_of(view, &id, visit)).collect();
            said.seen = texts_of(side.as_str());
            all.push((fact.at, said));
        }
    }
    all
}

/// A file's address and name, where the reader sees it.
fn file_of(view: &CaseView, id: &terms::EvidenceId, visit: &Visit) -> Option<(String, String)> {
    let known = view.evidence.iter().find(|e| e.id == *id)?;
    let name = known.name.clone().unwrap_or_else(|| visit.texts.word("evidence-kind", known.kind.as_str()));
    Some((id.to_string(), name))
}

fn role_word(role: Role, visit: &Visit) -> String {
    visit.texts.word("role", role.as_str())
}

/// The other side by its name, where the case knows it.
fn named(view: &CaseView, side: Side, visit: &Visit) -> String {
    let party = view.parties.iter().find(|party| party.side == side && !party.name.is_empty());
    party.map_or_else(|| visit.texts.word("side", side.as_str()), |party| party.name.clone())
}
