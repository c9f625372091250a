//! Money is set aside for an obligation: under the cap if it returns the price, under its rule if not.

use serde::{Deserialize, Serialize};
use terms::{DisputeId, Money, ReservationId};

use crate::actor::Actor;
use crate::ctx::Ctx;
use crate::order::{Basis, OrderEvent, OrderRefusal, OrderState};

/// Asked by a policy once an agreement or a decision makes money owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reserve {
    pub reservation: ReservationId,
    pub amount: Money,
    pub basis: Basis,
    pub cause: DisputeId,
    /// Whether it is paid at once, or only when goods have come back.
    pub at_once: bool,
    /// Reservations of the same case that fell away with the new agreement: given back first, whichever job comes first.
    #[serde(default)]
    pub in_place_of: Vec<ReservationId>,
}

/// Never sets aside more of the price than was paid and has not gone back yet.
///
/// # Errors
/// `not_allowed`, `unknown_order`, `currency_differs`, `above_cap`, `already_done`, `order_inconsistent`.
pub fn decide(
    state: &OrderState,
    command: &Reserve,
    ctx: &Ctx<'_, '_>,
) -> Result<Vec<OrderEvent>, OrderRefusal> {
    if *ctx.actor != Actor::System {
        return Err(OrderRefusal::NotAllowed);
    }
    if state.reservations.contains_key(&command.reservation) {
        return Err(OrderRefusal::AlreadyDone);
    }
    let Some(currency) = state.currency() else { return Err(OrderRefusal::UnknownOrder) };
    if command.amount.currency != currency {
        return Err(OrderRefusal::CurrencyDiffers);
    }
    if command.amount.minor <= 0 {
        return Err(OrderRefusal::Inconsistent { field: "amount" });
    }
    let own = |id: &&ReservationId| state.reservations.get(id).is_some_and(|r| r.cause == command.cause);
    let given_back: Vec<ReservationId> = command.in_place_of.iter().filter(own).copied().collect();
    let remaining = match &command.basis {
        Basis::Price => state.remaining_without(&given_back),
        // The rule's own limit was worked out by the case when it cited the rule.
        Basis::Rule(_) => i64::MAX,
    };
    if command.amount.minor > remaining {
        return Err(OrderRefusal::AboveCap { remaining: Money::new(currency, remaining) });
    }
    let Reserve { reservation, amount, basis, cause, at_once, in_place_of: _ } = command.clone();
    let released = given_back.iter().filter_map(|id| Some((*id, state.reservations.get(id)?)));
    let released = released.filter(|(_, r)| r.open() > 0 && !r.due);
    let mut events: Vec<OrderEvent> = released
        .map(|(reservation, r)| {
            let amount = Money::new(r.reserved.currency, r.open());
            OrderEvent::MoneyReleased { reservation, amount, cause }
        })
        .collect();
    events.push(OrderEvent::MoneyReserved { reservation, amount, basis, cause });
    if at_once {
        events.push(OrderEvent::MoneyDue { reservation, amount, cause });
    }
    Ok(events)
}
