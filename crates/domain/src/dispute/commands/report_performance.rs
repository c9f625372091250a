//! Whoever owes it, the merchant or the platform, says that it was done, with proof (C9).

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{Audience, EvidenceId, Label, ObligationId, ObligationState, Party};

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

/// What can be reported: everything but money that the provider pays, once goods are back where they must be.
pub(super) fn is_reportable(obligation: &Obligation) -> bool {
    let by_provider = obligation.remedy.remedy_type.pays_money() && obligation.remedy.amount.is_some();
    let goods_are_back = matches!(
        obligation.returning,
        Returning::NotNeeded | Returning::Received { condition: terms::Condition::AsSent, .. }
    );
    obligation.state == ObligationState::Due && !by_provider && goods_are_back
}

/// # Errors
/// `not_allowed` unless the side that may owe, `obligation_not_open` without one of theirs that can be reported.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    let debtor = check::debtor(standing)?;
    if state.obligations.iter().any(|o| o.debtor == debtor && is_reportable(o)) {
        Ok(())
    } else {
        Err(DisputeRefusal::ObligationNotOpen)
    }
}

/// # Errors
/// As [`may`]; `unknown_obligation`, and the refusals of texts and evidence.
pub fn decide(
    state: &DisputeState,
    command: &ReportPerformance,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::ReportPerformance)?;
    may(state, standing)?;
    let debtor = check::debtor(standing)?;
    let obligation = state.obligation(command.obligation_id).ok_or(DisputeRefusal::UnknownObligation)?;
    if obligation.debtor != debtor || !is_reportable(obligation) {
        return Err(DisputeRefusal::ObligationNotOpen);
    }
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let note = check::note(command.note.as_deref(), "/note", Audience::All)?;
    let pointer = "/proof_evidence_ids";
    let items = check::new_evidence(state, &command.proof_evidence_ids, pointer, Audience::All, ctx)?;
    let evidence = check::evidence_events(standing.side(), items, None, Label::ALL);
    let mut events: Vec<DisputeEvent> = evidence.into_iter().collect();
    let id = obligation.id;
    let proof_evidence_ids = command.proof_evidence_ids.clone();
    events.push(DisputeEvent::PerformanceReported { obligation: id, proof_evidence_ids, note });
    events.push(clock::set(ctx, &kind, Step::ConfirmPerformance, Party::Consumer, About::obligation(id)));
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;
    use terms::RemedyType;

    /// C9: reported with proof; the consumer has time to say otherwise.
    #[test]
    fn what_was_done_is_reported_with_its_proof() {
        let agreed = given().agreed(vec![remedy(RemedyType::Apology)]).uploaded(&merchant(), 1);
        let (obligation_id, proof_evidence_ids) = (agreed.obligation(), vec![upload(1)]);
        let command =
            ReportPerformance {
                obligation_id, proof_evidence_ids, note: Some("已发送道歉信".to_owned())
            };
        let reported = agreed.when(&merchant(), DisputeCommand::ReportPerformance(command));
        let reported = reported.then(&["evidence_provided", "performance_reported", "deadline_set"]);
        assert_eq!(reported.steps(), [Step::ConfirmPerformance]);
        reported.when(&merchant(), report(obligation_id)).refused("obligation_not_open");
    }

    /// C9: after silence it counts as done.
    #[test]
    fn a_report_that_nobody_disputes_counts_as_performed() {
        let done = given().apologised().passed(Step::ConfirmPerformance);
        assert!(!done.state.is_performing());
        assert_eq!(done.steps(), []);
    }

    /// C9: where the rules give silence no such meaning, the platform has to ask.
    #[test]
    fn silence_confirms_only_where_the_rules_say_so() {
        let mut reported = given().apologised();
        reported.state.deadlines[0].consequence = playbook::Consequence::CaseGoesOn;
        let asked = reported.passed(Step::ConfirmPerformance);
        assert_eq!(asked.deadline(Step::Performance).who, Party::Platform);
    }

    /// C18: money is reported by the provider, goods must be back first.
    #[test]
    fn money_and_goods_that_are_not_back_cannot_be_reported() {
        let paid = given().agreed(vec![money(RemedyType::Refund, "1")]);
        let id = paid.obligation();
        paid.when(&merchant(), report(id)).refused("obligation_not_open");
        let goods = given().agreed(vec![remedy(RemedyType::Replacement), remedy(RemedyType::Apology)]);
        let id = goods.state.obligations[0].id;
        goods.when(&merchant(), report(id)).refused("obligation_not_open");
    }

    #[test]
    fn only_the_debtor_reports_what_is_owed() {
        let agreed = || given().agreed(vec![remedy(RemedyType::Apology)]);
        let id = agreed().obligation();
        agreed().when(&consumer(), report(id)).refused("not_allowed");
        agreed().when(&rival(), report(id)).refused("unknown_dispute");
        agreed()
            .when(&merchant(), report(ObligationId::default()))
            .refused_at("unknown_obligation", "/obligation_id");
        let proof = ReportPerformance { obligation_id: id, proof_evidence_ids: vec![upload(1)], note: None };
        agreed().when(&merchant(), DisputeCommand::ReportPerformance(proof)).refused("unknown_evidence");
    }
}
