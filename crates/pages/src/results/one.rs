//! One published result, and the form by which anyone objects to it (F5).

use std::sync::Arc;

use app::case::Wish;
use app::publication;
use app::queries::results::{UnderNumber, under};
use app::strangers::Doing;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Actor;
use domain::publication::PublicResult;
use domain::publication::PublicationCommand;
use domain::publication::commands::object::Object;
use http::StatusCode;
use serde::Deserialize;
use terms::ResultNumber;
use texts::Texts;

use super::view::ResultView;
use crate::shell::{Form, Oops, Page, Site, Trouble, Visit, render_as};

#[derive(Template)]
#[template(path = "results/one.html")]
struct OnePage<'a> {
    page: Page<'a>,
    t: Texts,
    v: ResultView,
    object_by: String,
    sent: bool,
    consumers: u32,
    shops: u32,
}

#[derive(Template)]
#[template(path = "results/gone.html")]
struct GonePage<'a> {
    page: Page<'a>,
    t: Texts,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    sent: String,
}

pub(super) async fn show(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(number): Path<String>,
    Query(sent): Query<Sent>,
) -> Result<Response, Oops> {
    let number: ResultNumber = number.parse().map_err(|_| Oops::NotFound)?;
    match under(&site.app, number).await?.ok_or(Oops::NotFound)? {
        UnderNumber::Public(_, result) => page(&site, &visit, &result, None, !sent.sent.is_empty()),
        UnderNumber::Gone => {
            let t = visit.texts;
            let page = Page::new(&site, &visit, t.say("results-gone-title")).at(super::list::PATH);
            render_as(StatusCode::GONE, &GonePage { page, t })
        }
    }
}

fn page(
    site: &Site,
    visit: &Visit,
    result: &PublicResult,
    trouble: Option<&Trouble>,
    sent: bool,
) -> Result<Response, Oops> {
    let (t, playbook) = (visit.texts, &site.app.playbook);
    let v = ResultView::of(result, playbook, t);
    let limit = &playbook.publication().answer;
    let due = playbook.calendar().due(limit.amount, limit.rollover, &limit.rule, visit.now).at;
    let title = format!("{} · {}", v.title, t.with("results-number", &[("number", v.number.clone())]));
    let page = Page::new(site, visit, title).at(super::list::PATH).with(trouble);
    let status = trouble.map_or(StatusCode::OK, |trouble| trouble.status);
    let (consumers, shops) = (playbook.publication().consumers, playbook.publication().shops);
    let object_by = texts::day(due, visit.now, visit.language);
    render_as(status, &OnePage { page, t, v, object_by, sent, consumers, shops })
}

pub(super) async fn object(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(number): Path<String>,
    form: Form,
) -> Result<Response, Oops> {
    let app = &site.app;
    let number: ResultNumber = number.parse().map_err(|_| Oops::NotFound)?;
    let Some(UnderNumber::Public(dispute, result)) = under(app, number).await? else {
        return Err(Oops::NotFound);
    };
    if !app.strangers.may(Doing::Objects, visit.ip, visit.now) {
        return Err(Oops::TooOftenToday);
    }
    let actor = visit.session.as_ref().map_or(Actor::System, app::sign_in::Session::actor);
    let command = PublicationCommand::Object(Object {
        text: form.text("text").to_owned(),
        contact: form.given("contact"),
    });
    let wish = Wish { id: form.wish(&site, &visit), asked: form.hash(), seen: None };
    match publication::act(app, dispute, actor, command, wish).await {
        Ok(_) => Ok(Redirect::to(&format!("/results/{number}?sent=1#object")).into_response()),
        Err(error) => {
            app.strangers.give_back(Doing::Objects, visit.ip);
            let trouble = Trouble::of(error, "object", form, visit.texts)?;
            page(&site, &visit, &result, Some(&trouble), false)
        }
    }
}
