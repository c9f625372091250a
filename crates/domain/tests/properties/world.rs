//! Two cases on one order with their payouts, policies, limits and a payment provider that does what it likes.

use std::collections::{BTreeMap, VecDeque};

use domain::dispute::commands::pass_deadline::PassDeadline;
use domain::dispute::commands::record_refusal::RecordRefusal;
use domain::dispute::{self, DisputeCommand, DisputeEvent, DisputeRefusal, DisputeState};
use domain::facts::{Facts, OnDuty, OtherDispute};
use domain::merchant::{self, MerchantCommand, MerchantState};
use domain::money::{Account, Posting, of_dispute, of_merchant, of_order, of_payout};
use domain::order::{self, OrderCommand, OrderState};
use domain::payout::{self, PayoutCommand, PayoutState, ProviderAnswer};
use domain::policies::{After, Effect, Reaction, react};
use domain::{Actor, AnyCommand, AnyEvent, Ctx, Fact, Recorded, Refuse};
use serde_json::Value;
use terms::{
    Currency, DisputeId, EventId, Ids, Instant, Money, ObligationId, Payer, PayoutId, SeededEntropy,
    StreamId, StreamKind, order_stream,
};
use uuid::Uuid;

use super::dice::Dice;
use crate::given::{PLAYBOOK, WEDNESDAY, dispute_id, given, order_id, person, system};

/// What a policy left to be done, and where it came from.
#[derive(Debug, Clone)]
pub struct Job {
    origin: StreamId,
    reaction: Reaction,
    /// The provider's idempotency key, the same for every try of this job.
    key: u64,
}

/// One of the two cases, with everything that was written down of it.
#[derive(Debug)]
pub struct Case {
    pub id: DisputeId,
    pub state: DisputeState,
    pub written: Vec<Value>,
}

#[derive(Debug)]
pub struct World {
    pub now: Instant,
    pub cases: Vec<Case>,
    pub order: OrderState,
    pub order_written: Vec<Value>,
    pub payouts: BTreeMap<Uuid, (PayoutState, Vec<Value>)>,
    pub merchant: MerchantState,
    pub jobs: VecDeque<Job>,
    /// What the provider truly paid, by key.
    pub truly_paid: BTreeMap<u64, i64>,
    pub ledger: BTreeMap<Account, i64>,
    /// When each limit was said to run out, to find one that moved although it may not.
    pub limits: BTreeMap<(String, playbook::Step, Instant), Instant>,
    pub base: Facts,
    counter: u64,
}

impl World {
    pub fn new() -> Self {
        let given = given();
        let case = |n| Case { id: dispute_id(n), state: DisputeState::default(), written: Vec::new() };
        Self {
            now: WEDNESDAY,
            cases: vec![case(1), case(2)],
            order: given.facts.order.clone().unwrap_or_default(),
            order_written: Vec::new(),
            payouts: BTreeMap::new(),
            merchant: MerchantState::default(),
            jobs: VecDeque::new(),
            truly_paid: BTreeMap::new(),
            ledger: BTreeMap::new(),
            limits: BTreeMap::new(),
            base: given.facts,
            counter: 0,
        }
    }

