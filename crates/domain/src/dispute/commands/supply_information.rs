//! The side that was asked gives what was missing; the case goes on.

use std::collections::BTreeMap;

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{Audience, EvidenceId, Party, Side};

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
    check::in_phase(state, &[Phase::Screening, Phase::Negotiation, Phase::Mediation])?;
    check::not_on_hold(state)?;
    match &state.asked {
        None => Err(DisputeRefusal::NothingAsked),
        Some(asked) if asked.to != side => Err(DisputeRefusal::NotAllowed),
        Some(_) => Ok(()),
    }
}

/// # Errors
/// As [`may`]; `answer_missing` for each question left open, `unknown_question`, and the refusals of texts and evidence.
pub fn decide(state: &DisputeState, command: &SupplyInformation, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
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
    let mut events = check::evidence_events(side, items, side_label(side));
    let evidence_ids = command.evidence_ids.clone();
    events.push(DisputeEvent::InformationSupplied { side, answers, evidence_ids });
    if state.phase == Phase::Screening {
        events.push(clock::set(ctx, &kind, Step::Screening, Party::Platform, About::default()));
    }
    Ok(events)
}
