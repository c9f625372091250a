//! Reserved money has been paid, in whole or in part.

use serde::{Deserialize, Serialize};
use terms::{Money, Payer, ReservationId};

use crate::actor::Actor;
use crate::ctx::Ctx;
use crate::order::{OrderEvent, OrderRefusal, OrderState};

/// Asked by a policy when the provider has confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settle {
    pub reservation: ReservationId,
    pub amount: Money,
    pub from: Payer,
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
        from: command.from,
    }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::given::*;

    fn settle(amount: &str) -> OrderCommand {
        OrderCommand::Settle(Settle {
            reservation: reservation(1),
            amount: yuan(amount),
            from: Payer::Merchant,
        })
    }

    /// C18: paid in parts, never more than was set aside.
    #[test]
    fn parts_add_up_and_never_pass_what_was_set_aside() {
        let order = reserved(1, "899.00").done(&settle("500.00"));
        assert_eq!(
            (order.state.reserved(), order.state.settled(), order.state.remaining()),
            (39_900, 50_000, 0)
        );
        assert_eq!(order.refused(&settle("399.01")), "above_reservation");
        let order = order.done(&settle("399.00"));
        assert_eq!(order.refused(&settle("0.01")), "above_reservation");
        assert_eq!(order.refused(&settle("0")), "above_reservation");
        assert_eq!(known().refused(&settle("1")), "unknown_reservation");
        assert_eq!(order.refused_by(&admin(), &settle("1")), "not_allowed");
        let mut euro = yuan("1");
        euro.currency = terms::Currency::Eur;
        let euro =
            OrderCommand::Settle(Settle { reservation: reservation(1), amount: euro, from: Payer::Merchant });
        assert_eq!(order.refused(&euro), "currency_differs");
    }
}
