//! The demo's own doors: who you want to be, a clock to move, pictures of the goods. Only here, never in `serve`.

use std::sync::Arc;

use app::App;
use app::ports::Clock as _;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::SignedDuration;
use serde::Deserialize;
use terms::{Language, Role};

use super::Opened;
use super::cast::Player;
use crate::clock::DemoClock;

struct Demo {
    app: Arc<App>,
    clock: Arc<DemoClock>,
    players: Vec<Player>,
    moved: std::path::PathBuf,
    shops: Vec<(String, &'static str)>,
}

/// `/demo`, `/demo/sign-in/{n}`, `/demo/clock`, `/goods/{name}`.
pub fn router(opened: &Opened, players: Vec<Player>) -> Router {
    let demo = Demo {
        app: Arc::clone(&opened.app),
        clock: Arc::clone(&opened.clock),
        players,
        moved: opened.moved.clone(),
        shops: opened.shop.merchants.iter().map(|m| (m.id.to_owned(), m.name)).collect(),
    };
    Router::new()
        .route("/demo", get(entrance))
        .route("/demo/sign-in/{n}", post(sign_in))
        .route("/demo/clock", post(clock))
        .route("/goods/{name}", get(picture))
        .with_state(Arc::new(demo))
}

/// The list of people to be, in the site's own look.
async fn entrance(State(demo): State<Arc<Demo>>) -> Html<String> {
    let mut page = String::from(
        "<!doctype html><html lang=\"zh-Hans\"><head><meta charset=\"utf-8\"><title>Redress 演示</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <link rel=\"stylesheet\" href=\"/assets/redress.css\"></head><body><main class=\"wrap narrow flow-l\">\
         <h1>Redress 演示</h1><p>选择一个身份，一键进入。Choose who to be. 演示时间 / demo time: ",
    );
    let now = demo.clock.now();
    for language in [Language::ZhHans, Language::En] {
        page.push_str(&format!(" <b class=\"nb\">{}</b>", texts::date_time(now, now, language)));
    }
    page.push_str("</p>");
    for (role, title, target) in ROLES {
        page.push_str(&format!("<h2>{title}</h2><ul class=\"flow-s\">"));
        let of_role = demo.players.iter().enumerate().filter(|(_, p)| p.role == *role).take(12);
        for (n, player) in of_role {
            let merchant = player.merchant_id.as_ref().map_or_else(String::new, |id| {
                let shop = demo.shops.iter().find(|(of, _)| of == id.as_str());
                format!(" · {}", shop.map_or_else(|| id.to_string(), |(_, name)| (*name).to_owned()))
            });
            page.push_str(&format!(
                "<li><form method=\"post\" action=\"/demo/sign-in/{n}\"><input type=\"hidden\" name=\"to\" value=\"{target}\">\
                 <button class=\"btn btn--plain\">{}{merchant}</button></form></li>",
                player.name
            ));
        }
        page.push_str("</ul>");
    }
    page.push_str("</main></body></html>");
    Html(page)
}

const ROLES: &[(Role, &str, &str)] = &[
    (Role::Consumer, "消费者 Consumers", "/"),
    (Role::Merchant, "商家 Merchants", "/merchant"),
    (Role::IntakeOfficer, "受理专员 Intake officers", "/desk"),
    (Role::Mediator, "调解员 Mediators", "/desk"),
    (Role::Supervisor, "督导 Supervisors", "/desk"),
    (Role::Admin, "系统管理员 Administrators", "/admin"),
];

async fn sign_in(State(demo): State<Arc<Demo>>, Path(n): Path<usize>) -> Response {
    let Some(player) = demo.players.get(n) else { return StatusCode::NOT_FOUND.into_response() };
    let target = ROLES.iter().find(|(role, ..)| *role == player.role).map_or("/", |(_, _, target)| *target);
    let cookie = format!("redress={}; Path=/; HttpOnly; SameSite=Lax", player.token);
    ([(header::SET_COOKIE, cookie)], Redirect::to(target)).into_response()
}

#[derive(Deserialize)]
struct Move {
    advance: SignedDuration,
}

/// Moves the clock on and lets everything that fell due happen before it answers.
async fn clock(State(demo): State<Arc<Demo>>, Json(wanted): Json<Move>) -> Response {
    let target = demo.clock.now().plus(wanted.advance);
    loop {
        let next = match demo.app.store.next_job_at().await {
            Ok(next) => next.filter(|next| *next <= target),
            Err(error) => return (StatusCode::SERVICE_UNAVAILABLE, error.to_string()).into_response(),
        };
        demo.clock.move_to(next.unwrap_or(target));
        match app::jobs::run_due(&demo.app).await {
            Ok(0) if next.is_none() => break,
            Ok(_) => {}
            Err(error) => return (StatusCode::SERVICE_UNAVAILABLE, error.to_string()).into_response(),
        }
    }
    let now = demo.clock.now().to_string();
    if std::fs::write(&demo.moved, &now).is_err() {
        tracing::warn!("the demo's clock could not be remembered");
    }
    Json(serde_json::json!({ "now": now })).into_response()
}

async fn picture(Path(name): Path<String>) -> (StatusCode, HeaderMap, &'static str) {
    let good = name.strip_suffix(".svg").and_then(testkit::goods::find);
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("image/svg+xml"));
    match good {
        Some(good) => (StatusCode::OK, headers, good.svg),
        None => (StatusCode::NOT_FOUND, HeaderMap::new(), ""),
    }
}
