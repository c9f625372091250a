//! Reserved money falls due: what it waited for has happened.

use serde::{Deserialize, Serialize};
use terms::{Money, ReservationId};

use crate::actor::Actor;
use crate::ctx::Ctx;
use crate::order::{OrderEvent, OrderRefusal, OrderState};

/// Which reservation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeDue {
    pub reservation: ReservationId,
}

/// # Errors
/// `not_allowed`, `unknown_reservation`, `already_done`.
pub fn decide(state: &OrderState, command: &MakeDue, ctx: &Ctx<'_, '_>) -> Result<Vec<OrderEvent>, OrderRefusal> {
    if *ctx.actor != Actor::System {
        return Err(OrderRefusal::NotAllowed);
    }
    let found = state.reservations.get(&command.reservation).ok_or(OrderRefusal::UnknownReservation)?;
    if found.due || found.open() <= 0 {
        return Err(OrderRefusal::AlreadyDone);
    }
    let amount = Money::new(found.reserved.currency, found.open());
    Ok(vec![OrderEvent::MoneyDue { reservation: command.reservation, amount, cause: found.cause }])
}
