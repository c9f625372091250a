//! The second person does not agree yet: the ruling goes back to who wrote it, with the reason (C7).

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{Audience, Party};

use super::approve_ruling::waiting;
use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::DisputeState;
use crate::dispute::verb::Verb;

/// What is wrong with it, for the decider's eyes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnRuling {
    pub reason: String,
}

/// # Errors
/// As for approving.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    waiting(state, standing).map(|_| ())
}

/// # Errors
/// As [`may`], and the refusals of texts.
pub fn decide(
    state: &DisputeState,
    command: &ReturnRuling,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let draft = waiting(state, standing_for(state, ctx.actor, ctx.now, Verb::ReturnRuling)?)?;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let reason = check::text(&command.reason, "/reason", Audience::Staff)?;
    let step = if draft.on_appeal.is_some() { Step::AppealRuling } else { Step::Ruling };
    Ok(vec![
        DisputeEvent::RulingReturned { decision: draft.id, reason },
        clock::set(ctx, &kind, step, Party::Platform, About::default()),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;

    fn weighty() -> crate::dispute::GivenRuling {
        let remedies = vec![money(terms::RemedyType::RefundWithReturn, "8990.00")];
        crate::dispute::GivenRuling { remedies, ..ruling() }
    }

    /// C7: what the second person will not sign goes back with a reason and a date, and can be written anew.
    #[test]
    fn a_ruling_that_is_not_agreed_to_goes_back() {
        let back = |reason: &str| DisputeCommand::ReturnRuling(ReturnRuling { reason: reason.to_owned() });
        let drafted = given().weighty().ruling_stage().and(&decider(), rule(weighty()));
        drafted.clone().when(&second_decider(), back("")).refused_at("text_missing", "/reason");
        drafted.clone().when(&decider(), back("算错了")).refused("not_allowed");
        let returned = drafted.when(&second_decider(), back("金额算错了"));
        let returned = returned.then(&["ruling_returned", "deadline_set"]);
        assert_eq!(returned.steps(), [Step::Ruling]);
        let again = returned.when(&decider(), rule(weighty())).then(&["ruling_drafted", "deadline_set"]);
        assert_eq!(again.steps(), [Step::RulingReview]);
    }
}
