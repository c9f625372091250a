//! The consumer says that what was owed has been done.

use serde::{Deserialize, Serialize};
use terms::{Audience, ObligationId, ObligationState, Side};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Obligation};
use crate::dispute::verb::Verb;

/// Which obligation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmPerformance {
    pub obligation_id: ObligationId,
    #[serde(default)]
    pub note: Option<String>,
}

/// The consumer's obligation to confirm: one that was reported.
///
/// # Errors
/// `unknown_obligation`, `obligation_not_open`.
pub(super) fn reported(state: &DisputeState, id: ObligationId) -> Result<&Obligation, DisputeRefusal> {
    let obligation = state.obligation(id).ok_or(DisputeRefusal::UnknownObligation)?;
    if obligation.state == ObligationState::Reported {
        Ok(obligation)
    } else {
        Err(DisputeRefusal::ObligationNotOpen)
    }
}

/// # Errors
/// `not_allowed` unless the consumer's side, `obligation_not_open` without one that was reported.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    check::of_side(standing, Side::Consumer)?;
    let any = state.obligations.iter().any(|o| o.state == ObligationState::Reported);
    if any { Ok(()) } else { Err(DisputeRefusal::ObligationNotOpen) }
}

/// # Errors
/// As [`may`]; `unknown_obligation`, and the refusals of texts.
pub fn decide(
    state: &DisputeState,
    command: &ConfirmPerformance,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::ConfirmPerformance)?)?;
    let obligation = reported(state, command.obligation_id)?.id;
    let note = check::note(command.note.as_deref(), "/note", Audience::All)?;
    Ok(vec![DisputeEvent::PerformanceConfirmed { obligation, deemed: false, note }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::given::*;
    use terms::RemedyType;

    /// C9, E4: once everything is done the case rests.
    #[test]
    fn what_the_consumer_confirms_is_done() {
        let id = given().apologised().obligation();
        let done = given().apologised().when(&consumer(), confirm(id)).then(&["performance_confirmed"]);
        assert_eq!(done.state.obligations[0].state, ObligationState::Performed);
        assert_eq!(done.steps(), []);
        done.when(&consumer(), confirm(id)).refused("obligation_not_open");
    }

    #[test]
    fn the_consumer_confirms_what_was_reported() {
        let id = given().apologised().obligation();
        given().apologised().when(&merchant(), confirm(id)).refused("not_allowed");
        given()
            .apologised()
            .when(&consumer(), confirm(ObligationId::default()))
            .refused("unknown_obligation");
        let two = given().agreed(vec![remedy(RemedyType::Apology), remedy(RemedyType::Resend)]);
        let (first, second) = (two.state.obligations[0].id, two.obligation());
        two.clone().when(&consumer(), confirm(first)).refused("obligation_not_open");
        two.and(&merchant(), report(first)).when(&consumer(), confirm(second)).refused("obligation_not_open");
    }
}
