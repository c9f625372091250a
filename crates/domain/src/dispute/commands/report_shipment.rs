//! The consumer has sent the goods back and says with whom (C17).

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{ObligationId, Party, Side, clean_line};

use super::authorise_return::waiting;
use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Obligation, Returning};
use crate::dispute::verb::Verb;

/// Carrier and tracking number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportShipment {
    #[serde(default)]
    pub obligation_id: Option<ObligationId>,
    pub carrier: String,
    pub tracking_number: String,
}

const fn is_authorised(obligation: &Obligation) -> bool {
    matches!(obligation.returning, Returning::Authorised { .. })
}

/// # Errors
/// `not_allowed` unless the consumer's side, `no_return_needed` without a return that waits for it.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    check::of_side(standing, Side::Consumer)?;
    waiting(state, None, is_authorised).map(|_| ())
}

/// # Errors
/// As [`may`]; `unknown_obligation`, `return_not_ready`, and the refusals of texts.
pub fn decide(
    state: &DisputeState,
    command: &ReportShipment,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::ReportShipment)?)?;
    let obligation = waiting(state, command.obligation_id, is_authorised)?.id;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let line = |given: &str, pointer: &str| {
        clean_line(given, 60).map_err(|why| DisputeRefusal::Text { pointer: pointer.to_owned(), why })
    };
    let carrier = line(&command.carrier, "/carrier")?;
    let tracking_number = line(&command.tracking_number, "/tracking_number")?;
    Ok(vec![
        DisputeEvent::ShipmentReported { obligation, carrier, tracking_number },
        clock::set(ctx, &kind, Step::ReturnReceipt, Party::Respondent, About::obligation(obligation)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;

    fn told() -> Given {
        given().returning().and(&merchant(), authorise())
    }

    /// C17: once the goods are on their way the merchant's time to look at them runs.
    #[test]
    fn goods_on_their_way_start_the_merchants_time_to_check() {
        let sent = told().when(&consumer(), ship()).then(&["shipment_reported", "deadline_set"]);
        assert_eq!(sent.steps(), [Step::ReturnReceipt]);
        assert_eq!(sent.deadline(Step::ReturnReceipt).who, Party::Respondent);
    }

    /// C17: goods that are never sent: the claim to the money lapses, and the case is over.
    #[test]
    fn a_return_that_is_never_sent_lapses() {
        let lapsed = told().passed(Step::ReturnShipment);
        assert!(!lapsed.state.is_performing());
        assert_eq!(lapsed.steps(), []);
    }

    #[test]
    fn the_consumer_says_so_once_and_how() {
        told().when(&merchant(), ship()).refused("not_allowed");
        told().when(&officer(), ship()).refused("not_allowed");
        given().returning().when(&consumer(), ship()).refused("no_return_needed");
        told().and(&consumer(), ship()).when(&consumer(), ship()).refused("no_return_needed");
        let with = |obligation_id, carrier: &str, tracking: &str| {
            let (carrier, tracking_number) = (carrier.to_owned(), tracking.to_owned());
            DisputeCommand::ReportShipment(ReportShipment { obligation_id, carrier, tracking_number })
        };
        told().when(&consumer(), with(None, "", "1")).refused_at("text_missing", "/carrier");
        told()
            .when(&consumer(), with(None, "顺丰", &"9".repeat(61)))
            .refused_at("text_too_long", "/tracking_number");
        told().when(&consumer(), with(None, "顺丰", "1\n2")).refused("text_forbidden_character");
        told()
            .when(&consumer(), with(Some(ObligationId::default()), "顺丰", "1"))
            .refused("unknown_obligation");
        let sent = told();
        let id = sent.obligation();
        sent.and(&consumer(), ship())
            .when(&consumer(), with(Some(id), "顺丰", "1"))
            .refused("no_return_needed");
    }
}
