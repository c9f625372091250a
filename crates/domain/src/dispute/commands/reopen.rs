//! A case that was closed by silence or taken back goes on: the way back, while it is open.

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{Audience, Instant, OutcomeCode, Role, Side};

use super::undo_merge::going_on;
use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock;
use crate::dispute::event::{DisputeEvent, ReopenCause};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// Why it goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reopen {
    #[serde(default)]
    pub reason: Option<String>,
}

/// The consumer within the time for it, a supervisor at any time.
///
/// # Errors
/// `not_allowed`, `wrong_stage` unless withdrawn or expired, `too_late`, `merged`.
pub fn may(state: &DisputeState, standing: Standing, now: Instant) -> Result<(), DisputeRefusal> {
    let by_supervisor = matches!(standing, Standing::Staff { role: Role::Supervisor, .. });
    if !by_supervisor {
        check::of_side(standing, Side::Consumer)?;
    }
    check::in_phase(state, &[Phase::Closed])?;
    match state.outcome {
        Some(OutcomeCode::Withdrawn | OutcomeCode::Expired) => {}
        Some(_) | None => return Err(DisputeRefusal::WrongStage { stage: crate::dispute::stage(state) }),
    }
    if by_supervisor || clock::runs(state, Step::Reopen, now) {
        return Ok(());
    }
    let since = clock::until(state, Step::Reopen).or(state.closed_at).unwrap_or(now);
    Err(DisputeRefusal::TooLate { since })
}

/// # Errors
/// As [`may`], and the refusals of texts.
pub fn decide(
    state: &DisputeState,
    command: &Reopen,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::Reopen)?, ctx.now)?;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let reason = check::note(command.reason.as_deref(), "/reason", Audience::All)?;
    let limit = going_on(state, state.phase_before, &kind, ctx);
    Ok(vec![DisputeEvent::Reopened { cause: ReopenCause::Requested, reason }, limit])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;

    /// C1: the case goes on where it stood, under a fresh limit.
    #[test]
    fn a_case_goes_on_where_it_stood() {
        let again = |given: Given| given.when(&consumer(), reopen()).then(&["reopened", "deadline_set"]);
        assert_eq!(again(given().filed().and(&consumer(), withdraw())).steps(), [Step::Screening]);
        assert_eq!(again(given().accepted().and(&consumer(), withdraw())).steps(), [Step::Notice]);
        let told = given().accepted().and(&system(), prove_notice());
        assert_eq!(again(told.and(&consumer(), withdraw())).steps(), [Step::Response]);
        assert_eq!(again(given().withdrawn()).steps(), [Step::NegotiationEnd]);
        assert_eq!(again(given().escalated().and(&consumer(), withdraw())).steps(), [Step::Mediation]);
    }

    /// A case closed by silence has the same way back.
    #[test]
    fn a_case_closed_by_silence_can_be_reopened() {
        let silent = given()
            .filed()
            .and(&officer(), ask(terms::Side::Consumer, &["？"]))
            .passed(Step::SupplyInformation);
        assert_eq!(silent.state.outcome, Some(OutcomeCode::Expired));
        silent.and(&consumer(), reopen());
    }

    #[test]
    fn the_consumer_in_time_and_a_supervisor_at_any_time() {
        let late = given().withdrawn().after(60 * DAY);
        late.clone().when(&consumer(), reopen()).refused("too_late");
        late.clone().when(&merchant(), reopen()).refused("not_allowed");
        late.clone().when(&officer(), reopen()).refused("not_allowed");
        late.and(&supervisor(), reopen());
    }

    #[test]
    fn only_what_was_taken_back_or_ran_out() {
        given().responded().when(&consumer(), reopen()).refused("wrong_stage");
        given().refused().when(&consumer(), reopen()).refused("wrong_stage");
        given().returning().when(&consumer(), reopen()).refused("wrong_stage");
        given().merged().when(&consumer(), reopen()).refused("merged");
        let reason = Some("\0".to_owned());
        given()
            .withdrawn()
            .when(&consumer(), DisputeCommand::Reopen(Reopen { reason }))
            .refused("text_forbidden_character");
    }
}
