//! What a policy wanted of another stream was refused there: the case's person must look.

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{ObligationId, Party, Role};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::standing;
use crate::dispute::state::DisputeState;

/// Which policy, and the code of the refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordRefusal {
    pub policy: String,
    pub code: String,
    pub obligation: Option<ObligationId>,
}

/// # Errors
/// `not_allowed` unless the system.
pub fn decide(
    state: &DisputeState,
    command: &RecordRefusal,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing(state, ctx.actor, ctx.now).ok_or(DisputeRefusal::UnknownDispute)?;
    check::system(standing)?;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let RecordRefusal { policy, code, obligation } = command.clone();
    let mut events = vec![DisputeEvent::FollowUpRefused { policy, code, obligation }];
    if let Some(on_duty) = ctx.facts.duty.supervisor {
        let reason = Some("follow_up_refused".to_owned());
        events.push(DisputeEvent::Assigned { on_duty, role: Role::Supervisor, reason });
    }
    let open = obligation.filter(|id| state.obligation(*id).is_some_and(super::super::Obligation::is_open));
    if let Some(obligation) = open {
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
    use terms::RemedyType;

    fn record(obligation: Option<ObligationId>) -> DisputeCommand {
        let (policy, code) = ("settlement_reserves_money".to_owned(), "above_cap".to_owned());
        DisputeCommand::RecordRefusal(RecordRefusal { policy, code, obligation })
    }

    /// C9, F1: what a machine could not do is a supervisor's, with one date for it.
    #[test]
    fn a_follow_up_that_was_refused_goes_to_a_supervisor_with_a_date() {
        let owed = given().agreed(vec![money(RemedyType::Refund, "1")]);
        let id = owed.obligation();
        let told =
            owed.when(&system(), record(Some(id))).then(&["follow_up_refused", "assigned", "deadline_set"]);
        assert_eq!(told.steps(), [Step::Performance]);
        assert_eq!(told.state.in_charge_as, Some(Role::Supervisor));
    }

    #[test]
    fn without_an_open_obligation_a_person_is_told_all_the_same() {
        let id = Some(ObligationId::default());
        given().responded().when(&system(), record(id)).then(&["follow_up_refused", "assigned"]);
        given().responded().unstaffed().when(&system(), record(None)).then(&["follow_up_refused"]);
    }

    #[test]
    fn only_the_system_records_it() {
        given().responded().when(&officer(), record(None)).refused("not_allowed");
        given().responded().when(&stranger(), record(None)).refused("unknown_dispute");
        given().when(&system(), record(None)).refused("unknown_dispute");
    }
}
