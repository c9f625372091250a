//! What one page of the filing says, put into the draft; or what is to be put right on it.

use domain::order::OrderSnapshot;
use http::StatusCode;
use playbook::{Input, Question};
use terms::{Currency, EvidenceId, KindKey, LineId, OrderId, RemedyType};

use super::steps::{Step, kind_of};
use super::sums;
use crate::consumer::draft::Draft;
use crate::shell::act::money;
use crate::shell::{Form, Oops, Site, Trouble, Visit};

/// Most characters of what is remembered of a purchase without an order, field by field.
const KNOWN: usize = 100;

/// The form's id on every page of the filing.
pub(super) const FORM: &str = "f";

/// What to do after a page was sent.
pub(super) enum Kept {
    On,
    /// The same page again: a file was added or removed.
    Stay,
    Wrong(Trouble),
}

pub(super) async fn keep(
    site: &Site,
    visit: &Visit,
    step: &Step,
    draft: &mut Draft,
    order: Option<&OrderSnapshot>,
    form: Form,
) -> Result<Kept, Oops> {
    let playbook = &site.app.playbook;
    let wrong = |form: Form, field: &str, key: &str| {
        Ok(Kept::Wrong(Trouble::at(FORM, form, field, key, visit.texts)))
    };
    match step {
        Step::Kind => {
            let chosen = KindKey::new(form.text("kind")).ok().filter(|key| playbook.kind(key).is_some());
            let Some(chosen) = chosen else { return wrong(form, "kind", "filing-kind-missing") };
            if draft.kind.as_ref() != Some(&chosen) {
                // The other kind asks other questions and has other remedies.
                draft.answers.clear();
                draft.remedies.clear();
                draft.wanted.clear();
                draft.kind = Some(chosen);
            }
            if draft.story.is_empty() {
                draft.story.clone_from(&draft.said);
            }
            Ok(Kept::On)
        }
        Step::Order => Ok(keep_order(visit, draft, form)),
        Step::Lines => Ok(keep_lines(visit, draft, order, form)),
        Step::Question(key) => {
            let question =
                kind_of(draft, playbook).and_then(|kind| kind.questions.iter().find(|q| q.key == *key));
            let Some(question) = question else { return Ok(Kept::On) };
            let field = format!("answer.{key}");
            let answer = tidy(question, form.text(&field));
            if let Input::Text { max } = question.input
                && answer.chars().count() > max
            {
                let n = answer.chars().count();
                return Ok(too_long(visit, form, &field, "filing-answer-long", n, max));
            }
            match fits(question, &answer) {
                Ok(()) => {
                    draft.answers.insert(key.clone(), answer);
                    draft.answers.retain(|_, answer| !answer.trim().is_empty());
                    Ok(Kept::On)
                }
                Err(sentence) => wrong(form, &field, sentence),
            }
        }
        Step::Story => {
            form.text("story").clone_into(&mut draft.story);
            if draft.story.trim().is_empty() {
                return wrong(form, "story", "filing-story-missing");
            }
            let (n, most) = (draft.story.chars().count(), domain::dispute::MAX_TEXT);
            if n > most {
                return Ok(too_long(visit, form, "story", "filing-story-long", n, most));
            }
            Ok(Kept::On)
        }
        Step::Want => keep_wanted(site, visit, draft, order, form).await,
        Step::Evidence => Ok(keep_files(visit, draft, form)),
        Step::Review => Ok(Kept::On),
    }
}

/// How long it is and how long it may be: nothing is cut off silently.
fn too_long(visit: &Visit, form: Form, field: &str, key: &str, n: usize, most: usize) -> Kept {
    let values = [("n", n.to_string()), ("max", most.to_string())];
    Kept::Wrong(Trouble::said(FORM, form, field, visit.texts.with(key, &values)))
}

fn keep_order(visit: &Visit, draft: &mut Draft, form: Form) -> Kept {
    let choice = form.text("order").to_owned();
    form.text("no_order").clone_into(&mut draft.no_order);
    let known = |field: &str| form.text(field).chars().take(KNOWN).collect::<String>();
    (draft.shop, draft.item, draft.day) = (known("shop"), known("item"), known("day"));
    if let Some(id) = choice.strip_prefix("order:").and_then(|id| OrderId::new(id).ok()) {
        if draft.order.as_ref() != Some(&id) {
            draft.lines.clear();
            draft.separate = false;
        }
        draft.order = Some(id);
        draft.no_order.clear();
        return Kept::On;
    }
    if choice == "none" {
        draft.order = None;
        draft.order_given = false;
        draft.lines.clear();
        if draft.no_order.trim().is_empty() {
            return Kept::Wrong(Trouble::at(FORM, form, "no_order", "filing-no-order-missing", visit.texts));
        }
        let (n, most) = (draft.no_order.chars().count(), domain::dispute::MAX_TEXT);
        if n > most {
            return too_long(visit, form, "no_order", "filing-no-order-long", n, most);
        }
        return Kept::On;
    }
    Kept::Wrong(Trouble::at(FORM, form, "order", "filing-order-missing", visit.texts))
}

