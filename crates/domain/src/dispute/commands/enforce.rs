//! What the merchant owes and its account cannot pay is taken from its deposit, else advanced by the platform (C9, G8).

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{ObligationId, Party, Role};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Obligation};
use crate::dispute::verb::Verb;

/// Which obligation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enforce {
    pub obligation_id: ObligationId,
}

/// # Errors
/// `not_allowed` unless a supervisor or the staff in charge, `nothing_to_enforce` unless a refund that the merchant owes failed.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    check::oversees(standing)?;
    let any = state.obligations.iter().any(Obligation::can_be_enforced);
    if any { Ok(()) } else { Err(DisputeRefusal::NothingToEnforce) }
}

/// The merchant's own stream says what its deposit holds. A supervisor's word lets the platform advance any sum.
///
/// # Errors
/// As [`may`]; `unknown_obligation`.
pub fn decide(
    state: &DisputeState,
    command: &Enforce,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::Enforce)?)?;
    let owed = state.obligation(command.obligation_id).ok_or(DisputeRefusal::UnknownObligation)?;
    let amount = owed.unpaid().filter(|_| owed.can_be_enforced());
    let (Some(amount), Some(payout)) = (amount, owed.payout) else {
        return Err(DisputeRefusal::NothingToEnforce);
    };
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let ordered = DisputeEvent::EnforcementOrdered {
        obligation: owed.id,
        payout,
        amount,
        approved: ctx.actor.role() == Some(Role::Supervisor),
    };
    let about = About::obligation(owed.id);
    Ok(vec![ordered, clock::set(ctx, &kind, Step::Performance, Party::Platform, about)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::commands::record_cover::RecordCover;
    use crate::dispute::given::*;
    use terms::RemedyType;

    /// C9, G8: a refund that failed is paid for the merchant, and later tries ask the platform's account.
    #[test]
    fn what_the_merchant_cannot_pay_is_paid_for_it() {
        let failed = || given().agreed(vec![money(RemedyType::Refund, "300")]).payout_failed();
        for nobody in [consumer(), merchant(), officer(), system()] {
            failed().when(&nobody, enforce(failed().obligation())).refused("not_allowed");
        }
        failed().when(&stranger(), enforce(failed().obligation())).refused("unknown_dispute");
        let id = failed().obligation();
        let ordered =
            failed().when(&supervisor(), enforce(id)).then(&["enforcement_ordered", "deadline_set"]);
        ordered.clone().when(&supervisor(), enforce(id)).refused("nothing_to_enforce");
        ordered.clone().when(&supervisor(), retry_payout(id)).refused("payout_not_failed");
        let (deposit, advanced) = (yuan("200"), yuan("100"));
        let cover = DisputeCommand::RecordCover(RecordCover { obligation: id, deposit, advanced });
        let covered = ordered.when(&system(), cover).then(&["covered"]).payout_failed();
        covered.clone().when(&supervisor(), enforce(id)).refused("nothing_to_enforce");
        let again = covered.and(&supervisor(), retry_payout(id));
        assert!(again.state.obligations[0].cover.is_some());
    }

    #[test]
    fn only_what_a_merchant_owes() {
        let owed = given().agreed(vec![money(RemedyType::Refund, "300")]);
        owed.clone().when(&supervisor(), enforce(owed.obligation())).refused("nothing_to_enforce");
        let failed = owed.payout_failed();
        failed.when(&supervisor(), enforce(ObligationId::default())).refused("unknown_obligation");
    }
}
