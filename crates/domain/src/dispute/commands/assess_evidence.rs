//! Staff check a piece of evidence and write down how and why (D3).

use serde::{Deserialize, Serialize};
use terms::{EvidenceId, EvidenceState, clean_line};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// The finding on one piece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssessEvidence {
    pub evidence_id: EvidenceId,
    pub state: EvidenceState,
    pub how: String,
    pub reason: String,
}

/// # Errors
/// `not_allowed` unless staff, `wrong_stage` once closed, `unknown_evidence` while there is none.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    check::staff(standing)?;
    check::in_phase(state, &[Phase::Screening, Phase::Negotiation, Phase::Mediation])?;
    if state.evidence.is_empty() {
        return Err(DisputeRefusal::UnknownEvidence { pointer: "/evidence_id".to_owned() });
    }
    Ok(())
}

/// # Errors
/// As [`may`]; `unknown_evidence`, and the refusals of texts.
pub fn decide(state: &DisputeState, command: &AssessEvidence, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::AssessEvidence)?)?;
    let found = state.evidence.iter().find(|e| e.item.evidence_id == command.evidence_id);
    let found = found.ok_or(DisputeRefusal::UnknownEvidence { pointer: "/evidence_id".to_owned() })?;
    let how = clean_line(&command.how, 200);
    let how = how.map_err(|why| DisputeRefusal::Text { pointer: "/how".to_owned(), why })?;
    let reason = check::text(&command.reason, "/reason", found.label.audience)?;
    Ok(vec![DisputeEvent::EvidenceAssessed { evidence_id: command.evidence_id, state: command.state, how, reason }])
}
