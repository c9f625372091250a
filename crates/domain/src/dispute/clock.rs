//! Sets a case's time limits by the playbook, each with its working.

use playbook::Step;
use terms::{DeadlineId, Instant, KindKey, ObligationId, OfferId, Party, ProposalId, Seal};

use super::event::{Deadline, DisputeEvent};
use super::state::DisputeState;
use crate::ctx::Ctx;

/// What a limit is about, besides the case.
#[derive(Debug, Clone, Copy, Default)]
pub struct About {
    pub offer: Option<OfferId>,
    pub obligation: Option<ObligationId>,
    pub proposal: Option<ProposalId>,
    pub seal: Seal,
}

impl About {
    #[must_use]
    pub const fn offer(id: OfferId, seal: Seal) -> Self {
        Self { offer: Some(id), obligation: None, proposal: None, seal }
    }

    #[must_use]
    pub const fn obligation(id: ObligationId) -> Self {
        Self { offer: None, obligation: Some(id), proposal: None, seal: Seal::None }
    }

    #[must_use]
    pub const fn proposal(id: ProposalId) -> Self {
        Self { offer: None, obligation: None, proposal: Some(id), seal: Seal::Mediation }
    }
}

/// The fact that a limit of the playbook starts now.
pub fn set(ctx: &mut Ctx<'_, '_>, kind: &KindKey, step: Step, who: Party, about: About) -> DisputeEvent {
    let now = ctx.now;
    let limit = ctx.playbook.limit(kind, step);
    let due = ctx.playbook.due(kind, step, now);
    DisputeEvent::DeadlineSet(Deadline {
        id: DeadlineId(ctx.ids.uuid()),
        step,
        who,
        set_at: now,
        due_at: due.at,
        class: limit.class,
        rule_id: limit.rule.clone(),
        consequence: limit.consequence,
        provisional: due.provisional,
        why: due.why,
        offer: about.offer,
        obligation: about.obligation,
        proposal: about.proposal,
        seal: about.seal,
    })
}

/// Until when a right set by `step` may be used, if such a limit runs.
#[must_use]
pub fn until(state: &DisputeState, step: Step) -> Option<Instant> {
    state.deadlines.iter().filter(|d| d.step == step).map(|d| d.due_at).max()
}

/// Whether a limit of this step still runs.
#[must_use]
pub fn runs(state: &DisputeState, step: Step, now: Instant) -> bool {
    until(state, step).is_some_and(|until| now < until)
}
