//! The published rules as a page shows them: everything is read from the playbook in force (F7).

use domain::dispute::Verb;
use playbook::{Ask, Input, Kind, Playbook, Step};
use terms::Priority;
use texts::Texts;

use super::limits::{self, LimitRow};
use super::process::{PARTS, Part, Who};
use super::rule::{RuleView, is_platforms};
use super::search::Wanted;

/// The whole page, narrowed to what is looked for.
pub(super) struct RulesView {
    pub pack: PackView,
    pub parts: Vec<PartView>,
    pub kinds: Vec<KindRow>,
    pub platform: Vec<RuleView>,
    pub law: Vec<RuleView>,
    pub refusals: Vec<String>,
    pub found: usize,
}

/// What the pack says of itself.
pub(super) struct PackView {
    pub title: String,
    pub id: String,
    pub version: String,
    pub fingerprint: String,
    pub sign_off: Option<String>,
    pub calendar_until: String,
}

impl PackView {
    pub fn of(playbook: &Playbook, texts: Texts) -> Self {
        Self {
            title: playbook.title().get(texts.language()).to_owned(),
            id: playbook.id().to_owned(),
            version: playbook.version().to_owned(),
            fingerprint: playbook.fingerprint().to_owned(),
            sign_off: playbook.sign_off().map(str::to_owned),
            calendar_until: playbook.calendar().announced_until().to_string(),
        }
    }
}

/// One part of the way.
pub(super) struct PartView {
    pub key: &'static str,
    pub title: String,
    pub about: String,
    pub sides: Vec<SideView>,
    pub limits: Vec<LimitRow>,
}

/// What one side may do, and must do by when.
pub(super) struct SideView {
    pub class: &'static str,
    pub title: String,
    pub rights: Vec<String>,
    pub duties: Vec<String>,
}

/// A kind in the list.
pub(super) struct KindRow {
    pub key: String,
    pub title: String,
    pub summary: String,
    pub urgent: Option<String>,
}

impl RulesView {
    pub fn of(playbook: &Playbook, wanted: &Wanted, texts: Texts) -> Self {
        let language = texts.language();
        let rule = |of_platform: bool| {
            let fitting = playbook
                .rules()
                .filter(move |rule| is_platforms(rule) == of_platform && wanted.finds_rule(rule));
            fitting.map(|rule| RuleView::of(rule, texts)).collect::<Vec<_>>()
        };
        let (platform, law) = (rule(true), rule(false));
        let kinds: Vec<KindRow> = playbook
            .kinds()
            .filter(|kind| wanted.finds_kind(kind))
            .map(|kind| kind_row(kind, texts))
            .collect();
        let refusals: Vec<String> = playbook
            .refusals()
            .filter(|(_, text)| wanted.finds_text(text))
            .map(|(_, text)| text.get(language).to_owned())
            .collect();
        let parts: Vec<PartView> =
            PARTS.iter().filter_map(|part| part_view(part, playbook, wanted, texts)).collect();
        let limits: usize = parts.iter().map(|part| part.limits.len()).sum();
        let found = limits + kinds.len() + platform.len() + law.len() + refusals.len();
        Self { pack: PackView::of(playbook, texts), parts, kinds, platform, law, refusals, found }
    }
}

fn kind_row(kind: &Kind, texts: Texts) -> KindRow {
    let language = texts.language();
    let urgent = match kind.priority {
        Priority::Safety | Priority::Urgent => Some(texts.word("priority", kind.priority.as_str())),
        Priority::Normal | Priority::Low => None,
    };
    KindRow {
        key: kind.key.to_string(),
        title: kind.title.get(language).to_owned(),
        summary: kind.summary.get(language).to_owned(),
        urgent,
    }
}

/// A part with the limits that are looked for; `None` if a search finds none of them.
fn part_view(part: &Part, playbook: &Playbook, wanted: &Wanted, texts: Texts) -> Option<PartView> {
    let all: Vec<LimitRow> =
        part.steps.iter().filter_map(|step| limits::general(playbook, *step, texts)).collect();
    let sides = sides(part, &all, texts);
    let found = |row: &LimitRow| {
        wanted.finds(&format!(
            "{} {} {} {} {}",
            row.who, row.what, row.consequence, row.rule.id, row.rule.title
        ))
    };
    let limits: Vec<LimitRow> = all.into_iter().filter(found).collect();
    if limits.is_empty() && !wanted.is_empty() {
        return None;
    }
    let title = texts.word("rules-part", part.key);
    Some(PartView {
        key: part.key,
        title,
        about: texts.say(&format!("rules-part-{}-about", part.key)),
        sides,
        limits,
    })
}

