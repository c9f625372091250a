//! The consumer objects to a refusal: another person looks at the complaint again.

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{Audience, OutcomeCode, Party, Role, Side};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::event::{DisputeEvent, ReopenCause};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// Why the refusal is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Object {
    pub grounds: String,
}

/// # Errors
/// `not_allowed` unless the consumer's side, `wrong_stage` unless refused, `already_done` the second time, `too_late`.
pub fn may(state: &DisputeState, standing: Standing, now: terms::Instant) -> Result<(), DisputeRefusal> {
    check::of_side(standing, Side::Consumer)?;
    check::in_phase(state, &[Phase::Closed])?;
    if state.outcome != Some(OutcomeCode::Refused) {
        return Err(DisputeRefusal::WrongStage { stage: crate::dispute::stage(state) });
    }
    if !state.objections.is_empty() {
        return Err(DisputeRefusal::AlreadyDone);
    }
    match clock::until(state, Step::ObjectToRefusal) {
        Some(until) if now < until => Ok(()),
        Some(since) => Err(DisputeRefusal::TooLate { since }),
        None => Err(DisputeRefusal::TooLate { since: state.closed_at.unwrap_or(now) }),
    }
}

/// A supervisor takes the case, so that nobody judges their own refusal.
///
/// # Errors
/// As [`may`], and the refusals of texts.
pub fn decide(
    state: &DisputeState,
    command: &Object,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::Object)?, ctx.now)?;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let grounds = check::text(&command.grounds, "/grounds", Audience::All)?;
    let mut events = vec![
        DisputeEvent::ObjectionRaised { grounds },
        DisputeEvent::Reopened { cause: ReopenCause::Objection, reason: None },
    ];
    if let Some(on_duty) = ctx.facts.duty.supervisor {
        events.push(DisputeEvent::Assigned { on_duty, role: Role::Supervisor, reason: None });
    }
    events.push(clock::set(ctx, &kind, Step::Screening, Party::Platform, About::default()));
    Ok(events)
}

#[cfg(test)]
mod tests {
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;
    use crate::dispute::state::Phase;
    use playbook::Step;

    /// F5, C2: another person looks again, with a date.
    #[test]
    fn an_objection_goes_to_a_supervisor_with_a_date() {
        let heard = given().refused().when(&consumer(), object());
        let heard = heard.then(&["objection_raised", "reopened", "assigned", "deadline_set"]);
        assert_eq!(heard.state.in_charge.map(|d| d.person), Some(person("supervisor")));
        assert_eq!((heard.state.phase, heard.steps()), (Phase::Screening, vec![Step::Screening]));
        heard.and(&supervisor(), accept());
    }

    #[test]
    fn the_consumer_objects_once_in_time_to_a_refusal() {
        given().refused().when(&officer(), object()).refused("not_allowed");
        given().refused().when(&merchant(), object()).refused("unknown_dispute");
        given().filed().when(&consumer(), object()).refused("wrong_stage");
        given().withdrawn().when(&consumer(), object()).refused("wrong_stage");
        let late = given().refused().after(30 * DAY);
        assert!(!late.may(&consumer(), crate::dispute::Verb::Object));
        late.when(&consumer(), object()).refused("too_late");
        given().refused().passed(Step::ObjectToRefusal).when(&consumer(), object()).refused("too_late");
        let silent = DisputeCommand::Object(super::Object { grounds: String::new() });
        given().refused().when(&consumer(), silent).refused_at("text_missing", "/grounds");
    }
}
