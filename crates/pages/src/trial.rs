//! A small site for tests: one order, its consumer and merchant, staff on duty, and a browser without JavaScript.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use adapters::DiskFiles;
use app::case::{self, Wish};
use app::execute::{Request as Wanted, execute};
use app::{App, Limits, Orders, Parts, SystemRandomness};
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use domain::Actor;
use domain::dispute::commands::{accept, make_offer, respond};
use domain::dispute::{DisputeCommand, Remedy};
use domain::order::OrderCommand;
use domain::order::commands::report::Report;
use domain::person::Register;
use http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use http::{Request, Response, StatusCode};
use http_body_util::BodyExt as _;
use record::{Origin, Signer};
use store::{Options, SqliteStore};
use terms::{
    DisputeId, Instant, Language, MerchantId, Money, PersonId, Position, RemedyType, Role, order_stream,
    person_from_outside,
};
use testkit::{MovedClock, SandboxOptions, SandboxProvider, builders};
use tower::ServiceExt as _;

use crate::Settings;

pub(crate) struct World {
    pub app: Arc<App>,
    pub pages: Router,
    pub clock: Arc<MovedClock>,
    _sandbox: SandboxProvider,
    _folder: tempfile::TempDir,
}

/// What a browser got.
pub(crate) struct Got {
    pub status: StatusCode,
    pub to: String,
    pub text: String,
    pub headers: http::HeaderMap,
}

/// A browser: it keeps cookies and sends forms.
pub(crate) struct Browser<'a> {
    world: &'a World,
    pub cookies: Vec<(String, String)>,
    pub address: Option<IpAddr>,
}

impl World {
    pub async fn new() -> Self {
        Self::with(Limits::default()).await
    }

    /// Files may be so large at most.
    pub async fn with_largest(max_upload: u64) -> Self {
        Self::with(Limits { max_upload, ..Limits::default() }).await
    }

    async fn with(limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now: Instant = "2026-11-23T02:00:00Z".parse().unwrap();
        let clock = Arc::new(MovedClock::new(now));
        let auto_capture = Some(Money::parse(terms::Currency::Cny, "899.00").unwrap());
        let sandbox =
            SandboxProvider::start_with(SandboxOptions { auto_capture, ..SandboxOptions::default() })
                .await
                .unwrap();
        let shared: Arc<dyn app::ports::Clock> = clock.clone();
        let app = Arc::new(App::new(Parts {
            store: SqliteStore::open(folder.path().join("store"), &Options::default()).unwrap(),
            files: Arc::new(DiskFiles::open(folder.path().join("files")).unwrap()),
            payments: Arc::new(sandbox.client(Duration::from_secs(2)).unwrap()),
            clock: shared,
            randomness: Arc::new(SystemRandomness),
            playbook: Arc::new(playbook::Playbook::builtin().unwrap()),
            signer: Arc::new(Signer::from_seed("test", &[7; 32]).unwrap()),
            origin: Origin::first("test"),
            limits,
        }));
        for (name, role) in [("sun", Role::IntakeOfficer), ("gu", Role::Mediator), ("bai", Role::Supervisor)]
        {
            let new = Register { name: name.to_owned(), role, merchant: None, language: Language::ZhHans };
            app::sign_in::register(&app, person(name), new).await.unwrap();
        }
        app::duty::refresh(&app).await.unwrap();
        let pages = crate::router(Arc::clone(&app), Settings::default());
        let world = Self { app, pages, clock, _sandbox: sandbox, _folder: folder };
        world.report_order("SO-1").await;
        world
    }

    pub async fn report_order(&self, number: &str) {
        let snapshot = builders::order(number).paid("899.00").snapshot();
        let request = Wanted::<Orders> {
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

    pub fn browser(&self) -> Browser<'_> {
        Browser { world: self, cookies: Vec::new(), address: None }
    }

    /// A browser that comes from an address.
    pub fn browser_at(&self, address: &str) -> Browser<'_> {
        Browser { address: address.parse().ok(), ..self.browser() }
    }

