//! What the complaint said when it was handed in: goods, answers to the questions, what is asked for, and why there is no order.

use app::show::CaseView;
use playbook::Input;
use terms::Money;

use super::cards::{remedy_words, total};
use crate::shell::{Site, Visit};

/// The complaint as it was handed in.
pub(crate) struct FiledCard {
    pub rows: Vec<(String, Vec<String>)>,
    /// Each remedy with its sum, and all sums together.
    pub claims: Vec<(String, String)>,
    pub total: String,
}

pub(super) fn filed(view: &CaseView, site: &Site, visit: &Visit) -> FiledCard {
    let t = |key: &str| visit.texts.say(key);
    let mut rows = Vec::new();
    if let Some(order) = &view.order {
        let line = |claimed: &app::show::ClaimLineView| {
            let line = order.line(&claimed.line_id)?;
            Some(format!("{} × {}", line.title, claimed.quantity))
        };
        rows.push((t("review-order"), view.lines.iter().filter_map(line).collect()));
    }
    if let Some(reason) = &view.no_order_reason {
        rows.push((t("review-no-order"), reason.lines().map(str::to_owned).collect()));
    }
    rows.extend(answers(view, site, visit));
    let claims = view.claims.iter().map(|claim| {
        let words = remedy_words(&app::show::RemedyView { amount: None, ..claim.clone() }, visit);
        (words, claim.amount.map(Money::readable).unwrap_or_default())
    });
    let claims: Vec<(String, String)> = claims.collect();
    let several = view.claims.iter().filter(|claim| claim.amount.is_some()).count() > 1;
    let total = total(&view.claims).filter(|_| several).map(Money::readable).unwrap_or_default();
    FiledCard { rows, claims, total }
}

/// Question and answer as the playbook words them, in its order.
fn answers(view: &CaseView, site: &Site, visit: &Visit) -> Vec<(String, Vec<String>)> {
    let language = visit.language;
    let questions =
        site.app.playbook.kind(&view.kind).map(|kind| kind.questions.as_slice()).unwrap_or_default();
    let known = questions.iter().filter_map(|question| {
        let given = view.answers.get(&question.key)?;
        let said = match &question.input {
            Input::Choice { options } => options
                .iter()
                .find(|option| option.key == *given)
                .map_or_else(|| given.clone(), |option| option.text.get(language).to_owned()),
            Input::YesNo if matches!(given.as_str(), "yes" | "no") => {
                visit.texts.say(&format!("filing-{given}"))
            }
            Input::YesNo | Input::Text { .. } | Input::Date | Input::Amount => given.clone(),
        };
        Some((question.text.get(language).to_owned(), vec![said]))
    });
    let other = view.answers.iter().filter(|(key, _)| !questions.iter().any(|q| q.key == **key));
    known.chain(other.map(|(key, answer)| (key.clone(), vec![answer.clone()]))).collect()
}
