//! What a policy wanted of another stream was refused there: the case's person must look.

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{ObligationId, Party, Role};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::standing;
use crate::dispute::state::DisputeState;

/// Which policy, and the code of the refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordRefusal {
    pub policy: String,
    pub code: String,
    pub obligation: Option<ObligationId>,
}

/// # Errors
/// `not_allowed` unless the system.
pub fn decide(state: &DisputeState, command: &RecordRefusal, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing(state, ctx.actor, ctx.now).ok_or(DisputeRefusal::UnknownDispute)?;
    check::system(standing)?;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let RecordRefusal { policy, code, obligation } = command.clone();
    let mut events = vec![DisputeEvent::FollowUpRefused { policy, code }];
    if let Some(on_duty) = ctx.facts.duty.supervisor {
        let reason = Some("follow_up_refused".to_owned());
        events.push(DisputeEvent::Assigned { on_duty, role: Role::Supervisor, reason });
    }
    let open = obligation.filter(|id| state.obligation(*id).is_some_and(super::super::Obligation::is_open));
    if let Some(obligation) = open {
        events.push(clock::set(ctx, &kind, Step::Performance, Party::Platform, About::obligation(obligation)));
    }
    Ok(events)
}