    /// A browser in which someone is signed in.
    pub async fn signed_in(&self, who: PersonId, role: Role, name: &str) -> Browser<'_> {
        let merchant = (role == Role::Merchant).then(merchant);
        let token = app::sign_in::open(&self.app, who, role, merchant.as_ref(), name).await.unwrap();
        let mut browser = self.browser();
        browser.cookies.push(("redress".to_owned(), token));
        browser
    }

    pub async fn consumer(&self) -> Browser<'_> {
        self.signed_in(consumer(), Role::Consumer, "陈雨桐").await
    }

    pub async fn act(&self, id: DisputeId, actor: Actor, command: DisputeCommand) {
        case::act(&self.app, id, actor, command, Wish::once(&self.app)).await.unwrap();
    }

    /// The merchant has answered the case and offered a part of the price.
    pub async fn offered(&self, id: DisputeId) {
        self.act(id, officer("sun", Role::IntakeOfficer), DisputeCommand::Accept(accept::Accept {})).await;
        let seller = Actor::Person { id: person("seller"), role: Role::Merchant, merchant: Some(merchant()) };
        case::prove_sight(&self.app, id, &seller).await.unwrap();
        let explanation = "面料是供应商给的，正在核实".to_owned();
        let answer = respond::Respond {
            position: Position::Partly,
            explanation,
            evidence_ids: Vec::new(),
            remedies: Vec::new(),
        };
        self.act(id, seller.clone(), DisputeCommand::Respond(answer)).await;
        let amount = Money::parse(terms::Currency::Cny, "200.00").ok();
        let part = Remedy { remedy_type: RemedyType::PartialRefund, amount, text: None, rule_id: None };
        let offer = make_offer::MakeOffer {
            remedies: vec![part],
            note: Some("大衣留下，补 200 元".to_owned()),
            in_reply_to: None,
        };
        self.act(id, seller, DisputeCommand::MakeOffer(offer)).await;
    }
}

pub(crate) fn person(name: &str) -> PersonId {
    person_from_outside(&format!("staff:{name}"))
}

pub(crate) fn consumer() -> PersonId {
    builders::order("SO-1").snapshot().consumer
}

pub(crate) fn merchant() -> MerchantId {
    builders::order("SO-1").snapshot().merchant
}

pub(crate) fn officer(name: &str, role: Role) -> Actor {
    Actor::Person { id: person(name), role, merchant: None }
}

impl Browser<'_> {
    async fn send(&mut self, request: http::request::Builder, body: Body) -> Got {
        let line: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = request.header(COOKIE, line.join("; ")).body(body).unwrap();
        if let Some(address) = self.address {
            request.extensions_mut().insert(ConnectInfo(SocketAddr::from((address, 1))));
        }
        let response: Response<Body> = self.world.pages.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for line in parts.headers.get_all(SET_COOKIE) {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let to = parts.headers.get(LOCATION).map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
        let bytes = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Got { status: parts.status, to, text, headers: parts.headers }
    }

    pub async fn get(&mut self, path: &str) -> Got {
        self.send(Request::get(path), Body::empty()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Got {
        let encode = crate::shell::oops::form_encoded;
        let pairs: Vec<String> = fields.iter().map(|(k, v)| format!("{}={}", encode(k), encode(v))).collect();
        let request = Request::post(path)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request, Body::from(pairs.join("&"))).await
    }

    /// Sends a form whose body is made while it is read.
    pub async fn post_body(&mut self, path: &str, body: Body) -> Got {
        let request = Request::post(path)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request, body).await
    }

    pub async fn post_from_elsewhere(&mut self, path: &str) -> Got {
        let request = Request::post(path)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "cross-site");
        self.send(request, Body::empty()).await
    }

    pub async fn upload(&mut self, path: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> Got {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .bytes(),
            );
        }
        let (name, content) = file;
        body.extend(format!("--edge\r\nContent-Disposition: form-data; name=\"evidence\"; filename=\"{name}\"\r\nContent-Type: text/plain\r\n\r\n").bytes());
        body.extend(content);
        body.extend(b"\r\n--edge--\r\n");
        let request = Request::post(path)
            .header(CONTENT_TYPE, "multipart/form-data; boundary=edge")
            .header("sec-fetch-site", "same-origin");
        self.send(request, Body::from(body)).await
    }

    /// Sends a form of parts whose body is made while it is read.
    pub async fn stream(&mut self, path: &str, body: Body) -> Got {
        let request = Request::post(path)
            .header(CONTENT_TYPE, "multipart/form-data; boundary=edge")
            .header("sec-fetch-site", "same-origin");
        self.send(request, body).await
    }

    /// Files the usual complaint and gives the case's number.
    pub async fn file(&mut self) -> String {
        self.get("/file?order=SO-1&kind=not_as_described").await;
        for (step, fields) in [
            ("q.what_differs", &[("answer.what_differs", "material")][..]),
            ("story", &[("story", "页面写 100% 羊毛，送检只有 62.3%。")]),
            ("want", &[("remedy", "refund"), ("amount.refund", "¥899.00")]),
        ] {
            let got = self.post(&format!("/file/{step}"), fields).await;
            assert_eq!(got.status, StatusCode::SEE_OTHER, "{step}: {}", got.text);
        }
        let got = self.post("/file/review", &[]).await;
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
        got.to.split('/').nth(2).unwrap().to_owned()
    }
}

/// The hidden field of the first form that goes to an address.
pub(crate) fn hidden(page: &str, action: &str, field: &str) -> String {
    let form = page.split("<form").find(|form| form.contains(&format!("action=\"{action}\""))).unwrap();
    let at = form.split(&format!("name=\"{field}\" value=\"")).nth(1).unwrap();
    at.split('"').next().unwrap().to_owned()
}
