//! A second decider has read a ruling of weight and agrees: now it counts (C7).

use serde::{Deserialize, Serialize};
use terms::Role;

use super::rule::{self, Made};
use super::rule_on_appeal;
use crate::ctx::Ctx;
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::remedies::{self, Setting};
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Draft};
use crate::dispute::verb::Verb;

/// Nothing more is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApproveRuling {}

/// # Errors
/// `not_allowed` unless another decider who may judge, `nothing_drafted`.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    waiting(state, standing).map(|_| ())
}

/// The draft that waits for a second person, who must be somebody else than wrote it.
///
/// # Errors
/// As [`may`].
pub(super) fn waiting(state: &DisputeState, standing: Standing) -> Result<&Draft, DisputeRefusal> {
    match standing {
        Standing::Staff { role: Role::Decider, may_judge: true, .. } => {}
        Standing::Staff { .. }
        | Standing::Consumer { .. }
        | Standing::Respondent { .. }
        | Standing::System => return Err(DisputeRefusal::NotAllowed),
    }
    state.draft.as_ref().filter(|draft| draft.returned.is_none()).ok_or(DisputeRefusal::NothingDrafted)
}

/// The remedies are checked again: money may have gone back by another way since.
///
/// # Errors
/// As [`may`]; `above_cap` and the other refusals of remedies.
pub fn decide(
    state: &DisputeState,
    _: &ApproveRuling,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let draft = waiting(state, standing_for(state, ctx.actor, ctx.now, Verb::ApproveRuling)?)?;
    let (decided_by, second) = (draft.by, Some(ctx.actor.by()));
    let made = Made { decision: draft.id, ruling: draft.ruling.clone(), decided_by, second };
    match draft.on_appeal {
        Some(outcome) => rule_on_appeal::decided(state, outcome, made, ctx),
        None => {
            if !made.ruling.remedies.is_empty() {
                let setting = Setting::of(state, ctx)?;
                remedies::check(&made.ruling.remedies, &setting, "/remedies", ctx)?;
            }
            rule::made(state, made, ctx)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;
    use playbook::Step;

    fn weighty() -> crate::dispute::GivenRuling {
        let remedies = vec![money(terms::RemedyType::RefundWithReturn, "8990.00")];
        crate::dispute::GivenRuling { remedies, ..ruling() }
    }

    fn approve() -> DisputeCommand {
        DisputeCommand::ApproveRuling(ApproveRuling {})
    }

    /// C7: a ruling of weight counts when somebody else has read it; both stand in the record.
    #[test]
    fn a_ruling_of_weight_counts_when_a_second_person_has_read_it() {
        let drafted = given().weighty().ruling_stage().when(&decider(), rule(weighty()));
        let drafted = drafted.then(&["ruling_drafted", "deadline_set"]);
        assert_eq!(drafted.steps(), [Step::RulingReview]);
        drafted.clone().when(&decider(), approve()).refused("not_allowed");
        drafted.clone().when(&decider(), rule(weighty())).refused("already_done");
        let ruled = drafted.and(&second_decider(), approve());
        let decision = &ruled.state.decisions[0];
        assert_eq!(decision.decided_by, decider().by());
        assert_eq!(decision.second, Some(second_decider().by()));
    }

    #[test]
    fn only_who_may_judge_is_a_second_person() {
        given().ruling_stage().when(&second_decider(), approve()).refused("nothing_drafted");
        let drafted = given().weighty().ruling_stage().and(&decider(), rule(weighty()));
        for other in [consumer(), merchant(), supervisor(), mediator(), officer()] {
            drafted.clone().when(&other, approve()).refused("not_allowed");
        }
    }
}
