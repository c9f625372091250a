//! The provider's word on a payout comes back to the case.

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{Money, ObligationId, Party, PayoutId, Role};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::event::{DisputeEvent, PayoutResult};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::standing;
use crate::dispute::state::DisputeState;

/// Asked by a policy for each answer of the provider that changes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordPayout {
    pub obligation: ObligationId,
    pub payout: PayoutId,
    pub result: PayoutResult,
    pub amount: Money,
}

/// What the merchant cannot pay is taken from its deposit or advanced by the platform (C9, G8). Any other failure goes to a
/// supervisor with a date: the consumer must not wait for a machine.
///
/// # Errors
/// `not_allowed` unless the system, `unknown_obligation`, `obligation_not_open`.
pub fn decide(
    state: &DisputeState,
    command: &RecordPayout,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing(state, ctx.actor, ctx.now).ok_or(DisputeRefusal::UnknownDispute)?;
    check::system(standing)?;
    let owed = state.obligation(command.obligation).ok_or(DisputeRefusal::UnknownObligation)?;
    if !owed.is_open() {
        return Err(DisputeRefusal::ObligationNotOpen);
    }
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let RecordPayout { obligation, payout, result, amount } = *command;
    let enforced = result == PayoutResult::NotCovered && owed.debtor == Party::Respondent;
    let enforced = enforced && owed.cover.is_none() && !owed.enforcing;
    let order = owed.unpaid().filter(|_| enforced).map(|amount| DisputeEvent::EnforcementOrdered {
        obligation,
        payout,
        amount,
        approved: false,
    });
    let mut events = vec![DisputeEvent::PayoutRecorded { obligation, payout, result, amount }];
    let is_ordered = order.is_some();
    events.extend(order);
    if matches!(result, PayoutResult::Failed | PayoutResult::NotCovered) {
        if !is_ordered && let Some(on_duty) = ctx.facts.duty.supervisor {
            let reason = Some("payout_failed".to_owned());
            events.push(DisputeEvent::Assigned { on_duty, role: Role::Supervisor, reason });
        }
        events.push(clock::set(
            ctx,
            &kind,
            Step::Performance,
            Party::Platform,
            About::obligation(obligation),
        ));
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;
    use terms::{ObligationState, RemedyType};

    fn owed() -> Given {
        given().agreed(vec![money(RemedyType::Refund, "300")])
    }

    fn record(given: &Given, result: PayoutResult, amount: &str) -> DisputeCommand {
        let obligation = given.obligation();
        let (payout, amount) = (PayoutId(obligation.0), yuan(amount));
        DisputeCommand::RecordPayout(RecordPayout { obligation, payout, result, amount })
    }

    /// C18: paid in parts, the obligation is done when all of it is paid.
    #[test]
    fn money_that_comes_in_parts_is_done_with_the_last() {
        let part = owed();
        let command = record(&part, PayoutResult::PartlyPaid, "100");
        let part = part.when(&system(), command).then(&["payout_recorded"]);
        assert_eq!(part.steps(), [Step::Performance]);
        let command = record(&part, PayoutResult::Paid, "200");
        let paid = part.and(&system(), command);
        assert_eq!((paid.state.obligations[0].paid, paid.steps()), (30_000, vec![]));
        assert_eq!(paid.state.obligations[0].state, ObligationState::Performed);
        let again = record(&paid, PayoutResult::Paid, "200");
        paid.when(&system(), again).refused("obligation_not_open");
    }

    /// C18, F1: a failed payout goes to a supervisor with a date.
    #[test]
    fn a_failed_payout_goes_to_a_supervisor_with_a_date() {
        let failed = owed();
        let command = record(&failed, PayoutResult::Failed, "0");
        let failed = failed.when(&system(), command).then(&["payout_recorded", "assigned", "deadline_set"]);
        assert_eq!(failed.steps(), [Step::Performance]);
        let late = failed.passed(Step::Performance);
        assert_eq!(late.deadline(Step::Performance).who, Party::Platform);
    }

    #[test]
    fn only_the_system_and_only_what_is_owed() {
        let command = record(&owed(), PayoutResult::Paid, "300");
        owed().when(&officer(), command.clone()).refused("not_allowed");
        owed().when(&stranger(), command.clone()).refused("unknown_dispute");
        given().responded().when(&system(), command).refused("unknown_obligation");
    }
}
