//! Someone says something, to everybody in the case or to the platform alone.

use serde::{Deserialize, Serialize};
use terms::{Audience, EvidenceId, Label, MessageId, Seal, Side};

use crate::ctx::Ctx;
use crate::dispute::check::{self, MAX_MESSAGES};
use crate::dispute::event::{DisputeEvent, side_label};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// Whom the speaker addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Addressed {
    All,
    /// The mediator alone: sealed from a later ruling (C5).
    Mediator,
    /// The platform's staff alone.
    Staff,
}

/// A message and what is shown with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendMessage {
    pub text: String,
    #[serde(default)]
    pub evidence_ids: Vec<EvidenceId>,
    pub audience: Addressed,
}

/// # Errors
/// `not_allowed` for the system, `wrong_stage` once everything is carried out, `too_many`.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    if standing == Standing::System {
        return Err(DisputeRefusal::NotAllowed);
    }
    if !state.is_performing() {
        check::in_phase(state, &[Phase::Screening, Phase::Negotiation, Phase::Mediation])?;
    }
    if state.messages.len() >= MAX_MESSAGES {
        return Err(DisputeRefusal::TooMany { pointer: "/text".to_owned(), most: MAX_MESSAGES });
    }
    Ok(())
}

/// Who may read what `side` addresses to `audience`.
const fn label(side: Side, audience: Addressed) -> Label {
    match audience {
        Addressed::All => Label::ALL,
        Addressed::Staff => side_label(side),
        Addressed::Mediator => Label { seal: Seal::Mediation, ..side_label(side) },
    }
}

/// # Errors
/// As [`may`]; `wrong_stage` for the mediator's ear outside mediation, and the refusals of texts and evidence.
pub fn decide(state: &DisputeState, command: &SendMessage, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::SendMessage)?;
    may(state, standing)?;
    if command.audience == Addressed::Mediator {
        check::in_phase(state, &[Phase::Mediation])?;
    }
    let side = standing.side();
    let mut label = label(side, command.audience);
    // Before the platform has accepted the case the respondent has no part in it.
    if state.phase == Phase::Screening && label.audience == Audience::All {
        label = Label::CONSUMER_SIDE;
    }
    let text = check::text(&command.text, "/text", label.audience)?;
    let items = check::new_evidence(state, &command.evidence_ids, "/evidence_ids", label.audience, ctx)?;
    let mut events = check::evidence_events(side, items, label);
    let evidence_ids = command.evidence_ids.clone();
    let message = MessageId(ctx.ids.uuid());
    events.push(DisputeEvent::MessageSent { message, side, text, evidence_ids, label });
    Ok(events)
}
