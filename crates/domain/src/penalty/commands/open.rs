//! A charge is laid: from a ruling, from a notice, from what the platform saw itself.

use serde::{Deserialize, Serialize};
use terms::{CaseNumber, DisputeId, EvidenceId, FoundBy, MerchantId, Party, PenaltyStep, Role, ViolationKey};

use super::{goods, named, set, text};
use crate::actor::Actor;
use crate::ctx::Ctx;
use crate::dispute::PlaybookRef;
use crate::penalty::event::{Charge, Exhibit, PenaltyEvent};
use crate::penalty::refusal::PenaltyRefusal;
use crate::penalty::state::PenaltyState;

/// The charge as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenPenalty {
    pub violation: ViolationKey,
    pub text: String,
    /// The dispute it came to light in; without one the merchant is named.
    #[serde(default)]
    pub dispute: Option<DisputeId>,
    #[serde(default)]
    pub merchant: Option<MerchantId>,
    #[serde(default)]
    pub merchant_name: String,
    #[serde(default)]
    pub goods: Vec<String>,
    #[serde(default)]
    pub evidence_ids: Vec<EvidenceId>,
    #[serde(default)]
    pub automated: bool,
}

/// Mediators lay no charge: what they know was said in confidence. Decides with `facts.cause`.
///
/// # Errors
/// `not_allowed`, `already_done`, `unknown_violation`, `unknown_cause`, `unknown_evidence`, and the refusals of texts.
pub(super) fn decide(
    state: &PenaltyState,
    command: &OpenPenalty,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<PenaltyEvent>, PenaltyRefusal> {
    let may = match ctx.actor {
        Actor::System => true,
        Actor::Person { role, .. } => {
            matches!(role, Role::IntakeOfficer | Role::Decider | Role::Supervisor)
        }
    };
    if !may {
        return Err(PenaltyRefusal::NotAllowed);
    }
    if state.charge.is_some() {
        return Err(PenaltyRefusal::AlreadyDone);
    }
    let violation =
        ctx.playbook.violation(&command.violation).ok_or(PenaltyRefusal::UnknownViolation)?.clone();
    let cause = ctx.facts.cause.as_ref().filter(|cause| Some(cause.dispute) == command.dispute);
    if command.dispute.is_some() && cause.is_none() {
        return Err(PenaltyRefusal::UnknownCause);
    }
    let merchant = cause.map_or(command.merchant.clone(), |cause| cause.merchant.clone());
    let merchant = merchant.ok_or(PenaltyRefusal::UnknownCause)?;
    let name = cause.map_or(command.merchant_name.as_str(), |cause| cause.merchant_name.as_str());
    let mut exhibits = Vec::new();
    for (n, id) in command.evidence_ids.iter().enumerate() {
        let found = cause.and_then(|cause| cause.exhibits.get(id));
        let Some(sha256) = found else {
            return Err(PenaltyRefusal::UnknownEvidence { pointer: format!("/evidence_ids/{n}") });
        };
        exhibits.push(Exhibit { evidence_id: *id, sha256: sha256.clone() });
    }
    let found_by = match (ctx.actor, cause) {
        (Actor::System, _) => FoundBy::System,
        (Actor::Person { .. }, Some(cause)) if cause.is_ruled => FoundBy::Ruling,
        (Actor::Person { .. }, Some(_)) => FoundBy::Notice,
        (Actor::Person { .. }, None) => FoundBy::OwnInitiative,
    };
    let charge = Charge {
        number: CaseNumber::random(ctx.ids),
        merchant: merchant.clone(),
        merchant_name: if name.is_empty() { merchant.to_string() } else { name.to_owned() },
        violation: violation.key,
        text: text(&command.text, "/text")?,
        found_by,
        automated: command.automated || *ctx.actor == Actor::System,
        dispute: command.dispute,
        dispute_number: cause.map(|cause| cause.number),
        goods: goods(&command.goods, "/goods")?,
        exhibits,
        rule_ids: vec![violation.rule],
        barred: cause.map(|cause| cause.barred.clone()).unwrap_or_default(),
        playbook: PlaybookRef {
            id: ctx.playbook.id().to_owned(),
            version: ctx.playbook.version().to_owned(),
            fingerprint: ctx.playbook.fingerprint().to_owned(),
        },
    };
    let barred = PenaltyState { charge: Some(Box::new(charge.clone())), ..PenaltyState::default() };
    let mut events = vec![PenaltyEvent::Opened(Box::new(charge))];
    events.extend(named(&barred, ctx));
    events.extend(set(ctx, PenaltyStep::Notice, Party::Respondent));
    Ok(events)
}
