//! Staff order another try of a refund that the payment provider refused.

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{ObligationId, Party, Payer};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Obligation};
use crate::dispute::verb::Verb;

/// Which obligation's refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetryPayout {
    pub obligation_id: ObligationId,
}

/// # Errors
/// `not_allowed` unless a supervisor or the staff in charge, `payout_not_failed` without a refund that failed.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    check::oversees(standing)?;
    let any = state.obligations.iter().any(Obligation::waits_for_another_try);
    if any { Ok(()) } else { Err(DisputeRefusal::PayoutNotFailed) }
}

/// The payout's own stream hears of it by a policy; the platform owes the money by a fresh date.
///
/// # Errors
/// As [`may`]; `unknown_obligation`.
pub fn decide(
    state: &DisputeState,
    command: &RetryPayout,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::RetryPayout)?)?;
    let obligation = state.obligation(command.obligation_id).ok_or(DisputeRefusal::UnknownObligation)?;
    let payout = obligation.payout.filter(|_| obligation.waits_for_another_try());
    let payout = payout.ok_or(DisputeRefusal::PayoutNotFailed)?;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let about = About::obligation(obligation.id);
    let from = match obligation.debtor {
        Party::Respondent if obligation.cover.is_none() => Payer::Merchant,
        Party::Respondent | Party::Platform | Party::Consumer | Party::ThirdParty => Payer::Platform,
    };
    Ok(vec![
        DisputeEvent::PayoutRetried { obligation: obligation.id, payout, from },
        clock::set(ctx, &kind, Step::Performance, Party::Platform, about),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::given::*;
    use terms::RemedyType;

    /// C18, C9: a refund that failed is tried again by a person, with a fresh date, as often as it fails.
    #[test]
    fn a_refund_that_failed_is_tried_again() {
        let failed = || given().agreed(vec![money(RemedyType::Refund, "300")]).payout_failed();
        let again = || retry_payout(failed().obligation());
        for nobody in [consumer(), merchant(), officer(), system()] {
            failed().when(&nobody, again()).refused("not_allowed");
        }
        failed().when(&stranger(), again()).refused("unknown_dispute");
        let tried = || failed().when(&supervisor(), again()).then(&["payout_retried", "deadline_set"]);
        assert_eq!(tried().steps(), [Step::Performance]);
        tried().when(&supervisor(), again()).refused("payout_not_failed");
        tried().payout_failed().when(&supervisor(), again()).then(&["payout_retried", "deadline_set"]);
    }

    #[test]
    fn only_a_refund_that_failed() {
        let owed = || given().agreed(vec![money(RemedyType::Refund, "300")]);
        owed().when(&supervisor(), retry_payout(owed().obligation())).refused("payout_not_failed");
        let failed = owed().payout_failed();
        failed.when(&supervisor(), retry_payout(ObligationId::default())).refused("unknown_obligation");
    }
}
