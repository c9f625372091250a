//! The shop reports an order, or a newer state of one it reported before.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use terms::{Money, Role};

use crate::actor::Actor;
use crate::ctx::Ctx;
use crate::money::can_be_recorded;
use crate::order::{OrderEvent, OrderRefusal, OrderSnapshot, OrderState};

/// At most this many lines in one order.
pub const MAX_LINES: usize = 500;

/// The order as the shop has it now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub snapshot: Arc<OrderSnapshot>,
}

/// A report equal to the last one changes nothing; one for another consumer, merchant or currency is refused.
///
/// # Errors
/// `not_allowed`, `order_inconsistent`.
pub fn decide(
    state: &OrderState,
    command: &Report,
    ctx: &Ctx<'_, '_>,
) -> Result<Vec<OrderEvent>, OrderRefusal> {
    let may_report = match ctx.actor {
        Actor::Person { role, .. } => matches!(role, Role::Integrator | Role::Admin),
        Actor::System => true,
    };
    if !may_report {
        return Err(OrderRefusal::NotAllowed);
    }
    let new = &command.snapshot;
    check(new)?;
    match &state.snapshot {
        Some(old) if old == new => Ok(Vec::new()),
        Some(old) if old.consumer != new.consumer => Err(OrderRefusal::Inconsistent { field: "consumer" }),
        Some(old) if old.merchant != new.merchant => Err(OrderRefusal::Inconsistent { field: "merchant" }),
        Some(old) if old.total.currency != new.total.currency => {
            Err(OrderRefusal::Inconsistent { field: "total" })
        }
        // A price that was paid does not become less than what already goes back of it.
        Some(old)
            if new.total.minor < old.total.minor.min(state.reserved().saturating_add(state.settled())) =>
        {
            Err(OrderRefusal::Inconsistent { field: "total" })
        }
        Some(_) | None => Ok(vec![OrderEvent::Reported { snapshot: new.clone() }]),
    }
}

fn check(order: &OrderSnapshot) -> Result<(), OrderRefusal> {
    let wrong = |field| Err(OrderRefusal::Inconsistent { field });
    if order.lines.is_empty() || order.lines.len() > MAX_LINES {
        return wrong("lines");
    }
    for (n, line) in order.lines.iter().enumerate() {
        let twice = order.lines[..n].iter().any(|earlier| earlier.line_id == line.line_id);
        if twice || line.quantity == 0 || line.paid.currency != order.total.currency || line.paid.minor < 0 {
            return wrong("lines");
        }
    }
    let nothing = Ok(Money::zero(order.total.currency));
    let lines = order.lines.iter().fold(nothing, |sum, line| sum.and_then(|sum| sum.plus(line.paid)));
    let sum = lines.and_then(|lines| lines.plus(order.freight));
    if sum != Ok(order.total) || order.freight.minor < 0 || !can_be_recorded(order.total) {
        return wrong("total");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::given::*;

    fn report(change: impl FnOnce(&mut OrderSnapshot)) -> OrderCommand {
        let mut snapshot = coat();
        change(&mut snapshot);
        OrderCommand::Report(Report { snapshot: Arc::new(snapshot) })
    }

    fn priced(text: &str) -> OrderCommand {
        report(|o| {
            o.lines[0].paid = yuan(text);
            o.total = yuan(text);
        })
    }

    /// D11: the same report again changes nothing; a newer state is kept.
    #[test]
    fn a_repeated_report_changes_nothing() {
        assert_eq!(known().decided(&report(|_| {})), 0);
        assert_eq!(known().decided(&report(|o| o.delivered_at = None)), 1);
        assert_eq!(unknown().decided(&report(|_| {})), 1);
    }

    /// C18: a price that was paid does not become less than what already goes back of it.
    #[test]
    fn a_total_below_what_goes_back_is_refused() {
        let order = reserved(1, "600.00");
        assert_eq!(order.refused(&priced("599.99")), "order_inconsistent");
        order.done(&priced("600.00"));
        // Overpaid already: the price may at least stay.
        let charged = order.done(&outside("CB-1", "899.00"));
        charged.done(&report(|o| o.delivered_at = None));
    }

    #[test]
    fn a_report_that_contradicts_itself_or_the_one_before_is_refused() {
        let wrong: [fn(&mut OrderSnapshot); 9] = [
            |o| o.lines.clear(),
            |o| o.lines.push(o.lines[0].clone()),
            |o| o.lines[0].quantity = 0,
            |o| o.lines[0].paid.minor = -1,
            |o| o.total = yuan("1"),
            |o| o.freight = yuan("1"),
            |o| o.consumer = terms::person_from_outside("another"),
            |o| o.merchant = terms::MerchantId::new("another").unwrap(),
            |o| {
                o.lines = vec![o.lines[0].clone(), o.lines[0].clone()];
                o.lines[1].line_id = terms::LineId::new("2").unwrap();
                o.lines.iter_mut().for_each(|line| line.paid.minor = i64::MAX);
            },
        ];
        for change in wrong {
            assert_eq!(known().refused(&report(change)), "order_inconsistent");
        }
        assert_eq!(known().refused_by(&merchant(), &report(|_| {})), "not_allowed");
    }
}
