//! A side takes the power to act for it back; what the agent did stands.

use serde::{Deserialize, Serialize};
use terms::MandateId;

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::DisputeState;
use crate::dispute::verb::Verb;

/// Which mandate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokeMandate {
    pub mandate_id: MandateId,
}

/// # Errors
/// `not_allowed` unless the side itself, `unknown_mandate` while it has none.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    let side = check::a_side(standing)?;
    let any = state.mandates.values().any(|m| m.granted.side == side && m.revoked_at.is_none());
    if any { Ok(()) } else { Err(DisputeRefusal::UnknownMandate) }
}

/// # Errors
/// As [`may`]; `unknown_mandate`, `already_done`.
pub fn decide(
    state: &DisputeState,
    command: &RevokeMandate,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::RevokeMandate)?;
    may(state, standing)?;
    let mandate = state.mandates.get(&command.mandate_id).filter(|m| m.granted.side == standing.side());
    let mandate = mandate.ok_or(DisputeRefusal::UnknownMandate)?;
    if mandate.revoked_at.is_some() {
        return Err(DisputeRefusal::AlreadyDone);
    }
    Ok(vec![DisputeEvent::MandateRevoked { mandate: command.mandate_id }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;
    use terms::Role;

    fn acting() -> Given {
        given().responded().naming("agent", &[Role::Consumer]).and(&consumer(), mandate("agent", &[], None))
    }

    fn revoke(given: &Given) -> DisputeCommand {
        let mandate_id = *given.state.mandates.keys().next().unwrap();
        DisputeCommand::RevokeMandate(RevokeMandate { mandate_id })
    }

    /// B18: from that moment the case does not exist for the agent; what was done stands.
    #[test]
    fn an_agent_who_was_dismissed_acts_no_more() {
        let said = acting().and(&agent(), withdraw());
        let command = revoke(&said);
        let dismissed = said.when(&consumer(), command).then(&["mandate_revoked"]);
        assert!(dismissed.state.outcome.is_some());
        dismissed.when(&agent(), reopen()).refused("unknown_dispute");
    }

    #[test]
    fn a_side_takes_back_its_own_mandate_once() {
        let command = revoke(&acting());
        acting().when(&merchant(), command.clone()).refused("unknown_mandate");
        acting().when(&officer(), command.clone()).refused("not_allowed");
        acting().when(&agent(), command.clone()).refused("not_allowed");
        given().responded().when(&consumer(), command.clone()).refused("unknown_mandate");
        let two = acting().and(&consumer(), command.clone()).naming("third", &[Role::Consumer]);
        let two = two.and(&consumer(), mandate("third", &[], None));
        two.when(&consumer(), command).refused("already_done");
        let unknown = RevokeMandate { mandate_id: MandateId::default() };
        acting()
            .when(&consumer(), DisputeCommand::RevokeMandate(unknown))
            .refused_at("unknown_mandate", "/mandate_id");
    }
}