    fn next(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    /// What the application would have looked up for a command to case `n`.
    pub fn facts(&self, n: usize) -> Facts {
        let mut facts = self.base.clone();
        facts.order = Some(self.order.clone());
        // As the roster does: whoever had no part in what was ruled before comes first.
        let case = &self.cases[n].state;
        let deciders = ["decider", "decider-2", "decider-3"].map(person);
        let fresh = deciders.into_iter().find(|p| case.may_judge(*p) && !case.has_judged(*p));
        facts.duty.decider = fresh.map(|person| OnDuty { person, deputy: None });
        let other = &self.cases[1 - n];
        facts.other = other.state.filed.as_ref().map(|filed| OtherDispute {
            dispute: other.id,
            number: filed.number,
            consumer: filed.consumer,
            order: filed.order.as_ref().map(|o| o.order_id.clone()),
            open: other.state.is_open(),
        });
        facts
    }

    pub fn dispute(
        &mut self,
        n: usize,
        actor: &Actor,
        command: &DisputeCommand,
        facts: &Facts,
    ) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
        let mut entropy = SeededEntropy::new(self.next() << 20);
        let now = self.now;
        let mut ids = Ids::new(now, &mut entropy);
        let mut ctx = Ctx {
            actor,
            on_behalf_of: None,
            now,
            occurred_at: None,
            playbook: &PLAYBOOK,
            facts,
            ids: &mut ids,
        };
        let events = dispute::decide(&self.cases[n].state, command, &mut ctx)?;
        for event in &events {
            let label = event.label();
            let fact = Fact {
                at: now,
                occurred_at: None,
                by: actor.by(),
                on_behalf_of: None,
                label,
                event: event.clone(),
            };
            if let DisputeEvent::DeadlineSet(d) = event
                && d.step != playbook::Step::Hold
            {
                let kind =
                    self.cases[n].state.filed.as_ref().map_or_else(String::new, |f| f.kind.to_string());
                let due = *self.limits.entry((kind, d.step, d.set_at)).or_insert(d.due_at);
                assert_eq!(due, d.due_at, "C10: both sides get the same time for the same act");
            }
            self.post(&of_dispute(event));
            let case = &mut self.cases[n];
            case.state = dispute::evolve(std::mem::take(&mut case.state), &fact);
            case.written.push(serde_json::to_value(&fact).expect("a fact is JSON"));
            let id = self.cases[n].id;
            let any = fact_of(&fact, AnyEvent::Dispute(Box::new(event.clone())));
            let recorded = self.recorded(id.into(), any);
            let reactions = react(&recorded, After::Dispute(&self.cases[n].state));
            self.queue(id.into(), reactions);
        }
        Ok(events)
    }

