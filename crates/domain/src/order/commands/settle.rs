//! Reserved money has been paid, in whole or in part.

use serde::{Deserialize, Serialize};
use terms::{Money, ReservationId};

use crate::actor::Actor;
use crate::ctx::Ctx;
use crate::order::{OrderEvent, OrderRefusal, OrderState};

/// Asked by a policy when the provider has confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settle {
    pub reservation: ReservationId,
    pub amount: Money,
}

/// # Errors
/// `not_allowed`, `unknown_reservation`, `currency_differs`, `above_reservation`.
pub fn decide(
    state: &OrderState,
    command: &Settle,
    ctx: &Ctx<'_, '_>,
) -> Result<Vec<OrderEvent>, OrderRefusal> {
    if *ctx.actor != Actor::System {
        return Err(OrderRefusal::NotAllowed);
    }
    let Some(found) = state.reservations.get(&command.reservation) else {
        return Err(OrderRefusal::UnknownReservation);
    };
    if found.reserved.currency != command.amount.currency {
        return Err(OrderRefusal::CurrencyDiffers);
    }
    if command.amount.minor <= 0 || command.amount.minor > found.open() {
        return Err(OrderRefusal::AboveReservation {
            open: Money::new(found.reserved.currency, found.open()),
        });
    }
    Ok(vec![OrderEvent::MoneySettled {
        reservation: command.reservation,
        amount: command.amount,
        cause: found.cause,
    }])
}
