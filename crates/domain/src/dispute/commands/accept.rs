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
pub fn decide(state: &DisputeState, _: &Accept, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::Accept)?;
    may(state, standing)?;
    let filed = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?;
    let kind = filed.kind.clone();
    let mut events = vec![DisputeEvent::Accepted];
    if filed.respondent.is_some() {
        events.push(clock::set(ctx, &kind, Step::Notice, Party::Respondent, About::default()));
    } else {
        events.extend(escalation::escalate(ctx, &kind, standing.side(), EscalationCause::Requested, None));
    }
    Ok(events)
}
