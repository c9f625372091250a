//! The consumer says that what was owed has not been done: the case goes on (E4).

use serde::{Deserialize, Serialize};
use terms::{Audience, EvidenceId, Label, ObligationId, Side};

use super::confirm_performance;
use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::escalation;
use crate::dispute::event::{DisputeEvent, EscalationCause};
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
pub fn decide(
    state: &DisputeState,
    command: &DisputePerformance,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::DisputePerformance)?)?;
    let obligation = confirm_performance::reported(state, command.obligation_id)?.id;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let note = check::text(&command.note, "/note", Audience::All)?;
    let items = check::new_evidence(state, &command.evidence_ids, "/evidence_ids", Audience::All, ctx)?;
    let evidence_ids = command.evidence_ids.clone();
    let evidence = check::evidence_events(Side::Consumer, items, None, Label::ALL);
    let mut events: Vec<DisputeEvent> = evidence.into_iter().collect();
    events.push(DisputeEvent::PerformanceDisputed { obligation, note, evidence_ids });
    let failed = (obligation, EscalationCause::PerformanceDisputed);
    events.extend(escalation::goes_on(state, ctx, &kind, Side::Consumer, failed));
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;
    use playbook::Step;
    use terms::RemedyType;

    /// E4: failure reopens, with a mediator and a date.
    #[test]
    fn what_was_not_done_reopens_the_case() {
        let id = given().apologised().obligation();
        let goes_on = given().apologised().when(&consumer(), dispute(id));
        let goes_on =
            goes_on.then(&["performance_disputed", "reopened", "escalated", "assigned", "deadline_set"]);
        assert_eq!(goes_on.steps(), [Step::Mediation]);
        assert_eq!(goes_on.state.reopened, 1);
    }

    /// E4, C9: what else is owed keeps its date while the quarrel goes on, and after it.
    #[test]
    fn the_rest_of_the_agreement_keeps_its_dates() {
        let two = given().agreed(vec![remedy(RemedyType::Apology), remedy(RemedyType::Resend)]);
        let first = two.state.obligations[0].id;
        let goes_on = two.and(&merchant(), report(first)).and(&consumer(), dispute(first));
        assert_eq!(goes_on.steps(), [Step::Performance, Step::Mediation]);
        let rests = goes_on.when(&consumer(), withdraw());
        let rests = rests.then(&["obligation_cancelled", "withdrawn", "closed", "deadline_set"]);
        assert_eq!(rests.steps(), [Step::Performance, Step::Reopen]);
        assert!(rests.state.is_performing());
        let again = rests.and(&consumer(), reopen());
        assert_eq!(again.steps(), [Step::Performance, Step::Mediation]);
    }

    #[test]
    fn a_second_failure_does_not_reopen_what_is_open() {
        let two = given().agreed(vec![remedy(RemedyType::Apology), remedy(RemedyType::Resend)]);
        let (first, second) = (two.state.obligations[0].id, two.obligation());
        let both = two
            .and(&merchant(), report(first))
            .and(&merchant(), report(second))
            .and(&consumer(), dispute(first));
        let again = both.when(&consumer(), dispute(second));
        again.then(&["performance_disputed", "escalated", "assigned", "deadline_set"]);
    }

    #[test]
    fn the_consumer_says_what_is_missing() {
        let id = given().apologised().obligation();
        given().apologised().when(&merchant(), dispute(id)).refused("not_allowed");
        given()
            .apologised()
            .when(&consumer(), dispute(ObligationId::default()))
            .refused("unknown_obligation");
        let silent = DisputePerformance { obligation_id: id, evidence_ids: vec![], note: " ".to_owned() };
        given()
            .apologised()
            .when(&consumer(), DisputeCommand::DisputePerformance(silent))
            .refused("text_missing");
        let shown =
            DisputePerformance {
                obligation_id: id, evidence_ids: vec![upload(1)], note: "没有".to_owned()
            };
        given()
            .apologised()
            .when(&consumer(), DisputeCommand::DisputePerformance(shown))
            .refused("unknown_evidence");
        let agreed = given().agreed(vec![remedy(RemedyType::Apology)]);
        agreed.when(&consumer(), dispute(id)).refused("obligation_not_open");
    }
}
