//! The case goes on; process limits run out later by exactly the time of the hold.

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::DeadlineClass;

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::event::{DisputeEvent, MovedDeadline};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::DisputeState;
use crate::dispute::verb::Verb;

/// Nothing more is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resume {}

/// # Errors
/// `not_allowed` unless staff or the system's clock, `not_on_hold`.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    if standing != Standing::System {
        check::staff(standing)?;
    }
    if state.hold.is_none() { Err(DisputeRefusal::NotOnHold) } else { Ok(()) }
}

/// # Errors
/// As [`may`].
pub fn decide(
    state: &DisputeState,
    _: &Resume,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::Resume)?)?;
    Ok(vec![resumed(state, ctx)?])
}

/// The fact of going on, with every paused limit moved.
///
/// # Errors
/// `not_on_hold`.
pub(in crate::dispute) fn resumed(
    state: &DisputeState,
    ctx: &Ctx<'_, '_>,
) -> Result<DisputeEvent, DisputeRefusal> {
    let hold = state.hold.as_ref().ok_or(DisputeRefusal::NotOnHold)?;
    let running =
        state.deadlines.iter().filter(|d| d.class == DeadlineClass::Process && d.step != Step::Hold);
    let moved = running.filter_map(|d| MovedDeadline::since(d, hold.since, ctx));
    Ok(DisputeEvent::Resumed { moved: moved.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;

    fn go_on() -> DisputeCommand {
        DisputeCommand::Resume(Resume {})
    }

    /// C10: process limits run out later by exactly the time of the hold.
    #[test]
    fn limits_move_by_the_time_of_the_hold() {
        let before = given().responded().deadline(Step::NegotiationEnd);
        let held = given().responded().and(&officer(), hold(WEDNESDAY.plus_seconds(5 * DAY))).after(2 * DAY);
        let resumed = held.when(&officer(), go_on()).then(&["resumed"]);
        let after = resumed.deadline(Step::NegotiationEnd);
        assert_eq!(after.due_at, before.due_at.plus_seconds(2 * DAY));
        assert_eq!(after.why.len(), before.why.len() + 1);
        assert_eq!(resumed.steps(), [Step::NegotiationEnd]);
    }

    /// C10: a limit that began during the hold stood still only from then on.
    #[test]
    fn a_limit_set_during_the_hold_moves_by_what_it_missed() {
        let held = given().accepted().and(&officer(), hold(WEDNESDAY.plus_seconds(5 * DAY))).after(3 * DAY);
        let seen = held.and(&system(), prove_notice()).after(DAY);
        let due = seen.deadline(Step::Response).due_at;
        let resumed = seen.and(&officer(), go_on());
        assert_eq!(resumed.deadline(Step::Response).due_at, due.plus_seconds(DAY));
    }

    /// C10: at its end the hold ends by itself, and nothing else has run out in the meantime.
    #[test]
    fn a_hold_ends_by_itself() {
        let held = given().accepted().and(&officer(), hold(WEDNESDAY.plus_seconds(5 * DAY)));
        let notice = held.deadline(Step::Notice);
        let held = held.after(2 * DAY).when(&system(), pass(notice.id)).refused("stale_deadline");
        let resumed = held.passed(Step::Hold);
        assert!(resumed.state.hold.is_none());
        assert_eq!(resumed.steps(), [Step::Notice]);
    }

    #[test]
    fn staff_or_the_clock_and_only_on_hold() {
        given().responded().when(&officer(), go_on()).refused("not_on_hold");
        let held = || given().responded().and(&officer(), hold(WEDNESDAY.plus_seconds(DAY)));
        held().when(&consumer(), go_on()).refused("not_allowed");
        held().when(&stranger(), go_on()).refused("unknown_dispute");
        held().and(&system(), go_on());
    }
}
