//! A platform in a temporary folder, and people who speak to its API.

use std::sync::Arc;
use std::time::Duration;

use adapters::DiskFiles;
use app::{App, Limits, Parts, SystemRandomness, sign_in};
use axum::Router;
use axum::body::Body;
use http::{HeaderMap, Request};
use http_body_util::BodyExt;
use playbook::Playbook;
use record::{Origin, Signer};
use serde_json::{Value, json};
use store::SqliteStore;
use tempfile::TempDir;
use terms::{MerchantId, PersonId, Role, person_from_outside};
use testkit::builders::{OrderBuilder, WEDNESDAY_MORNING, order};
use testkit::{MovedClock, SandboxProvider};
use tower::ServiceExt;

/// Who speaks to the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Nobody,
    Consumer,
    OtherConsumer,
    Merchant,
    OtherMerchant,
    Intake,
    Mediator,
    Decider,
    Supervisor,
    Admin,
    Integrator,
}

impl Who {
    pub const ALL: [Self; 11] = [
        Self::Nobody,
        Self::Consumer,
        Self::OtherConsumer,
        Self::Merchant,
        Self::OtherMerchant,
        Self::Intake,
        Self::Mediator,
        Self::Decider,
        Self::Supervisor,
        Self::Admin,
        Self::Integrator,
    ];
    pub const STAFF: [Self; 4] = [Self::Intake, Self::Mediator, Self::Decider, Self::Supervisor];

    pub fn role(self) -> Option<Role> {
        match self {
            Self::Nobody => None,
            Self::Consumer | Self::OtherConsumer => Some(Role::Consumer),
            Self::Merchant | Self::OtherMerchant => Some(Role::Merchant),
            Self::Intake => Some(Role::IntakeOfficer),
            Self::Mediator => Some(Role::Mediator),
            Self::Decider => Some(Role::Decider),
            Self::Supervisor => Some(Role::Supervisor),
            Self::Admin => Some(Role::Admin),
            Self::Integrator => Some(Role::Integrator),
        }
    }

    pub fn person(self) -> PersonId {
        person_from_outside(match self {
            Self::Consumer => "consumer:88012",
            Self::OtherConsumer => "consumer:77001",
            Self::Merchant => "merchant:yuhe:aning",
            Self::OtherMerchant => "merchant:other:boss",
            Self::Nobody
            | Self::Intake
            | Self::Mediator
            | Self::Decider
            | Self::Supervisor
            | Self::Admin
            | Self::Integrator => {
                return PersonId(uuid::Uuid::from_u128(self as u128 + 1));
            }
        })
    }

    fn merchant(self) -> Option<MerchantId> {
        match self {
            Self::Merchant => MerchantId::new("yuhe").ok(),
            Self::OtherMerchant => MerchantId::new("other").ok(),
            _ => None,
        }
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    /// The answer must be a success.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!(self.status < 300, "{}: {}", self.status, self.text());
        self.json()
    }

    /// The answer must be this problem.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) {
        assert_eq!((self.status, self.code().as_str()), (status, code), "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem = self.json();
        let id = self.header("x-request-id");
        assert_eq!(problem["instance"], format!("urn:uuid:{id}"));
        for field in ["type", "title", "detail", "next_step"] {
            let text = problem[field].as_str().unwrap_or_default();
            assert!(
                !text.is_empty() && !text.starts_with("refusal-") && !text.starts_with("problem-"),
                "{field}: {text}"
            );
        }
    }
}

/// The running platform.
pub struct World {
    pub app: Arc<App>,
    pub router: Router,
    pub clock: Arc<MovedClock>,
    pub provider: SandboxProvider,
    tokens: Vec<(Who, String)>,
    _folder: TempDir,
}

impl World {
    pub async fn new() -> Self {
        Self::with(api::Extra::default()).await
    }

