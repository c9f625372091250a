//! The platform is called in: the case then waits for a mediator, named and dated.

use playbook::Step;
use terms::{KindKey, Party, Role, Side};

use super::clock::{self, About};
use super::event::{DisputeEvent, EscalationCause};
use crate::ctx::Ctx;
use crate::erasable::Erasable;

/// The facts of calling the platform in. The mediator next on duty is named at once and has a limit; without
/// one on duty whoever is in charge stays so, and the limit to name one runs.
pub fn escalate(
    ctx: &mut Ctx<'_, '_>,
    kind: &KindKey,
    by: Side,
    cause: EscalationCause,
    reason: Option<Erasable<String>>,
) -> Vec<DisputeEvent> {
    let mut events = vec![DisputeEvent::Escalated { by, cause, reason }];
    let mediator = ctx.facts.duty.mediator;
    events.extend(mediator.map(|on_duty| DisputeEvent::Assigned {
        on_duty,
        role: Role::Mediator,
        reason: None,
    }));
    events.push(waits_for(ctx, kind, mediator.is_some()));
    events
}

/// The limit under which a case in mediation stands: for a mediator to be named, or for the named one to mediate.
pub fn waits_for(ctx: &mut Ctx<'_, '_>, kind: &KindKey, named: bool) -> DisputeEvent {
    let step = if named { Step::Mediation } else { Step::NameMediator };
    clock::set(ctx, kind, step, Party::Platform, About::default())
}
