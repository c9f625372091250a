//! Someone puts evidence into the case; its hash stands in the record from that moment (D2).

use serde::{Deserialize, Serialize};
use terms::EvidenceId;

use super::send_message::Addressed;
use crate::ctx::Ctx;
use crate::dispute::check::{self, MAX_EVIDENCE};
use crate::dispute::event::{DisputeEvent, side_label};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// Which uploads, with a word about them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvideEvidence {
    pub evidence_ids: Vec<EvidenceId>,
    #[serde(default)]
    pub note: Option<String>,
    pub audience: Addressed,
}

/// # Errors
/// `not_allowed` for the system, `wrong_stage` once everything is carried out, `too_many`.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    if standing == Standing::System {
        return Err(DisputeRefusal::NotAllowed);
    }
    if !state.is_performing() {
        check::in_phase(state, &[Phase::Screening, Phase::Negotiation, Phase::Mediation])?;
    }
    if state.evidence.len() >= MAX_EVIDENCE {
        return Err(DisputeRefusal::TooMany { pointer: "/evidence_ids".to_owned(), most: MAX_EVIDENCE });
    }
    Ok(())
}

/// # Errors
/// As [`may`]; `unknown_evidence` without a new file, `evidence_used_elsewhere`, and the refusals of texts.
pub fn decide(state: &DisputeState, command: &ProvideEvidence, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::ProvideEvidence)?;
    may(state, standing)?;
    let side = standing.side();
    let label = match command.audience {
        Addressed::All => terms::Label::ALL,
        Addressed::Staff => side_label(side),
        Addressed::Mediator => return Err(DisputeRefusal::NotAllowed),
    };
    let items = check::new_evidence(state, &command.evidence_ids, "/evidence_ids", label.audience, ctx)?;
    if items.is_empty() {
        return Err(DisputeRefusal::UnknownEvidence { pointer: "/evidence_ids".to_owned() });
    }
    let note = check::note(command.note.as_deref(), "/note", label.audience)?;
    Ok(vec![DisputeEvent::EvidenceProvided { side, items, note, label }])
}
