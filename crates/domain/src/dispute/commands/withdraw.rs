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
use crate::dispute::state::{DisputeState, Phase};
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
    check::in_phase(state, &[Phase::Screening, Phase::Negotiation, Phase::Mediation])
}

/// # Errors
/// As [`may`], and the refusals of texts.
pub fn decide(state: &DisputeState, command: &Withdraw, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::Withdraw)?)?;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let reason = check::note(command.reason.as_deref(), "/reason", Audience::All)?;
    let mut events = before_closing(state, ctx, OffersEnd::Withdrawn);
    events.push(DisputeEvent::Withdrawn { reason });
    events.push(DisputeEvent::Closed { outcome: OutcomeCode::Withdrawn });
    events.push(clock::set(ctx, &kind, Step::Reopen, Party::Consumer, About::default()));
    Ok(events)
}
