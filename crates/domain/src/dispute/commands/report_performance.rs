//! The merchant says that it has done what it owed, with proof (C9).

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{Audience, EvidenceId, Label, ObligationId, ObligationState, Party, Side};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Obligation, Returning};
use crate::dispute::verb::Verb;

/// Which obligation, and what shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportPerformance {
    pub obligation_id: ObligationId,
    #[serde(default)]
    pub proof_evidence_ids: Vec<EvidenceId>,
    #[serde(default)]
    pub note: Option<String>,
}

/// What a merchant can report: everything but money that the provider pays, once goods are back where they must be.
pub(super) fn is_reportable(obligation: &Obligation) -> bool {
    let by_provider = obligation.remedy.remedy_type.pays_money() && obligation.remedy.amount.is_some();
    let goods_are_back = matches!(
        obligation.returning,
        Returning::NotNeeded | Returning::Received { condition: terms::Condition::AsSent, .. }
    );
    obligation.state == ObligationState::Due && !by_provider && goods_are_back
}

/// # Errors
/// `not_allowed` unless the respondent's side, `obligation_not_open` without one that can be reported.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    check::of_side(standing, Side::Respondent)?;
    if state.obligations.iter().any(is_reportable) { Ok(()) } else { Err(DisputeRefusal::ObligationNotOpen) }
}

/// # Errors
/// As [`may`]; `unknown_obligation`, and the refusals of texts and evidence.
pub fn decide(state: &DisputeState, command: &ReportPerformance, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::ReportPerformance)?)?;
    let obligation = state.obligation(command.obligation_id).ok_or(DisputeRefusal::UnknownObligation)?;
    if !is_reportable(obligation) {
        return Err(DisputeRefusal::ObligationNotOpen);
    }
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let note = check::note(command.note.as_deref(), "/note", Audience::All)?;
    let pointer = "/proof_evidence_ids";
    let items = check::new_evidence(state, &command.proof_evidence_ids, pointer, Audience::All, ctx)?;
    let mut events = check::evidence_events(Side::Respondent, items, Label::ALL);
    let id = obligation.id;
    let proof_evidence_ids = command.proof_evidence_ids.clone();
    events.push(DisputeEvent::PerformanceReported { obligation: id, proof_evidence_ids, note });
    events.push(clock::set(ctx, &kind, Step::ConfirmPerformance, Party::Consumer, About::obligation(id)));
    Ok(events)
}
