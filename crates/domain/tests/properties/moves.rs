//! What people try next: mostly what the case allows, with what it asks for; sometimes anything.

use std::sync::Arc;

use domain::Actor;
use domain::dispute::commands::send_message::Addressed;
use domain::dispute::commands::{self as cmd};
use domain::dispute::{
    AskedQuestion, DisputeCommand, DisputeState, GivenRuling, PayoutResult, RatingAbout, Remedy, Returning,
    Standing, Verb, allowed, standing,
};
use domain::facts::Facts;
use domain::order::OrderCommand;
use domain::order::commands::pay_outside::PayOutside;
use domain::order::commands::report::Report;
use terms::{
    Condition, Currency, EvidenceState, MandateId, Money, ObligationId, ObligationState, OfferId, PayoutId,
    Position, RemedyType, Role, Side,
};
use uuid::Uuid;

use super::dice::Dice;
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
        let elsewhere = matches!(verb, Verb::AcceptOffer | Verb::MergeDuplicate);
        assert!(
            decided.is_ok() || elsewhere,
            "{verb:?} is allowed, yet refused: {decided:?} for {command:?}"
        );
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

/// Who wishes what of which case.
struct Wish<'a> {
    state: &'a DisputeState,
    n: usize,
    actor: &'a Actor,
    now: terms::Instant,
}

