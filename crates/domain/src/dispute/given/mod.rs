//! A case for tests, told as given, when and then: who did what before, who asks for what now, what follows.

mod people;
mod wishes;

use std::sync::Arc;
use std::sync::LazyLock;

use domain::dispute::commands::record_payout::RecordPayout;
use domain::dispute::{
    Deadline, DisputeCommand, DisputeEvent, DisputeRefusal, DisputeState, PayoutResult, Remedy, Verb,
    allowed, decide, evolve,
};
use domain::facts::{Facts, NamedPerson, OnDuty, OpenDispute, OtherDispute, Upload};
use domain::order::{OrderSnapshot, OrderState};
use domain::{Actor, Ctx, Fact, Refuse};
use playbook::{Playbook, Step};
use terms::{
    EvidenceKind, Ids, Instant, LineId, Money, ObligationId, OfferId, PayoutId, Position, ProposalId,
    RemedyType, Role, SeededEntropy,
};

pub use people::*;
pub use wishes::*;

pub static PLAYBOOK: LazyLock<Playbook> = LazyLock::new(|| Playbook::builtin().expect("the pack is right"));

/// 2026-11-25, ten in the morning in China: a Wednesday.
pub const WEDNESDAY: Instant = Instant::from_micros(1_795_572_000_000_000);
pub const HOUR: i64 = 3_600;
pub const DAY: i64 = 86_400;

/// A case as it stands, with the circumstances of what is asked next.
#[derive(Debug, Clone)]
pub struct Given {
    pub state: DisputeState,
    pub facts: Facts,
    pub now: Instant,
    pub occurred_at: Option<Instant>,
    seed: u64,
    borne: Vec<Money>,
}

/// Nothing has happened yet; staff is on duty, the order is known.
pub fn given() -> Given {
    let on_duty = |name, deputy| Some(OnDuty { person: person(name), deputy: Some(person(deputy)) });
    let mut facts = Facts::default();
    facts.duty.intake = on_duty("officer", "officer-2");
    facts.duty.mediator = on_duty("mediator", "mediator-2");
    facts.duty.decider = Some(OnDuty { person: person("decider"), deputy: None });
    facts.duty.supervisor = on_duty("supervisor", "supervisor-2");
    let order = OrderState {
        snapshot: Some(Arc::new(coat())),
        reported_at: Some(WEDNESDAY),
        ..OrderState::default()
    };
    facts.order = Some(order);
    Given {
        state: DisputeState::default(),
        facts,
        now: WEDNESDAY,
        occurred_at: None,
        seed: 1,
        borne: Vec::new(),
    }
}

impl Given {
    pub fn filed(self) -> Self {
        self.and(&consumer(), DisputeCommand::File(Box::new(complaint())))
    }

    pub fn accepted(self) -> Self {
        self.filed().and(&officer(), accept())
    }

    /// The merchant has seen the case and said no: the talk is on.
    pub fn responded(self) -> Self {
        self.accepted().and(&merchant(), DisputeCommand::Respond(answer(Position::Deny)))
    }

    pub fn escalated(self) -> Self {
        self.responded().and(&consumer(), escalate())
    }

    /// Mediation led nowhere: a decider is named.
    pub fn ruling_stage(self) -> Self {
        self.escalated().and(&consumer(), escalate())
    }

    /// The price back against the goods.
    pub fn ruled(self) -> Self {
        self.ruling_stage().and(&decider(), rule(ruling()))
    }

    /// A case in which one person's ruling is not enough.
    pub fn weighty(self) -> Self {
        self.order(|order| {
            order.total = yuan("8990.00");
            order.lines[0].paid = order.total;
        })
    }

    /// This decider is next on duty.
    pub fn facing(mut self, decider: &str) -> Self {
        self.facts.duty.decider = Some(OnDuty { person: person(decider), deputy: None });
        self
    }

