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
