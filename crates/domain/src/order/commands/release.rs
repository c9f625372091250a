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
    Ok(vec![OrderEvent::MoneyReleased {
        reservation: command.reservation,
        amount,
        cause: found.cause,
        payer: found.payer,
    }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::given::*;

    /// C18: what fell away can be given back to others, once.
    #[test]
    fn money_that_is_no_longer_owed_is_free_again() {
        let release = || OrderCommand::Release(Release { reservation: reservation(1) });
        let order = reserved(1, "899.00").done(&release());
        assert_eq!(order.state.remaining(), 89_900);
        assert_eq!(order.refused(&release()), "already_done");
        assert_eq!(known().refused(&release()), "unknown_reservation");
        assert_eq!(order.refused_by(&admin(), &release()), "not_allowed");
    }
}
