//! The consumer says that what was owed has not been done: the case goes on (E4).

use serde::{Deserialize, Serialize};
use terms::{Audience, EvidenceId, Label, ObligationId, Side};

use super::confirm_performance;
use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::escalation;
use crate::dispute::event::{DisputeEvent, EscalationCause, ReopenCause};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::DisputeState;
use crate::dispute::verb::Verb;

/// What is missing or wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputePerformance {
    pub obligation_id: ObligationId,
    #[serde(default, alias = "proof_evidence_ids")]
    pub evidence_ids: Vec<EvidenceId>,
    pub note: String,
}

/// # Errors
/// As for confirming.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    confirm_performance::may(state, standing)
}

/// # Errors
/// As [`may`]; `unknown_obligation`, and the refusals of texts and evidence.
pub fn decide(state: &DisputeState, command: &DisputePerformance, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::DisputePerformance)?)?;
    let obligation = confirm_performance::reported(state, command.obligation_id)?.id;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let note = check::text(&command.note, "/note", Audience::All)?;
    let items = check::new_evidence(state, &command.evidence_ids, "/evidence_ids", Audience::All, ctx)?;
    let evidence_ids = command.evidence_ids.clone();
    let mut events = check::evidence_events(Side::Consumer, items, Label::ALL);
    events.push(DisputeEvent::PerformanceDisputed { obligation, note, evidence_ids });
    if !state.is_open() {
        events.push(DisputeEvent::Reopened { cause: ReopenCause::PerformanceFailed, reason: None });
    }
    events.extend(escalation::escalate(ctx, &kind, Side::Consumer, EscalationCause::PerformanceDisputed, None));
    Ok(events)
}
