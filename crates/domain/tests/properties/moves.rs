//! What people try next: mostly what the case allows, with what it asks for; sometimes anything.

use std::sync::Arc;

use domain::Actor;
use domain::dispute::commands::{self as cmd};
use domain::dispute::{DisputeCommand, DisputeRefusal, DisputeState, PayoutResult, Verb, allowed};
use domain::order::OrderCommand;
use domain::order::commands::pay_outside::PayOutside;
use domain::order::commands::report::Report;
use terms::{Currency, Money, ObligationId, OfferId, PayoutId, RemedyType};

use super::dice::Dice;
use super::wish::Wish;
use super::world::World;
use crate::given::*;

/// Everybody who ever tries something.
fn people() -> [Actor; 14] {
    [
        consumer(),
        merchant(),
        officer(),
        colleague(),
        mediator(),
        decider(),
        second_decider(),
        third_decider(),
        supervisor(),
        admin(),
        stranger(),
        rival(),
        agent(),
        system(),
    ]
}

/// Where half of the courses begin: in both cases money is agreed on that only one of them can get in full.
pub fn agreed(world: &mut World, how: RemedyType) {
    let refund = || offer(vec![money(how, "500.00")]);
    for n in 0..2 {
        let mut filed = complaint();
        filed.separate_problem = true;
        let opening = [
            (consumer(), DisputeCommand::File(Box::new(filed))),
            (officer(), accept()),
            (merchant(), refund()),
        ];
        for (actor, command) in opening {
            let facts = world.facts(n);
            assert!(world.dispute(n, &actor, &command, &facts).is_ok());
        }
    }
    for n in 0..2 {
        let offer = world.cases[n].state.open_offers().last().map_or_else(OfferId::default, |o| o.id);
        let facts = world.facts(n);
        assert!(world.dispute(n, &consumer(), &accept_offer(offer), &facts).is_ok());
    }
}

/// Where an eighth of the courses begin: in one case the platform mediates, in the other it has ruled and is appealed to.
pub fn called_in(world: &mut World) {
    for n in 0..2 {
        let mut filed = complaint();
        filed.separate_problem = true;
        let deny = DisputeCommand::Respond(answer(terms::Position::Deny));
        let mut opening = vec![
            (consumer(), DisputeCommand::File(Box::new(filed))),
            (officer(), accept()),
            (merchant(), deny),
            (consumer(), escalate()),
        ];
        if n == 1 {
            opening.push((merchant(), escalate()));
            opening.push((decider(), rule(ruling())));
            opening.push((merchant(), appeal()));
        }
        for (actor, command) in opening {
            let facts = world.facts(n);
            assert!(world.dispute(n, &actor, &command, &facts).is_ok());
        }
    }
}

/// One step of the course.
pub fn step(world: &mut World, what: u8, seed: u64) {
    let dice = &mut Dice::new(seed);
    match what % 16 {
        0 => {
            let hours = [1, 1, 5, 5, 24, 24 * 3, 24 * 8, 24 * 45];
            world.now = world.now.plus_seconds(dice.pick(&hours).copied().unwrap_or(1) * HOUR);
            world.pass_limits();
        }
        1 => to_the_next_limit(world, dice),
        2..=4 => world.work(dice),
        5 if dice.one_in(2) => retry(world),
        5 => outside(world, dice),
        _ => act(world, dice),
    }
}

/// Exactly to a limit, and a moment before it: then it must not pass.
fn to_the_next_limit(world: &mut World, dice: &mut Dice) {
    let n = dice.below(2);
    let Some(next) = world.cases[n].state.next_deadline().cloned() else { return };
    if next.due_at > world.now {
        world.now = world.now.max(next.due_at.plus_seconds(-1));
        let facts = world.facts(n);
        assert!(
            world.dispute(n, &system(), &pass(next.id), &facts).is_err(),
            "a limit passes when it is due"
        );
        world.now = next.due_at;
    }
    world.pass_limits();
}

