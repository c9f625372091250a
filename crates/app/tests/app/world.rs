//! A small world: one order, its consumer and merchant, staff on duty, a provider.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use adapters::DiskFiles;
use app::case::{self, Complaint, Wish};
use app::execute::{Done, ExecuteError, Request, execute};
use app::{App, Disputes, Limits, Orders, Parts, SystemRandomness};
use domain::Actor;
use domain::dispute::commands::{accept, accept_offer, make_offer, respond};
use domain::dispute::{DisputeCommand, DisputeState, Remedy};
use domain::order::OrderCommand;
use domain::order::commands::report::Report;
use domain::person::Register;
use record::{Origin, Signer};
use store::{Options, SqliteStore};
use terms::{
    Channel, Currency, DisputeId, Instant, KindKey, Language, MerchantId, Money, OfferId, OrderId, PersonId,
    Position, RemedyType, Role, order_stream, person_from_outside,
};
use testkit::{MovedClock, SandboxOptions, SandboxProvider, builders};

pub struct World {
    pub app: Arc<App>,
    pub clock: Arc<MovedClock>,
    pub sandbox: SandboxProvider,
    _folder: tempfile::TempDir,
}

pub struct Silent;
impl app::show::Say for Silent {
    fn say(&self, key: &str, _: &[(&str, String)]) -> String {
        key.to_owned()
    }
}

pub fn yuan(text: &str) -> Money {
    Money::parse(Currency::Cny, text).unwrap()
}