fn sides(part: &Part, limits: &[LimitRow], texts: Texts) -> Vec<SideView> {
    let side = |who: Who, verbs: &[Verb]| {
        let (key, class) = who.words();
        // Who has no part in a stage is not asked in it either.
        let asked = who != Who::Platform && !verbs.is_empty();
        let mine =
            limits.iter().filter(|row| row.duty_of == who || (row.duty_of == Who::WhoeverIsAsked && asked));
        let (chances, duties): (Vec<&LimitRow>, Vec<&LimitRow>) = mine.partition(|row| row.is_right);
        let line = |row: &LimitRow| {
            texts.with("rules-duty", &[("what", row.what.clone()), ("amount", row.amount.clone())])
        };
        let mut rights: Vec<String> = verbs.iter().map(|verb| texts.word("verb", verb.as_str())).collect();
        rights.extend(chances.into_iter().map(line));
        SideView {
            class,
            title: texts.word("rules-who", key),
            rights,
            duties: duties.into_iter().map(line).collect(),
        }
    };
    [(Who::Consumer, part.consumer), (Who::Respondent, part.respondent), (Who::Platform, part.platform)]
        .map(|(who, verbs)| side(who, verbs))
        .into_iter()
        .filter(|side| !side.rights.is_empty() || !side.duties.is_empty())
        .collect()
}

/// One kind of dispute in full.
pub(super) struct KindView {
    pub title: String,
    pub summary: String,
    pub urgent: Option<String>,
    pub needs_order: bool,
    pub questions: Vec<QuestionView>,
    pub consumer_evidence: Vec<AskView>,
    pub respondent_evidence: Vec<AskView>,
    pub remedies: Vec<String>,
    pub limits: Vec<LimitRow>,
    pub basis: Vec<RuleView>,
    pub burden: Option<String>,
    pub prevention: String,
    pub self_service: Option<(String, Vec<String>)>,
}

pub(super) struct QuestionView {
    pub text: String,
    pub hint: Option<String>,
    pub required: bool,
    pub options: Vec<String>,
}

pub(super) struct AskView {
    pub text: String,
    pub kinds: String,
    pub required: bool,
}

impl KindView {
    pub fn of(kind: &Kind, playbook: &Playbook, texts: Texts) -> Self {
        let language = texts.language();
        let KindRow { title, summary, urgent, .. } = kind_row(kind, texts);
        let questions = kind.questions.iter().map(|question| QuestionView {
            text: question.text.get(language).to_owned(),
            hint: question.hint.as_ref().map(|hint| hint.get(language).to_owned()),
            required: question.required,
            options: match &question.input {
                Input::Choice { options } => {
                    options.iter().map(|o| o.text.get(language).to_owned()).collect()
                }
                Input::Text { .. } | Input::Date | Input::Amount | Input::YesNo => Vec::new(),
            },
        });
        let service = kind.self_service.as_ref();
        Self {
            title,
            summary,
            urgent,
            needs_order: kind.needs_order,
            questions: questions.collect(),
            consumer_evidence: asks(&kind.evidence.consumer, texts),
            respondent_evidence: asks(&kind.evidence.respondent, texts),
            remedies: kind.remedies.iter().map(|remedy| texts.word("remedy", remedy.as_str())).collect(),
            limits: Step::ALL
                .iter()
                .map(|step| limits::of(playbook.limit(&kind.key, *step), playbook, texts))
                .collect(),
            basis: kind
                .legal_basis
                .iter()
                .filter_map(|id| playbook.rule(id))
                .map(|rule| RuleView::of(rule, texts))
                .collect(),
            burden: kind.burden_of_proof.as_ref().map(|text| text.get(language).to_owned()),
            prevention: kind.prevention.get(language).to_owned(),
            self_service: service.map(|s| {
                let answer = s.answer.iter().map(|line| line.get(language).to_owned()).collect();
                (s.title.get(language).to_owned(), answer)
            }),
        }
    }
}

fn asks(asks: &[Ask], texts: Texts) -> Vec<AskView> {
    let comma = texts.say("rules-list-comma");
    let view = |ask: &Ask| {
        let kinds: Vec<String> =
            ask.kinds.iter().map(|kind| texts.word("evidence-kind", kind.as_str())).collect();
        AskView {
            text: ask.text.get(texts.language()).to_owned(),
            kinds: kinds.join(&comma),
            required: ask.required,
        }
    };
    asks.iter().map(view).collect()
}
