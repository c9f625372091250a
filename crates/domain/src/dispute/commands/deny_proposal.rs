//! One side says no to the mediator's proposal; the mediation goes on (C5).

use serde::{Deserialize, Serialize};
use terms::{Audience, ProposalId};

use super::accept_proposal::{self, meant};
use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::DisputeState;
use crate::dispute::verb::Verb;

/// Which proposal, and why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DenyProposal {
    pub proposal_id: ProposalId,
    #[serde(default)]
    pub note: Option<String>,
}

/// # Errors
/// As for accepting.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    accept_proposal::may(state, standing)
}

/// # Errors
/// As [`may`]; `offer_not_open`, and the refusals of texts.
pub fn decide(
    state: &DisputeState,
    command: &DenyProposal,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::DenyProposal)?;
    let (proposal, side) = meant(state, command.proposal_id, standing)?;
    let note = check::note(command.note.as_deref(), "/note", Audience::All)?;
    Ok(vec![DisputeEvent::ProposalAnswered { proposal: proposal.id, side, accepted: false, note }])
}

#[cfg(test)]
mod tests {
    use crate::dispute::given::*;
    use playbook::Step;
    use terms::{OfferState, RemedyType};

    /// C5: one no ends it for both, and the mediator goes on.
    #[test]
    fn one_no_ends_the_proposal_for_both() {
        let made = given().escalated().and(&mediator(), propose(vec![remedy(RemedyType::Apology)]));
        let id = made.proposal();
        let denied = made.and(&merchant(), accept_proposal(id)).when(&consumer(), deny_proposal(id));
        let denied = denied.then(&["proposal_answered"]);
        assert_eq!(denied.state.proposals[0].state, OfferState::Denied);
        assert_eq!(denied.steps(), [Step::Mediation]);
        denied.when(&merchant(), deny_proposal(id)).refused("offer_not_open");
        given().escalated().when(&officer(), deny_proposal(id)).refused("not_allowed");
    }
}
