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
pub fn decide(state: &DisputeState, command: &Refuse, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
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
        DisputeEvent::Refused { reason: command.reason_code.clone(), text, rule_ids: command.rule_ids.clone() },
        DisputeEvent::Closed { outcome: OutcomeCode::Refused },
    ];
    // Who objected once has been heard by another person: there is no second objection, so no limit for it.
    if state.objections.is_empty() {
        events.push(clock::set(ctx, &kind, Step::ObjectToRefusal, Party::Consumer, About::default()));
    }
    Ok(events)
}
