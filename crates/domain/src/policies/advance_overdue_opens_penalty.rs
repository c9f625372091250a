//! A merchant that does not pay back what was advanced for it is charged with not carrying out the outcome (C9).

use terms::{PenaltyId, ViolationKey, job_id};

use super::{After, Reaction};
use crate::fact::{AnyCommand, AnyEvent, Recorded};
use crate::merchant::MerchantEvent;
use crate::penalty::{OpenPenalty, PenaltyCommand};

const POLICY: &str = "advance_overdue_opens_penalty";
/// The pack's line for it.
const VIOLATION: &str = "obligation_not_carried_out";

pub(super) fn react(fact: &Recorded, after: After<'_>) -> Option<Reaction> {
    let (AnyEvent::Merchant(event), After::Merchant(state)) = (&fact.fact.event, after) else { return None };
    let MerchantEvent::AdvanceOverdue { dispute, open, .. } = event else { return None };
    let charge = OpenPenalty {
        violation: ViolationKey::new(VIOLATION).ok()?,
        text: format!("平台先行赔付的 {} 到期没有归还。", open.readable()),
        dispute: Some(*dispute),
        merchant: state.merchant.clone(),
        merchant_name: state.name.clone(),
        goods: Vec::new(),
        evidence_ids: Vec::new(),
        automated: true,
    };
    Some(Reaction::Command {
        policy: POLICY.to_owned(),
        stream: PenaltyId(job_id(fact.id, POLICY, 0).0).into(),
        command: AnyCommand::Penalty(Box::new(PenaltyCommand::Open(Box::new(charge)))),
        at: None,
    })
}
