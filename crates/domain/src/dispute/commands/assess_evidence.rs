//! Staff check a piece of evidence and write down how and why (D3).

use serde::{Deserialize, Serialize};
use terms::{EvidenceId, EvidenceState, clean_line};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::DisputeState;
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
    check::in_phase(state, check::RUNNING)?;
    if state.evidence.is_empty() {
        return Err(DisputeRefusal::UnknownEvidence { pointer: "/evidence_id".to_owned() });
    }
    Ok(())
}

/// # Errors
/// As [`may`]; `unknown_evidence`, and the refusals of texts.
pub fn decide(
    state: &DisputeState,
    command: &AssessEvidence,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::AssessEvidence)?)?;
    let found = state.evidence.iter().find(|e| e.item.evidence_id == command.evidence_id);
    let found = found.ok_or(DisputeRefusal::UnknownEvidence { pointer: "/evidence_id".to_owned() })?;
    let how = clean_line(&command.how, 200);
    let how = how.map_err(|why| DisputeRefusal::Text { pointer: "/how".to_owned(), why })?;
    let reason = check::text(&command.reason, "/reason", found.label.audience)?;
    Ok(vec![DisputeEvent::EvidenceAssessed {
        evidence_id: command.evidence_id,
        state: command.state,
        how,
        reason,
    }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::commands::send_message::Addressed;
    use crate::dispute::given::*;
    use terms::Audience;

    fn assess(n: u128, how: &str, reason: &str) -> DisputeCommand {
        let (evidence_id, state) = (upload(n), EvidenceState::Doubtful);
        DisputeCommand::AssessEvidence(AssessEvidence {
            evidence_id,
            state,
            how: how.to_owned(),
            reason: reason.to_owned(),
        })
    }

    fn shown(audience: Addressed) -> Given {
        given().responded().uploaded(&consumer(), 1).and(&consumer(), evidence(&[upload(1)], audience))
    }

    /// D3: by whom, how and why, and every earlier finding is kept.
    #[test]
    fn a_finding_says_how_and_why_and_the_earlier_one_is_kept() {
        let found = shown(Addressed::All)
            .when(&officer(), assess(1, "反查拍摄时间", "早于下单"))
            .then(&["evidence_assessed"]);
        let found = found.and(&mediator(), assess(1, "联系拍摄者", "拍摄者确认"));
        let piece = &found.state.evidence[0];
        assert_eq!(piece.state, EvidenceState::Doubtful);
        assert_eq!(piece.assessments.len(), 2);
    }

    /// D8: the reason is read by nobody who does not see the evidence.
    #[test]
    fn the_reason_is_for_those_who_see_the_evidence() {
        let found = shown(Addressed::Staff).and(&officer(), assess(1, "看", "可疑"));
        assert_eq!(found.state.evidence[0].assessments[0].reason.audience(), Audience::ConsumerSide);
    }

    #[test]
    fn staff_assess_what_is_there() {
        shown(Addressed::All).when(&consumer(), assess(1, "看", "真")).refused("not_allowed");
        shown(Addressed::All).when(&merchant(), assess(1, "看", "假")).refused("not_allowed");
        shown(Addressed::All)
            .when(&officer(), assess(2, "看", "真"))
            .refused_at("unknown_evidence", "/evidence_id");
        given().responded().when(&officer(), assess(1, "看", "真")).refused("unknown_evidence");
        shown(Addressed::All).when(&officer(), assess(1, "", "真")).refused_at("text_missing", "/how");
        shown(Addressed::All).when(&officer(), assess(1, "看", "")).refused_at("text_missing", "/reason");
        shown(Addressed::All)
            .and(&consumer(), withdraw())
            .when(&officer(), assess(1, "看", "真"))
            .refused("wrong_stage");
    }
}
