//! A side lets whoever mediated rule as well; it takes both, and stands in the record (C7).

use serde::{Deserialize, Serialize};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// Nothing more is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetMediatorRule {}

/// # Errors
/// `not_allowed` unless one of the sides, `wrong_stage` outside mediation, `already_done`.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    let side = check::a_side(standing)?;
    check::in_phase(state, &[Phase::Mediation])?;
    if state.mediator_allowed.contains(&side) { Err(DisputeRefusal::AlreadyDone) } else { Ok(()) }
}

/// # Errors
/// As [`may`].
pub fn decide(
    state: &DisputeState,
    _: &LetMediatorRule,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::LetMediatorRule)?;
    may(state, standing)?;
    Ok(vec![DisputeEvent::MediatorAllowed { side: standing.side() }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;

    fn let_rule() -> DisputeCommand {
        DisputeCommand::LetMediatorRule(LetMediatorRule {})
    }

    /// C7: the mediator rules only where both sides let them, each for itself.
    #[test]
    fn the_mediator_rules_only_where_both_sides_let_them() {
        let one = given().escalated().and(&consumer(), let_rule());
        one.when(&consumer(), let_rule()).refused("already_done");
        let one = given().escalated().and(&consumer(), let_rule()).and(&consumer(), escalate());
        assert_eq!(one.state.in_charge.map(|d| d.person), Some(person("decider")));
        let both = given().escalated().and(&consumer(), let_rule()).and(&merchant(), let_rule());
        let both = both.and(&consumer(), escalate());
        assert_eq!(both.state.in_charge.map(|d| d.person), Some(person("mediator")));
        both.and(&mediator(), rule(ruling()));
    }

    #[test]
    fn it_is_for_the_sides_in_mediation() {
        given().escalated().when(&mediator(), let_rule()).refused("not_allowed");
        given().responded().when(&consumer(), let_rule()).refused("wrong_stage");
    }
}
