//! The consumer's own cases, those that wait for them first.

use std::sync::Arc;

use app::queries::disputes::{self, CaseRow};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use terms::{KindKey, Money, Status};

use crate::shell::{Oops, Page, Site, Visit, render};

/// A case in a list.
pub(crate) struct CaseLine {
    pub number: String,
    pub grouped: String,
    pub title: String,
    pub kind: String,
    pub status_key: String,
    pub status: String,
    pub stage: String,
    pub yours: bool,
    pub open: bool,
    pub by: String,
    pub by_iso: String,
    pub filed: String,
    pub sum: String,
    pub outcome: String,
}

pub(super) fn line(row: &CaseRow, site: &Site, visit: &Visit) -> CaseLine {
    let kind = KindKey::new(row.kind.clone()).ok().and_then(|key| site.app.playbook.kind(&key));
    let digits = row.digits();
    let due = row.due().filter(|_| row.open);
    let sum = row
        .amount
        .zip(row.currency.parse().ok())
        .map(|(minor, currency)| Money::new(currency, minor).readable());
    let kind = kind.map_or_else(|| row.kind.clone(), |kind| kind.title.get(visit.language).to_owned());
    CaseLine {
        grouped: digits.parse().map_or_else(|_| digits.clone(), |n: terms::CaseNumber| n.grouped()),
        number: digits,
        title: if row.title.is_empty() { kind.clone() } else { row.title.clone() },
        kind,
        status: visit.texts.word("status", &row.status),
        yours: row.status == Status::WaitingForConsumer.as_str(),
        status_key: row.status.clone(),
        stage: visit.texts.word("stage", &row.stage),
        open: row.open,
        by: due.map(|at| texts::date_time(at, visit.now, visit.language)).unwrap_or_default(),
        by_iso: due.map(|at| at.to_string()).unwrap_or_default(),
        filed: texts::day(row.filed_at, visit.now, visit.language),
        sum: sum.unwrap_or_default(),
        outcome: if row.outcome.is_empty() {
            String::new()
        } else {
            visit.texts.word("outcome", &row.outcome)
        },
    }
}

#[derive(Template)]
#[template(path = "consumer/cases.html")]
struct CasesPage<'a> {
    page: Page<'a>,
    open: Vec<CaseLine>,
    closed: Vec<CaseLine>,
}

impl CasesPage<'_> {
    fn lists(&self) -> [(&'static str, &[CaseLine]); 2] {
        [("cases-open", &self.open), ("cases-closed", &self.closed)]
    }
}

pub(super) async fn show(State(site): State<Arc<Site>>, visit: Visit) -> Result<Response, Oops> {
    let (_, session) = visit.signed_in()?;
    let rows = disputes::of_consumer(&site.app, session.person, None, disputes::MAX_PAGE).await?;
    let lines = rows.iter().map(|row| line(row, &site, &visit));
    let (mut open, closed): (Vec<CaseLine>, Vec<CaseLine>) = lines.partition(|case| case.open);
    open.sort_by_key(|case| !case.yours);
    render(&CasesPage {
        page: Page::new(&site, &visit, visit.texts.say("cases-title")).at("/cases"),
        open,
        closed,
    })
}
