//! The authority is told of a case (G4, H3): the report is written down as it was sent.

use serde::{Deserialize, Serialize};
use terms::{Audience, clean_line};

use super::{staff, standing, text};
use crate::ctx::Ctx;
use crate::erasable::Erasable;
use crate::penalty::event::PenaltyEvent;
use crate::penalty::refusal::PenaltyRefusal;
use crate::penalty::standing::PenaltyStanding;
use crate::penalty::state::PenaltyState;

/// To whom, and what is told beside the case's facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportPenalty {
    pub authority: String,
    pub text: String,
}

/// # Errors
/// `not_allowed` unless a decider or supervisor, `unknown_penalty`.
pub(super) const fn may(state: &PenaltyState, standing: PenaltyStanding) -> Result<(), PenaltyRefusal> {
    if state.charge.is_none() {
        return Err(PenaltyRefusal::UnknownPenalty);
    }
    staff(standing)
}

/// # Errors
/// As [`may`], and the refusals of texts.
pub(super) fn decide(
    state: &PenaltyState,
    command: &ReportPenalty,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<PenaltyEvent>, PenaltyRefusal> {
    may(state, standing(state, ctx)?)?;
    let authority = clean_line(&command.authority, 100)
        .map_err(|why| PenaltyRefusal::Text { pointer: "/authority".to_owned(), why })?;
    let told = text(&command.text, "/text")?;
    let told = told.get().cloned().unwrap_or_default();
    Ok(vec![PenaltyEvent::Reported { authority, text: Erasable::new(told, Audience::Staff) }])
}
