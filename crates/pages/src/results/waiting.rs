//! `/desk/results`: drafts and objections that wait for staff, and the cases that have come to their end.

use std::sync::Arc;

use app::queries::results;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use terms::{DisputeId, Instant, KindKey};
use texts::Texts;

use crate::shell::{Oops, Page, Site, Visit, render};

const PAGE: usize = 30;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    after: String,
}

struct Line {
    number: String,
    grouped: String,
    what: String,
    phase: String,
    phase_key: String,
    when: String,
}

#[derive(Template)]
#[template(path = "results/waiting.html")]
struct WaitingPage<'a> {
    page: Page<'a>,
    t: Texts,
    waiting: Vec<Line>,
    ended: Vec<Line>,
    next: Option<String>,
}

pub(super) async fn show(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, Oops> {
    let (app, t) = (&site.app, visit.texts);
    let behind = asked
        .after
        .split_once('.')
        .and_then(|(at, id)| Some((Instant::from_micros(at.parse().ok()?), id.parse::<DisputeId>().ok()?)));
    let mut ended = results::ended(app, behind, PAGE + 1).await?;
    let more = ended.len() > PAGE;
    ended.truncate(PAGE);
    let next = ended.last().filter(|_| more).map(|row| format!("{}.{}", row.ended_at.micros(), row.dispute));
    let day = |at| texts::day(at, visit.now, visit.language);
    let phase = |key: &str| t.word("results-phase", if key.is_empty() { "absent" } else { key });
    let kind = |key: &str| {
        let found = KindKey::new(key).ok().and_then(|key| app.playbook.kind(&key));
        found.map_or_else(|| key.to_owned(), |kind| kind.title.get(visit.language).to_owned())
    };
    let waiting = results::waiting(app, PAGE).await?;
    let waiting = waiting.iter().filter_map(|row| {
        Some(Line {
            number: row.number?.to_string(),
            grouped: row.number?.grouped(),
            what: row.result.map(|n| t.with("results-number", &[("number", n.to_string())]))?,
            phase: phase(&row.phase),
            phase_key: row.phase.clone(),
            when: texts::date_time(row.until, visit.now, visit.language),
        })
    });
    let ended = ended.iter().filter_map(|row| {
        Some(Line {
            number: row.number?.to_string(),
            grouped: row.number?.grouped(),
            what: format!("{} · {}", kind(&row.kind), t.word("outcome", &row.outcome)),
            phase: phase(&row.phase),
            phase_key: row.phase.clone(),
            when: day(row.ended_at),
        })
    });
    let page = Page::new(&site, &visit, t.say("results-desk-list")).at("/desk");
    let next = next.map(|after| format!("/desk/results?after={after}"));
    render(&WaitingPage { page, t, waiting: waiting.collect(), ended: ended.collect(), next })
}