    pub fn order(&mut self, actor: &Actor, command: &OrderCommand) -> Result<(), &'static str> {
        let now = self.now;
        let mut entropy = SeededEntropy::new(self.next() << 20);
        let mut ids = Ids::new(now, &mut entropy);
        let facts = Facts::default();
        let ctx = Ctx {
            actor,
            on_behalf_of: None,
            now,
            occurred_at: None,
            playbook: &PLAYBOOK,
            facts: &facts,
            ids: &mut ids,
        };
        let events = order::decide(&self.order, command, &ctx).map_err(|refusal| refusal.code())?;
        for event in events {
            self.post(&of_order(&event));
            let (label, by) = (event.label(), actor.by());
            let fact = Fact { at: now, occurred_at: None, by, on_behalf_of: None, label, event };
            self.order = order::evolve(std::mem::take(&mut self.order), &fact);
            self.order_written.push(serde_json::to_value(&fact).expect("a fact is JSON"));
            let stream = order_stream(&order_id());
            let any = fact_of(&fact, AnyEvent::Order(Box::new(fact.event.clone())));
            let recorded = self.recorded(stream, any);
            let reactions = react(&recorded, After::Order(&self.order));
            self.queue(stream, reactions);
        }
        Ok(())
    }

    pub fn payout(&mut self, id: Uuid, actor: &Actor, command: &PayoutCommand) -> Result<(), &'static str> {
        let now = self.now;
        let mut entropy = SeededEntropy::new(self.next() << 20);
        let mut ids = Ids::new(now, &mut entropy);
        let facts = Facts::default();
        let ctx = Ctx {
            actor,
            on_behalf_of: None,
            now,
            occurred_at: None,
            playbook: &PLAYBOOK,
            facts: &facts,
            ids: &mut ids,
        };
        let state = self.payouts.get(&id).map(|p| p.0.clone()).unwrap_or_default();
        let events = payout::decide(&state, command, &ctx).map_err(|refusal| refusal.code())?;
        for event in events {
            self.post(&of_payout(&event));
            let (label, by) = (event.label(), actor.by());
            let fact = Fact { at: now, occurred_at: None, by, on_behalf_of: None, label, event };
            let entry = self.payouts.entry(id).or_default();
            entry.0 = payout::evolve(std::mem::take(&mut entry.0), &fact);
            entry.1.push(serde_json::to_value(&fact).expect("a fact is JSON"));
            let state = entry.0.clone();
            let stream = StreamId { kind: StreamKind::Payout, id };
            let any = fact_of(&fact, AnyEvent::Payout(fact.event.clone()));
            let recorded = self.recorded(stream, any);
            let reactions = react(&recorded, After::Payout(&state));
            self.queue(stream, reactions);
        }
        Ok(())
    }

    pub fn merchant(&mut self, actor: &Actor, command: &MerchantCommand) -> Result<(), &'static str> {
        let now = self.now;
        let mut entropy = SeededEntropy::new(self.next() << 20);
        let mut ids = Ids::new(now, &mut entropy);
        let facts = Facts::default();
        let ctx = Ctx {
            actor,
            on_behalf_of: None,
            now,
            occurred_at: None,
            playbook: &PLAYBOOK,
            facts: &facts,
            ids: &mut ids,
        };
        let events = merchant::decide(&self.merchant, command, &ctx).map_err(|refusal| refusal.code())?;
        for event in events {
            self.post(&of_merchant(&event));
            let (label, by) = (event.label(), actor.by());
            let fact = Fact { at: now, occurred_at: None, by, on_behalf_of: None, label, event };
            self.merchant = merchant::evolve(std::mem::take(&mut self.merchant), &fact);
            let stream = terms::merchant_stream(&command.merchant);
            let any = fact_of(&fact, AnyEvent::Merchant(fact.event.clone()));
            let recorded = self.recorded(stream, any);
            let state = self.merchant.clone();
            let reactions = react(&recorded, After::Merchant(&state));
            self.queue(stream, reactions);
        }
        Ok(())
    }

    fn recorded(&mut self, stream: StreamId, fact: Fact<AnyEvent>) -> Recorded {
        Recorded { id: EventId(Uuid::from_u128(u128::from(self.next()))), stream, version: 0, fact }
    }

    fn queue(&mut self, origin: StreamId, reactions: Vec<Reaction>) {
        for reaction in reactions {
            let key = self.next();
            self.jobs.push_back(Job { origin, reaction, key });
        }
    }

    /// C18: every fact's postings sum to zero.
    fn post(&mut self, postings: &[Posting]) {
        assert!(postings.iter().all(|p| p.currency == Currency::Cny));
        assert_eq!(postings.iter().map(|p| p.minor).sum::<i64>(), 0, "{postings:?}");
        for posting in postings {
            *self.ledger.entry(posting.account).or_default() += posting.minor;
        }
    }

    /// Does one job: mostly the oldest, sometimes another, as several workers would.
    pub fn work(&mut self, dice: &mut Dice) {
        let at = if dice.one_in(4) { dice.below(self.jobs.len()) } else { 0 };
        let Some(job) = self.jobs.remove(at) else { return };
        match job.reaction.clone() {
            // What has a later date is passed on that date.
            Reaction::Command { at: Some(at), .. } if at > self.now => self.jobs.push_back(job),
            Reaction::Command { policy, stream, command, at: _ } => {
                let refused = self.carry_out(stream, &command);
                if let Some(code) = refused.filter(|code| *code != "already_done") {
                    self.tell(job.origin, &command, policy, code);
                }
            }
            Reaction::Effect {
                effect: Effect::SendRefund { payout, transaction: _, amount, from }, ..
            } => {
                self.provider(job, payout, (amount, from), dice);
            }
        }
    }

    fn carry_out(&mut self, stream: StreamId, command: &AnyCommand) -> Option<&'static str> {
        match command {
            AnyCommand::Dispute(c) => {
                let n = self.cases.iter().position(|case| case.id.0 == stream.id)?;
                let facts = self.facts(n);
                self.dispute(n, &system(), c, &facts).err().map(|refusal| refusal.code())
            }
            AnyCommand::Order(c) => self.order(&system(), c).err(),
            AnyCommand::Payout(c) => self.payout(stream.id, &system(), c).err(),
            // What is published of a case has a walk of its own; here nothing ever is.
            AnyCommand::Publication(_) => Some("already_done"),
            AnyCommand::Merchant(c) => self.merchant(&system(), c).err(),
            AnyCommand::Person(_) | AnyCommand::Penalty(_) => None,
        }
    }

    /// As the application does: a refusal comes back to the case.
    fn tell(&mut self, origin: StreamId, command: &AnyCommand, policy: String, code: &'static str) {
        let (case, obligation) = match command {
            AnyCommand::Order(c) => match c.as_ref() {
                OrderCommand::Reserve(r) => (r.cause.0, Some(r.reservation.0)),
                OrderCommand::MakeDue(r) => (origin.id, Some(r.reservation.0)),
                OrderCommand::Report(_)
                | OrderCommand::Release(_)
                | OrderCommand::Settle(_)
                | OrderCommand::PayOutside(_) => (origin.id, None),
            },
            AnyCommand::Payout(PayoutCommand::Request(r)) => (r.dispute.0, Some(r.reservation.0)),
            AnyCommand::Merchant(c) => match &c.act {
                merchant::MerchantAct::Cover(cover) => (cover.dispute.0, Some(cover.obligation.0)),
                _ => (origin.id, None),
            },
            AnyCommand::Payout(_)
            | AnyCommand::Dispute(_)
            | AnyCommand::Person(_)
            | AnyCommand::Publication(_)
            | AnyCommand::Penalty(_) => (origin.id, None),
        };
        let Some(n) = self.cases.iter().position(|c| c.id.0 == case) else { return };
        let refusal =
            RecordRefusal { policy, code: code.to_owned(), obligation: obligation.map(ObligationId) };
        let facts = self.facts(n);
        let told = self.dispute(n, &system(), &DisputeCommand::RecordRefusal(refusal), &facts);
        assert!(told.is_ok(), "{told:?}");
    }

    /// Pays wholly, in part, not at all, or leaves one in the dark; answers are heard once, twice, or later again.
    fn provider(&mut self, job: Job, payout: PayoutId, (amount, from): (Money, Payer), dice: &mut Dice) {
        let key = job.key;
        let before = self.truly_paid.get(&key).copied().unwrap_or(0);
        let rest = amount.minor - before;
        let part =
            if rest > 1 { i64::try_from(dice.number() % rest.unsigned_abs()).expect("fits") } else { 0 };
        let (adds, failed, unclear, pending) = match dice.below(8) {
            0..=2 => (rest, false, false, false),
            3 => (part, false, false, false),
            4 => (0, true, false, false),
            5 => (rest, false, true, false),
            6 => (0, false, true, false),
            _ => (0, false, false, true),
        };
        // A provider that refuses for good has not paid more than it told.
        let told = self.payouts.get(&payout.0).map_or(0, |(state, _)| state.paid - state.paid_before_try);
        let failed = failed && before == told;
        let paid = before + adds;
        self.truly_paid.insert(key, paid);
        let reference = format!("R{key}");
        let answer = if failed {
            let no_funds = from == Payer::Merchant && dice.one_in(2);
            let reason = if no_funds { payout::MERCHANT_FUNDS } else { "账户已注销" };
            ProviderAnswer::Failed { reason: reason.to_owned() }
        } else if unclear {
            ProviderAnswer::Unknown { reason: "timeout".to_owned() }
        } else if pending || paid == 0 {
            ProviderAnswer::Pending { reference }
        } else {
            ProviderAnswer::Paid { paid: Money::new(amount.currency, paid), reference }
        };
        let complete = matches!(answer, ProviderAnswer::Paid { .. }) && paid == amount.minor;
        for _ in 0..=usize::from(dice.one_in(3)) {
            let command = PayoutCommand::RecordAnswer(answer.clone());
            let refused = self.payout(payout.0, &system(), &command).err();
            assert!(refused.is_none_or(|code| code == "already_done"), "{refused:?} for {answer:?}");
        }
        if !failed && !complete {
            self.jobs.push_back(job);
        }
    }

    /// The commands of all limits that have run out, in any case, the earliest first.
    pub fn pass_limits(&mut self) {
        let now = self.now;
        for _ in 0..200 {
            let due = self.cases.iter().enumerate().flat_map(|(n, case)| {
                case.state
                    .deadlines
                    .iter()
                    .filter(move |d| d.due_at <= now && !case.state.stands_still(d))
                    .map(move |d| (d.due_at, n, d.id, d.step))
            });
            let Some((_, n, deadline, step)) = due.min() else { return };
            let facts = self.facts(n);
            let command = DisputeCommand::PassDeadline(PassDeadline { deadline });
            let events = self.dispute(n, &system(), &command, &facts).expect("a limit that ran out passes");
            super::checks::has_its_consequence(step, &events, &self.cases[n].state);
            assert!(self.dispute(n, &system(), &command, &facts).is_err(), "a limit passes once");
        }
        panic!("limits without end");
    }
}

fn fact_of<E>(fact: &Fact<E>, event: AnyEvent) -> Fact<AnyEvent> {
    let Fact { at, occurred_at, by, on_behalf_of, label, event: _ } = *fact;
    Fact { at, occurred_at, by, on_behalf_of, label, event }
}

impl World {
    /// The keys of everything that happened.
    pub fn happened(&self) -> Vec<String> {
        let payouts = self.payouts.values().flat_map(|(_, written)| written);
        let all = self.cases.iter().flat_map(|case| &case.written).chain(&self.order_written).chain(payouts);
        let key = |fact: &Value| match &fact["event"] {
            Value::Object(event) => event.keys().next().cloned(),
            Value::String(key) => Some(key.clone()),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => None,
        };
        all.filter_map(key).collect()
    }
}
