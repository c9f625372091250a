//! The notice of acceptance has provably reached the merchant: the time to answer starts (C19).

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{NoticeId, Party, Side};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::stage;
use crate::dispute::standing::{Standing, standing};
use crate::dispute::state::{DisputeState, Phase};

/// Which notice was seen or delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProveNotice {
    pub notice: Option<NoticeId>,
}

/// Comes from the door through which the merchant saw the case, or from a channel's proof of delivery.
///
/// # Errors
/// `not_allowed` unless the respondent's side or the system, `already_done`, `wrong_stage`.
pub fn decide(state: &DisputeState, command: &ProveNotice, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    match standing(state, ctx.actor, ctx.now) {
        Some(Standing::Respondent { .. } | Standing::System) => {}
        Some(Standing::Consumer { .. } | Standing::Staff { .. }) => return Err(DisputeRefusal::NotAllowed),
        None => return Err(DisputeRefusal::UnknownDispute),
    }
    check::in_phase(state, &[Phase::Negotiation, Phase::Mediation])?;
    if state.respondent().is_none() {
        return Err(DisputeRefusal::WrongStage { stage: stage(state) });
    }
    if state.respondent_notified.is_some() {
        return Err(DisputeRefusal::AlreadyDone);
    }
    proven(state, command.notice, false, ctx)
}

/// The facts of a proven notice; while the case is on hold the limit starts with it all the same and is moved later.
///
/// # Errors
/// `unknown_dispute`.
pub(super) fn proven(
    state: &DisputeState,
    notice: Option<NoticeId>,
    deemed: bool,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let mut events = vec![DisputeEvent::NoticeProven { side: Side::Respondent, notice, deemed }];
    if state.response.is_none() {
        events.push(clock::set(ctx, &kind, Step::Response, Party::Respondent, About::default()));
    }
    Ok(events)
}
