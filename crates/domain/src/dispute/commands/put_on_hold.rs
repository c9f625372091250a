//! Staff pause the case with a reason and until when; process limits stand still, statutory ones never.

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{Audience, Instant, Party};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::DisputeState;
use crate::dispute::verb::Verb;

/// Why, and when it goes on by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutOnHold {
    pub reason: String,
    pub until: Instant,
}

/// # Errors
/// `not_allowed` unless staff, `wrong_stage` once closed, `on_hold` already.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    check::staff(standing)?;
    check::in_phase(state, check::RUNNING)?;
    check::not_on_hold(state)
}

/// No longer than the playbook allows.
///
/// # Errors
/// As [`may`]; `date_invalid`, and the refusals of texts.
pub fn decide(
    state: &DisputeState,
    command: &PutOnHold,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::PutOnHold)?)?;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    check::later(command.until, ctx.now, "/until")?;
    let longest = ctx.playbook.due(&kind, Step::Hold, ctx.now).at;
    if command.until > longest {
        return Err(DisputeRefusal::DateInvalid { pointer: "/until".to_owned() });
    }
    let reason = check::text(&command.reason, "/reason", Audience::All)?;
    let mut limit = clock::set(ctx, &kind, Step::Hold, Party::Platform, About::default());
    if let DisputeEvent::DeadlineSet(deadline) = &mut limit {
        deadline.due_at = command.until;
        deadline.why.clear();
    }
    Ok(vec![DisputeEvent::PutOnHold { reason, until: command.until }, limit])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;
    use terms::DeadlineClass;

    /// C10: paused with a reason and until when; that limit is the one that runs.
    #[test]
    fn a_case_on_hold_says_until_when() {
        let until = WEDNESDAY.plus_seconds(3 * DAY);
        let held = given().responded().when(&officer(), hold(until)).then(&["put_on_hold", "deadline_set"]);
        assert_eq!(held.deadline(Step::Hold).due_at, until);
        assert_eq!(held.steps(), [Step::NegotiationEnd, Step::Hold]);
        held.when(&officer(), hold(until)).refused("on_hold");
    }

    /// C10: statutory due dates are never paused.
    #[test]
    fn a_statutory_limit_runs_through_the_hold() {
        let mut statutory = given().responded();
        statutory.state.deadlines[0].class = DeadlineClass::Statutory;
        let before = statutory.deadline(Step::NegotiationEnd);
        let held = statutory.and(&officer(), hold(WEDNESDAY.plus_seconds(20 * DAY)));
        let resumed = held.clone().after(DAY).and(&officer(), resume());
        assert_eq!(resumed.deadline(Step::NegotiationEnd).due_at, before.due_at);
        held.passed(Step::NegotiationEnd);
    }

    #[test]
    fn the_end_of_a_hold_is_to_come_and_within_the_rules() {
        let refused = |until| given().responded().when(&officer(), hold(until));
        refused(WEDNESDAY.plus_seconds(-DAY)).refused_at("date_invalid", "/until");
        refused(WEDNESDAY).refused("date_invalid");
        refused(WEDNESDAY.plus_seconds(40 * DAY)).refused("date_invalid");
        refused(Instant::from_micros(i64::MAX)).refused("date_invalid");
        let silent = PutOnHold { reason: " ".to_owned(), until: WEDNESDAY.plus_seconds(DAY) };
        given().responded().when(&officer(), DisputeCommand::PutOnHold(silent)).refused("text_missing");
    }

    #[test]
    fn only_staff_and_only_a_case_that_runs() {
        let until = WEDNESDAY.plus_seconds(DAY);
        given().responded().when(&consumer(), hold(until)).refused("not_allowed");
        given().responded().when(&system(), hold(until)).refused("not_allowed");
        given().withdrawn().when(&officer(), hold(until)).refused("wrong_stage");
        given().merged().when(&officer(), hold(until)).refused("merged");
    }
}
