//! Money went back outside our hands: a chargeback, an insurance, a settlement before a regulator.

use serde::{Deserialize, Serialize};
use terms::{Money, Role, clean_line};

use crate::actor::Actor;
use crate::ctx::Ctx;
use crate::money::can_be_recorded;
use crate::order::{OrderEvent, OrderRefusal, OrderState};

/// Longest reference, in characters.
pub const MAX_REFERENCE: usize = 200;

/// Reported by the shop under the outside reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayOutside {
    pub reference: String,
    pub amount: Money,
}

/// Always recorded, for it has happened; what exceeds the cap is kept as overpaid.
///
/// # Errors
/// `not_allowed`, `unknown_order`, `currency_differs`, `already_done`, `order_inconsistent`.
pub fn decide(
    state: &OrderState,
    command: &PayOutside,
    ctx: &Ctx<'_, '_>,
) -> Result<Vec<OrderEvent>, OrderRefusal> {
    let may_report = match ctx.actor {
        Actor::Person { role, .. } => matches!(role, Role::Integrator | Role::Admin | Role::Supervisor),
        Actor::System => true,
    };
    if !may_report {
        return Err(OrderRefusal::NotAllowed);
    }
    let Some(currency) = state.currency() else { return Err(OrderRefusal::UnknownOrder) };
    if command.amount.currency != currency {
        return Err(OrderRefusal::CurrencyDiffers);
    }
    if command.amount.minor <= 0 || !can_be_recorded(command.amount) {
        return Err(OrderRefusal::Inconsistent { field: "amount" });
    }
    if clean_line(&command.reference, MAX_REFERENCE).as_deref() != Ok(command.reference.as_str()) {
        return Err(OrderRefusal::Inconsistent { field: "reference" });
    }
    if state.outside.contains_key(&command.reference) {
        return Err(OrderRefusal::AlreadyDone);
    }
    let excess = Money::new(currency, command.amount.minor.saturating_sub(state.remaining()).max(0));
    Ok(vec![OrderEvent::PaidOutside { reference: command.reference.clone(), amount: command.amount, excess }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::given::*;

    /// C18: it has happened, so it is recorded, and what passes the price is told apart.
    #[test]
    fn an_outside_payment_is_always_recorded_and_its_excess_shown() {
        let order = reserved(1, "800.00").done(&outside("CB-1", "100.00"));
        assert_eq!((order.state.overpaid, order.state.remaining()), (100, 0));
        assert_eq!(order.refused(&outside("CB-1", "100.00")), "already_done");
        order.done(&outside("CB-2", "1.00"));
    }

    #[test]
    fn extreme_sums_and_strange_references_are_refused() {
        assert_eq!(known().refused(&outside("CB-1", "0")), "order_inconsistent");
        let most = Money { minor: i64::MAX, ..yuan("1") };
        let most = OrderCommand::PayOutside(PayOutside { reference: "CB-1".to_owned(), amount: most });
        assert_eq!(known().refused(&most), "order_inconsistent");
        for reference in ["", " CB-1", "CB\n1", &"9".repeat(MAX_REFERENCE + 1)] {
            assert_eq!(known().refused(&outside(reference, "1")), "order_inconsistent");
        }
        assert_eq!(unknown().refused(&outside("CB-1", "1")), "unknown_order");
        assert_eq!(known().refused_by(&merchant(), &outside("CB-1", "1")), "not_allowed");
    }
}
