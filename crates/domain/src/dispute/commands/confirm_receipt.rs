//! The merchant has the goods back and says in what state; as sent, the money is released (C17).

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{Audience, Condition, KindKey, ObligationId, Party, Side};

use super::authorise_return::waiting;
use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::escalation;
use crate::dispute::event::{DisputeEvent, EscalationCause, ReopenCause};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Obligation, Returning};
use crate::dispute::verb::Verb;

/// How the goods arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmReceipt {
    #[serde(default)]
    pub obligation_id: Option<ObligationId>,
    pub condition: Condition,
    #[serde(default)]
    pub note: Option<String>,
}

pub(super) const fn is_shipped(obligation: &Obligation) -> bool {
    matches!(obligation.returning, Returning::Shipped { .. })
}

/// # Errors
/// `not_allowed` unless the respondent's side, `no_return_needed` without goods on their way.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    check::of_side(standing, Side::Respondent)?;
    waiting(state, None, is_shipped).map(|_| ())
}

/// Goods that did not come back as sent are for the platform to look at: nobody decides alone.
///
/// # Errors
/// As [`may`]; `unknown_obligation`, `return_not_ready`, and the refusals of texts.
pub fn decide(state: &DisputeState, command: &ConfirmReceipt, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::ConfirmReceipt)?;
    may(state, standing)?;
    let obligation = waiting(state, command.obligation_id, is_shipped)?;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let note = check::note(command.note.as_deref(), "/note", Audience::All)?;
    let condition = command.condition;
    let mut events = vec![DisputeEvent::ReceiptConfirmed { obligation: obligation.id, condition, note, deemed: false }];
    match condition {
        Condition::AsSent => events.push(after_receipt(obligation, &kind, ctx)),
        Condition::Missing | Condition::Other | Condition::Damaged | Condition::Empty => {
            if !state.is_open() {
                events.push(DisputeEvent::Reopened { cause: ReopenCause::PerformanceFailed, reason: None });
            }
            events.extend(escalation::escalate(ctx, &kind, standing.side(), EscalationCause::GoodsNotAsSent, None));
        }
    }
    Ok(events)
}

/// The limit that runs once the goods are back: the provider pays, or the merchant repairs or replaces.
pub(super) fn after_receipt(obligation: &Obligation, kind: &KindKey, ctx: &mut Ctx<'_, '_>) -> DisputeEvent {
    let who = if obligation.remedy.remedy_type.pays_money() { Party::Platform } else { Party::Respondent };
    clock::set(ctx, kind, Step::Performance, who, About::obligation(obligation.id))
}
