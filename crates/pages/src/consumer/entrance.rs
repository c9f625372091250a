//! The entrance: one large question, the orders to choose from, and answers that may already help.

use std::sync::Arc;

use app::ports::{Query, Statement, Value};
use app::queries::orders;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use terms::{Money, Role};

use super::cases::{self, CaseLine};
use super::draft;
use super::filing_cards::{OrderCard, local_picture};
use crate::shell::page::home_of;
use crate::shell::{Form, Oops, Page, Site, Visit, render};

/// How many orders and answers stand on the first page.
const ORDERS: usize = 6;
const OPEN: usize = 20;
const ANSWERS: usize = 8;

struct SelfService {
    key: String,
    kind: String,
    title: String,
    answer: Vec<String>,
    follow_up: String,
    asked: bool,
    solved: bool,
}

#[derive(Template)]
#[template(path = "consumer/entrance.html")]
struct EntrancePage<'a> {
    page: Page<'a>,
    orders: Vec<OrderCard>,
    more_orders: bool,
    /// Every case in which it is the reader's turn.
    waiting: Vec<CaseLine>,
    open: Vec<CaseLine>,
    answers: Vec<SelfService>,
    unfinished: bool,
}

pub(super) async fn show(State(site): State<Arc<Site>>, visit: Visit) -> Result<Response, Oops> {
    if let Some(session) = visit.session.as_ref().filter(|s| s.role != Role::Consumer) {
        let home = home_of(session.role);
        if home != "/" {
            return Ok(Redirect::to(home).into_response());
        }
    }
    let (mut own, mut lines) = (Vec::new(), Vec::new());
    if let Some(session) = &visit.session {
        own = orders::of_consumer(&site.app, session.person).await?;
        let rows = cases::all(&site.app, session.person).await?;
        for row in rows.iter().filter(|row| row.open) {
            lines.push(cases::line(row, &site, &visit).await?);
        }
    }
    let (waiting, mut open): (Vec<CaseLine>, Vec<CaseLine>) = lines.into_iter().partition(|case| case.yours);
    open.truncate(OPEN);
    let draft = draft::load(&site, &visit).await?;
    let (asked, solved) = just_answered(&visit);
    let l = visit.language;
    let answers = site.app.playbook.kinds().filter_map(|kind| {
        let help = kind.self_service.as_ref()?;
        let asked = asked == Some(kind.key.as_str());
        Some(SelfService {
            key: kind.key.to_string(),
            kind: kind.title.get(l).to_owned(),
            title: help.title.get(l).to_owned(),
            answer: help.answer.iter().map(|line| line.get(l).to_owned()).collect(),
            follow_up: help.follow_up.get(l).to_owned(),
            asked,
            solved: asked && solved,
        })
    });
    let more_orders = own.len() > ORDERS;
    let mut cards = Vec::new();
    for row in own.into_iter().take(ORDERS) {
        let running = cases::running(&site.app, &row.order_id).await?;
        cards.push(OrderCard { running, ..order(row, &visit) });
    }
    render(&EntrancePage {
        page: Page::new(&site, &visit, visit.texts.say("entrance-title")).at("/"),
        orders: cards,
        more_orders,
        waiting,
        open,
        answers: answers.take(ANSWERS).collect(),
        unfinished: draft != draft::Draft::default(),
    })
}

/// An order to choose from a list.
pub(super) fn order(row: orders::OrderRow, visit: &Visit) -> OrderCard {
    let day = texts::day(row.placed_at, visit.now, visit.language);
    OrderCard {
        meta: visit.texts.with("filing-order-day", &[("day", day), ("order", row.order_id.clone())]),
        sum: row.currency.parse().map_or_else(|_| String::new(), |c| Money::new(c, row.total).readable()),
        id: row.order_id,
        title: row.title,
        picture: local_picture(&row.picture),
        chosen: false,
        running: None,
    }
}

/// Which answer was just judged: `?answered=KEY&solved=yes`.
fn just_answered(visit: &Visit) -> (Option<&str>, bool) {
    let query = visit.path.split_once('?').map_or("", |(_, query)| query);
    let of = |name: &str| {
        query.split('&').find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name).map(|(_, v)| v))
    };
    (of("answered"), of("solved") == Some("yes"))
}

const COUNT: Query = Query {
    name: "count_self_service",
    sql: "INSERT INTO setting (name, value) VALUES ($1, '1') ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(setting.value AS BIGINT) + 1 AS TEXT)",
};

/// Whether an answer helped is asked and counted: not filing alone is no success (B13).
pub(super) async fn follow_up(
    State(site): State<Arc<Site>>,
    visit: Visit,
    form: Form,
) -> Result<Response, Oops> {
    if !site.may_knock("self-service", visit.ip, 20) {
        return Err(Oops::TooOften);
    }
    let key = terms::KindKey::new(form.text("kind")).map_err(|_| Oops::Unreadable)?;
    let kind =
        site.app.playbook.kind(&key).filter(|kind| kind.self_service.is_some()).ok_or(Oops::NotFound)?;
    let solved = form.text("solved") == "yes";
    let word = if solved { "yes" } else { "no" };
    let params = vec![Value::text(format!("self_service.{}.{word}", kind.key))];
    site.app.store.change(vec![Statement { query: COUNT, params, must_change: None }]).await?;
    if solved {
        return Ok(Redirect::to(&format!("/?answered={key}&solved=yes#answers")).into_response());
    }
    Ok(Redirect::to(&format!("/file?kind={key}")).into_response())
}
