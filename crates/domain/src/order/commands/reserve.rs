//! Money is set aside for an obligation: under the cap if it returns the price, under its rule if not.

use serde::{Deserialize, Serialize};
use terms::{DisputeId, Money, Payer, ReservationId};

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
    pub payer: Payer,
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
    let Reserve { reservation, amount, basis, cause, payer, at_once, in_place_of: _ } = command.clone();
    let released = given_back.iter().filter_map(|id| Some((*id, state.reservations.get(id)?)));
    let released = released.filter(|(_, r)| r.open() > 0 && !r.due);
    let mut events: Vec<OrderEvent> = released
        .map(|(reservation, r)| {
            let amount = Money::new(r.reserved.currency, r.open());
            OrderEvent::MoneyReleased { reservation, amount, cause, payer: r.payer }
        })
        .collect();
    events.push(OrderEvent::MoneyReserved { reservation, amount, basis, cause, payer });
    if at_once {
        events.push(OrderEvent::MoneyDue { reservation, amount, cause });
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::given::*;

    fn reserve(n: u128, amount: &str) -> Reserve {
        let (basis, cause) = (Basis::Price, case(1));
        Reserve {
            reservation: reservation(n),
            amount: yuan(amount),
            basis,
            payer: Payer::Merchant,
            cause,
            at_once: false,
            in_place_of: vec![],
        }
    }

    /// C18: the price goes back once, whoever asks and however often.
    #[test]
    fn no_more_than_the_price_is_set_aside() {
        let order = known().done(&OrderCommand::Reserve(reserve(1, "600.00")));
        assert_eq!(order.state.remaining(), 29_900);
        assert_eq!(order.refused(&OrderCommand::Reserve(reserve(2, "299.01"))), "above_cap");
        assert_eq!(order.refused(&OrderCommand::Reserve(reserve(1, "1.00"))), "already_done");
        let full = order.done(&OrderCommand::Reserve(reserve(2, "299.00")));
        assert_eq!(full.state.remaining(), 0);
    }

    /// C18: a rule's money stands beside the price.
    #[test]
    fn a_rules_money_does_not_touch_the_cap() {
        let rule = terms::RuleId::new("cn.crpl.55").unwrap();
        let damages = Reserve { basis: Basis::Rule(rule.clone()), ..reserve(1, "2697.00") };
        let order = known().done(&OrderCommand::Reserve(damages));
        assert_eq!((order.state.remaining(), order.state.under_rule(&rule, case(1))), (89_900, 269_700));
        assert_eq!(order.state.under_rule(&rule, case(2)), 0);
    }

    /// C18, E4: a new agreement's money takes the place of the old one's in one decision, and never another case's.
    #[test]
    fn what_fell_away_is_given_back_first() {
        let order = known().done(&OrderCommand::Reserve(reserve(1, "899.00")));
        let instead = |cause| Reserve { cause, in_place_of: vec![reservation(1)], ..reserve(2, "500.00") };
        assert_eq!(order.refused(&OrderCommand::Reserve(instead(case(2)))), "above_cap");
        let order = order.done(&OrderCommand::Reserve(instead(case(1))));
        assert_eq!((order.state.reserved(), order.state.remaining()), (50_000, 39_900));
        let release = crate::order::commands::release::Release { reservation: reservation(1) };
        assert_eq!(order.refused(&OrderCommand::Release(release)), "already_done");
    }

    #[test]
    fn sums_and_orders_must_make_sense_and_only_the_system_asks() {
        assert_eq!(known().refused(&OrderCommand::Reserve(reserve(1, "0"))), "order_inconsistent");
        let mut euro = reserve(1, "1");
        euro.amount.currency = terms::Currency::Eur;
        assert_eq!(known().refused(&OrderCommand::Reserve(euro)), "currency_differs");
        assert_eq!(unknown().refused(&OrderCommand::Reserve(reserve(1, "1"))), "unknown_order");
        assert_eq!(known().refused_by(&admin(), &OrderCommand::Reserve(reserve(1, "1"))), "not_allowed");
    }
}