fn keep_lines(visit: &Visit, draft: &mut Draft, order: Option<&OrderSnapshot>, form: Form) -> Kept {
    let chosen = form.all("line").filter_map(|id| LineId::new(id).ok());
    let known = chosen.filter_map(|id| order?.line(&id).map(|line| (id, line.quantity)));
    draft.lines = known
        .map(|(id, most)| {
            let wanted = form.text(&format!("quantity.{id}")).parse().unwrap_or(most);
            (id, wanted.clamp(1, most))
        })
        .collect();
    if draft.lines.is_empty() {
        return Kept::Wrong(Trouble::at(FORM, form, "line", "filing-line-missing", visit.texts));
    }
    Kept::On
}

/// Sums are kept as the domain writes them, whatever signs were typed.
fn tidy(question: &Question, answer: &str) -> String {
    let answer = answer.trim();
    match question.input {
        Input::Amount => {
            money(Currency::Cny, answer).map_or_else(|| answer.to_owned(), terms::Money::decimal)
        }
        Input::Choice { .. } | Input::Text { .. } | Input::Date | Input::YesNo => answer.to_owned(),
    }
}

fn fits(question: &Question, answer: &str) -> Result<(), &'static str> {
    if answer.is_empty() {
        return if question.required { Err("filing-answer-missing") } else { Ok(()) };
    }
    match &question.input {
        Input::Choice { options } if options.iter().any(|option| option.key == answer) => Ok(()),
        Input::Choice { .. } => Err("shell-choose"),
        Input::YesNo if matches!(answer, "yes" | "no") => Ok(()),
        Input::YesNo => Err("shell-choose"),
        Input::Text { .. } => Ok(()),
        Input::Date if answer.parse::<jiff::civil::Date>().is_ok() => Ok(()),
        Input::Date => Err("shell-date"),
        Input::Amount => sums::wrong(Currency::Cny, answer).map_or(Ok(()), Err),
    }
}

async fn keep_wanted(
    site: &Site,
    visit: &Visit,
    draft: &mut Draft,
    order: Option<&OrderSnapshot>,
    form: Form,
) -> Result<Kept, Oops> {
    // Only what is a remedy is kept, and each once.
    let is_remedy = |key: &str| key.parse::<RemedyType>().is_ok();
    draft.remedies.clear();
    for key in form.all("remedy").filter(|key| is_remedy(key)) {
        if !draft.remedies.iter().any(|known| known == key) {
            draft.remedies.push(key.to_owned());
        }
    }
    let is_own =
        |name: &str| matches!(name.split_once('.'), Some(("amount" | "text", key)) if is_remedy(key));
    let extras = form.fields.iter().filter(|(name, _)| is_own(name));
    draft.wanted = extras.map(|(name, value)| (name.clone(), value.clone())).collect();
    let mistakes = sums::mistakes(site, visit, draft, order).await?;
    if mistakes.is_empty() {
        return Ok(Kept::On);
    }
    Ok(Kept::Wrong(Trouble {
        form: FORM.to_owned(),
        typed: form,
        mistakes,
        next_step: String::new(),
        status: StatusCode::UNPROCESSABLE_ENTITY,
    }))
}

fn keep_files(visit: &Visit, draft: &mut Draft, form: Form) -> Kept {
    let mut files: Vec<EvidenceId> = draft.evidence.clone();
    files.extend(form.evidence.iter().copied());
    files.dedup();
    if let Ok(gone) = form.text("remove").parse::<EvidenceId>() {
        files.retain(|id| *id != gone);
    }
    files.truncate(domain::dispute::MAX_EVIDENCE_PER_ACT);
    if form.text("do") == "add" && form.evidence.is_empty() && form.failed.is_empty() {
        return Kept::Wrong(Trouble::at(FORM, form, "evidence", "shell-file-missing", visit.texts));
    }
    let added = !form.evidence.is_empty() || form.given("remove").is_some();
    draft.evidence = files;
    if !form.failed.is_empty() {
        return Kept::Wrong(Trouble::files(FORM, form, visit.texts));
    }
    if added && form.text("do") != "next" { Kept::Stay } else { Kept::On }
}