impl Wish<'_> {
    fn side(&self) -> Side {
        standing(self.state, self.actor, self.now).map_or(Side::Neutral, Standing::side)
    }

    /// With what the case asks for if it `fits`, else with anything.
    fn command(&self, verb: Verb, fits: bool, facts: &mut Facts, dice: &mut Dice) -> DisputeCommand {
        let text = self.text(fits, dice);
        match verb {
            Verb::Accept => accept(),
            Verb::Refuse => {
                let reason_code = reason(if fits { "no_dispute_shown" } else { "nothing" });
                DisputeCommand::Refuse(cmd::refuse::Refuse { reason_code, text, rule_ids: Vec::new() })
            }
            Verb::RequestInformation => {
                let merchant_too = self.state.accepted_at.is_some() && self.state.respondent().is_some();
                let to =
                    if (merchant_too || !fits) && dice.one_in(2) { Side::Respondent } else { Side::Consumer };
                let questions = vec![AskedQuestion { key: String::new(), text }];
                DisputeCommand::RequestInformation(cmd::request_information::RequestInformation {
                    to,
                    questions,
                })
            }
            Verb::SupplyInformation => {
                let asked = self.state.asked.iter().flat_map(|asked| &asked.questions);
                let answers = asked.map(|q| (q.key.clone(), text.clone())).collect();
                let evidence_ids = self.upload(fits, facts, dice);
                DisputeCommand::SupplyInformation(cmd::supply_information::SupplyInformation {
                    answers,
                    evidence_ids,
                })
            }
            Verb::Object => DisputeCommand::Object(cmd::object::Object { grounds: text }),
            Verb::Respond => {
                let positions = [Position::Accept, Position::Partly, Position::Deny];
                let position = if fits { Position::Deny } else { *dice.pick(&positions).expect("some") };
                let remedies = if fits { Vec::new() } else { self.remedies(fits, facts, dice) };
                let evidence_ids = self.upload(fits, facts, dice);
                DisputeCommand::Respond(cmd::respond::Respond {
                    position,
                    explanation: text,
                    evidence_ids,
                    remedies,
                })
            }
            Verb::MakeOffer => {
                let others = self.state.open_offers().filter(|o| o.by != self.side()).map(|o| o.id).last();
                let in_reply_to = others.filter(|_| dice.one_in(2));
                let remedies = self.remedies(fits, facts, dice);
                DisputeCommand::MakeOffer(cmd::make_offer::MakeOffer { remedies, note: None, in_reply_to })
            }
            Verb::AcceptOffer => accept_offer(self.offer(fits, false, dice)),
            Verb::DenyOffer => {
                let offer_id = self.offer(fits, false, dice);
                DisputeCommand::DenyOffer(cmd::deny_offer::DenyOffer { offer_id, note: Some(text) })
            }
            Verb::WithdrawOffer => {
                let offer_id = self.offer(fits, true, dice);
                DisputeCommand::WithdrawOffer(cmd::withdraw_offer::WithdrawOffer { offer_id, note: None })
            }
            Verb::SendMessage => {
                let evidence_ids = self.upload(fits, facts, dice);
                let audience = self.addressed(fits, dice);
                DisputeCommand::SendMessage(cmd::send_message::SendMessage { text, evidence_ids, audience })
            }
            Verb::ProvideEvidence => {
                let evidence_ids = self.upload(fits, facts, dice);
                evidence(&evidence_ids, self.addressed(fits, dice))
            }
            Verb::AssessEvidence => {
                let found = dice.pick(&self.state.evidence).filter(|_| fits).map(|e| e.item.evidence_id);
                let (evidence_id, state) = (found.unwrap_or(upload(0)), EvidenceState::Verified);
                let how = "反查".to_owned();
                DisputeCommand::AssessEvidence(cmd::assess_evidence::AssessEvidence {
                    evidence_id,
                    state,
                    how,
                    reason: text,
                })
            }
            Verb::Propose => propose(self.remedies(fits, facts, dice)),
            Verb::AcceptProposal => accept_proposal(self.open_proposal(fits, dice)),
            Verb::DenyProposal => deny_proposal(self.open_proposal(fits, dice)),
            Verb::LetMediatorRule => {
                DisputeCommand::LetMediatorRule(cmd::let_mediator_rule::LetMediatorRule {})
            }
            Verb::Rule => rule(self.ruling(fits, facts, dice)),
            Verb::ApproveRuling => DisputeCommand::ApproveRuling(cmd::approve_ruling::ApproveRuling {}),
            Verb::ReturnRuling => {
                DisputeCommand::ReturnRuling(cmd::return_ruling::ReturnRuling { reason: text })
            }
            Verb::Appeal => {
                let evidence_ids = self.upload(fits, facts, dice);
                DisputeCommand::Appeal(cmd::appeal::Appeal { grounds: text, evidence_ids })
            }
            Verb::Stay => DisputeCommand::Stay(cmd::stay::Stay { reason: text }),
            Verb::RuleOnAppeal => {
                let outcome = *dice.pick(terms::AppealOutcome::ALL).expect("some");
                on_appeal(dice.one_in(2).then_some(outcome), self.ruling(fits, facts, dice))
            }
            Verb::Refer => {
                let to = *dice.pick(terms::OutsideWay::ALL).expect("some");
                DisputeCommand::Refer(cmd::refer::Refer { to, reason: text })
            }
            Verb::Escalate => DisputeCommand::Escalate(cmd::escalate::Escalate { reason: Some(text) }),
            Verb::Assign => {
                let name = format!("staff-{}", dice.number());
                let roles: &[Role] = if fits { &[Role::Mediator, Role::Decider] } else { &[Role::Consumer] };
                let named = given().naming(&name, roles).facts.named;
                facts.named = named;
                let to = Some(person(&name));
                DisputeCommand::Assign(cmd::assign::Assign { to, deputy: None, reason: None })
            }
            Verb::PutOnHold => {
                let days = if fits { 1 + dice.below(25) } else { dice.below(100) };
                let until = self.now.plus_seconds(i64::try_from(days).expect("few") * DAY);
                DisputeCommand::PutOnHold(cmd::put_on_hold::PutOnHold { reason: text, until })
            }
            Verb::Resume => resume(),
            Verb::Withdraw => withdraw(),
            Verb::AuthoriseReturn => {
                let obligation_id = self.returning(fits, dice);
                DisputeCommand::AuthoriseReturn(cmd::authorise_return::AuthoriseReturn {
                    obligation_id,
                    address: text,
                })
            }
            Verb::ReportShipment => ship(),
            Verb::ConfirmReceipt => {
                let conditions = [Condition::AsSent, Condition::AsSent, Condition::Damaged, Condition::Empty];
                receive(*dice.pick(&conditions).expect("some"))
            }
            Verb::ReportPerformance => report(self.obligation(fits, dice, |o| {
                let by_provider = o.remedy.remedy_type.pays_money() && o.remedy.amount.is_some();
                let back = match o.returning {
                    Returning::NotNeeded | Returning::Received { condition: Condition::AsSent, .. } => true,
                    Returning::ToBeAuthorised
                    | Returning::Authorised { .. }
                    | Returning::Shipped { .. }
                    | Returning::Received { .. } => false,
                };
                o.state == ObligationState::Due && back && !by_provider
            })),
            Verb::ConfirmPerformance => {
                confirm(self.obligation(fits, dice, |o| o.state == ObligationState::Reported))
            }
            Verb::DisputePerformance => {
                dispute(self.obligation(fits, dice, |o| o.state == ObligationState::Reported))
            }
            Verb::RetryPayout => {
                retry_payout(self.obligation(fits, dice, domain::dispute::Obligation::waits_for_another_try))
            }
            Verb::GrantMandate => {
                let name =
                    if dice.one_in(3) { "agent".to_owned() } else { format!("agent-{}", dice.number()) };
                let taken = self.state.mandates.values().any(|m| m.granted.agent == person(&name));
                let name = if fits && taken { format!("agent-{}", dice.number()) } else { name };
                facts.named = given().naming(&name, &[Role::Consumer]).facts.named;
                let until = dice.one_in(2).then(|| self.now.plus_seconds(DAY));
                mandate(&name, if dice.one_in(2) { &[] } else { &[Verb::SendMessage, Verb::Withdraw] }, until)
            }
            Verb::RevokeMandate => {
                let own = self
                    .state
                    .mandates
                    .values()
                    .find(|m| m.granted.side == self.side() && m.revoked_at.is_none());
                let mandate_id = own.filter(|_| fits).map_or(MandateId::default(), |m| m.granted.id);
                DisputeCommand::RevokeMandate(cmd::revoke_mandate::RevokeMandate { mandate_id })
            }
            Verb::MergeDuplicate => {
                let (this, into) = if self.n == 0 { (1, 2) } else { (2, 1) };
                let (this, into) = (dispute_id(this), dispute_id(into));
                DisputeCommand::MergeDuplicate(cmd::merge_duplicate::MergeDuplicate { this, into })
            }
            Verb::UndoMerge => DisputeCommand::UndoMerge(cmd::undo_merge::UndoMerge {}),
            Verb::Reopen => reopen(),
            Verb::Rate => {
                let score = if fits { 3 } else { u8::try_from(dice.below(9)).expect("few") };
                let about = if fits || dice.one_in(2) { RatingAbout::Step } else { RatingAbout::Outcome };
                DisputeCommand::Rate(cmd::rate::Rate { score, text: Some(text), about })
            }
        }
    }

    fn text(&self, fits: bool, dice: &mut Dice) -> String {
        let odd = ["", " ", "\u{202E}", "\0", "👩‍👩‍👧‍👦", "好\u{0301}"];
        let odd = dice.pick(&odd).copied().unwrap_or_default();
        if fits || dice.one_in(2) { "大衣起球，还有静电。".to_owned() } else { odd.to_owned() }
    }

    fn addressed(&self, fits: bool, dice: &mut Dice) -> Addressed {
        let all = [Addressed::All, Addressed::Staff, Addressed::Mediator];
        *dice.pick(if fits { &all[..2] } else { &all }).expect("some")
    }

    /// A fresh file of the speaker's own, or one that is not.
    fn upload(&self, fits: bool, facts: &mut Facts, dice: &mut Dice) -> Vec<terms::EvidenceId> {
        let number = u128::from(dice.number());
        if self.actor.person().is_some() && (fits || dice.one_in(2)) {
            facts.uploads = given().uploaded(self.actor, number).facts.uploads;
        }
        vec![upload(number)]
    }

    /// What can be given for sure, or any money up to absurd sums.
    fn remedies(&self, fits: bool, facts: &Facts, dice: &mut Dice) -> Vec<Remedy> {
        if fits && dice.one_in(2) {
            return vec![remedy(RemedyType::Apology)];
        }
        let order = facts.order.clone().unwrap_or_default();
        let paid = self.state.order().is_some_and(|o| o.payment.is_some());
        let remaining = order.remaining();
        let good = paid && remaining > 0;
        if fits {
            let back = [RemedyType::Refund, RemedyType::RefundWithReturn];
            let sure = Remedy {
                amount: Some(Money::new(
                    Currency::Cny,
                    1 + i64::try_from(dice.number() % 10_000).expect("small"),
                )),
                ..remedy(*dice.pick(&back).expect("some"))
            };
            let within = sure.amount.is_some_and(|a| a.minor <= remaining);
            return if good && within {
                vec![sure, remedy(RemedyType::Apology)]
            } else {
                vec![remedy(RemedyType::Apology)]
            };
        }
        let sums = [0, -1, 1, remaining, remaining.saturating_add(1), 89_900, 269_700, i64::MAX, i64::MIN];
        (0..=dice.below(3))
            .map(|_| {
                let remedy_type = *dice.pick(RemedyType::ALL).expect("some");
                let minor = *dice.pick(&sums).expect("some");
                let amount = (!dice.one_in(4)).then(|| Money::new(Currency::Cny, minor));
                Remedy { remedy_type, amount, text: None, rule_id: None }
            })
            .collect()
    }

    fn offer(&self, fits: bool, own: bool, dice: &mut Dice) -> OfferId {
        let side = self.side();
        let open: Vec<OfferId> =
            self.state.open_offers().filter(|o| (o.by == side) == own).map(|o| o.id).collect();
        let any: Vec<OfferId> = self.state.offers.iter().map(|o| o.id).collect();
        dice.pick(if fits { &open } else { &any }).copied().unwrap_or_default()
    }

    fn open_proposal(&self, fits: bool, dice: &mut Dice) -> terms::ProposalId {
        let open = self.state.open_proposal().map(|p| p.id);
        let any: Vec<terms::ProposalId> = self.state.proposals.iter().map(|p| p.id).collect();
        if fits { open } else { dice.pick(&any).copied() }.unwrap_or_default()
    }

    /// What carries a finding in any case is what was admitted; remedies may leave the shares to the merchant alone.
    fn ruling(&self, fits: bool, facts: &Facts, dice: &mut Dice) -> GivenRuling {
        let mut ruling = ruling();
        ruling.findings[0].basis = Some(terms::FindingBasis::Admitted);
        ruling.remedies = self.remedies(fits, facts, dice);
        if !fits && dice.one_in(2) {
            ruling.liability.platform = u8::try_from(dice.below(101)).expect("few");
            ruling.findings.clear();
        }
        ruling
    }

    fn obligation(
        &self,
        fits: bool,
        dice: &mut Dice,
        ready: impl Fn(&domain::dispute::Obligation) -> bool,
    ) -> ObligationId {
        let ready: Vec<ObligationId> =
            self.state.obligations.iter().filter(|o| !fits || ready(o)).map(|o| o.id).collect();
        dice.pick(&ready).copied().unwrap_or_default()
    }

    fn returning(&self, fits: bool, dice: &mut Dice) -> Option<ObligationId> {
        if fits || dice.one_in(2) {
            return None;
        }
        let ids: Vec<ObligationId> = self.state.obligations.iter().map(|o| o.id).collect();
        Some(dice.pick(&ids).copied().unwrap_or(ObligationId(Uuid::nil())))
    }
}
