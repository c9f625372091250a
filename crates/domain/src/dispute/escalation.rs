//! The case goes a stage up: to mediation, or from there to a ruling. It then waits for a mediator or decider, named and dated.

use playbook::Step;
use terms::{KindKey, ObligationId, Party, PersonId, Role, Side, Stage};

use super::clock::{self, About};
use super::event::{DisputeEvent, EscalationCause, ReopenCause};
use super::state::{DisputeState, Phase};
use crate::ctx::Ctx;
use crate::erasable::Erasable;
use crate::facts::OnDuty;

/// The facts of calling the platform in. Before a ruling it mediates; what fails after one is for a ruling again.
pub fn escalate(
    state: &DisputeState,
    ctx: &mut Ctx<'_, '_>,
    kind: &KindKey,
    by: Side,
    cause: EscalationCause,
    reason: Option<Erasable<String>>,
) -> Vec<DisputeEvent> {
    if state.phase == Phase::Ruling {
        // Whoever rules goes on with it, in the time that runs.
        return vec![DisputeEvent::Escalated { to: Stage::Ruling, by, cause, reason }];
    }
    if !state.decisions.is_empty() {
        return to_ruling(state, ctx, kind, by, cause, reason);
    }
    let mut events = vec![DisputeEvent::Escalated { to: Stage::Mediation, by, cause, reason }];
    let mediator = ctx.facts.duty.mediator;
    events.extend(mediator.map(|on_duty| assigned(on_duty, Role::Mediator)));
    events.push(waits_for(ctx, kind, Step::Mediation, mediator.is_some()));
    events
}

/// The facts of the way from mediation to a ruling. Whoever mediated does not rule, unless both sides let them.
pub fn to_ruling(
    state: &DisputeState,
    ctx: &mut Ctx<'_, '_>,
    kind: &KindKey,
    by: Side,
    cause: EscalationCause,
    reason: Option<Erasable<String>>,
) -> Vec<DisputeEvent> {
    let mut events = vec![DisputeEvent::Escalated { to: Stage::Ruling, by, cause, reason }];
    events.extend(decider(state, ctx, kind, Step::Ruling));
    events
}

/// Somebody who may judge is named for `step` and has a limit; where nobody is on duty, the limit to name one runs.
fn decider(state: &DisputeState, ctx: &mut Ctx<'_, '_>, kind: &KindKey, step: Step) -> Vec<DisputeEvent> {
    let stays = state.in_charge.filter(|_| state.has_mediator() && state.mediator_may_rule());
    named(stays.or(ctx.facts.duty.decider), |person| state.may_judge(person), ctx, kind, step)
}

/// As for a ruling, but for somebody who had no part in the one before: neither as who ruled nor as who decided on appeal.
pub fn another_decider(
    state: &DisputeState,
    ctx: &mut Ctx<'_, '_>,
    kind: &KindKey,
    step: Step,
) -> Vec<DisputeEvent> {
    let now = state.in_charge.map(|d| d.person);
    let fresh = |person| state.may_judge(person) && !state.has_judged(person) && Some(person) != now;
    named(ctx.facts.duty.decider, fresh, ctx, kind, step)
}

fn named(
    on_duty: Option<OnDuty>,
    fits: impl Fn(PersonId) -> bool,
    ctx: &mut Ctx<'_, '_>,
    kind: &KindKey,
    step: Step,
) -> Vec<DisputeEvent> {
    let named = on_duty.filter(|d| fits(d.person));
    let deputy = |d: OnDuty| d.deputy.filter(|deputy| fits(*deputy));
    let on_duty = named.map(|d| OnDuty { person: d.person, deputy: deputy(d) });
    let mut events: Vec<DisputeEvent> = on_duty.map(|d| assigned(d, Role::Decider)).into_iter().collect();
    events.push(waits_for(ctx, kind, step, on_duty.is_some()));
    events
}

/// What was owed has failed: the case goes on with the platform. While an appeal is looked at, that decides first, and
/// what failed gets a new date.
pub fn goes_on(
    state: &DisputeState,
    ctx: &mut Ctx<'_, '_>,
    kind: &KindKey,
    by: Side,
    failed: (ObligationId, EscalationCause),
) -> Vec<DisputeEvent> {
    let (obligation, cause) = failed;
    if state.appeal().is_some() {
        let about = About::obligation(obligation);
        return vec![clock::set(ctx, kind, Step::Performance, Party::Respondent, about)];
    }
    let mut events = Vec::new();
    if !state.is_open() {
        events.push(DisputeEvent::Reopened { cause: ReopenCause::PerformanceFailed, reason: None });
    }
    events.extend(escalate(state, ctx, kind, by, cause, None));
    events
}

const fn assigned(on_duty: OnDuty, role: Role) -> DisputeEvent {
    DisputeEvent::Assigned { on_duty, role, reason: None }
}

/// The limit under which a case stands with the platform: for somebody to be named, or for the named one to do `step`.
pub fn waits_for(ctx: &mut Ctx<'_, '_>, kind: &KindKey, step: Step, named: bool) -> DisputeEvent {
    let naming = if step == Step::Mediation { Step::NameMediator } else { Step::NameDecider };
    clock::set(ctx, kind, if named { step } else { naming }, Party::Platform, About::default())
}