impl World {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now: Instant = "2026-11-23T02:00:00Z".parse().unwrap();
        let clock = Arc::new(MovedClock::new(now));
        let auto_capture = Some(yuan("899.00"));
        let sandbox =
            SandboxProvider::start_with(SandboxOptions { auto_capture, ..SandboxOptions::default() })
                .await
                .unwrap();
        let shared: Arc<dyn app::ports::Clock> = clock.clone();
        let app = Arc::new(App::new(Parts {
            store: SqliteStore::open(folder.path().join("store"), &Options::default()).unwrap(),
            files: Arc::new(DiskFiles::open(folder.path().join("files")).unwrap()),
            payments: Arc::new(sandbox.client(Duration::from_millis(300)).unwrap()),
            clock: shared,
            randomness: Arc::new(SystemRandomness),
            playbook: Arc::new(playbook::Playbook::builtin().unwrap()),
            signer: Arc::new(Signer::from_seed("test", &[7; 32]).unwrap()),
            origin: Origin::first("test"),
            limits: Limits::default(),
        }));
        let world = Self { app, clock, sandbox, _folder: folder };
        for (name, role) in [("sun", Role::IntakeOfficer), ("gu", Role::Mediator), ("bai", Role::Supervisor)]
        {
            let new = Register { name: name.to_owned(), role, merchant: None, language: Language::ZhHans };
            app::sign_in::register(&world.app, person(name), new).await.unwrap();
        }
        app::duty::refresh(&world.app).await.unwrap();
        world.report_order("SO-1").await;
        world
    }

    pub async fn report_order(&self, number: &str) {
        let snapshot = builders::order(number).paid("899.00").snapshot();
        let request = Request::<Orders> {
            id: Wish::once(&self.app).id,
            asked: Vec::new(),
            actor: Actor::System,
            on_behalf_of: None,
            occurred_at: None,
            stream: order_stream(&snapshot.order_id).id,
            is_new: false,
            command: OrderCommand::Report(Report { snapshot: Arc::new(snapshot) }),
            seen: None,
            finishes: None,
        };
        execute(&self.app, request).await.unwrap();
    }

    pub async fn order(&self, number: &str) -> Arc<domain::order::OrderState> {
        let stream = order_stream(&OrderId::new(number).unwrap());
        app::execute::load::<Orders>(&self.app, stream.id).await.unwrap().state
    }

    /// The order's consumer and merchant, as its snapshot names them.
    pub async fn consumer(&self) -> Actor {
        let id = self.order("SO-1").await.snapshot.as_ref().unwrap().consumer;
        Actor::Person { id, role: Role::Consumer, merchant: None }
    }

    pub async fn merchant(&self) -> Actor {
        let merchant: MerchantId = self.order("SO-1").await.snapshot.as_ref().unwrap().merchant.clone();
        Actor::Person { id: person("shop-staff"), role: Role::Merchant, merchant: Some(merchant) }
    }

    pub async fn file(&self, order: &str) -> DisputeId {
        self.try_file(order).await.unwrap_or_else(|code| panic!("{code}"))
    }

    /// Files the usual complaint; gives the code if it is refused.
    pub async fn try_file(&self, order: &str) -> Result<DisputeId, &'static str> {
        let complaint = Complaint {
            kind: KindKey::new("not_as_described").unwrap(),
            order_id: Some(OrderId::new(order).unwrap()),
            no_order_reason: None,
            lines: Vec::new(),
            description: "页面写着纯羊毛，吊牌上只有百分之四十二".to_owned(),
            answers: BTreeMap::from([("what_differs".to_owned(), "material".to_owned())]),
            claims: vec![refund(RemedyType::RefundWithReturn, "899.00")],
            evidence_ids: Vec::new(),
            channel: Channel::Web,
            language: Language::ZhHans,
            consumer: None,
            separate_problem: false,
            occurred_at: None,
        };
        match case::file(&self.app, self.consumer().await, complaint, Wish::once(&self.app)).await {
            Ok(filed) => Ok(filed.dispute),
            Err(ExecuteError::Refused(refusal)) => Err(refusal.code()),
            Err(error) => panic!("{error:?}"),
        }
    }

    pub async fn try_act(
        &self,
        id: DisputeId,
        actor: Actor,
        command: DisputeCommand,
    ) -> Result<Done<Disputes>, ExecuteError> {
        case::act(&self.app, id, actor, command, Wish::once(&self.app)).await
    }

    pub async fn act(&self, id: DisputeId, actor: Actor, command: DisputeCommand) {
        self.try_act(id, actor, command).await.unwrap_or_else(|e| panic!("{e:?}"));
    }

    pub async fn state(&self, id: DisputeId) -> Arc<DisputeState> {
        case::state(&self.app, id).await.unwrap()
    }

    /// Filed, accepted, answered; the merchant offers this.
    pub async fn offered(&self, order: &str, remedies: Vec<Remedy>) -> (DisputeId, OfferId) {
        let id = self.file(order).await;
        self.act(id, officer("sun", Role::IntakeOfficer), DisputeCommand::Accept(accept::Accept {})).await;
        let answer = respond::Respond {
            position: Position::Deny,
            explanation: "水洗标写错了，面料没有问题".to_owned(),
            evidence_ids: Vec::new(),
            remedies: Vec::new(),
        };
        self.act(id, self.merchant().await, DisputeCommand::Respond(answer)).await;
        let offer = make_offer::MakeOffer { remedies, note: None, in_reply_to: None };
        self.act(id, self.merchant().await, DisputeCommand::MakeOffer(offer)).await;
        let offer = self.state(id).await.offers.last().unwrap().id;
        (id, offer)
    }

    pub async fn accept_offer(&self, id: DisputeId, offer_id: OfferId) {
        let command = DisputeCommand::AcceptOffer(accept_offer::AcceptOffer { offer_id, note: None });
        self.act(id, self.consumer().await, command).await;
    }

    /// Does everything that is due, moving the clock past put-off jobs, until nothing is left within two days.
    pub async fn settle(&self) {
        let end = app::ports::Clock::now(self.clock.as_ref()).plus_seconds(2 * 3600);
        loop {
            while app::jobs::run_due(&self.app).await.unwrap() > 0 {}
            match self.app.store.next_job_at().await.unwrap().filter(|at| *at <= end) {
                Some(at) => self.clock.set(at),
                None => break,
            }
        }
    }
}

pub fn person(name: &str) -> PersonId {
    person_from_outside(&format!("test:{name}"))
}

pub fn officer(name: &str, role: Role) -> Actor {
    Actor::Person { id: person(name), role, merchant: None }
}

pub fn refund(remedy_type: RemedyType, amount: &str) -> Remedy {
    Remedy { remedy_type, amount: Some(yuan(amount)), text: None, rule_id: None }
}
