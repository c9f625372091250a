//! One side accepts the mediator's proposal; when both have, it is the agreement (C5).

use serde::{Deserialize, Serialize};
use terms::{Audience, ProposalId, Side};

use crate::ctx::Ctx;
use crate::dispute::agree::agree;
use crate::dispute::check;
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::remedies::{self, Setting};
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase, Proposal};
use crate::dispute::verb::Verb;

/// Which proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptProposal {
    pub proposal_id: ProposalId,
    #[serde(default)]
    pub note: Option<String>,
}

/// # Errors
/// `not_allowed` unless one of the sides, `wrong_stage`, `on_hold`, `unknown_proposal` without one on the table,
/// `already_done` once answered.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    let side = check::a_side(standing)?;
    check::in_phase(state, &[Phase::Mediation])?;
    check::not_on_hold(state)?;
    let proposal = state.open_proposal().ok_or(DisputeRefusal::UnknownProposal)?;
    if proposal.answered_by(side) { Err(DisputeRefusal::AlreadyDone) } else { Ok(()) }
}

/// The proposal that is meant, still on the table, and the side that answers it.
///
/// # Errors
/// As [`may`]; `offer_not_open` for one that is gone.
pub(super) fn meant(
    state: &DisputeState,
    id: ProposalId,
    standing: Standing,
) -> Result<(&Proposal, Side), DisputeRefusal> {
    let side = check::a_side(standing)?;
    let found = state.proposals.iter().find(|p| p.id == id);
    if let Some(gone) = found.filter(|p| p.state != terms::OfferState::Proposed) {
        return Err(DisputeRefusal::OfferNotOpen { state: gone.state });
    }
    may(state, standing)?;
    Ok((found.ok_or(DisputeRefusal::UnknownProposal)?, side))
}

/// The remedies are checked again when it becomes the agreement: money may have gone back by another way since.
///
/// # Errors
/// As [`may`]; `offer_not_open`, `above_cap`, and the refusals of texts.
pub fn decide(
    state: &DisputeState,
    command: &AcceptProposal,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::AcceptProposal)?;
    let (proposal, side) = meant(state, command.proposal_id, standing)?;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let note = check::note(command.note.as_deref(), "/note", Audience::All)?;
    let remedies = remedies::check(&proposal.remedies, &Setting::of(state, ctx)?, "/proposal_id", ctx)?;
    let mut events =
        vec![DisputeEvent::ProposalAnswered { proposal: proposal.id, side, accepted: true, note }];
    if proposal.answers.iter().any(|answer| answer.accepted && answer.side != side) {
        let mut agreed = agree(state, &kind, None, &remedies, ctx)?;
        // Accepted by both it is not withdrawn.
        agreed.retain(|event| !matches!(event, DisputeEvent::ProposalEnded { .. }));
        events.extend(agreed);
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::given::*;
    use playbook::Step;
    use terms::{OfferState, OutcomeCode, RemedyType};

    fn proposed() -> Given {
        let remedies = vec![money(RemedyType::PartialRefund, "300"), remedy(RemedyType::Apology)];
        given().escalated().and(&mediator(), propose(remedies))
    }

    /// C5, C9: both accept, then it is the agreement, with its debtor and dates.
    #[test]
    fn accepted_by_both_it_is_the_agreement() {
        let first = proposed();
        let id = first.proposal();
        let first = first.when(&merchant(), accept_proposal(id)).then(&["proposal_answered"]);
        assert_eq!(first.steps(), [Step::Mediation, Step::ProposalAnswer]);
        let both = first.when(&consumer(), accept_proposal(id));
        let both =
            both.then(&["proposal_answered", "agreement_reached", "closed", "deadline_set", "deadline_set"]);
        assert_eq!(both.state.proposals[0].state, OfferState::Accepted);
        assert_eq!(both.state.outcome, Some(OutcomeCode::ResolvedByAgreement));
        both.when(&consumer(), accept_proposal(id)).refused("offer_not_open");
    }

    /// C5: an offer that waits is off the table once both accepted the mediator's way.
    #[test]
    fn an_offer_that_waits_gives_way() {
        let offered = proposed().and(&merchant(), offer(vec![remedy(RemedyType::Apology)]));
        let id = offered.proposal();
        let both = offered.and(&merchant(), accept_proposal(id)).and(&consumer(), accept_proposal(id));
        assert_eq!(both.state.offers[0].state, OfferState::Withdrawn);
    }

    /// C18: money may have gone back by another way since.
    #[test]
    fn the_cap_is_looked_at_again() {
        let mut paid = proposed();
        let id = paid.proposal();
        paid.facts.order.as_mut().unwrap().outside.insert("CB-1".to_owned(), yuan("700"));
        paid.when(&consumer(), accept_proposal(id)).refused("above_cap");
    }

    #[test]
    fn each_side_answers_once_what_is_on_the_table() {
        let id = proposed().proposal();
        proposed()
            .and(&consumer(), accept_proposal(id))
            .when(&consumer(), accept_proposal(id))
            .refused("already_done");
        proposed().when(&mediator(), accept_proposal(id)).refused("not_allowed");
        proposed().when(&consumer(), accept_proposal(ProposalId::default())).refused("unknown_proposal");
        given().escalated().when(&consumer(), accept_proposal(id)).refused("unknown_proposal");
        given().responded().when(&consumer(), accept_proposal(id)).refused("wrong_stage");
        let held = proposed().and(&mediator(), hold(WEDNESDAY.plus_seconds(DAY)));
        held.when(&consumer(), accept_proposal(id)).refused("on_hold");
    }
}
