//! The mediator puts a way out before both sides; it counts when both accept it (C5, E2).

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{Audience, OfferState, Party, ProposalId};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::ending::proposal_ends;
use crate::dispute::event::{DisputeEvent, Remedy};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::remedies::{self, Setting, can_be_carried_out};
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// Most proposals in one case.
pub const MAX_PROPOSALS: usize = 50;

/// What each side would get and give, and why that is fair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Propose {
    pub remedies: Vec<Remedy>,
    pub reasons: String,
}

/// # Errors
/// `not_allowed` unless the mediator in charge, `wrong_stage`, `on_hold`, `too_many`.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    check::in_charge(standing)?;
    check::in_phase(state, &[Phase::Mediation])?;
    check::not_on_hold(state)?;
    if state.respondent().is_none() {
        return Err(DisputeRefusal::NotAllowed);
    }
    if state.proposals.len() >= MAX_PROPOSALS {
        return Err(DisputeRefusal::TooMany { pointer: "/remedies".to_owned(), most: MAX_PROPOSALS });
    }
    Ok(())
}

/// One proposal is on the table at a time: a new one takes the place of the last. Both sides have the same time (C11).
///
/// # Errors
/// As [`may`], and the refusals of texts and remedies.
pub fn decide(
    state: &DisputeState,
    command: &Propose,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::Propose)?)?;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let remedies = remedies::check(&command.remedies, &Setting::of(state, ctx)?, "/remedies", ctx)?;
    can_be_carried_out(&remedies, state.order())?;
    let reasons = check::text(&command.reasons, "/reasons", Audience::All)?;
    let proposal = ProposalId(ctx.ids.uuid());
    let mut events: Vec<DisputeEvent> = proposal_ends(state).into_iter().collect();
    events.push(DisputeEvent::ProposalMade { proposal, remedies, reasons });
    for who in [Party::Consumer, Party::Respondent] {
        events.push(clock::set(ctx, &kind, Step::ProposalAnswer, who, About::proposal(proposal)));
    }
    Ok(events)
}

/// The time of one side is over: the proposal falls away, the mediation goes on.
pub(super) fn expired(state: &DisputeState, proposal: Option<ProposalId>) -> Option<DisputeEvent> {
    let open = state.open_proposal().filter(|open| Some(open.id) == proposal)?;
    Some(DisputeEvent::ProposalEnded { proposal: open.id, state: OfferState::Expired })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::given::*;
    use terms::{RemedyType, Seal};

    /// C5, C11: both sides are asked, under a seal, with the same time to answer.
    #[test]
    fn a_proposal_asks_both_sides_with_the_same_time() {
        let made = given().escalated().when(&mediator(), propose(vec![remedy(RemedyType::Apology)]));
        let made = made.then(&["proposal_made", "deadline_set", "deadline_set"]);
        let limits: Vec<_> = made.state.deadlines.iter().filter(|d| d.step == Step::ProposalAnswer).collect();
        assert_eq!(limits.iter().map(|d| d.who).collect::<Vec<_>>(), [Party::Consumer, Party::Respondent]);
        assert_eq!(limits[0].due_at, limits[1].due_at);
        assert!(limits.iter().all(|d| d.seal == Seal::Mediation));
    }

    /// C5: a new proposal takes the place of the last; an unanswered one expires, and the mediation goes on.
    #[test]
    fn one_proposal_is_on_the_table() {
        let made = given().escalated().and(&mediator(), propose(vec![remedy(RemedyType::Apology)]));
        let again = made.when(&mediator(), propose(vec![remedy(RemedyType::Apology)]));
        let again = again.then(&["proposal_ended", "proposal_made", "deadline_set", "deadline_set"]);
        assert_eq!(again.state.proposals[0].state, OfferState::Withdrawn);
        let expired = again.passed(Step::ProposalAnswer);
        assert_eq!(expired.state.proposals[1].state, OfferState::Expired);
        assert_eq!(expired.steps(), [Step::Mediation]);
    }

    #[test]
    fn whoever_mediates_proposes_what_can_be_carried_out() {
        let refused = |given: Given, by: &crate::Actor, remedies| given.when(by, propose(remedies));
        let apology = || vec![remedy(RemedyType::Apology)];
        for other in [consumer(), merchant(), officer()] {
            refused(given().escalated(), &other, apology()).refused("not_allowed");
        }
        refused(given().responded(), &officer(), apology()).refused("wrong_stage");
        refused(given().escalated(), &mediator(), vec![]).refused("remedies_missing");
        refused(given().escalated(), &mediator(), vec![money(RemedyType::Refund, "900")])
            .refused("above_cap");
        refused(given().escalated(), &stranger(), apology()).refused("unknown_dispute");
        let held = given().escalated().and(&mediator(), hold(WEDNESDAY.plus_seconds(DAY)));
        refused(held, &mediator(), apology()).refused("on_hold");
        let mut many = given().escalated().and(&mediator(), propose(apology()));
        many.state.proposals = vec![many.state.proposals[0].clone(); MAX_PROPOSALS];
        refused(many, &mediator(), apology()).refused("too_many");
    }
}
