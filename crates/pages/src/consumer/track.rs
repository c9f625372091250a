//! Where a case stands, for whoever has its number: nothing about persons, only whose turn it is and by when (B12).

use std::sync::Arc;

use app::case;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::viewer;
use http::StatusCode;
use serde::Deserialize;
use terms::{CaseNumber, Party};

use crate::shell::page::case_href;
use crate::shell::{Form, Oops, Page, Site, Trouble, Visit, render_as};

/// Look-ups by one address within a minute: enough for a family, too few for guessing twelve digits.
const LOOK_UPS: u32 = 12;

#[derive(Deserialize)]
pub(super) struct Asked {
    number: Option<String>,
}

/// What a stranger may know of a case.
struct Found {
    grouped: String,
    status_key: &'static str,
    status: String,
    stage: String,
    class: &'static str,
    turn: String,
    step: String,
    by: String,
    by_iso: String,
    outcome: String,
    filed: String,
}

#[derive(Template)]
#[template(path = "consumer/track.html")]
struct TrackPage<'a> {
    page: Page<'a>,
    typed: String,
    found: Option<Found>,
}

pub(super) async fn show(
    State(site): State<Arc<Site>>,
    Query(asked): Query<Asked>,
    visit: Visit,
) -> Result<Response, Oops> {
    let typed = asked.number.unwrap_or_default();
    if typed.trim().is_empty() {
        return page(&site, &visit, String::new(), None, None);
    }
    if !site.may_knock("track", visit.ip, LOOK_UPS) {
        return Err(Oops::TooOften);
    }
    let Ok(number) = typed.parse::<CaseNumber>() else {
        return wrong(&site, &visit, typed, "track-malformed");
    };
    let Some(id) = case::find(&site.app, number).await? else {
        return wrong(&site, &visit, typed, "track-unknown");
    };
    let state = case::state(&site.app, id).await?;
    if let Some(session) = &visit.session {
        // Whoever may see the case is led there.
        if viewer(&state, &session.actor(), visit.now).is_some() {
            return Ok(Redirect::to(&case_href(session.role, number)).into_response());
        }
    }
    let next = state.next_deadline();
    let status = domain::dispute::status(&state);
    let t = visit.texts;
    let found = Found {
        grouped: number.grouped(),
        status_key: status.as_str(),
        status: t.word("status", status.as_str()),
        stage: if state.is_performing() {
            t.say("stage-carrying-out")
        } else {
            t.word("stage", domain::dispute::stage(&state).as_str())
        },
        class: match next.map(|d| d.who) {
            Some(Party::Consumer) => "is-consumer",
            Some(Party::Respondent) => "is-merchant",
            Some(Party::Platform | Party::ThirdParty) | None => "is-platform",
        },
        turn: next.map(|d| t.say(&format!("turn-{}", d.who.as_str()))).unwrap_or_default(),
        step: next
            .map(|d| {
                let key = format!("next-{}-{}", d.who.as_str(), d.step.as_str());
                if t.has(&key) { t.say(&key) } else { t.word("step", d.step.as_str()) }
            })
            .unwrap_or_default(),
        by: next.map(|d| texts::date_time(d.due_at, visit.now, visit.language)).unwrap_or_default(),
        by_iso: next.map(|d| d.due_at.to_string()).unwrap_or_default(),
        // How it ended is for those concerned; that it ended may be known.
        outcome: if state.closed_at.is_some() && !state.is_performing() {
            t.say("track-closed")
        } else {
            String::new()
        },
        filed: state.filed_at.map(|at| texts::day(at, visit.now, visit.language)).unwrap_or_default(),
    };
    page(&site, &visit, typed, Some(found), None)
}

fn wrong(site: &Site, visit: &Visit, typed: String, key: &str) -> Result<Response, Oops> {
    let form = Form { fields: vec![("number".to_owned(), typed.clone())], ..Form::default() };
    let trouble = Trouble::at("t", form, "number", key, visit.texts);
    page(site, visit, typed, None, Some(&trouble))
}

fn page(
    site: &Site,
    visit: &Visit,
    typed: String,
    found: Option<Found>,
    trouble: Option<&Trouble>,
) -> Result<Response, Oops> {
    let page = Page::new(site, visit, visit.texts.say("track-title")).at("/track").with(trouble);
    let status = trouble.map_or(StatusCode::OK, |t| t.status);
    render_as(status, &TrackPage { page, typed, found })
}
