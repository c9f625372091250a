//! The rules in public: how a dispute runs, every time limit, every kind and every rule, made from the playbook in force (F7).

mod limits;
mod process;
mod rule;
mod search;
mod view;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::access::Door;
use serde::Deserialize;
use terms::KindKey;
use texts::Texts;

use crate::shell::{Oops, Page, Routes, Site, Visit, render};
use search::Wanted;
use view::{KindView, RulesView};

const PATH: &str = "/rules";

pub(crate) fn routes() -> Routes {
    Routes::new().get(PATH, Door::Anyone, show).get("/rules/kinds/{key}", Door::Anyone, show_kind)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Search {
    q: String,
}

#[derive(Template)]
#[template(path = "rules/index.html")]
struct RulesPage<'a> {
    page: Page<'a>,
    t: Texts,
    q: String,
    /// What the search found, in words.
    found: String,
    view: RulesView,
}

async fn show(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Query(search): Query<Search>,
) -> Result<Response, Oops> {
    let t = visit.texts;
    let q = search.q.trim().chars().take(100).collect::<String>();
    let view = RulesView::of(&site.app.playbook, &Wanted::new(&q), t);
    let found = t.with("rules-found", &[("n", view.found.to_string()), ("q", q.clone())]);
    render(&RulesPage { page: Page::new(&site, &visit, t.say("rules-title")).at(PATH), t, q, found, view })
}

#[derive(Template)]
#[template(path = "rules/kind.html")]
struct KindPage<'a> {
    page: Page<'a>,
    t: Texts,
    key: String,
    view: KindView,
}

async fn show_kind(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(key): Path<String>,
) -> Result<Response, Oops> {
    let playbook = &site.app.playbook;
    let kind = KindKey::new(key).ok().and_then(|key| playbook.kind(&key)).ok_or(Oops::NotFound)?;
    let t = visit.texts;
    let view = KindView::of(kind, playbook, t);
    let page = Page::new(&site, &visit, view.title.clone()).at(PATH);
    render(&KindPage { page, t, key: kind.key.to_string(), view })
}

#[cfg(test)]
mod tests;
