//! The platform does not decide: it names where the case can go on, and hands out the file (C6).

use serde::{Deserialize, Serialize};
use terms::{Audience, OutcomeCode, OutsideWay, Role};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::ending::{OffersEnd, before_closing};
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// Where to, and why not here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refer {
    pub to: OutsideWay,
    pub reason: String,
}

/// # Errors
/// `not_allowed` unless whoever is in charge or a supervisor, `wrong_stage` before the platform was called in, `on_hold`.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    if !matches!(standing, Standing::Staff { role: Role::Supervisor, .. }) {
        check::in_charge(standing)?;
    }
    check::in_phase(state, &[Phase::Mediation, Phase::Ruling])?;
    check::not_on_hold(state)
}

/// # Errors
/// As [`may`], and the refusals of texts.
pub fn decide(
    state: &DisputeState,
    command: &Refer,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::Refer)?)?;
    let reason = check::text(&command.reason, "/reason", Audience::All)?;
    let mut events = before_closing(state, ctx, OffersEnd::Withdrawn);
    events.push(DisputeEvent::Referred { to: command.to, reason });
    events.push(DisputeEvent::Closed { outcome: OutcomeCode::Referred });
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;

    fn refer(reason: &str) -> DisputeCommand {
        DisputeCommand::Refer(Refer { to: OutsideWay::Court, reason: reason.to_owned() })
    }

    /// C6: a case that the platform cannot decide is referred, with the reason told to both.
    #[test]
    fn a_case_is_referred_outside_with_a_reason() {
        let referred = given().escalated().when(&mediator(), refer("涉及人身伤害赔偿，应由法院认定"));
        let referred = referred.then(&["referred", "closed"]);
        assert_eq!(referred.state.outcome, Some(OutcomeCode::Referred));
        given().ruling_stage().and(&decider(), refer("要做司法鉴定"));
        given().ruling_stage().and(&supervisor(), refer("要做司法鉴定"));
    }

    #[test]
    fn staff_in_charge_refer_once_the_platform_was_called_in() {
        given().responded().when(&officer(), refer("太难")).refused("wrong_stage");
        given().escalated().when(&officer(), refer("太难")).refused("not_allowed");
        given().escalated().when(&consumer(), refer("太难")).refused("not_allowed");
        given().escalated().when(&mediator(), refer("")).refused_at("text_missing", "/reason");
    }
}
