//! A reservation is given back: the obligation fell away.

use serde::{Deserialize, Serialize};
use terms::{Money, ReservationId};

use crate::actor::Actor;
use crate::ctx::Ctx;
use crate::order::{OrderEvent, OrderRefusal, OrderState};

/// Gives back all that is still open of a reservation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    pub reservation: ReservationId,
}

/// # Errors
/// `not_allowed`, `unknown_reservation`, `already_done`.
pub fn decide(
    state: &OrderState,
    command: &Release,
    ctx: &Ctx<'_, '_>,
) -> Result<Vec<OrderEvent>, OrderRefusal> {
    if *ctx.actor != Actor::System {
        return Err(OrderRefusal::NotAllowed);
    }
    let Some(found) = state.reservations.get(&command.reservation) else {
        return Err(OrderRefusal::UnknownReservation);
    };
    if found.open() <= 0 || found.due {
        return Err(OrderRefusal::AlreadyDone);
    }
    let amount = Money::new(found.reserved.currency, found.open());
    Ok(vec![OrderEvent::MoneyReleased { reservation: command.reservation, amount, cause: found.cause }])
}
