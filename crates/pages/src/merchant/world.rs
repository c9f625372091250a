//! For tests: a platform over a real store with one order, its people, and pages asked for as a browser does.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use adapters::DiskFiles;
use app::case::{self, Complaint, Wish};
use app::execute::{Request, execute};
use app::{App, Limits, Orders, Parts, SystemRandomness, sign_in};
use axum::body::Body;
use axum::http::{Request as Asked, StatusCode};
use domain::Actor;
use domain::dispute::commands::accept::Accept;
use domain::dispute::{DisputeCommand, Remedy};
use domain::order::OrderCommand;
use domain::order::commands::report::Report;
use http_body_util::BodyExt as _;
use record::{Origin, Signer};
use store::{Options, SqliteStore};
use terms::{
    CaseNumber, Channel, DisputeId, Instant, KindKey, Language, MerchantId, OrderId, PersonId, RemedyType,
    Role, order_stream, person_from_outside,
};
use testkit::{MovedClock, SandboxOptions, SandboxProvider, builders};
use tower::ServiceExt as _;

pub(crate) struct World {
    pub app: Arc<App>,
    pub clock: Arc<MovedClock>,
    router: axum::Router,
    _sandbox: SandboxProvider,
    _folder: tempfile::TempDir,
}

/// An answer as a browser gets it.
pub(crate) struct Page {
    pub status: StatusCode,
    pub location: String,
    pub text: String,
}

pub(crate) const PASSWORD: &str = "correct horse 8";

impl World {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now: Instant = "2026-11-23T02:00:00Z".parse().unwrap();
        let clock = Arc::new(MovedClock::new(now));
        let auto_capture = Some(builders::yuan("899.00"));
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
        let router = crate::router(Arc::clone(&app), crate::Settings::default());
        let world = Self { app, clock, router, _sandbox: sandbox, _folder: folder };
        world.report_order("SO-1").await;
        world
    }

    async fn report_order(&self, number: &str) {
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

    /// A member of staff with a login of the same name; gives the person and a token.
    pub async fn staff(&self, login: &str, role: Role) -> (PersonId, String) {
        let person = sign_in::add_staff(&self.app, login, login, role, PASSWORD).await.unwrap();
        let token = sign_in::open(&self.app, person, role, None, login).await.unwrap();
        (person, token)
    }

    pub async fn merchant(&self) -> String {
        let merchant = MerchantId::new("yuhe").unwrap();
        let person = person_from_outside("merchant:yuhe:S-1");
        sign_in::open(&self.app, person, Role::Merchant, Some(&merchant), "阿宁").await.unwrap()
    }

    /// Another merchant's clerk.
    pub async fn stranger(&self) -> String {
        let merchant = MerchantId::new("other").unwrap();
        let person = person_from_outside("merchant:other:S-1");
        sign_in::open(&self.app, person, Role::Merchant, Some(&merchant), "别家").await.unwrap()
    }

    pub fn consumer_id() -> PersonId {
        person_from_outside("consumer:88012")
    }

    pub async fn consumer(&self) -> String {
        sign_in::open(&self.app, Self::consumer_id(), Role::Consumer, None, "陈雨桐").await.unwrap()
    }

    /// The usual complaint about the coat, not yet accepted.
    pub async fn file(&self) -> (CaseNumber, DisputeId) {
        let refund = Remedy {
            remedy_type: RemedyType::RefundWithReturn,
            amount: Some(builders::yuan("899.00")),
            text: None,
            rule_id: None,
        };
        let complaint = Complaint {
            kind: KindKey::new("not_as_described").unwrap(),
            order_id: Some(OrderId::new("SO-1").unwrap()),
            no_order_reason: None,
            lines: Vec::new(),
            description: "页面写着纯羊毛，<script>吊牌</script>上只有百分之四十二".to_owned(),
            answers: BTreeMap::from([("what_differs".to_owned(), "material".to_owned())]),
            claims: vec![refund],
            evidence_ids: Vec::new(),
            channel: Channel::Web,
            language: Language::ZhHans,
            consumer: None,
            separate_problem: false,
            occurred_at: None,
        };
        let consumer = Actor::Person { id: Self::consumer_id(), role: Role::Consumer, merchant: None };
        let filed = case::file(&self.app, consumer, complaint, Wish::once(&self.app)).await.unwrap();
        (filed.number, filed.dispute)
    }

    pub async fn accept(&self, id: DisputeId, officer: PersonId) {
        let officer = Actor::Person { id: officer, role: Role::IntakeOfficer, merchant: None };
        case::act(&self.app, id, officer, DisputeCommand::Accept(Accept {}), Wish::once(&self.app))
            .await
            .unwrap();
    }

    pub async fn get(&self, token: Option<&str>, path: &str) -> Page {
        self.ask(Asked::get(path), token, Body::empty()).await
    }

    pub async fn post(&self, token: &str, path: &str, fields: &[(&str, &str)]) -> Page {
        let encode = crate::shell::oops::form_encoded;
        let pairs: Vec<String> = fields.iter().map(|(k, v)| format!("{}={}", encode(k), encode(v))).collect();
        let builder = Asked::post(path).header("content-type", "application/x-www-form-urlencoded");
        self.ask(builder, Some(token), Body::from(pairs.join("&"))).await
    }

    async fn ask(&self, builder: axum::http::request::Builder, token: Option<&str>, body: Body) -> Page {
        let cookie = token.map_or_else(String::new, |token| format!("redress={token}"));
        let request = builder.header("cookie", cookie).body(body).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let location = response.headers().get("location").map_or("", |l| l.to_str().unwrap()).to_owned();
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Page { status, location, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// Asks for a page in every language and finds keys that have no sentence.
    pub async fn in_every_language(&self, token: Option<&str>, path: &str) {
        for language in Language::ALL {
            let sign = if path.contains('?') { '&' } else { '?' };
            let page = self.get(token, &format!("{path}{sign}lang={language}")).await;
            assert_eq!(page.status, StatusCode::OK, "{path} {language}");
            let missing = missing_keys(&page.text);
            assert!(missing.is_empty(), "{path} {language}: {missing:?}");
        }
    }
}

/// Words of the shape `family-key` between tags that are keys of a family of ours: a key without a sentence is shown as itself.
fn missing_keys(html: &str) -> Vec<String> {
    const FAMILIES: [&str; 25] = [
        "stat-",
        "wall-",
        "dossier-",
        "merchant-",
        "desk-",
        "admin-",
        "rules-",
        "shell-",
        "nav-",
        "foot-",
        "step-",
        "consequence-",
        "fact-",
        "verb-",
        "why-",
        "stage-",
        "status-",
        "remedy-",
        "offer-",
        "party-",
        "role-",
        "evidence-kind-",
        "evidence-state-",
        "deadline-class-",
        "priority-",
    ];
    let mut shown = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => {
                inside = true;
                shown.push(' ');
            }
            '>' => inside = false,
            other if !inside => shown.push(other),
            _ => {}
        }
    }
    let words = shown.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'));
    let of_ours =
        |word: &&str| FAMILIES.iter().any(|family| word.starts_with(family) && !word.ends_with('-'));
    words.filter(of_ours).map(str::to_owned).collect()
}
