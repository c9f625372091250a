//! Reserved money falls due: what it waited for has happened.

use serde::{Deserialize, Serialize};
use terms::{Money, ReservationId};

use crate::actor::Actor;
use crate::ctx::Ctx;
use crate::order::{Basis, OrderEvent, OrderRefusal, OrderState};

/// Which reservation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeDue {
    pub reservation: ReservationId,
}

/// Where the price went back by another way meanwhile (a chargeback), it is not paid a second time: a person looks.
///
/// # Errors
/// `not_allowed`, `unknown_reservation`, `already_done`, `above_cap`.
pub fn decide(
    state: &OrderState,
    command: &MakeDue,
    ctx: &Ctx<'_, '_>,
) -> Result<Vec<OrderEvent>, OrderRefusal> {
    if *ctx.actor != Actor::System {
        return Err(OrderRefusal::NotAllowed);
    }
    let found = state.reservations.get(&command.reservation).ok_or(OrderRefusal::UnknownReservation)?;
    if found.due || found.open() <= 0 {
        return Err(OrderRefusal::AlreadyDone);
    }
    if found.basis == Basis::Price && state.balance() < 0 {
        let remaining = found.open().saturating_add(state.balance()).max(0);
        return Err(OrderRefusal::AboveCap { remaining: Money::new(found.reserved.currency, remaining) });
    }
    let amount = Money::new(found.reserved.currency, found.open());
    Ok(vec![OrderEvent::MoneyDue { reservation: command.reservation, amount, cause: found.cause }])
}
