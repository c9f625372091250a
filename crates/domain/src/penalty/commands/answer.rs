//! The merchant answers the charge; its time starts when it has seen it.

use serde::{Deserialize, Serialize};
use terms::{EvidenceId, Party, PenaltyPhase, PenaltyStep, Position};

use super::{merchant, set, standing, text};
use crate::ctx::Ctx;
use crate::penalty::event::{Exhibit, PenaltyEvent};
use crate::penalty::refusal::PenaltyRefusal;
use crate::penalty::standing::PenaltyStanding;
use crate::penalty::state::PenaltyState;

/// What it says, and which evidence of the dispute it points to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerCharge {
    pub position: Position,
    pub explanation: String,
    #[serde(default)]
    pub evidence_ids: Vec<EvidenceId>,
}

/// Late is heard too, as long as nothing is decided.
///
/// # Errors
/// `not_allowed` unless the merchant charged, `penalty_wrong_stage` once answered or decided.
pub(super) fn may(state: &PenaltyState, standing: PenaltyStanding) -> Result<(), PenaltyRefusal> {
    merchant(standing)?;
    super::in_phase(state, &[PenaltyPhase::Charged])
}

/// # Errors
/// As [`may`]; `unknown_evidence`, and the refusals of texts.
pub(super) fn decide(
    state: &PenaltyState,
    command: &AnswerCharge,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<PenaltyEvent>, PenaltyRefusal> {
    may(state, standing(state, ctx)?)?;
    let explanation = text(&command.explanation, "/explanation")?;
    let mut exhibits = Vec::new();
    for (n, id) in command.evidence_ids.iter().enumerate() {
        let found = ctx.facts.cause.as_ref().and_then(|cause| cause.exhibits.get(id));
        let Some(sha256) = found else {
            return Err(PenaltyRefusal::UnknownEvidence { pointer: format!("/evidence_ids/{n}") });
        };
        exhibits.push(Exhibit { evidence_id: *id, sha256: sha256.clone() });
    }
    let mut events = vec![PenaltyEvent::Answered { position: command.position, explanation, exhibits }];
    events.extend(set(ctx, PenaltyStep::Decision, Party::Platform));
    Ok(events)
}

/// Somebody of the merchant has opened the case.
///
/// # Errors
/// `not_allowed` unless the merchant or the system, `already_done`.
pub(super) fn prove_notice(
    state: &PenaltyState,
    ctx: &Ctx<'_, '_>,
) -> Result<Vec<PenaltyEvent>, PenaltyRefusal> {
    let deemed = match standing(state, ctx)? {
        PenaltyStanding::Merchant => false,
        PenaltyStanding::System => true,
        PenaltyStanding::Staff { .. } => return Err(PenaltyRefusal::NotAllowed),
    };
    if state.notified_at.is_some() || state.phase != Some(PenaltyPhase::Charged) {
        return Err(PenaltyRefusal::AlreadyDone);
    }
    Ok(proven(ctx, deemed))
}

pub(super) fn proven(ctx: &Ctx<'_, '_>, deemed: bool) -> Vec<PenaltyEvent> {
    let mut events = vec![PenaltyEvent::NoticeProven { deemed }];
    events.extend(set(ctx, PenaltyStep::Answer, Party::Respondent));
    events
}
