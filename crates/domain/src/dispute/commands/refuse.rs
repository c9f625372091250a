//! The platform does not take the complaint on, says why and by which rule, and how to object.

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{Audience, OutcomeCode, Party, ReasonCode, RuleId};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// Most rules cited in one refusal.
pub const MAX_RULES: usize = 20;

/// The reason as the playbook names it, and in the officer's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refuse {
    pub reason_code: ReasonCode,
    pub text: String,
    #[serde(default)]
    pub rule_ids: Vec<RuleId>,
}

/// # Errors
/// `not_allowed` unless staff, `wrong_stage` after screening, `on_hold`.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    check::staff(standing)?;
    check::in_phase(state, &[Phase::Screening])?;
    check::not_on_hold(state)
}

/// # Errors
/// As [`may`]; `unknown_reason`, `too_many` rules, and the refusals of texts.
pub fn decide(
    state: &DisputeState,
    command: &Refuse,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::Refuse)?)?;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    if !ctx.playbook.knows_refusal(&command.reason_code) {
        return Err(DisputeRefusal::UnknownReason);
    }
    if command.rule_ids.len() > MAX_RULES {
        return Err(DisputeRefusal::TooMany { pointer: "/rule_ids".to_owned(), most: MAX_RULES });
    }
    let text = check::text(&command.text, "/text", Audience::All)?;
    let mut events = vec![
        DisputeEvent::Refused {
            reason: command.reason_code.clone(),
            text,
            rule_ids: command.rule_ids.clone(),
        },
        DisputeEvent::Closed { outcome: OutcomeCode::Refused },
    ];
    // Who objected once has been heard by another person: there is no second objection, so no limit for it.
    if state.objections.is_empty() {
        events.push(clock::set(ctx, &kind, Step::ObjectToRefusal, Party::Consumer, About::default()));
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::{MAX_RULES, Refuse};
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;
    use playbook::Step;
    use terms::OutcomeCode;

    fn refuse_with(change: impl FnOnce(&mut Refuse)) -> DisputeCommand {
        let (reason_code, text) = (reason("no_dispute_shown"), "没有争议。".to_owned());
        let mut command = Refuse { reason_code, text, rule_ids: Vec::new() };
        change(&mut command);
        DisputeCommand::Refuse(command)
    }

    /// C2, C8: refused with a reason, and with the time to object.
    #[test]
    fn a_refusal_gives_its_reason_and_the_time_to_object() {
        let refused = given().filed().when(&officer(), refuse()).then(&["refused", "closed", "deadline_set"]);
        assert_eq!(refused.steps(), [Step::ObjectToRefusal]);
        assert_eq!(refused.state.outcome, Some(OutcomeCode::Refused));
        assert!(refused.state.next_deadline().is_none(), "an objection is a right, nobody must act");
    }

    /// After an objection the refusal is final here: no limit runs for a right that there is not.
    #[test]
    fn a_second_refusal_opens_no_second_objection() {
        let again = given().refused().and(&consumer(), object());
        let refused = again.when(&supervisor(), refuse()).then(&["refused", "closed"]);
        refused.when(&consumer(), object()).refused("already_done");
    }

    #[test]
    fn the_reason_must_be_one_of_the_rules_and_be_explained() {
        let unknown = refuse_with(|r| r.reason_code = reason("bad_mood"));
        given().filed().when(&officer(), unknown).refused_at("unknown_reason", "/reason_code");
        given().filed().when(&officer(), refuse_with(|r| r.text = " ".to_owned())).refused("text_missing");
        let rule = terms::RuleId::new("cn.crpl.55").unwrap();
        let many = refuse_with(|r| r.rule_ids = vec![rule; MAX_RULES + 1]);
        given().filed().when(&officer(), many).refused("too_many");
    }

    #[test]
    fn only_staff_refuse_and_only_while_the_complaint_is_looked_at() {
        given().filed().when(&consumer(), refuse()).refused("not_allowed");
        given().filed().when(&merchant(), refuse()).refused("unknown_dispute");
        given().accepted().when(&officer(), refuse()).refused("wrong_stage");
        given()
            .filed()
            .and(&officer(), hold(WEDNESDAY.plus_seconds(DAY)))
            .when(&officer(), refuse())
            .refused("on_hold");
    }
}
