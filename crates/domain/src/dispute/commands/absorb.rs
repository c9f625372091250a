//! A policy tells this case that another about the same thing is carried on here, or no longer.

use serde::{Deserialize, Serialize};
use terms::{CaseNumber, DisputeId};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::standing;
use crate::dispute::state::{DisputeState, Phase};

/// The duplicate, and whether the merge was undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absorb {
    pub dispute: DisputeId,
    pub number: CaseNumber,
    pub undone: bool,
}

/// # Errors
/// `not_allowed` unless the system, `already_done`; `wrong_stage` or `merged` where the case closed in the meantime:
/// a complaint must not vanish into a case that is over.
pub fn decide(state: &DisputeState, command: &Absorb, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing(state, ctx.actor, ctx.now).ok_or(DisputeRefusal::UnknownDispute)?;
    check::system(standing)?;
    let Absorb { dispute, number, undone } = *command;
    let known = state.absorbed.iter().any(|(id, _)| *id == dispute);
    if known != undone {
        return Err(DisputeRefusal::AlreadyDone);
    }
    if !undone {
        check::in_phase(state, &[Phase::Screening, Phase::Negotiation, Phase::Mediation])?;
    }
    let event = if undone { DisputeEvent::AbsorptionUndone { dispute } } else { DisputeEvent::Absorbed { dispute, number } };
    Ok(vec![event])
}
