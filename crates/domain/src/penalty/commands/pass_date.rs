//! A time limit of a penalty case has run out.

use terms::{DutyId, MeasureId, Party, PenaltyPhase, PenaltyStep, Role};

use super::answer::proven;
use super::{closed_if_finished, date, set};
use crate::actor::Actor;
use crate::ctx::Ctx;
use crate::penalty::event::{PenaltyDate, PenaltyEvent};
use crate::penalty::refusal::PenaltyRefusal;
use crate::penalty::state::PenaltyState;

/// A silent merchant is decided on without its answer; an unreviewed hold ends; the platform's own delay goes to a supervisor.
///
/// # Errors
/// `not_allowed` unless the system's clock, `stale_deadline`.
pub(super) fn decide(
    state: &PenaltyState,
    about: (PenaltyStep, Option<MeasureId>, Option<DutyId>),
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<PenaltyEvent>, PenaltyRefusal> {
    if *ctx.actor != Actor::System {
        return Err(PenaltyRefusal::NotAllowed);
    }
    let found = state.dates.iter().find(|date| date.about() == about && date.due_at <= ctx.now);
    let Some(found) = found.cloned() else { return Err(PenaltyRefusal::StaleDeadline) };
    let (step, hold, duty) = about;
    // While an appeal runs nothing of the decision is due.
    let waits = state.phase == Some(PenaltyPhase::Appealed) && duty.is_some();
    if waits {
        let later = PenaltyDate { due_at: ctx.now.plus_seconds(24 * 3600), ..found };
        return Ok(vec![PenaltyEvent::DateSet(later)]);
    }
    let late_check = step == PenaltyStep::Duty && found.who == Party::Platform;
    if late_check {
        let mut events = to_supervisor(ctx);
        let again = date(ctx, PenaltyStep::Duty, Party::Platform);
        events.extend(again.map(|date| PenaltyEvent::DateSet(PenaltyDate { duty, ..date })));
        return Ok(events);
    }
    let mut events = vec![PenaltyEvent::DatePassed { step, hold, duty }];
    match step {
        PenaltyStep::Notice => events.extend(proven(ctx, true)),
        PenaltyStep::Answer => events.extend(set(ctx, PenaltyStep::Decision, Party::Platform)),
        PenaltyStep::Decision | PenaltyStep::AppealDecision => {
            events.extend(to_supervisor(ctx));
            events.extend(set(ctx, step, Party::Platform));
        }
        PenaltyStep::HoldReview => events.extend(hold.map(|hold| PenaltyEvent::HoldLapsed { hold })),
        PenaltyStep::Duty => {
            events.extend(to_supervisor(ctx));
            closed_if_finished(state, &mut events, ctx);
        }
        PenaltyStep::Appeal => closed_if_finished(state, &mut events, ctx),
        PenaltyStep::Points | PenaltyStep::Recovery => {}
    }
    Ok(events)
}

fn to_supervisor(ctx: &Ctx<'_, '_>) -> Vec<PenaltyEvent> {
    let reason = Some("deadline_passed".to_owned());
    let on_duty = ctx.facts.duty.supervisor;
    on_duty
        .map(|on_duty| PenaltyEvent::Assigned { on_duty, role: Role::Supervisor, reason })
        .into_iter()
        .collect()
}