/// The shop, the bank and supervisors do what they do beside the case.
fn outside(world: &mut World, dice: &mut Dice) {
    let sum = |dice: &mut Dice| {
        let most = [1_000, 100_000, u64::try_from(i64::MAX).expect("fits")];
        let most = *dice.pick(&most).expect("some");
        Money::new(Currency::Cny, i64::try_from(dice.number() % most).expect("fits"))
    };
    match dice.below(4) {
        0 => {
            let reference = format!("CB-{}", dice.below(3));
            let _ =
                world.order(&admin(), &OrderCommand::PayOutside(PayOutside { reference, amount: sum(dice) }));
        }
        1 => {
            let mut snapshot = coat();
            snapshot.freight = sum(dice);
            snapshot.total.minor = snapshot.total.minor.saturating_add(snapshot.freight.minor);
            let _ = world.order(&system(), &OrderCommand::Report(Report { snapshot: Arc::new(snapshot) }));
        }
        2 => {
            let mut snapshot = coat();
            snapshot.lines[0].paid = sum(dice);
            snapshot.total = snapshot.lines[0].paid;
            let _ = world.order(&system(), &OrderCommand::Report(Report { snapshot: Arc::new(snapshot) }));
        }
        _ => {}
    }
}

/// A supervisor orders another try of a payout that failed.
fn retry(world: &mut World) {
    let waiting = |n: usize| world.cases[n].state.obligations.iter().find(|o| o.waits_for_another_try());
    let Some((n, id)) = (0..2).find_map(|n| Some((n, waiting(n)?.id))) else { return };
    let facts = world.facts(n);
    assert_eq!(world.dispute(n, &supervisor(), &retry_payout(id), &facts).err(), None);
}

/// Someone tries something; `allowed` and `decide` must agree on it.
fn act(world: &mut World, dice: &mut Dice) {
    let n = dice.below(2);
    let actor = match dice.below(8) {
        0..=2 => consumer(),
        3..=5 => merchant(),
        6 => officer(),
        _ if dice.one_in(2) => in_charge(&world.cases[n].state),
        _ => dice.pick(&people()).cloned().expect("someone"),
    };
    if world.cases[n].state.filed.is_none() {
        file(world, n, dice);
        return;
    }
    if dice.one_in(12) {
        by_system(world, n, &actor, dice);
        return;
    }
    let may = allowed::allowed(&world.cases[n].state, &actor, world.now);
    let verb = verb(&may, dice);
    let mut facts = world.facts(n);
    let wish = Wish { state: &world.cases[n].state, n, actor: &actor, now: world.now };
    let fits = !dice.one_in(4);
    let command = wish.command(verb, fits, &mut facts, dice);
    let decided = world.dispute(n, &actor, &command, &facts);
    if !may.contains(&verb) {
        assert!(decided.is_err(), "{verb:?} is not allowed to {actor:?}, yet was decided: {command:?}");
    } else if fits {
        // Whether an offer can still be paid is the order's to say, and whom to merge with the other case's.
        let money = |refusal: &DisputeRefusal| {
            matches!(refusal, DisputeRefusal::AboveCap { .. } | DisputeRefusal::AboveRule { .. })
        };
        let elsewhere = match verb {
            Verb::AcceptOffer | Verb::MergeDuplicate => true,
            Verb::AcceptProposal | Verb::ApproveRuling => decided.as_ref().err().is_some_and(money),
            _ => false,
        };
        assert!(
            decided.is_ok() || elsewhere,
            "{verb:?} is allowed, yet refused: {decided:?} for {command:?}"
        );
    }
}

/// Whoever the case names, in the role in which it names them.
fn in_charge(state: &DisputeState) -> Actor {
    match (state.in_charge, state.in_charge_as) {
        (Some(duty), Some(role)) => Actor::Person { id: duty.person, role, merchant: None },
        _ => officer(),
    }
}

