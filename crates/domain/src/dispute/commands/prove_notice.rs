//! The notice of acceptance has provably reached the merchant: the time to answer starts (C19).

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{NoticeId, Party, Side};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::stage;
use crate::dispute::standing::{Standing, standing};
use crate::dispute::state::DisputeState;

/// Which notice was seen or delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProveNotice {
    pub notice: Option<NoticeId>,
}

/// Comes from the door through which the merchant saw the case, or from a channel's proof of delivery.
///
/// # Errors
/// `not_allowed` unless the respondent's side or the system, `already_done`, `wrong_stage`.
pub fn decide(
    state: &DisputeState,
    command: &ProveNotice,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    match standing(state, ctx.actor, ctx.now) {
        Some(Standing::Respondent { .. } | Standing::System) => {}
        Some(Standing::Consumer { .. } | Standing::Staff { .. }) => return Err(DisputeRefusal::NotAllowed),
        None => return Err(DisputeRefusal::UnknownDispute),
    }
    check::in_phase(state, check::TALKING)?;
    if state.respondent().is_none() {
        return Err(DisputeRefusal::WrongStage { stage: stage(state) });
    }
    if state.respondent_notified.is_some() {
        return Err(DisputeRefusal::AlreadyDone);
    }
    proven(state, command.notice, false, ctx)
}

/// The facts of a proven notice; while the case is on hold the limit starts with it all the same and is moved later.
///
/// # Errors
/// `unknown_dispute`.
pub(super) fn proven(
    state: &DisputeState,
    notice: Option<NoticeId>,
    deemed: bool,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let mut events = vec![DisputeEvent::NoticeProven { side: Side::Respondent, notice, deemed }];
    if state.response.is_none() {
        events.push(clock::set(ctx, &kind, Step::Response, Party::Respondent, About::default()));
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use crate::dispute::given::*;
    use playbook::Step;

    /// C19: the time to answer starts with the proven notice.
    #[test]
    fn the_time_to_answer_starts_when_the_merchant_was_told() {
        for by in [merchant(), system()] {
            let told = given().accepted().when(&by, prove_notice()).then(&["notice_proven", "deadline_set"]);
            assert_eq!(told.steps(), [Step::Response]);
            told.when(&by, prove_notice()).refused("already_done");
        }
    }

    /// C19: past its limit the notice counts as delivered.
    #[test]
    fn a_notice_that_nobody_looks_at_counts_as_delivered() {
        let told = given().accepted().passed(Step::Notice);
        assert_eq!(told.steps(), [Step::Response]);
        assert!(told.state.respondent_notified.is_some());
    }

    #[test]
    fn only_who_was_told_and_only_in_a_case_that_runs() {
        given().accepted().when(&consumer(), prove_notice()).refused("not_allowed");
        given().accepted().when(&officer(), prove_notice()).refused("not_allowed");
        given().accepted().when(&rival(), prove_notice()).refused("unknown_dispute");
        given().filed().when(&merchant(), prove_notice()).refused("unknown_dispute");
        given().filed().when(&system(), prove_notice()).refused("wrong_stage");
        given()
            .accepted()
            .and(&consumer(), withdraw())
            .when(&system(), prove_notice())
            .refused("wrong_stage");
        let mut nobody = given().accepted();
        nobody.state.filed.as_mut().unwrap().respondent = None;
        nobody.when(&system(), prove_notice()).refused("wrong_stage");
    }
}