    /// The provider paid what was owed last.
    pub fn paid(self, sum: &str) -> Self {
        let obligation = self.obligation();
        let (result, amount) = (PayoutResult::Paid, yuan(sum));
        let record = RecordPayout { obligation, payout: PayoutId(obligation.0), result, amount };
        let mut paid = self.and(&system(), DisputeCommand::RecordPayout(record));
        let order = paid.facts.order.as_mut().expect("an order");
        let reservation = domain::order::Reservation {
            payer: terms::Payer::Merchant,
            reserved: yuan(sum),
            settled: yuan(sum),
            released: yuan("0"),
            basis: domain::order::Basis::Price,
            cause: dispute_id(1),
            due: true,
        };
        order.reservations.insert(terms::ReservationId(obligation.0), reservation);
        paid
    }

    pub fn withdrawn(self) -> Self {
        self.responded().and(&consumer(), withdraw())
    }

    pub fn refused(self) -> Self {
        self.filed().and(&officer(), refuse())
    }

    /// The merchant offered and the consumer accepted.
    pub fn agreed(self, remedies: Vec<Remedy>) -> Self {
        let given = self.responded().and(&merchant(), offer(remedies));
        let id = given.open_offer();
        given.and(&consumer(), accept_offer(id))
    }

    /// The payment provider refused the refund of what was agreed.
    pub fn payout_failed(&self) -> Self {
        let obligation = self.obligation();
        let (result, amount) = (PayoutResult::Failed, yuan("0"));
        let record = RecordPayout { obligation, payout: PayoutId(obligation.0), result, amount };
        self.clone().and(&system(), DisputeCommand::RecordPayout(record))
    }

    /// Agreed on the price back against the goods.
    pub fn returning(self) -> Self {
        self.agreed(vec![money(RemedyType::RefundWithReturn, "899.00")])
    }

    /// Agreed on an apology that the merchant says it made.
    pub fn apologised(self) -> Self {
        let given = self.agreed(vec![remedy(RemedyType::Apology)]);
        let id = given.obligation();
        given.and(&merchant(), report(id))
    }

    pub fn merged(self) -> Self {
        self.responded().other_case().and(&officer(), merge())
    }

    /// Another open case of the same consumer about the same order.
    pub fn other_case(mut self) -> Self {
        let order = Some(order_id());
        let (dispute, number) = (dispute_id(2), number(2));
        self.facts.other =
            Some(OtherDispute { dispute, number, consumer: person("consumer"), order, open: true });
        self
    }

    pub fn open_case_on(mut self, line: &str) -> Self {
        let lines = vec![LineId::new(line).expect("a line")];
        self.facts.open_on_order.push(OpenDispute { dispute: dispute_id(2), number: number(2), lines });
        self
    }

    /// A file that `owner` has uploaded.
    pub fn uploaded(mut self, owner: &Actor, n: u128) -> Self {
        let upload_of = Upload {
            owner: owner.person().expect("a person"),
            sha256: format!("{n:064x}"),
            size: 1_000,
            media_type: "image/jpeg".to_owned(),
            name: format!("照片{n}.jpg"),
            kind: EvidenceKind::Photo,
            used_in: None,
        };
        self.facts.uploads.insert(upload(n), upload_of);
        self
    }

    /// The command names this person.
    pub fn naming(mut self, name: &str, roles: &[Role]) -> Self {
        self.facts.named = Some(NamedPerson { person: person(name), roles: roles.to_vec(), active: true });
        self
    }

    pub fn deputising(mut self, name: &str, roles: &[Role]) -> Self {
        self.facts.deputy = Some(NamedPerson { person: person(name), roles: roles.to_vec(), active: true });
        self
    }

    /// Nobody is on duty.
    pub fn unstaffed(mut self) -> Self {
        self.facts.duty = domain::facts::Duty::default();
        self
    }

    pub fn order(mut self, change: impl FnOnce(&mut OrderSnapshot)) -> Self {
        let order = self.facts.order.as_mut().and_then(|o| o.snapshot.as_mut()).expect("an order");
        change(Arc::make_mut(order));
        self
    }

    pub fn after(mut self, seconds: i64) -> Self {
        self.now = self.now.plus_seconds(seconds);
        self
    }

    /// The limit of this step runs out and its command comes.
    pub fn passed(mut self, step: Step) -> Self {
        let deadline = self.deadline(step);
        self.now = self.now.max(deadline.due_at);
        self.and(&system(), pass(deadline.id))
    }

