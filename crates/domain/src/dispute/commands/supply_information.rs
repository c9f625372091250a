//! The side that was asked gives what was missing; the case goes on.

use std::collections::BTreeMap;

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{Audience, EvidenceId, Label, Party, Side};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::event::{DisputeEvent, side_label};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// Answers by question key, and files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplyInformation {
    pub answers: BTreeMap<String, String>,
    #[serde(default)]
    pub evidence_ids: Vec<EvidenceId>,
}

/// # Errors
/// `nothing_asked`, `not_allowed` for the side that was not asked, `wrong_stage`, `on_hold`.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    let side = check::a_side(standing)?;
    check::in_phase(state, check::RUNNING)?;
    check::not_on_hold(state)?;
    match &state.asked {
        None => Err(DisputeRefusal::NothingAsked),
        Some(asked) if asked.to != side => Err(DisputeRefusal::NotAllowed),
        Some(_) => Ok(()),
    }
}

/// # Errors
/// As [`may`]; `answer_missing` for each question left open, `unknown_question`, and the refusals of texts and evidence.
pub fn decide(
    state: &DisputeState,
    command: &SupplyInformation,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::SupplyInformation)?;
    may(state, standing)?;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let asked = state.asked.as_ref().ok_or(DisputeRefusal::NothingAsked)?;
    for question in &asked.questions {
        if command.answers.get(&question.key).is_none_or(|answer| answer.trim().is_empty()) {
            return Err(DisputeRefusal::AnswerMissing { key: question.key.clone() });
        }
    }
    if let Some(key) = command.answers.keys().find(|key| !asked.questions.iter().any(|q| q.key == **key)) {
        return Err(DisputeRefusal::UnknownQuestion { key: key.clone() });
    }
    let side = standing.side();
    let audience = if side == Side::Consumer { Audience::ConsumerSide } else { Audience::RespondentSide };
    let answers = check::answers(&command.answers, audience)?;
    let items = check::new_evidence(state, &command.evidence_ids, "/evidence_ids", audience, ctx)?;
    let seal = asked.seal;
    let mut events = check::heard_evidence(state, side, items, None, Label { seal, ..side_label(side) }, ctx);
    let evidence_ids = command.evidence_ids.clone();
    events.push(DisputeEvent::InformationSupplied { side, answers, evidence_ids, seal });
    if state.phase == Phase::Screening {
        events.push(clock::set(ctx, &kind, Step::Screening, Party::Platform, About::default()));
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;

    fn supply(given_answers: &[(&str, &str)], evidence_ids: &[EvidenceId]) -> DisputeCommand {
        let (answers, evidence_ids) = (answers(given_answers), evidence_ids.to_vec());
        DisputeCommand::SupplyInformation(SupplyInformation { answers, evidence_ids })
    }

    fn asked(to: Side) -> Given {
        given().responded().and(&officer(), ask(to, &["吊牌还在吗？"]))
    }

    /// C2: once answered, the officer's limit runs again.
    #[test]
    fn the_answer_gives_the_case_back_to_the_officer() {
        let asked =
            given().filed().and(&officer(), ask(Side::Consumer, &["吊牌还在吗？"])).uploaded(&consumer(), 1);
        let answered = asked.when(&consumer(), supply(&[("q1", "在")], &[upload(1)]));
        let answered = answered.then(&["evidence_provided", "information_supplied", "deadline_set"]);
        assert_eq!(answered.steps(), [Step::Screening]);
        assert_eq!(answered.state.evidence[0].label, terms::Label::CONSUMER_SIDE);
    }

    /// C10: an answer in the talk leaves the talk's limit as it was.
    #[test]
    fn an_answer_in_the_talk_leaves_its_limit_running() {
        let answered = asked(Side::Respondent).when(&merchant(), supply(&[("q1", "在")], &[]));
        let answered = answered.then(&["information_supplied"]);
        assert_eq!(answered.steps(), [Step::NegotiationEnd]);
    }

    #[test]
    fn every_question_is_answered_and_nothing_else() {
        asked(Side::Consumer).when(&consumer(), supply(&[], &[])).refused_at("answer_missing", "/answers/q1");
        asked(Side::Consumer).when(&consumer(), supply(&[("q1", " ")], &[])).refused("answer_missing");
        let more = supply(&[("q1", "在"), ("q2", "嗯")], &[]);
        asked(Side::Consumer).when(&consumer(), more).refused_at("unknown_question", "/answers/q2");
        let long = "长".repeat(5_001);
        asked(Side::Consumer).when(&consumer(), supply(&[("q1", &long)], &[])).refused("text_too_long");
        asked(Side::Consumer)
            .when(&consumer(), supply(&[("q1", "在")], &[upload(7)]))
            .refused("unknown_evidence");
    }

    #[test]
    fn only_the_side_that_was_asked_answers() {
        asked(Side::Consumer).when(&merchant(), supply(&[("q1", "在")], &[])).refused("not_allowed");
        asked(Side::Consumer).when(&officer(), supply(&[("q1", "在")], &[])).refused("not_allowed");
        given().responded().when(&consumer(), supply(&[], &[])).refused("nothing_asked");
        let closed = asked(Side::Consumer).and(&consumer(), withdraw());
        closed.when(&consumer(), supply(&[("q1", "在")], &[])).refused("wrong_stage");
        let held = asked(Side::Consumer).and(&officer(), hold(WEDNESDAY.plus_seconds(DAY)));
        held.when(&consumer(), supply(&[("q1", "在")], &[])).refused("on_hold");
    }
}
