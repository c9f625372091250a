//! The platform is called in: the case then waits for a mediator, named and dated.

use playbook::Step;
use terms::{KindKey, Party, Role, Side};

use super::clock::{self, About};
use super::event::{DisputeEvent, EscalationCause};
use crate::ctx::Ctx;
use crate::erasable::Erasable;

/// The facts of calling the platform in. The mediator next on duty is named at once; without one on
/// duty whoever is in charge stays so, and the limit to name one runs.
pub fn escalate(
    ctx: &mut Ctx<'_, '_>,
    kind: &KindKey,
    by: Side,
    cause: EscalationCause,
    reason: Option<Erasable<String>>,
) -> Vec<DisputeEvent> {
    let mut events = vec![DisputeEvent::Escalated { by, cause, reason }];
    if let Some(on_duty) = ctx.facts.duty.mediator {
        events.push(DisputeEvent::Assigned { on_duty, role: Role::Mediator, reason: None });
    }
    events.push(clock::set(ctx, kind, Step::NameMediator, Party::Platform, About::default()));
    events
}
