//! The commands of a payout: request, record the provider's answer, retry.

use serde::{Deserialize, Serialize};
use terms::{Money, Payer};

use super::event::{PayoutEvent, PayoutRequest, ProviderAnswer};
use super::refusal::PayoutRefusal;
use super::state::{PayoutPhase, PayoutState};
use crate::actor::Actor;
use crate::ctx::Ctx;

/// What can be asked of a payout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayoutCommand {
    Request(PayoutRequest),
    RecordAnswer(ProviderAnswer),
    Retry { from: Payer },
}

/// Decides a payout's command. Whatever the provider answers, and however often, no sum is counted twice.
///
/// # Errors
/// The refusals of [`PayoutRefusal`].
pub fn decide(
    state: &PayoutState,
    command: &PayoutCommand,
    ctx: &Ctx<'_, '_>,
) -> Result<Vec<PayoutEvent>, PayoutRefusal> {
    match command {
        PayoutCommand::Request(request) => {
            only_system(ctx)?;
            if state.request.is_some() {
                return Err(PayoutRefusal::AlreadyDone);
            }
            if request.amount.minor <= 0 {
                return Err(PayoutRefusal::AmountNotPositive);
            }
            Ok(vec![PayoutEvent::Requested(request.clone())])
        }
        PayoutCommand::RecordAnswer(answer) => {
            only_system(ctx)?;
            let request = state.request.as_ref().ok_or(PayoutRefusal::UnknownPayout)?;
            record(state, request, answer)
        }
        PayoutCommand::Retry { from } => {
            only_system(ctx)?;
            if state.phase != PayoutPhase::Failed {
                return Err(PayoutRefusal::NotFailed);
            }
            Ok(vec![PayoutEvent::Retried { from: *from }])
        }
    }
}

fn only_system(ctx: &Ctx<'_, '_>) -> Result<(), PayoutRefusal> {
    if *ctx.actor == Actor::System { Ok(()) } else { Err(PayoutRefusal::NotAllowed) }
}

