//! Who decides the appeal lets what is not under way wait for it, with reasons (C8, C9).

use serde::{Deserialize, Serialize};
use terms::Audience;

use super::rule::judges;
use crate::ctx::Ctx;
use crate::dispute::agree::is_under_way;
use crate::dispute::check;
use crate::dispute::event::{DisputeEvent, MovedDeadline};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::DisputeState;
use crate::dispute::verb::Verb;

/// Why it waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stay {
    pub reason: String,
}

/// # Errors
/// `wrong_stage` without an appeal, `not_allowed` unless who decides it, `already_done`, `obligation_not_open` without
/// anything that could wait.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    let wrong_stage = DisputeRefusal::WrongStage { stage: crate::dispute::stage(state) };
    let appeal = state.appeal().ok_or(wrong_stage)?;
    judges(state, standing)?;
    if appeal.stayed.is_some() {
        return Err(DisputeRefusal::AlreadyDone);
    }
    let could_wait = state.obligations.iter().any(|o| o.is_open() && !is_under_way(o));
    if could_wait { Ok(()) } else { Err(DisputeRefusal::ObligationNotOpen) }
}

/// # Errors
/// As [`may`], and the refusals of texts.
pub fn decide(
    state: &DisputeState,
    command: &Stay,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::Stay)?)?;
    let reason = check::text(&command.reason, "/reason", Audience::All)?;
    Ok(vec![DisputeEvent::Stayed { reason }])
}

/// The limits that stood still run on, later by exactly the time of the stay.
pub(super) fn moved(state: &DisputeState, ctx: &Ctx<'_, '_>) -> Vec<MovedDeadline> {
    let Some(stay) = state.appeal().and_then(|appeal| appeal.stayed.as_ref()) else { return Vec::new() };
    let waited = state.deadlines.iter().filter(|d| d.obligation.is_some() && state.stands_still(d));
    waited.filter_map(|d| MovedDeadline::since(d, stay.since, ctx)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;
    use playbook::Step;

    fn stay(reason: &str) -> DisputeCommand {
        DisputeCommand::Stay(Stay { reason: reason.to_owned() })
    }

    fn appealed() -> Given {
        given().ruled().facing("decider-3").and(&merchant(), appeal())
    }

    /// C8, C9: what is not under way waits; its date comes later by exactly that time when the ruling stands.
    #[test]
    fn what_is_stayed_waits_and_runs_on_later() {
        let due = appealed().deadline(Step::Performance).due_at;
        let stayed = appealed().and(&third_decider(), stay("退回的货可能就是证据"));
        let late = stayed.clone().after(30 * DAY);
        late.when(&system(), pass(stayed.deadline(Step::Performance).id)).refused("stale_deadline");
        let answered = stayed.passed(Step::EvidenceAnswer);
        let confirmed = answered.when(&third_decider(), on_appeal(None, ruling())).ok();
        assert!(confirmed.deadline(Step::Performance).due_at > due);
    }

    #[test]
    fn who_decides_the_appeal_stays_once_what_can_wait() {
        given().ruled().when(&decider(), stay("等")).refused("wrong_stage");
        for other in [consumer(), merchant(), decider(), supervisor()] {
            appealed().when(&other, stay("等")).refused("not_allowed");
        }
        appealed().when(&third_decider(), stay(" ")).refused_at("text_missing", "/reason");
        appealed()
            .and(&third_decider(), stay("等"))
            .when(&third_decider(), stay("等"))
            .refused("already_done");
    }
}
