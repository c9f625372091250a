//! The platform takes the complaint on: the merchant is told, and the time to answer follows the proven notice.

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::Party;

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::escalation;
use crate::dispute::event::{DisputeEvent, EscalationCause};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// Nothing more is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accept {}

/// # Errors
/// `not_allowed` unless staff, `wrong_stage` after screening, `on_hold`.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    check::staff(standing)?;
    check::in_phase(state, &[Phase::Screening])?;
    check::not_on_hold(state)
}

/// Without a respondent there is nobody to negotiate with: the platform steps in at once.
///
/// # Errors
/// As [`may`].
pub fn decide(
    state: &DisputeState,
    _: &Accept,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::Accept)?;
    may(state, standing)?;
    let filed = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?;
    let kind = filed.kind.clone();
    let mut events = vec![DisputeEvent::Accepted];
    if filed.respondent.is_some() {
        events.push(clock::set(ctx, &kind, Step::Notice, Party::Respondent, About::default()));
    } else {
        events.extend(escalation::escalate(
            state,
            ctx,
            &kind,
            standing.side(),
            EscalationCause::Requested,
            None,
        ));
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use crate::dispute::given::*;
    use crate::dispute::state::Phase;
    use playbook::Step;
    use terms::Side;

    /// C2, C3: the merchant is told, and the time for it to see the case runs.
    #[test]
    fn an_accepted_complaint_goes_to_the_merchant() {
        let accepted = given().filed().when(&officer(), accept()).then(&["accepted", "deadline_set"]);
        assert_eq!(accepted.steps(), [Step::Notice]);
        assert_eq!(accepted.state.phase, Phase::Negotiation);
    }

    /// A6.7: without a known seller there is nobody to talk to, and the platform steps in.
    #[test]
    fn without_a_respondent_the_platform_steps_in() {
        let mut complaint = complaint();
        complaint.order_id = None;
        complaint.no_order_reason = Some("直播间".to_owned());
        let filed = given().and(&consumer(), crate::dispute::DisputeCommand::File(Box::new(complaint)));
        let accepted =
            filed.when(&officer(), accept()).then(&["accepted", "escalated", "assigned", "deadline_set"]);
        assert_eq!(accepted.state.phase, Phase::Mediation);
        accepted.and(&officer(), ask(Side::Consumer, &["哪个直播间？"]));
    }

    /// A question that is open when the officer accepts anyway is off the table: its silence closes nothing.
    #[test]
    fn accepting_takes_an_open_question_back() {
        let asked = given().filed().and(&officer(), ask(Side::Consumer, &["吊牌在吗？"]));
        let accepted = asked.and(&officer(), accept());
        assert_eq!(accepted.steps(), [Step::Notice]);
        assert!(accepted.state.asked.is_none());
    }

    #[test]
    fn only_staff_accept_and_only_while_the_complaint_is_looked_at() {
        for other in [consumer(), system()] {
            given().filed().when(&other, accept()).refused("not_allowed");
        }
        for other in [stranger(), merchant(), rival(), admin()] {
            given().filed().when(&other, accept()).refused("unknown_dispute");
        }
        given().when(&officer(), accept()).refused("unknown_dispute");
        given().accepted().when(&officer(), accept()).refused("wrong_stage");
        given()
            .filed()
            .and(&officer(), hold(WEDNESDAY.plus_seconds(DAY)))
            .when(&officer(), accept())
            .refused("on_hold");
    }
}
