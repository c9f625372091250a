//! The merchant says where the goods are to be sent (C17).

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{Audience, ObligationId, Party, Role};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Obligation, Returning};
use crate::dispute::verb::Verb;

/// Where to; without an obligation the one that waits for it is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthoriseReturn {
    #[serde(default)]
    pub obligation_id: Option<ObligationId>,
    pub address: String,
}

/// # Errors
/// `not_allowed` unless the respondent's side, whoever is in charge or a supervisor, `no_return_needed` without a return that waits for it.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    match standing {
        Standing::Respondent { .. }
        | Standing::Staff { in_charge: true, .. }
        | Standing::Staff { role: Role::Supervisor, .. } => {}
        Standing::Staff { .. } | Standing::Consumer { .. } | Standing::System => {
            return Err(DisputeRefusal::NotAllowed);
        }
    }
    waiting(state, None, |o| o.returning == Returning::ToBeAuthorised).map(|_| ())
}

/// The open obligation whose return is at the step that `fits` looks for.
///
/// # Errors
/// `unknown_obligation`, `no_return_needed`.
pub(super) fn waiting(
    state: &DisputeState,
    wanted: Option<ObligationId>,
    fits: impl Fn(&Obligation) -> bool,
) -> Result<&Obligation, DisputeRefusal> {
    if let Some(id) = wanted {
        let obligation = state.obligation(id).ok_or(DisputeRefusal::UnknownObligation)?;
        if obligation.returning == Returning::NotNeeded {
            return Err(DisputeRefusal::NoReturnNeeded);
        }
        let ready = obligation.is_open() && fits(obligation);
        return if ready { Ok(obligation) } else { Err(DisputeRefusal::ReturnNotReady) };
    }
    state.obligations.iter().find(|o| o.is_open() && fits(o)).ok_or(DisputeRefusal::NoReturnNeeded)
}

/// # Errors
/// As [`may`]; `unknown_obligation`, `return_not_ready`, and the refusals of texts.
pub fn decide(
    state: &DisputeState,
    command: &AuthoriseReturn,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::AuthoriseReturn)?;
    may(state, standing)?;
    let fits = |o: &Obligation| o.returning == Returning::ToBeAuthorised;
    let obligation = waiting(state, command.obligation_id, fits)?.id;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let address = check::text(&command.address, "/address", Audience::All)?;
    Ok(vec![
        DisputeEvent::ReturnAuthorised { obligation, address },
        clock::set(ctx, &kind, Step::ReturnShipment, Party::Consumer, About::obligation(obligation)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;
    use terms::RemedyType;

    fn authorise_of(obligation_id: ObligationId) -> DisputeCommand {
        let (obligation_id, address) = (Some(obligation_id), "1 号仓".to_owned());
        DisputeCommand::AuthoriseReturn(AuthoriseReturn { obligation_id, address })
    }

    /// C17: the address is told, and the consumer's time to send runs instead of the merchant's to act.
    #[test]
    fn an_authorised_return_starts_the_consumers_time_to_send() {
        for by in [merchant(), officer()] {
            let told =
                given().returning().when(&by, authorise()).then(&["return_authorised", "deadline_set"]);
            assert_eq!(told.steps(), [Step::ReturnShipment]);
            assert_eq!(told.deadline(Step::ReturnShipment).who, Party::Consumer);
        }
    }

    /// C17, E4: a merchant that never says where to send the goods does not keep the money by it.
    #[test]
    fn a_return_that_is_never_authorised_reopens_the_case() {
        let failed = given().returning().passed(Step::Performance);
        assert!(failed.state.is_open());
        assert_eq!(failed.steps(), [Step::Mediation]);
    }

    #[test]
    fn a_return_is_authorised_once_where_one_is_owed() {
        given().returning().when(&consumer(), authorise()).refused("not_allowed");
        given().returning().when(&system(), authorise()).refused("not_allowed");
        given().responded().when(&merchant(), authorise()).refused("no_return_needed");
        let told = given().returning().and(&merchant(), authorise());
        told.when(&merchant(), authorise()).refused("no_return_needed");
        let empty = AuthoriseReturn { obligation_id: None, address: String::new() };
        given().returning().when(&merchant(), DisputeCommand::AuthoriseReturn(empty)).refused("text_missing");
        given()
            .returning()
            .when(&merchant(), authorise_of(ObligationId::default()))
            .refused("unknown_obligation");
        let mixed = given().agreed(vec![
            money(RemedyType::RefundWithReturn, "899.00"),
            remedy(RemedyType::Replacement),
            remedy(RemedyType::Apology),
        ]);
        let ids: Vec<ObligationId> = mixed.state.obligations.iter().map(|o| o.id).collect();
        mixed.clone().when(&merchant(), authorise_of(ids[2])).refused("no_return_needed");
        let told = mixed.and(&merchant(), authorise_of(ids[0]));
        told.when(&merchant(), authorise_of(ids[0]))
            .refused("return_not_ready")
            .and(&merchant(), authorise_of(ids[1]));
    }
}
