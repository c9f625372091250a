//! `/results`: what was published, newest first, with search and filters.

use std::sync::Arc;

use app::queries::results::{Behind, Wanted, listed};
use app::search;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use terms::OutcomeCode;
use texts::Texts;

use super::view::ResultView;
use crate::shell::oops::form_encoded;
use crate::shell::{Oops, Page, Site, Visit, render};

pub(super) const PATH: &str = "/results";
const PAGE: usize = 20;

#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    kind: String,
    outcome: String,
    lines: String,
    after: String,
}

impl Asked {
    fn href(&self, lines: bool, after: &str) -> String {
        let mut pairs: Vec<String> = Vec::new();
        let lines = if lines { "1" } else { "" };
        let all = [("q", &*self.q), ("kind", &*self.kind), ("outcome", &*self.outcome)];
        for (name, value) in all.into_iter().chain([("lines", lines), ("after", after)]) {
            if !value.is_empty() {
                pairs.push(format!("{name}={}", form_encoded(value)));
            }
        }
        if pairs.is_empty() { PATH.to_owned() } else { format!("{PATH}?{}", pairs.join("&")) }
    }
}

#[derive(Template)]
#[template(path = "results/list.html")]
struct ListPage<'a> {
    page: Page<'a>,
    t: Texts,
    asked: &'a Asked,
    is_lines: bool,
    tabs: [(String, String, bool); 2],
    kinds: Vec<(String, String)>,
    outcomes: Vec<(&'static str, String)>,
    results: Vec<ResultView>,
    next: Option<String>,
    first: Option<String>,
    is_narrowed: bool,
    /// The list as it is without any narrowing.
    whole: &'static str,
}

/// How results can have ended.
const OUTCOMES: [OutcomeCode; 5] = [
    OutcomeCode::ResolvedByAgreement,
    OutcomeCode::ResolvedConsumerFavour,
    OutcomeCode::ResolvedMerchantFavour,
    OutcomeCode::ResolvedSplit,
    OutcomeCode::ResolvedWithPayout,
];

pub(super) async fn show(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, Oops> {
    let (app, t) = (&site.app, visit.texts);
    let is_lines = !asked.lines.is_empty();
    let q: String = asked.q.trim().chars().take(100).collect();
    let asked = Asked { q, ..asked };
    let wanted = Wanted { kind: asked.kind.clone(), outcome: asked.outcome.clone(), lines: is_lines };
    let mut found = if asked.q.is_empty() {
        let behind = asked.after.parse().unwrap_or(Behind::START);
        listed(app, &wanted, behind, PAGE + 1).await?
    } else {
        let mut found = search::results(app, &asked.q, 100).await?;
        found.retain(|result| {
            result.digest.is_some() != is_lines
                && (asked.kind.is_empty() || result.kind.as_ref().is_some_and(|k| k.as_str() == asked.kind))
                && (asked.outcome.is_empty() || result.outcome.is_some_and(|o| o.as_str() == asked.outcome))
        });
        found.truncate(PAGE);
        found
    };
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next =
        found.last().filter(|_| more).map(|last| asked.href(is_lines, &Behind::result(last).to_string()));
    let playbook = &app.playbook;
    let kinds = playbook.kinds().filter(|kind| !playbook.publication().never.contains(&kind.key));
    let template = ListPage {
        page: Page::new(&site, &visit, t.say("results-title")).at(PATH),
        t,
        tabs: [
            (asked.href(false, ""), t.say("results-digests"), !is_lines),
            (asked.href(true, ""), t.say("results-lines"), is_lines),
        ],
        kinds: kinds.map(|k| (k.key.to_string(), k.title.get(visit.language).to_owned())).collect(),
        outcomes: OUTCOMES.iter().map(|o| (o.as_str(), t.word("outcome", o.as_str()))).collect(),
        results: found.iter().map(|result| ResultView::of(result, playbook, t)).collect(),
        next,
        first: (!asked.after.is_empty()).then(|| asked.href(is_lines, "")),
        is_narrowed: !(asked.q.is_empty() && asked.kind.is_empty() && asked.outcome.is_empty()),
        whole: if is_lines { "/results?lines=1" } else { PATH },
        is_lines,
        asked: &asked,
    };
    render(&template)
}
