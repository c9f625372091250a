//! Someone puts evidence into the case; its hash stands in the record from that moment (D2).

use serde::{Deserialize, Serialize};
use terms::EvidenceId;

use super::send_message::Addressed;
use crate::ctx::Ctx;
use crate::dispute::check::{self, MAX_EVIDENCE};
use crate::dispute::event::{DisputeEvent, side_label};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::DisputeState;
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
    check::alive(state)?;
    if state.evidence.len() >= MAX_EVIDENCE {
        return Err(DisputeRefusal::TooMany { pointer: "/evidence_ids".to_owned(), most: MAX_EVIDENCE });
    }
    Ok(())
}

/// # Errors
/// As [`may`]; `unknown_evidence` without a new file, `evidence_used_elsewhere`, and the refusals of texts.
pub fn decide(
    state: &DisputeState,
    command: &ProvideEvidence,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
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
    Ok(check::heard_evidence(state, side, items, note, label, ctx))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::given::*;
    use terms::{EvidenceState, Label};

    /// D2, D3: each file enters with its hash, still to be checked.
    #[test]
    fn evidence_enters_with_its_hash_and_waits_to_be_checked() {
        let shown = given().responded().uploaded(&consumer(), 1).uploaded(&consumer(), 2);
        let shown = shown.when(&consumer(), evidence(&[upload(1), upload(2)], Addressed::All));
        let shown = shown.then(&["evidence_provided"]);
        assert_eq!(shown.state.evidence[0].item.sha256, format!("{:064x}", 1));
        assert!(
            shown.state.evidence.iter().all(|e| e.state == EvidenceState::Pending && e.label == Label::ALL)
        );
    }

    /// D8: what is for the platform alone stays so.
    #[test]
    fn evidence_for_staff_is_hidden_from_the_other_side() {
        let shown = given().responded().uploaded(&merchant(), 1);
        let shown = shown.and(&merchant(), evidence(&[upload(1)], Addressed::Staff));
        assert_eq!(shown.state.evidence[0].label, Label::RESPONDENT_SIDE);
    }

    #[test]
    fn something_new_and_ones_own_must_be_shown() {
        let shown = |owner, ids: &[EvidenceId]| {
            given().responded().uploaded(&owner, 1).when(&consumer(), evidence(ids, Addressed::All))
        };
        shown(consumer(), &[]).refused("unknown_evidence");
        shown(merchant(), &[upload(1)]).refused("unknown_evidence");
        shown(consumer(), &[upload(1)])
            .ok()
            .when(&consumer(), evidence(&[upload(1)], Addressed::All))
            .refused("unknown_evidence");
        let many: Vec<EvidenceId> = (0..21).map(upload).collect();
        shown(consumer(), &many).refused("too_many");
    }

    #[test]
    fn evidence_is_provided_by_people_with_a_place_in_the_case() {
        let ready = || given().responded().uploaded(&consumer(), 1);
        let show = |audience| evidence(&[upload(1)], audience);
        ready().when(&consumer(), show(Addressed::Mediator)).refused("not_allowed");
        ready().when(&system(), show(Addressed::All)).refused("not_allowed");
        ready().when(&stranger(), show(Addressed::All)).refused("unknown_dispute");
        ready().and(&consumer(), withdraw()).when(&consumer(), show(Addressed::All)).refused("wrong_stage");
        given()
            .filed()
            .uploaded(&merchant(), 1)
            .when(&merchant(), show(Addressed::All))
            .refused("unknown_dispute");
        given().merged().uploaded(&consumer(), 1).when(&consumer(), show(Addressed::All)).refused("merged");
        let mut full = ready().and(&consumer(), show(Addressed::All));
        full.state.evidence = vec![full.state.evidence[0].clone(); MAX_EVIDENCE];
        full.when(&consumer(), show(Addressed::All)).refused("too_many");
        let note = Some("\0".to_owned());
        let noted = ProvideEvidence { evidence_ids: vec![upload(1)], note, audience: Addressed::All };
        let noted = crate::dispute::DisputeCommand::ProvideEvidence(noted);
        ready().when(&consumer(), noted).refused("text_forbidden_character");
    }
}