/// Mostly what leads on to an agreement and its performance, seldom what ends the case, sometimes what is not allowed.
fn verb(may: &[Verb], dice: &mut Dice) -> Verb {
    let leads_on = [
        Verb::Accept,
        Verb::Respond,
        Verb::MakeOffer,
        Verb::AcceptOffer,
        Verb::AuthoriseReturn,
        Verb::ReportShipment,
        Verb::ConfirmReceipt,
        Verb::ReportPerformance,
        Verb::ConfirmPerformance,
        Verb::DisputePerformance,
        Verb::SupplyInformation,
        Verb::Resume,
        Verb::Object,
        Verb::Reopen,
        Verb::Propose,
        Verb::AcceptProposal,
        Verb::Rule,
        Verb::ApproveRuling,
        Verb::Appeal,
        Verb::RuleOnAppeal,
    ];
    let ends =
        [Verb::Refuse, Verb::Withdraw, Verb::MergeDuplicate, Verb::PutOnHold, Verb::RequestInformation];
    let (on, rest): (Vec<Verb>, Vec<Verb>) = may.iter().partition(|verb| leads_on.contains(verb));
    let mild: Vec<Verb> = rest.iter().filter(|verb| !ends.contains(verb)).copied().collect();
    let from = match dice.below(16) {
        0..=8 if !on.is_empty() => &on,
        0..=13 if !mild.is_empty() => &mild,
        14 if !rest.is_empty() => &rest,
        _ => return *dice.pick(Verb::ALL).expect("some verb"),
    };
    *dice.pick(from).expect("some verb")
}

fn file(world: &mut World, n: usize, dice: &mut Dice) {
    let mut filed = complaint();
    if n == 1 {
        filed.separate_problem = true;
        filed.kind = kind("late_delivery");
        filed.answers = answers(&[("arrived", "yes")]);
        filed.claims = vec![remedy(RemedyType::Apology)];
    }
    if dice.one_in(8) {
        filed.order_id = None;
        filed.no_order_reason = Some("没有".to_owned());
    }
    let facts = world.facts(n);
    let decided = world.dispute(n, &consumer(), &DisputeCommand::File(Box::new(filed)), &facts);
    assert!(decided.is_ok() || world.order.remaining() < 89_900, "{decided:?}");
}

/// Commands of the system, out of turn and also by people, who must not.
fn by_system(world: &mut World, n: usize, actor: &Actor, dice: &mut Dice) {
    let state = &world.cases[n].state;
    let obligation = state.obligations.last().map_or(ObligationId::default(), |o| o.id);
    let open = state.obligation(obligation).is_some_and(domain::dispute::Obligation::is_open);
    let command = match dice.below(5) {
        0 => prove_notice(),
        1 => pass(state.deadlines.first().map_or_else(Default::default, |d| d.id)),
        2 => absorb(dice.one_in(2)),
        3 => {
            let (policy, code) = ("some_policy".to_owned(), "some_code".to_owned());
            let obligation = Some(obligation);
            DisputeCommand::RecordRefusal(cmd::record_refusal::RecordRefusal { policy, code, obligation })
        }
        _ => {
            let (result, amount) = (PayoutResult::Failed, yuan("0"));
            let payout = PayoutId(obligation.0);
            DisputeCommand::RecordPayout(cmd::record_payout::RecordPayout {
                obligation,
                payout,
                result,
                amount,
            })
        }
    };
    let paid_by_machine = matches!(command, DisputeCommand::RecordPayout(_)) && open;
    let facts = world.facts(n);
    if *actor == system() && paid_by_machine {
        return;
    }
    let decided = world.dispute(n, actor, &command, &facts);
    let is_notice = matches!(command, DisputeCommand::ProveNotice(_));
    assert!(*actor == system() || is_notice || decided.is_err(), "only the system does this: {command:?}");
}
