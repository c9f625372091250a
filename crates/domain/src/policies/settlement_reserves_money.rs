//! An agreement or a ruling that owes money has it set aside in the order, where the one cap lives.

use terms::{DisputeId, ObligationState, Party, Payer, ReservationId, order_stream};

use super::{After, Reaction};
use crate::dispute::DisputeEvent;
use crate::fact::{AnyCommand, AnyEvent, Recorded};
use crate::order::OrderCommand;
use crate::order::commands::reserve::Reserve;

const POLICY: &str = "settlement_reserves_money";

pub(super) fn react(fact: &Recorded, after: After<'_>) -> Vec<Reaction> {
    let (AnyEvent::Dispute(event), After::Dispute(dispute)) = (&fact.fact.event, after) else {
        return Vec::new();
    };
    let (DisputeEvent::AgreementReached { obligations, .. }
    | DisputeEvent::RulingMade { obligations, .. }
    | DisputeEvent::AppealDecided { obligations, .. }) = event.as_ref()
    else {
        return Vec::new();
    };
    let Some(order) = dispute.order() else { return Vec::new() };
    let fell_away = dispute
        .obligations
        .iter()
        .filter(|o| matches!(o.state, ObligationState::Cancelled | ObligationState::Failed));
    let in_place_of: Vec<ReservationId> = fell_away.map(|o| ReservationId(o.id.0)).collect();
    let owed = obligations.iter().filter(|o| o.remedy.remedy_type.pays_money());
    let reserve = owed.filter_map(|o| {
        let command = Reserve {
            reservation: ReservationId(o.id.0),
            amount: o.remedy.amount?,
            basis: o.remedy.basis(),
            cause: DisputeId(fact.stream.id),
            payer: payer(o.debtor),
            at_once: !o.remedy.remedy_type.needs_return(),
            in_place_of: in_place_of.clone(),
        };
        Some(Reaction::Command {
            policy: POLICY.to_owned(),
            stream: order_stream(&order.order_id),
            command: AnyCommand::Order(Box::new(OrderCommand::Reserve(command))),
            at: None,
        })
    });
    reserve.collect()
}

/// What the platform owes is its own loss; whatever else is owed to the consumer stands in the merchant's books.
const fn payer(debtor: Party) -> Payer {
    match debtor {
        Party::Platform => Payer::Platform,
        Party::Respondent | Party::Consumer | Party::ThirdParty => Payer::Merchant,
    }
}
