//! The case goes on; process limits run out later by exactly the time of the hold.

use playbook::{Step, Why};
use serde::{Deserialize, Serialize};
use terms::DeadlineClass;

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::event::{DisputeEvent, MovedDeadline};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::DisputeState;
use crate::dispute::verb::Verb;

/// Nothing more is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resume {}

/// # Errors
/// `not_allowed` unless staff or the system's clock, `not_on_hold`.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    if standing != Standing::System {
        check::staff(standing)?;
    }
    if state.hold.is_none() { Err(DisputeRefusal::NotOnHold) } else { Ok(()) }
}

/// # Errors
/// As [`may`].
pub fn decide(state: &DisputeState, _: &Resume, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::Resume)?)?;
    Ok(vec![resumed(state, ctx)?])
}

/// The fact of going on, with every paused limit moved.
///
/// # Errors
/// `not_on_hold`.
pub(in crate::dispute) fn resumed(state: &DisputeState, ctx: &Ctx<'_, '_>) -> Result<DisputeEvent, DisputeRefusal> {
    let hold = state.hold.as_ref().ok_or(DisputeRefusal::NotOnHold)?;
    let running = state.deadlines.iter().filter(|d| d.class == DeadlineClass::Process && d.step != Step::Hold);
    let moved = running.filter_map(|d| {
        // A limit that was set during the hold stood still only since then.
        let since = hold.since.max(d.set_at);
        let paused = ctx.now.seconds_since(since);
        let why = Why::paused(ctx.playbook.calendar(), since, ctx.now, d.rule_id.clone());
        (paused > 0).then(|| MovedDeadline { deadline: d.id, due_at: d.due_at.plus_seconds(paused), why })
    });
    Ok(DisputeEvent::Resumed { moved: moved.collect() })
}