    pub async fn with(extra: api::Extra) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(MovedClock::new(WEDNESDAY_MORNING));
        let provider = SandboxProvider::start().await.unwrap();
        let payments = provider.client(Duration::from_secs(5)).unwrap();
        let app = Arc::new(App::new(Parts {
            store: SqliteStore::open(folder.path(), &store::Options::default()).unwrap(),
            files: Arc::new(DiskFiles::open(folder.path().join("files")).unwrap()),
            payments: Arc::new(payments),
            clock: Arc::clone(&clock) as Arc<dyn app::ports::Clock>,
            randomness: Arc::new(SystemRandomness),
            playbook: Arc::new(Playbook::builtin().unwrap()),
            signer: Arc::new(Signer::from_seed("redress-test", &[7; 32]).unwrap()),
            origin: Origin::first("redress.test/log"),
            limits: Limits { max_upload: 8 * 1024 * 1024, ..Limits::default() },
        }));
        let mut tokens = Vec::new();
        for who in Who::ALL {
            if let Some(role) = who.role() {
                let name = format!("{who:?}");
                let token =
                    sign_in::open(&app, who.person(), role, who.merchant().as_ref(), &name).await.unwrap();
                tokens.push((who, token));
            }
        }
        let router = api::router(Arc::clone(&app), extra);
        Self { app, router, clock, provider, tokens, _folder: folder }
    }

    pub fn token(&self, who: Who) -> Option<&str> {
        self.tokens.iter().find(|(known, _)| *known == who).map(|(_, token)| token.as_str())
    }

    pub fn request(&self, who: Who, method: &str, path: &str) -> http::request::Builder {
        let request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        match self.token(who) {
            Some(token) => request.header("authorization", format!("Bearer {token}")),
            None => request,
        }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    pub async fn get(&self, who: Who, path: &str) -> Answer {
        self.send(self.request(who, "GET", path).body(Body::empty()).unwrap()).await
    }

    pub async fn ask(&self, who: Who, method: &str, path: &str, body: &Value) -> Answer {
        self.ask_with(who, method, path, body, &[]).await
    }

    pub async fn ask_with(
        &self,
        who: Who,
        method: &str,
        path: &str,
        body: &Value,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = self.request(who, method, path).header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    pub async fn post(&self, who: Who, path: &str, body: &Value) -> Answer {
        self.ask(who, "POST", path, body).await
    }

    /// An act on a case.
    pub async fn act(&self, who: Who, number: &str, verb: &str, body: &Value) -> Answer {
        self.post(who, &format!("/disputes/{number}/{verb}"), body).await
    }

    pub async fn upload(&self, who: Who, name: &str, media_type: &str, bytes: &[u8]) -> Answer {
        let request =
            self.request(who, "POST", &format!("/evidence?name={name}")).header("content-type", media_type);
        self.send(request.body(Body::from(bytes.to_vec())).unwrap()).await
    }

    /// The shop reports an order, and the consumer has paid it.
    pub async fn report(&self, made: OrderBuilder) {
        let report = made.report();
        if let Some(payment) = &report.payment {
            self.provider.capture(&payment.transaction, report.total).unwrap();
        }
        let path = format!("/orders/{}", report.order_id);
        self.ask(Who::Integrator, "PUT", &path, &serde_json::to_value(&report).unwrap()).await.ok();
    }

    /// A complaint about a fresh order; gives its number.
    pub async fn filed(&self, order_id: &str) -> String {
        self.report(order(order_id)).await;
        let filed = self.post(Who::Consumer, "/complaints", &complaint(order_id)).await.ok();
        filed["number"].as_str().unwrap().to_owned()
    }

    /// A case that the platform has taken on.
    pub async fn accepted(&self, order_id: &str) -> String {
        let number = self.filed(order_id).await;
        self.act(Who::Intake, &number, "accept", &json!({})).await.ok();
        number
    }

    /// Does everything that is due.
    pub async fn settle(&self) {
        while app::jobs::run_due(&self.app).await.unwrap() > 0 {}
        while app::jobs::follow_search(&self.app).await.unwrap() {}
    }

    /// How many facts there are in the whole record.
    pub async fn facts(&self) -> u64 {
        self.app.store.head().await.unwrap().size
    }
}

/// A complaint that is taken as it is.
pub fn complaint(order_id: &str) -> Value {
    json!({
        "kind": "not_as_described",
        "order_id": order_id,
        "lines": [{"line_id": "1", "quantity": 1}],
        "description": "吊牌写100%羊毛，洗标写的是聚酯纤维。",
        "answers": {"what_differs": "material"},
        "claims": [{"remedy_type": "partial_refund", "amount": yuan("150.00")}],
        "channel": "web",
        "language": "zh-Hans",
    })
}

pub fn yuan(value: &str) -> Value {
    json!({"currency": "CNY", "value": value})
}

pub fn refund(value: &str) -> Value {
    json!([{"remedy_type": "partial_refund", "amount": yuan(value)}])
}
