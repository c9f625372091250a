//! What stands first on a case in which nobody has to do anything: how it ended, why, and until when there is a way back.

use app::case::FactView;
use app::show::CaseView;
use domain::dispute::Verb;
use terms::{ObligationState, OutcomeCode, Stage};

use crate::shell::Visit;

/// The box at the top of a case that has ended.
pub(crate) struct Ended {
    pub turn: String,
    pub title: String,
    pub lines: Vec<String>,
    /// Where on the page one can still do something, and what it is called.
    pub way: Option<(&'static str, String)>,
}

/// Whether something agreed on is still to be done.
pub(crate) fn is_performing(view: &CaseView) -> bool {
    let owed = |state: ObligationState| match state {
        ObligationState::Due | ObligationState::Reported | ObligationState::Disputed => true,
        ObligationState::Performed | ObligationState::Failed | ObligationState::Cancelled => false,
    };
    view.stage == Stage::Closed && view.obligations.iter().any(|o| owed(o.state))
}

/// The stage in words: agreed on is not yet done.
pub(crate) fn stage_word(view: &CaseView, visit: &Visit) -> String {
    if is_performing(view) {
        return visit.texts.say("stage-carrying-out");
    }
    visit.texts.word("stage", view.stage.as_str())
}

/// `None` while the case runs.
pub(super) fn ended(view: &CaseView, facts: &[FactView], visit: &Visit) -> Option<Ended> {
    let outcome = view.outcome_code?;
    let t = visit.texts;
    let turn = stage_word(view, visit);
    if is_performing(view) {
        let lines = vec![t.say("case-carrying-out")];
        let way = Some(("#obligations", t.say("case-carrying-out-see")));
        return Some(Ended { turn, title: t.word("outcome", outcome.as_str()), lines, way });
    }
    let mut lines = Vec::new();
    let mut way = None;
    if outcome == OutcomeCode::Refused {
        match until(view, Verb::Object, visit) {
            Some(until) => {
                lines.push(t.with("case-object-until", &[("until", until)]));
                way = Some(("#object", t.say("case-object-go")));
            }
            None => {
                lines.push(t.say(if refused_again(view) { "case-object-heard" } else { "case-object-over" }));
            }
        }
        return Some(Ended { turn, title: t.say("case-refused"), lines, way });
    }
    if outcome == OutcomeCode::Expired {
        let last = facts.iter().rev().find(|fact| fact.kind == "deadline_passed");
        let step =
            last.and_then(|fact| fact.data.get("step")?.as_str().map(str::to_owned)).unwrap_or_default();
        let key = format!("case-expired-{step}");
        lines.push(t.say(if t.has(&key) { &key } else { "case-expired" }));
    }
    match until(view, Verb::Reopen, visit) {
        Some(until) => {
            lines.push(t.with("case-reopen-until", &[("until", until)]));
            way = Some(("#reopen", t.say("reopen-go")));
        }
        None if outcome == OutcomeCode::Expired => lines.push(t.say("case-reopen-over")),
        None => lines.push(t.say("case-done")),
    }
    Some(Ended { turn, title: t.word("outcome", outcome.as_str()), lines, way })
}

fn refused_again(view: &CaseView) -> bool {
    view.refusal.as_ref().is_some_and(|refusal| !refusal.objections.is_empty())
}

/// Until when the reader may still do it; `None` if not, or without an end.
pub(super) fn until(view: &CaseView, verb: Verb, visit: &Visit) -> Option<String> {
    let action = view.allowed_actions.iter().find(|action| action.verb == verb.as_str())?;
    Some(texts::date_time(action.until?, visit.now, visit.language))
}