    pub fn deadline(&self, step: Step) -> Deadline {
        let found = self.state.deadlines.iter().find(|d| d.step == step);
        found.unwrap_or_else(|| panic!("no limit for {step:?} runs: {:?}", self.steps())).clone()
    }

    /// The steps whose limits run, in the order in which they were set.
    pub fn steps(&self) -> Vec<Step> {
        self.state.deadlines.iter().map(|d| d.step).collect()
    }

    pub fn open_offer(&self) -> OfferId {
        self.state.open_offers().last().expect("an open offer").id
    }

    /// The proposal made last.
    pub fn proposal(&self) -> ProposalId {
        self.state.proposals.last().expect("a proposal").id
    }

    /// What the platform bears since the last decision.
    pub fn borne(&self) -> Vec<Money> {
        self.borne.clone()
    }

    /// The obligation agreed on last.
    pub fn obligation(&self) -> ObligationId {
        self.state.obligations.last().expect("an obligation").id
    }

    fn decide(&self, actor: &Actor, command: &DisputeCommand) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
        let mut entropy = SeededEntropy::new(self.seed);
        let mut ids = Ids::new(self.now, &mut entropy);
        let mut ctx = Ctx {
            actor,
            on_behalf_of: None,
            now: self.now,
            occurred_at: self.occurred_at,
            playbook: &PLAYBOOK,
            facts: &self.facts,
            ids: &mut ids,
        };
        decide(&self.state, command, &mut ctx)
    }

    /// Given that this was done too.
    #[track_caller]
    pub fn and(self, actor: &Actor, command: DisputeCommand) -> Self {
        self.when(actor, command).ok()
    }

    pub fn when(self, actor: &Actor, command: DisputeCommand) -> When {
        let decided = self.decide(actor, &command);
        When { given: self, actor: actor.clone(), command, decided }
    }

    pub fn may(&self, actor: &Actor, verb: Verb) -> bool {
        allowed::allowed(&self.state, actor, self.now).contains(&verb)
    }
}

/// What was decided.
#[derive(Debug)]
pub struct When {
    given: Given,
    actor: Actor,
    command: DisputeCommand,
    decided: Result<Vec<DisputeEvent>, DisputeRefusal>,
}

impl When {
    /// It was done: the case as it stands afterwards.
    #[track_caller]
    pub fn ok(self) -> Given {
        let Self { mut given, actor, command, decided } = self;
        let events = decided.unwrap_or_else(|refusal| panic!("refused: {refusal:?} for {command:?}"));
        for event in events {
            let (label, by) = (event.label(), actor.by());
            if let DisputeEvent::AppealDecided { borne, .. } = &event {
                given.borne = borne.iter().map(|b| b.amount).collect();
            }
            let fact =
                Fact { at: given.now, occurred_at: given.occurred_at, by, on_behalf_of: None, label, event };
            given.state = evolve(given.state, &fact);
        }
        given.seed += 1;
        given
    }

    /// It was done, by exactly these events (named by their keys).
    #[track_caller]
    pub fn then(self, expected: &[&str]) -> Given {
        let events = self.decided.as_ref().unwrap_or_else(|refusal| panic!("refused: {refusal:?}"));
        assert_eq!(events.iter().map(name).collect::<Vec<_>>(), expected);
        self.ok()
    }

    /// It was refused with this code; gives the case back, unchanged.
    #[track_caller]
    pub fn refused(self, code: &str) -> Given {
        match &self.decided {
            Ok(events) => panic!("not refused: {:?}", events.iter().map(name).collect::<Vec<_>>()),
            Err(refusal) => assert_eq!(refusal.code(), code, "{refusal:?}"),
        }
        self.given
    }

    /// It was refused with this code about this field.
    #[track_caller]
    pub fn refused_at(self, code: &str, pointer: &str) -> Given {
        let at = self.decided.as_ref().err().and_then(Refuse::pointer);
        let given = self.refused(code);
        assert_eq!(at.as_deref(), Some(pointer));
        given
    }
}

/// The key of an event, as the record has it.
pub fn name(event: &DisputeEvent) -> String {
    match serde_json::to_value(event).expect("an event is JSON") {
        serde_json::Value::String(key) => key,
        serde_json::Value::Object(map) => map.keys().next().cloned().unwrap_or_default(),
        other => panic!("{other}"),
    }
}
