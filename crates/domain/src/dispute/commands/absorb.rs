//! A policy tells this case that another about the same thing is carried on here, or no longer.

use serde::{Deserialize, Serialize};
use terms::{CaseNumber, DisputeId};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::standing;
use crate::dispute::state::DisputeState;

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
pub fn decide(
    state: &DisputeState,
    command: &Absorb,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing(state, ctx.actor, ctx.now).ok_or(DisputeRefusal::UnknownDispute)?;
    check::system(standing)?;
    let Absorb { dispute, number, undone } = *command;
    let known = state.absorbed.iter().any(|(id, _)| *id == dispute);
    if known != undone {
        return Err(DisputeRefusal::AlreadyDone);
    }
    if !undone {
        check::in_phase(state, check::RUNNING)?;
    }
    let event = if undone {
        DisputeEvent::AbsorptionUndone { dispute }
    } else {
        DisputeEvent::Absorbed { dispute, number }
    };
    Ok(vec![event])
}

#[cfg(test)]
mod tests {
    use crate::dispute::given::*;

    /// B15: the case that carries on knows its duplicates, and learns when one goes its own way again.
    #[test]
    fn the_main_case_learns_of_its_duplicate() {
        let main = given().responded().when(&system(), absorb(false)).then(&["absorbed"]);
        let main = main.when(&system(), absorb(false)).refused("already_done");
        let alone = main.when(&system(), absorb(true)).then(&["absorption_undone"]);
        alone.when(&system(), absorb(true)).refused("already_done");
    }

    /// B15: a complaint must not vanish into a case that closed in the meantime: a person looks.
    #[test]
    fn a_case_that_is_over_takes_nothing_in() {
        given().withdrawn().when(&system(), absorb(false)).refused("wrong_stage");
        given().merged().when(&system(), absorb(false)).refused("merged");
        let main = given().responded().and(&system(), absorb(false)).and(&consumer(), withdraw());
        main.and(&system(), absorb(true));
    }

    #[test]
    fn only_the_system_tells_it() {
        given().responded().when(&officer(), absorb(false)).refused("not_allowed");
        given().responded().when(&stranger(), absorb(false)).refused("unknown_dispute");
    }
}
