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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::given::*;

    fn due(n: u128) -> OrderCommand {
        OrderCommand::MakeDue(MakeDue { reservation: reservation(n) })
    }

    /// C17, C18: due once, and then it cannot be given back.
    #[test]
    fn money_falls_due_once() {
        let order = reserved(1, "899.00").done(&due(1));
        assert_eq!(order.refused(&due(1)), "already_done");
        let release = crate::order::commands::release::Release { reservation: reservation(1) };
        assert_eq!(order.refused(&OrderCommand::Release(release)), "already_done");
        assert_eq!(order.refused(&due(2)), "unknown_reservation");
        assert_eq!(order.refused_by(&admin(), &due(1)), "not_allowed");
    }

    /// C18: who got the price back from the bank does not get it from us too; a person looks.
    #[test]
    fn after_a_chargeback_the_price_is_not_paid_again() {
        let charged = reserved(1, "899.00").done(&outside("CB-1", "899.00"));
        assert_eq!(charged.state.overpaid, 89_900);
        assert_eq!(charged.refused(&due(1)), "above_cap");
    }
}
