//! `/rules/trade`: the register of trade rules with every version and its dates; the ones of a given day in front (F8).

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use terms::TradeTopic;
use texts::Texts;

use crate::shell::{Oops, Page, Site, Visit, render};

pub(super) const PATH: &str = "/rules/trade";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    on: String,
}

struct TopicView {
    title: String,
    rules: Vec<RuleView>,
}

struct RuleView {
    id: String,
    title: String,
    now: Option<VersionView>,
    all: Vec<VersionView>,
}

struct VersionView {
    version: String,
    text: String,
    announced: String,
    from: String,
    to: Option<String>,
}

#[derive(Template)]
#[template(path = "results/trade.html")]
struct TradePage<'a> {
    page: Page<'a>,
    t: Texts,
    on: String,
    is_today: bool,
    is_wrong: bool,
    topics: Vec<TopicView>,
}

pub(super) async fn show(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, Oops> {
    let (playbook, t) = (&site.app.playbook, visit.texts);
    let today = playbook.calendar().date_of(visit.now);
    let wanted: Option<Date> = asked.on.trim().parse().ok();
    let day = wanted.unwrap_or(today);
    let version = |v: &playbook::TradeVersion| VersionView {
        version: v.version.clone(),
        text: v.text.get(visit.language).to_owned(),
        announced: v.announced_on.to_string(),
        from: v.in_force_from.to_string(),
        to: v.in_force_to.map(|day| day.to_string()),
    };
    let rules_of = |topic: TradeTopic| {
        let of = playbook.trade_rules().iter().filter(move |rule| rule.topic == topic);
        of.map(|rule| RuleView {
            id: rule.id.clone(),
            title: rule.title.get(visit.language).to_owned(),
            now: rule.on(day).map(version),
            all: rule.versions.iter().rev().map(version).collect(),
        })
        .collect::<Vec<_>>()
    };
    let topics = TradeTopic::ALL
        .iter()
        .map(|topic| TopicView { title: t.word("trade-topic", topic.as_str()), rules: rules_of(*topic) });
    render(&TradePage {
        page: Page::new(&site, &visit, t.say("trade-title")).at("/rules"),
        t,
        on: day.to_string(),
        is_today: day == today,
        is_wrong: wanted.is_none() && !asked.on.trim().is_empty(),
        topics: topics.filter(|topic| !topic.rules.is_empty()).collect(),
    })
}
