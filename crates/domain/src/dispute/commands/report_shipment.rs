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
pub fn decide(state: &DisputeState, command: &ReportShipment, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
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
