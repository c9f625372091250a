//! The consumer takes the complaint back; there is a way back for a while.

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{Audience, OutcomeCode, Party, Side};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::ending::{OffersEnd, before_closing};
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::DisputeState;
use crate::dispute::verb::Verb;

/// A reason may be given; none is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdraw {
    #[serde(default)]
    pub reason: Option<String>,
}

/// # Errors
/// `not_allowed` unless the consumer's side, `wrong_stage` once closed.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    check::of_side(standing, Side::Consumer)?;
    check::in_phase(state, check::RUNNING)
}

/// # Errors
/// As [`may`], and the refusals of texts.
pub fn decide(
    state: &DisputeState,
    command: &Withdraw,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::Withdraw)?)?;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let reason = check::note(command.reason.as_deref(), "/reason", Audience::All)?;
    let mut events = before_closing(state, ctx, OffersEnd::Withdrawn);
    events.push(DisputeEvent::Withdrawn { reason });
    events.push(DisputeEvent::Closed { outcome: OutcomeCode::Withdrawn });
    events.push(clock::set(ctx, &kind, Step::Reopen, Party::Consumer, About::default()));
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;
    use terms::RemedyType;

    /// C1: taken back in any stage, with a way back; no offer stays open and nobody has to act.
    #[test]
    fn a_complaint_is_taken_back_with_a_way_back() {
        given().filed().when(&consumer(), withdraw()).then(&["withdrawn", "closed", "deadline_set"]);
        let offered = given().responded().and(&merchant(), offer(vec![remedy(RemedyType::Apology)]));
        let withdrawn = offered.when(&consumer(), withdraw());
        let withdrawn = withdrawn.then(&["offer_withdrawn", "withdrawn", "closed", "deadline_set"]);
        assert_eq!(withdrawn.steps(), [Step::Reopen]);
        assert!(withdrawn.state.next_deadline().is_none());
    }

    /// C10: also on hold, which ends with it.
    #[test]
    fn a_case_on_hold_can_be_taken_back() {
        let held = given().responded().and(&officer(), hold(WEDNESDAY.plus_seconds(DAY)));
        let withdrawn =
            held.when(&consumer(), withdraw()).then(&["resumed", "withdrawn", "closed", "deadline_set"]);
        assert!(withdrawn.state.hold.is_none());
    }

    /// C9: money that is on its way is not called back by it and keeps its date.
    #[test]
    fn money_on_its_way_keeps_its_date() {
        let owed = given().agreed(vec![money(RemedyType::Refund, "100"), remedy(RemedyType::Apology)]);
        let apology = owed.obligation();
        let quarrel = owed.and(&merchant(), report(apology)).and(&consumer(), dispute(apology));
        let rests = quarrel.and(&consumer(), withdraw());
        assert_eq!(rests.steps(), [Step::Performance, Step::Reopen]);
        assert!(rests.state.is_performing());
    }

    #[test]
    fn only_the_consumer_and_only_what_runs() {
        given().responded().when(&merchant(), withdraw()).refused("not_allowed");
        given().responded().when(&officer(), withdraw()).refused("not_allowed");
        given().responded().when(&stranger(), withdraw()).refused("unknown_dispute");
        given().withdrawn().when(&consumer(), withdraw()).refused("wrong_stage");
        given().merged().when(&consumer(), withdraw()).refused("merged");
        let reason = Some("\0".to_owned());
        given()
            .responded()
            .when(&consumer(), DisputeCommand::Withdraw(Withdraw { reason }))
            .refused("text_forbidden_character");
    }
}
