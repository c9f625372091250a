//! What must hold whatever has happened.

use std::collections::BTreeSet;

use domain::dispute::{self, DisputeEvent, DisputeState, Verb, allowed, rule_facts};
use domain::order::{Basis, OrderState};
use domain::payout::PayoutState;
use domain::{Fact, order, payout};
use playbook::Step;
use serde_json::{Value, json};
use terms::OfferState;

use super::dice::Dice;
use super::world::World;
use crate::given::{PLAYBOOK, merchant, stranger};

/// C10, C24: a limit that ran out has its consequence, save rights that lapse and, in mediation, answers nobody waits for.
pub fn has_its_consequence(step: Step, events: &[DisputeEvent], after: &DisputeState) {
    let only_lapses = match step {
        Step::ObjectToRefusal | Step::Appeal | Step::Reopen | Step::Rating | Step::EvidenceAnswer => true,
        Step::Response | Step::SupplyInformation => after.next_deadline().is_some(),
        Step::Screening
        | Step::Notice
        | Step::OfferAnswer
        | Step::NegotiationEnd
        | Step::NameMediator
        | Step::Mediation
        | Step::ProposalAnswer
        | Step::NameDecider
        | Step::Ruling
        | Step::RulingReview
        | Step::AppealRuling
        | Step::ReturnShipment
        | Step::ReturnReceipt
        | Step::Performance
        | Step::ConfirmPerformance
        | Step::Hold => false,
    };
    assert!(only_lapses || events.len() > 1, "{step:?} passed without a consequence: {events:?}");
}

/// Of each case and of the money.
pub fn hold(world: &World) {
    for case in &world.cases {
        case_holds(&case.state, world);
    }
    money_holds(world);
}

fn case_holds(state: &DisputeState, world: &World) {
    if state.filed.is_none() {
        return;
    }
    if state.is_alive() {
        assert!(state.in_charge.is_some(), "F1: a case that runs has a named person");
        assert!(state.next_deadline().is_some(), "C10: a case that runs has a next date: {state:#?}");
    }
    if state.hold.is_some() {
        assert!(state.deadlines.iter().any(|d| d.step == Step::Hold), "a hold has its end");
    }
    let mut seen = BTreeSet::new();
    for d in &state.deadlines {
        let each = matches!(d.step, Step::ProposalAnswer | Step::Appeal | Step::EvidenceAnswer);
        let who = each.then_some(d.who);
        assert!(
            seen.insert((d.step, d.offer, d.obligation, d.proposal, who)),
            "two limits for the same: {d:?}"
        );
        if let Some(offer) = d.offer {
            assert_eq!(
                state.offer(offer).map(|o| o.state),
                Some(OfferState::Proposed),
                "a limit for an offer that is gone"
            );
        }
        if let Some(obligation) = d.obligation {
            assert!(
                state.obligation(obligation).is_some_and(dispute::Obligation::is_open),
                "a limit for nothing owed"
            );
        }
    }
    if !state.is_open() {
        assert!(state.open_offers().next().is_none(), "C4: no offer stays open in a closed case");
        assert!(state.open_proposal().is_none(), "C5: no proposal stays open in a closed case");
        assert!(state.hold.is_none() && state.asked.is_none());
    }
    if state.is_performing() {
        for o in state.obligations.iter().filter(|o| o.is_open()) {
            assert!(state.runs_for(o.id), "C9: what is owed has a date: {o:?}");
        }
    }
    if state.accepted_at.is_none() {
        assert_eq!(
            allowed::allowed(state, &merchant(), world.now),
            [],
            "before acceptance nothing is the merchant's"
        );
    }
    assert_eq!(allowed::allowed(state, &stranger(), world.now), [] as [Verb; 0]);
}

