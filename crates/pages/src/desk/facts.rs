//! What both sides agree on, what they dispute and what was found: computed from claims, answer, evidence and rulings.

use app::show::{CaseView, RemedyView};
use terms::{EvidenceState, FindingBasis, Position, Side};
use texts::Texts;

use crate::merchant::lens::Lens;

/// Most characters of what a side says in a cell; the whole stands above.
const MOST: usize = 90;

/// The facts of a case, sorted.
#[derive(Default)]
pub(super) struct Facts {
    pub agreed: Vec<Point>,
    pub disputed: Vec<Row>,
    /// What a ruling found, whatever the sides said.
    pub found: Vec<Point>,
    /// The merchant has said nothing yet: nothing of the claim is agreed.
    pub is_unanswered: bool,
}

/// One fact, with the evidence for it by id and name.
pub(super) struct Point {
    pub text: String,
    pub evidence: Vec<(String, String)>,
}

/// One thing that the sides see differently.
pub(super) struct Row {
    pub what: String,
    pub consumer: String,
    pub merchant: String,
}

/// Sorts the facts of the case as far as this viewer sees it; `standing` is what the merchant stands by.
pub(super) fn of(c: &Lens<'_>, standing: &[RemedyView]) -> Facts {
    let (view, t) = (c.view, c.t);
    let mut facts = Facts { is_unanswered: view.response.is_none(), ..Facts::default() };
    recorded(c, &mut facts);
    let position = view.response.as_ref().map(|response| response.position);
    match position {
        Some(Position::Accept) => {
            facts.agreed.push(plain(t.say("dossier-accepts")));
            facts
                .agreed
                .extend(c.answers().into_iter().map(|(question, answer)| said(&question, &answer, t)));
        }
        Some(Position::Partly | Position::Deny) | None => told(c, position, &mut facts),
    }
    remedies(view, standing, position, t, &mut facts);
    for item in &view.evidence {
        let name = item.name.clone().unwrap_or_else(|| t.say("merchant-erased"));
        let checked = item.assessments.last().and_then(|check| check.reason.clone()).unwrap_or_default();
        match item.state {
            EvidenceState::Verified => facts.agreed.push(Point {
                text: t.with("dossier-verified", &[("name", name.clone())]),
                evidence: vec![(item.id.to_string(), name)],
            }),
            EvidenceState::Doubtful | EvidenceState::Refuted => {
                let state = t.word("evidence-state", item.state.as_str());
                let told = if checked.is_empty() {
                    state
                } else {
                    format!("{state}{}{checked}", t.say("rules-colon"))
                };
                let what = t.with("dossier-evidence", &[("name", name)]);
                let (own, other) = (t.say("dossier-brought"), cut(&told));
                facts.disputed.push(match item.provided_by {
                    Side::Respondent => Row { what, consumer: other, merchant: own },
                    Side::Consumer | Side::Neutral => Row { what, consumer: own, merchant: other },
                });
            }
            EvidenceState::Pending => {}
        }
    }
    found(c, &mut facts);
    facts
}

/// What the platform holds itself and nobody disputes.
fn recorded(c: &Lens<'_>, facts: &mut Facts) {
    let Some(order) = &c.view.order else { return };
    let arguments = [("when", c.when(&order.placed_at)), ("total", order.total.readable())];
    facts.agreed.push(plain(c.t.with("dossier-ordered", &arguments)));
    if let Some(at) = order.delivered_at {
        facts.agreed.push(plain(c.t.with("dossier-delivered", &[("when", c.when(&at))])));
    }
    for line in
        order.lines.iter().filter(|line| c.view.lines.iter().any(|claimed| claimed.line_id == line.line_id))
    {
        for (name, value) in line.listing.iter().flat_map(|listing| &listing.properties) {
            let arguments = [("name", name.clone()), ("value", value.clone())];
            facts.agreed.push(plain(c.t.with("dossier-listed", &arguments)));
        }
    }
}

/// What happened, as each side tells it.
fn told(c: &Lens<'_>, position: Option<Position>, facts: &mut Facts) {
    let (view, t) = (c.view, c.t);
    let silent = || t.say("dossier-silent");
    let answer = view.response.as_ref().and_then(|response| response.explanation.as_deref());
    facts.disputed.push(Row {
        what: t.say("dossier-story"),
        consumer: view.description.as_deref().map_or_else(|| t.say("merchant-erased"), cut),
        merchant: answer.map_or_else(silent, cut),
    });
    let stand = position.map_or_else(silent, |position| t.word("position", position.as_str()));
    let row = |(question, answer): (String, String)| Row {
        what: question,
        consumer: cut(&answer),
        merchant: stand.clone(),
    };
    facts.disputed.extend(c.answers().into_iter().map(row));
}

/// What the consumer asks for beside what the merchant stands by.
fn remedies(
    view: &CaseView,
    standing: &[RemedyView],
    position: Option<Position>,
    t: Texts,
    facts: &mut Facts,
) {
    let sum =
        |remedy: &RemedyView| remedy.amount.map_or_else(|| t.say("dossier-yes"), terms::Money::readable);
    for claim in &view.claims {
        let word = t.word("remedy", claim.remedy_type.as_str());
        let offered = standing.iter().find(|offer| offer.remedy_type == claim.remedy_type);
        let accepts = position == Some(Position::Accept) && offered.is_none();
        match offered {
            Some(offer) if offer.amount == claim.amount => {
                facts.agreed.push(plain(t.with("dossier-both", &[("what", word), ("sum", sum(claim))])));
            }
            Some(offer) => {
                facts.disputed.push(Row { what: word, consumer: sum(claim), merchant: sum(offer) });
            }
            None if accepts => {
                facts.agreed.push(plain(t.with("dossier-both", &[("what", word), ("sum", sum(claim))])));
            }
            None => {
                let merchant = t.say(if position.is_some() { "dossier-no" } else { "dossier-silent" });
                facts.disputed.push(Row { what: word, consumer: sum(claim), merchant });
            }
        }
    }
    for offer in standing.iter().filter(|o| !view.claims.iter().any(|c| c.remedy_type == o.remedy_type)) {
        let what = t.word("remedy", offer.remedy_type.as_str());
        facts.disputed.push(Row { what, consumer: t.say("dossier-not-asked"), merchant: sum(offer) });
    }
}

/// What rulings found; what a side admitted is agreed.
fn found(c: &Lens<'_>, facts: &mut Facts) {
    let Some(decision) = c.view.decisions.last() else { return };
    for finding in &decision.ruling.findings {
        let text = finding.text.clone().unwrap_or_else(|| c.t.say("merchant-erased"));
        let items = c.items(&finding.evidence_ids);
        let point = Point { text, evidence: items.into_iter().map(|item| (item.id, item.name)).collect() };
        match finding.basis {
            FindingBasis::Admitted => facts.agreed.push(point),
            FindingBasis::Evidence | FindingBasis::OrderRecord | FindingBasis::Silence => {
                facts.found.push(point);
            }
        }
    }
}

const fn plain(text: String) -> Point {
    Point { text, evidence: Vec::new() }
}

fn said(question: &str, answer: &str, t: Texts) -> Point {
    plain(format!("{question}{}{answer}", t.say("rules-colon")))
}

fn cut(text: &str) -> String {
    let short: String = text.chars().take(MOST).map(|c| if c == '\n' { ' ' } else { c }).collect();
    if text.chars().count() > MOST { format!("{short}…") } else { short }
}
