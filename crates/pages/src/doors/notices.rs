//! What someone was told, newest first; showing it is the proof that it reached them (B11, C19).

use std::sync::Arc;

use app::queries::notices;
use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::shell::page::case_href;
use crate::shell::{Oops, Page, Site, Visit, render};

/// How many notices one page shows.
const COUNT: usize = 50;

struct Notice {
    href: String,
    grouped: String,
    text: String,
    at: String,
    unread: bool,
}

#[derive(Template)]
#[template(path = "doors/notices.html")]
struct NoticesPage<'a> {
    page: Page<'a>,
    notices: Vec<Notice>,
}

fn grouped(digits: &str) -> String {
    digits.parse().map_or_else(|_| digits.to_owned(), |n: terms::CaseNumber| n.grouped())
}

pub(super) async fn show(State(site): State<Arc<Site>>, visit: Visit) -> Result<Response, Oops> {
    let (actor, session) = visit.signed_in()?;
    let rows = notices::of(&site.app, &session.recipient(), None, COUNT).await?;
    let notice = |row: &notices::NoticeRow| {
        let digits = format!("{:012}", row.number);
        Notice {
            href: case_href(session.role, &digits),
            grouped: grouped(&digits),
            text: visit.texts.with(&format!("notice-{}", row.code), &[("number", grouped(&digits))]),
            at: texts::date_time(row.at, visit.now, visit.language),
            unread: row.state == "pending",
        }
    };
    let shown: Vec<Notice> = rows.iter().map(notice).collect();
    let response = render(&NoticesPage {
        page: Page::new(&site, &visit, visit.texts.say("notices-title")).at("/notices"),
        notices: shown,
    })?;
    for row in rows.iter().filter(|row| row.state == "pending") {
        app::case::prove_sight(&site.app, row.dispute, &actor).await?;
    }
    notices::prove(&site.app, &rows).await?;
    Ok(response)
}
