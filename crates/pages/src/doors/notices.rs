//! What someone was told, newest first; showing it is the proof that it reached them (B11, C19).

use std::collections::BTreeMap;
use std::sync::Arc;

use app::queries::disputes::{self, CaseRow};
use app::queries::notices;
use app::rows::penalty::PENALTY_NOTICE;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use terms::{DisputeId, Instant, NoticeId, Role, Status};

use crate::shell::page::case_href;
use crate::shell::{Oops, Page, Site, Visit, render};

/// How many notices one page shows.
const COUNT: usize = 50;

struct Notice {
    href: String,
    text: String,
    /// What it is about, in the words of the list.
    goods: String,
    /// What the reader has to do by when, or how the case ended.
    then: String,
    at: String,
    unread: bool,
}

#[derive(Template)]
#[template(path = "doors/notices.html")]
struct NoticesPage<'a> {
    page: Page<'a>,
    notices: Vec<Notice>,
    next: Option<String>,
}

/// Behind which notice a page begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    after: String,
}

impl Wanted {
    fn before(&self) -> Option<(Instant, NoticeId)> {
        let (at, id) = self.after.split_once('.')?;
        Some((Instant::from_micros(at.parse().ok()?), id.parse().ok()?))
    }
}

fn grouped(digits: &str) -> String {
    digits.parse().map_or_else(|_| digits.to_owned(), |n: terms::CaseNumber| n.grouped())
}

/// What follows for the reader from where the case stands now.
fn then(case: &CaseRow, role: Role, visit: &Visit) -> String {
    let own = match role {
        Role::Consumer => Status::WaitingForConsumer,
        Role::Merchant => Status::WaitingForRespondent,
        Role::IntakeOfficer
        | Role::Mediator
        | Role::Decider
        | Role::Supervisor
        | Role::Admin
        | Role::Integrator => Status::UnderReview,
    };
    let t = visit.texts;
    match case.due().filter(|_| case.open && case.status == own.as_str()) {
        Some(due) => {
            let what = t.word("step", &case.due_step);
            let when = texts::date_time(due, visit.now, visit.language);
            t.with("notices-by", &[("when", when), ("what", what)])
        }
        None if case.outcome.is_empty() => String::new(),
        None => t.with("notices-result", &[("outcome", t.word("outcome", &case.outcome))]),
    }
}

pub(super) async fn show(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Oops> {
    let (actor, session) = visit.signed_in()?;
    let mut rows = notices::of(&site.app, &session.recipient(), wanted.before(), COUNT + 1).await?;
    let more = rows.len() > COUNT;
    rows.truncate(COUNT);
    let last = rows.last().filter(|_| more);
    let next = last.map(|row| format!("/notices?after={}.{}", row.at.micros(), row.id));
    let mut cases: BTreeMap<DisputeId, CaseRow> = BTreeMap::new();
    for row in &rows {
        if !cases.contains_key(&row.dispute) {
            cases.extend(disputes::by_id(&site.app, row.dispute).await?.map(|case| (row.dispute, case)));
        }
    }
    let reader = session.role.as_str();
    let notice = |row: &notices::NoticeRow| {
        let case = cases.get(&row.dispute);
        let digits = format!("{:012}", row.number);
        Notice {
            href: if row.about == PENALTY_NOTICE {
                crate::penalties::href(session.role, &digits)
            } else {
                case_href(session.role, &digits)
            },
            text: visit.texts.with(
                &format!("notice-{}", row.code),
                &[("number", grouped(&digits)), ("reader", reader.to_owned())],
            ),
            goods: case.map(|case| case.title.clone()).unwrap_or_default(),
            then: case.map(|case| then(case, session.role, &visit)).unwrap_or_default(),
            at: texts::date_time(row.at, visit.now, visit.language),
            unread: row.state == "pending",
        }
    };
    let shown: Vec<Notice> = rows.iter().map(notice).collect();
    let response = render(&NoticesPage {
        page: Page::new(&site, &visit, visit.texts.say("notices-title")).at("/notices"),
        notices: shown,
        next,
    })?;
    app::case::prove_notices(&site.app, &rows, &actor).await?;
    Ok(response)
}