fn record(
    state: &PayoutState,
    request: &PayoutRequest,
    answer: &ProviderAnswer,
) -> Result<Vec<PayoutEvent>, PayoutRefusal> {
    let settled = matches!(state.phase, PayoutPhase::Paid);
    match answer {
        ProviderAnswer::Paid { paid, reference } => {
            if paid.currency != request.amount.currency {
                return Err(PayoutRefusal::CurrencyDiffers);
            }
            let total = state.paid_before_try.saturating_add(paid.minor);
            if total > request.amount.minor {
                return Err(PayoutRefusal::PaidTooMuch);
            }
            let more = total.saturating_sub(state.paid);
            if more <= 0 {
                return Err(PayoutRefusal::AlreadyDone);
            }
            let amount = Money::new(paid.currency, more);
            let complete = total == request.amount.minor;
            Ok(vec![PayoutEvent::Paid { amount, reference: reference.clone(), complete }])
        }
        ProviderAnswer::Pending { reference } => {
            if settled || state.reference.as_ref() == Some(reference) {
                return Err(PayoutRefusal::AlreadyDone);
            }
            Ok(vec![PayoutEvent::Pending { reference: reference.clone() }])
        }
        ProviderAnswer::Failed { reason } => {
            if settled || state.phase == PayoutPhase::Failed {
                return Err(PayoutRefusal::AlreadyDone);
            }
            Ok(vec![PayoutEvent::Failed { reason: reason.clone() }])
        }
        ProviderAnswer::Unknown { reason } => {
            if settled {
                return Err(PayoutRefusal::AlreadyDone);
            }
            Ok(vec![PayoutEvent::Unclear { reason: reason.clone() }])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::given::{PLAYBOOK, WEDNESDAY, admin, dispute_id, order_id, supervisor, system, yuan};
    use crate::fact::Fact;
    use crate::facts::Facts;
    use crate::payout::evolve;
    use crate::refusal::Refuse;
    use terms::{Ids, ReservationId, SeededEntropy};

    fn answer(
        state: &PayoutState,
        actor: &Actor,
        command: &PayoutCommand,
    ) -> Result<PayoutState, &'static str> {
        let (facts, mut entropy) = (Facts::default(), SeededEntropy::new(1));
        let mut ids = Ids::new(WEDNESDAY, &mut entropy);
        let (on_behalf_of, now, occurred_at) = (None, WEDNESDAY, None);
        let ctx =
            Ctx { actor, on_behalf_of, now, occurred_at, playbook: &PLAYBOOK, facts: &facts, ids: &mut ids };
        let events = decide(state, command, &ctx).map_err(|refusal| refusal.code())?;
        Ok(events.into_iter().fold(state.clone(), |state, event| {
            let (by, label) = (actor.by(), event.label());
            evolve(state, &Fact { at: now, occurred_at, by, on_behalf_of, label, event })
        }))
    }

    fn request(amount: &str) -> PayoutCommand {
        PayoutCommand::Request(PayoutRequest {
            dispute: dispute_id(1),
            order: order_id(),
            reservation: ReservationId::default(),
            amount: yuan(amount),
            transaction: "TX-1".to_owned(),
            from: Payer::Merchant,
        })
    }

    fn requested() -> PayoutState {
        answer(&PayoutState::default(), &system(), &request("899.00")).unwrap()
    }

    fn said(state: &PayoutState, what: ProviderAnswer) -> Result<PayoutState, &'static str> {
        answer(state, &system(), &PayoutCommand::RecordAnswer(what))
    }

    fn paid(text: &str) -> ProviderAnswer {
        ProviderAnswer::Paid { paid: yuan(text), reference: "R1".to_owned() }
    }

    fn failed() -> ProviderAnswer {
        ProviderAnswer::Failed { reason: "账户已注销".to_owned() }
    }

    /// C18: whatever is said, and however often, no sum is counted twice.
    #[test]
    fn parts_are_counted_once() {
        let part = said(&requested(), paid("300.00")).unwrap();
        assert_eq!((part.paid, part.phase), (30_000, PayoutPhase::Open));
        assert_eq!(said(&part, paid("300.00")), Err("already_done"));
        let all = said(&part, paid("899.00")).unwrap();
        assert_eq!((all.paid, all.phase), (89_900, PayoutPhase::Paid));
        for again in [paid("899.00"), failed(), ProviderAnswer::Pending { reference: "R2".to_owned() }] {
            assert_eq!(said(&all, again), Err("already_done"));
        }
    }

    /// C18: a try after a failure asks for what is missing, and the provider counts it by itself.
    #[test]
    fn a_second_try_pays_what_is_missing() {
        let part = said(&said(&requested(), paid("300.00")).unwrap(), failed()).unwrap();
        let again = answer(&part, &system(), &PayoutCommand::Retry { from: Payer::Merchant }).unwrap();
        let fact = |event| {
            let (by, label) = (system().by(), terms::Label::ALL);
            Fact { at: WEDNESDAY, occurred_at: None, by, on_behalf_of: None, label, event }
        };
        let fact = fact(crate::AnyEvent::Payout(PayoutEvent::Retried { from: Payer::Merchant }));
        let stream = terms::PayoutId::default().into();
        let recorded = crate::Recorded { id: terms::EventId::default(), stream, version: 4, fact };
        let reactions = crate::policies::react(&recorded, crate::policies::After::Payout(&again));
        let crate::policies::Reaction::Effect { effect, .. } = &reactions[0] else { panic!("no effect") };
        let crate::policies::Effect::SendRefund { amount, .. } = effect;
        assert_eq!(*amount, yuan("599.00"));
        assert_eq!(said(&again, paid("599.01")), Err("paid_too_much"));
        let all = said(&again, paid("599.00")).unwrap();
        assert_eq!((all.paid, all.phase), (89_900, PayoutPhase::Paid));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        assert_eq!(answer(&PayoutState::default(), &system(), &request("0")), Err("amount_not_positive"));
        assert_eq!(answer(&requested(), &system(), &request("1")), Err("already_done"));
        assert_eq!(answer(&PayoutState::default(), &admin(), &request("1")), Err("not_allowed"));
        assert_eq!(said(&PayoutState::default(), paid("1")), Err("unknown_payout"));
        assert_eq!(said(&requested(), paid("899.01")), Err("paid_too_much"));
        for minor in [0, -1, i64::MIN] {
            let odd = ProviderAnswer::Paid { paid: Money { minor, ..yuan("1") }, reference: "R".to_owned() };
            assert_eq!(said(&requested(), odd), Err("already_done"));
        }
        let euro = Money { currency: terms::Currency::Eur, ..yuan("1") };
        let euro = ProviderAnswer::Paid { paid: euro, reference: "R".to_owned() };
        assert_eq!(said(&requested(), euro), Err("currency_differs"));
        assert_eq!(
            answer(&requested(), &system(), &PayoutCommand::Retry { from: Payer::Merchant }),
            Err("payout_not_failed")
        );
        assert_eq!(
            answer(&requested(), &supervisor(), &PayoutCommand::Retry { from: Payer::Merchant }),
            Err("not_allowed")
        );
    }
}