/// C18: the one cap, the rules' sums, the ledger, and what the provider truly paid.
fn money_holds(world: &World) {
    let order = &world.order;
    let paid = order.snapshot.as_ref().map_or(0, |s| s.total.minor);
    let of_price = order.reservations.values().filter(|r| r.basis == Basis::Price);
    let (mut reserved, mut settled) = (0, 0);
    for r in of_price {
        assert!(r.open() >= 0 && r.settled.minor >= 0 && r.released.minor >= 0);
        reserved += r.open();
        settled += r.settled.minor;
    }
    assert!(reserved + settled <= paid, "reserved {reserved} and settled {settled} of {paid}");
    let outside: i64 = order.outside.values().map(|m| m.minor).sum();
    assert!(
        settled + outside - order.overpaid <= paid,
        "what went back beyond the price is told as overpaid"
    );
    let mut extras = 0;
    for case in &world.cases {
        let Some(filed) = &case.state.filed else { continue };
        let answers = filed.answers.get().cloned().unwrap_or_default();
        let filed_at = case.state.filed_at.unwrap_or(world.now);
        let facts = rule_facts(filed.order.as_deref(), &filed.lines, answers, filed_at);
        let allowed = PLAYBOOK.extras(&filed.kind, &facts);
        for (_, r) in order.reservations.iter().filter(|(_, r)| r.cause == case.id) {
            if let Basis::Rule(rule) = &r.basis {
                let most = allowed.iter().filter(|e| e.rule == *rule).map(|e| e.max.minor).max().unwrap_or(0);
                assert!(order.under_rule(rule, case.id) <= most, "beyond what {rule} allows");
            }
        }
        let under_rules =
            order.reservations.values().filter(|r| r.cause == case.id && r.basis != Basis::Price);
        extras += under_rules.map(|r| r.reserved.minor - r.released.minor).sum::<i64>();
    }
    let truly: i64 = world.truly_paid.values().sum();
    assert!(truly <= paid + extras, "the provider paid {truly} of {paid} and {extras}");
    let owed = -world.ledger.get(&domain::money::Account::ConsumerPayable).copied().unwrap_or(0);
    assert!(owed >= 0, "more was paid to the consumer than was owed");
    assert_eq!(world.ledger.values().sum::<i64>(), 0);
    // G8: what the fund laid out is what merchants still owe of it.
    let advanced = -world.ledger.get(&domain::money::Account::AdvanceFund).copied().unwrap_or(0);
    assert_eq!(
        advanced,
        world.merchant.owed(terms::Currency::Cny),
        "the fund's advances are the merchant's debts"
    );
    assert!(world.merchant.deposit_in(terms::Currency::Cny) >= 0);
}

/// D2: the state is what its facts make of it, after a way through JSON too.
pub fn replays(world: &World) {
    for case in &world.cases {
        assert_eq!(case.written.iter().cloned().fold(DisputeState::default(), dispute_evolve), case.state);
    }
    let first = World::new().order;
    assert_eq!(world.order_written.iter().cloned().fold(first, order_evolve), world.order);
    for (state, written) in world.payouts.values() {
        assert_eq!(written.iter().cloned().fold(PayoutState::default(), payout_evolve), *state);
    }
}

/// H4: whatever personal data was erased, the case can still be read and decided on.
pub fn survives_erasing(world: &World, dice: &mut Dice) {
    for case in &world.cases {
        let mut erased = case.written.clone();
        for fact in &mut erased {
            erase(fact, dice);
        }
        let state = erased.into_iter().fold(DisputeState::default(), dispute_evolve);
        assert_eq!(state.version, case.state.version);
        assert_eq!((state.phase, &state.deadlines), (case.state.phase, &case.state.deadlines));
        assert_eq!(
            (state.seen_by_consumer, state.seen_by_respondent),
            (case.state.seen_by_consumer, case.state.seen_by_respondent)
        );
        for actor in [crate::given::consumer(), merchant(), crate::given::mediator()] {
            assert_eq!(
                allowed::allowed(&state, &actor, world.now),
                allowed::allowed(&case.state, &actor, world.now)
            );
        }
    }
}

/// As the record does it: the value goes, its hash stays.
fn erase(value: &mut Value, dice: &mut Dice) {
    match value {
        Value::Object(map) if map.len() == 1 && map.contains_key("~") => {
            if dice.one_in(2)
                && let Some(Value::Object(inner)) = map.get_mut("~")
            {
                inner.remove("v");
                inner.insert("e".to_owned(), json!("00ff"));
            }
        }
        Value::Object(map) => map.values_mut().for_each(|v| erase(v, dice)),
        Value::Array(list) => list.iter_mut().for_each(|v| erase(v, dice)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn read<E: serde::de::DeserializeOwned>(written: Value) -> Fact<E> {
    serde_json::from_value(written).expect("a fact reads back")
}

fn dispute_evolve(state: DisputeState, written: Value) -> DisputeState {
    dispute::evolve(state, &read(written))
}

fn order_evolve(state: OrderState, written: Value) -> OrderState {
    order::evolve(state, &read(written))
}

fn payout_evolve(state: PayoutState, written: Value) -> PayoutState {
    payout::evolve(state, &read(written))
}
