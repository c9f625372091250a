//! Penalty cases at the desk: the nearest date first, or those that ended.

use std::sync::Arc;

use app::queries::penalties::{self, PAGE, PenaltyRow};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use terms::{CaseNumber, Instant, PenaltyId, Role, ViolationKey};

use crate::shell::{Oops, Page, Site, Visit, render};

pub(super) const PATH: &str = "/desk/penalties";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    list: String,
    after: String,
}

impl Wanted {
    fn position(&self) -> Option<(i64, PenaltyId)> {
        let (at, id) = self.after.split_once('.')?;
        Some((at.parse().ok()?, id.parse().ok()?))
    }
}

/// A penalty case in a list.
pub(super) struct Line {
    pub href: String,
    pub number: String,
    pub merchant: String,
    pub violation: String,
    pub phase_key: String,
    pub phase: String,
    pub next: String,
    pub opened: String,
}

pub(super) fn line(site: &Site, visit: &Visit, role: Role, row: &PenaltyRow) -> Line {
    let digits = format!("{:012}", row.number);
    let title = ViolationKey::new(row.violation.as_str())
        .ok()
        .and_then(|key| site.app.playbook.violation(&key).map(|v| v.title.get(visit.language).to_owned()));
    let when = |at: Instant| texts::date_time(at, visit.now, visit.language);
    Line {
        href: super::href(role, &digits),
        number: digits.parse().map_or_else(|_| digits.clone(), |n: CaseNumber| n.grouped()),
        merchant: row.merchant_name.clone(),
        violation: title.unwrap_or_else(|| row.violation.clone()),
        phase: visit.texts.word("penalty-phase", &row.phase),
        phase_key: row.phase.clone(),
        next: row.due_at.map_or_else(String::new, |at| {
            let what = visit.texts.word("penalty-step", &row.due_step);
            visit.texts.with("penalty-next", &[("what", what), ("when", when(at))])
        }),
        opened: when(row.opened_at),
    }
}

#[derive(Template)]
#[template(path = "penalties/list.html")]
struct ListPage<'a> {
    page: Page<'a>,
    lines: Vec<Line>,
    is_closed: bool,
    next: Option<String>,
}

pub(super) async fn show(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Oops> {
    let (_, session) = visit.signed_in()?;
    let is_closed = wanted.list == "closed";
    let position = wanted.position();
    let mut rows = if is_closed {
        penalties::ended(&site.app, position).await?
    } else {
        penalties::open(&site.app, position).await?
    };
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let list = if is_closed { "closed" } else { "open" };
    let place = |row: &PenaltyRow| {
        let at =
            if is_closed { row.opened_at.micros() } else { row.due_at.map_or(i64::MAX, Instant::micros) };
        format!("{PATH}?list={list}&after={at}.{}", row.id)
    };
    render(&ListPage {
        page: Page::new(&site, &visit, visit.texts.say("penalties-title")).at(PATH),
        next: rows.last().filter(|_| more).map(place),
        lines: rows.iter().map(|row| line(&site, &visit, session.role, row)).collect(),
        is_closed,
    })
}
