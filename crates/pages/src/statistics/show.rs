//! The pages: for everybody, for staff about a merchant or carrier, for a merchant about itself.

use std::sync::Arc;

use app::statistics::{self, Eyes, Measure, Month, Range, Ranked, Report, Scope, Series};
use askama::Template;
use axum::extract::{Query as Asked, State};
use axum::response::Response;
use texts::Texts;

use super::chart::{grouped, percent};
use super::csv;
use super::figures::{Figure, Figures, Tile, kind_name};
use super::query::Query;
use crate::shell::{Oops, Page, Site, Visit, render};

/// Lines of a list of merchants or carriers.
const COUNT: usize = 30;

/// A choice in a form.
struct Choice {
    value: String,
    word: String,
    chosen: bool,
}

/// What was said after self-service answers, of one kind.
pub(crate) struct Helped {
    pub kind: String,
    pub asked: String,
    pub helped: String,
}

#[derive(Template)]
#[template(path = "statistics/index.html")]
struct ReportPage<'a> {
    page: Page<'a>,
    t: Texts,
    lead: String,
    path: &'static str,
    /// A merchant or carrier, kept in the form.
    id: String,
    from: Vec<Choice>,
    to: Vec<Choice>,
    kinds: Vec<Choice>,
    categories: Vec<Choice>,
    tiles: Vec<Tile>,
    figures: Vec<Figure>,
    helped: Vec<Helped>,
    /// How the figures are made, sentence by sentence.
    notes: Vec<String>,
    csv: String,
    json: String,
    nothing: bool,
    is_staff: bool,
}

/// Where a page stands and whose figures it tells.
struct Place {
    path: &'static str,
    api: String,
    eyes: Eyes,
    scope: Scope,
    whose: String,
    title: String,
}

/// For everybody: all cases, or those of one kind or category.
pub(super) async fn public(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Asked(query): Asked<Query>,
) -> Result<Response, Oops> {
    let t = visit.texts;
    let (scope, whose) = match query.kind() {
        Some(kind) => {
            site.app.playbook.kind(&kind).ok_or(Oops::NotFound)?;
            (Scope::Kind, kind.to_string())
        }
        None if query.category.is_empty() => (Scope::All, String::new()),
        None => (Scope::Category, query.category.clone()),
    };
    let title = t.say("stat-title");
    let place = Place {
        path: "/statistics",
        api: "/api/v1/statistics".to_owned(),
        eyes: Eyes::Public,
        scope,
        whose,
        title,
    };
    shown(&site, &visit, &query, place).await
}

/// For staff: one merchant.
pub(super) async fn merchant(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Asked(query): Asked<Query>,
) -> Result<Response, Oops> {
    one(&site, &visit, &query, "/statistics/merchant", Scope::Merchant, "merchant").await
}

/// For staff: one carrier.
pub(super) async fn carrier(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Asked(query): Asked<Query>,
) -> Result<Response, Oops> {
    one(&site, &visit, &query, "/statistics/carrier", Scope::Carrier, "carrier").await
}

async fn one(
    site: &Site,
    visit: &Visit,
    query: &Query,
    path: &'static str,
    scope: Scope,
    word: &str,
) -> Result<Response, Oops> {
    if query.id.is_empty() {
        return Err(Oops::NotFound);
    }
    let title = visit.texts.with(&format!("stat-{word}-title"), &[("name", query.id.clone())]);
    let api = format!("/api/v1/statistics?{word}={}", crate::shell::oops::form_encoded(&query.id));
    shown(site, visit, query, Place { path, api, eyes: Eyes::Staff, scope, whose: query.id.clone(), title })
        .await
}

/// For a merchant: itself.
pub(super) async fn own(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Asked(query): Asked<Query>,
) -> Result<Response, Oops> {
    let (_, session) = visit.signed_in()?;
    let merchant = session.merchant.clone().ok_or(Oops::NotAllowed)?;
    let title = visit.texts.say("stat-own-title");
    let api = format!("/api/v1/statistics?merchant={}", crate::shell::oops::form_encoded(merchant.as_str()));
    let place = Place {
        path: "/merchant/statistics",
        api,
        eyes: Eyes::Merchant,
        scope: Scope::Merchant,
        whose: merchant.as_str().to_owned(),
        title,
    };
    shown(&site, &visit, &Query { id: String::new(), ..query }, place).await
}

async fn shown(site: &Site, visit: &Visit, query: &Query, place: Place) -> Result<Response, Oops> {
    let (app, t) = (&*site.app, visit.texts);
    let now = statistics::this_month(app, visit.now);
    let range = query.range(now);
    let report = statistics::report(app, place.scope, &place.whose, range, place.eyes).await?;
    if query.format == "csv" {
        return Ok(csv::file(&report, &format!("redress-{}-{}.csv", range.from, range.to)));
    }
    let figures = Figures { app, report: &report, t };
    let is_public = place.eyes == Eyes::Public;
    let months: Vec<Month> = Range { from: now.back(Range::MOST - 1), to: now }.months().collect();
    let month = |chosen: Month| {
        let choice = |month: &Month| Choice {
            value: month.to_string(),
            word: figures.month(*month),
            chosen: *month == chosen,
        };
        months.iter().rev().map(choice).collect::<Vec<_>>()
    };
    let kind = |kind: &playbook::Kind| Choice {
        value: kind.key.to_string(),
        word: kind.title.get(t.language()).to_owned(),
        chosen: kind.key.as_str() == query.kind,
    };
    let mut categories: Vec<Choice> = report
        .groups(Series::Category)
        .into_iter()
        .filter(|group| !group.is_other())
        .map(|group| Choice { chosen: false, word: group.key.clone(), value: group.key })
        .collect();
    if place.scope == Scope::Category {
        categories.push(Choice { value: place.whose.clone(), word: place.whose.clone(), chosen: true });
    }
    let sign = if place.api.contains('?') { '&' } else { '?' };
    let mut api = format!("{}{sign}from={}&to={}", place.api, range.from, range.to);
    for (name, value) in [("kind", &query.kind), ("category", &query.category)] {
        if is_public && !value.is_empty() {
            api.push_str(&format!("&{name}={}", crate::shell::oops::form_encoded(value)));
        }
    }
    let all = place.scope == Scope::All;
    let template = ReportPage {
        lead: lead(&figures, &report),
        from: month(range.from),
        to: month(range.to),
        kinds: if is_public { app.playbook.kinds().map(kind).collect() } else { Vec::new() },
        categories: if is_public { categories } else { Vec::new() },
        tiles: figures.tiles(),
        figures: figures.all(),
        helped: if all { helped(site, t, report.smallest_group).await? } else { Vec::new() },
        notes: notes(&report, t, is_public),
        csv: query.href(place.path, range, "csv"),
        json: api,
        nothing: report.cells.is_empty(),
        is_staff: place.eyes == Eyes::Staff || (is_public && is_staff(visit)),
        id: query.id.clone(),
        path: place.path,
        page: Page::new(site, visit, place.title).at(place.path),
        t,
    };
    render(&template)
}

fn is_staff(visit: &Visit) -> bool {
    visit.session.as_ref().is_some_and(|session| session.role.is_staff())
}

fn lead(figures: &Figures<'_>, report: &Report) -> String {
    let (t, range) = (figures.t, report.range);
    let months = if range.from == range.to {
        figures.month(range.to)
    } else {
        t.with("stat-range", &[("from", figures.month(range.from)), ("to", figures.month(range.to))])
    };
    let mut lead =
        t.with("stat-lead-filed", &[("months", months), ("n", grouped(report.total(Series::Filed)))]);
    if let Some(times) = report.took(Measure::Time) {
        lead.push_str(&t.with("stat-lead-half", &[("time", figures.within(times.median))]));
    }
    let agreed = report.of(Series::Outcome, "resolved_by_agreement");
    if let Some(share) = percent(agreed, report.total(Series::Outcome)).filter(|_| agreed > 0) {
        lead.push_str(&t.with("stat-lead-agreed", &[("n", share.to_string())]));
    }
    lead
}

/// How the figures are made, and what they leave out.
fn notes(report: &Report, t: Texts, is_public: bool) -> Vec<String> {
    let mut notes = vec![t.say("stat-note-counted"), t.say("stat-note-times"), t.say("stat-note-merged")];
    if is_public {
        notes.insert(0, t.with("stat-note-small", &[("n", report.smallest_group.to_string())]));
        let months = report.hidden.iter().filter(|hidden| hidden.series == Series::Filed).count();
        if months > 0 {
            notes.insert(1, t.with("stat-note-hidden", &[("n", months.to_string())]));
        }
    }
    notes
}

/// What was said after self-service answers (B13); kinds with too few answers are left out.
pub(crate) async fn helped(site: &Site, t: Texts, smallest: i64) -> Result<Vec<Helped>, Oops> {
    let kinds = statistics::self_service(&site.app).await?;
    let told = kinds.into_iter().filter(|kind| kind.asked() >= smallest);
    let line = |kind: statistics::SelfService| Helped {
        kind: kind_name(&site.app, kind.kind.as_str(), t),
        asked: grouped(kind.asked()),
        helped: percent(kind.helped, kind.asked()).map(|p| format!("{p}%")).unwrap_or_default(),
    };
    Ok(told.map(line).collect())
}

struct RankedLine {
    name: String,
    href: String,
    filed: String,
}

#[derive(Template)]
#[template(path = "statistics/ranking.html")]
struct RankingPage<'a> {
    page: Page<'a>,
    t: Texts,
    path: &'static str,
    other: (&'static str, String),
    head: String,
    about: String,
    months: Vec<Choice>,
    lines: Vec<RankedLine>,
    next: Option<String>,
    first: Option<String>,
}

/// For staff: the merchants with most cases in a month.
pub(super) async fn merchants(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Asked(query): Asked<Query>,
) -> Result<Response, Oops> {
    ranking(&site, &visit, &query, Scope::Merchant).await
}

/// For staff: the carriers with most cases in a month.
pub(super) async fn carriers(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Asked(query): Asked<Query>,
) -> Result<Response, Oops> {
    ranking(&site, &visit, &query, Scope::Carrier).await
}

async fn ranking(site: &Site, visit: &Visit, query: &Query, scope: Scope) -> Result<Response, Oops> {
    let (app, t) = (&*site.app, visit.texts);
    let (path, one, word, other) = if scope == Scope::Carrier {
        ("/statistics/carriers", "/statistics/carrier", "carriers", ("/statistics/merchants", "merchants"))
    } else {
        ("/statistics/merchants", "/statistics/merchant", "merchants", ("/statistics/carriers", "carriers"))
    };
    let now = statistics::this_month(app, visit.now);
    let month = query.to.parse().ok().filter(|month| *month <= now).unwrap_or(now);
    let after = query
        .after
        .split_once('.')
        .and_then(|(n, whose)| Some(Ranked { filed: n.parse().ok()?, whose: whose.to_owned() }));
    let mut ranked = statistics::ranking(app, scope, month, after.as_ref(), COUNT + 1).await?;
    let more = ranked.len() > COUNT;
    ranked.truncate(COUNT);
    let encoded = crate::shell::oops::form_encoded;
    let next = ranked.last().filter(|_| more);
    let next = next.map(|last| format!("{path}?to={month}&after={}.{}", last.filed, encoded(&last.whose)));
    let year = Range::year_to(month);
    let line = |ranked: &Ranked| RankedLine {
        href: format!("{one}?id={}&from={}&to={}", encoded(&ranked.whose), year.from, year.to),
        filed: grouped(ranked.filed),
        name: ranked.whose.clone(),
    };
    let named = |month: Month| texts::month_of_year(month.year(), month.number(), t.language());
    let choice = |each: Month| Choice { value: each.to_string(), word: named(each), chosen: each == month };
    let months: Vec<Month> = Range { from: now.back(Range::MOST - 1), to: now }.months().collect();
    let template = RankingPage {
        page: Page::new(site, visit, t.say(&format!("stat-{word}-title"))).at("/statistics"),
        head: t.say(&format!("stat-{word}-col")),
        about: t.say(&format!("stat-{word}-about")),
        other: (other.0, t.say(&format!("stat-{}-title", other.1))),
        months: months.into_iter().rev().map(choice).collect(),
        lines: ranked.iter().map(line).collect(),
        first: after.map(|_| format!("{path}?to={month}")),
        next,
        path,
        t,
    };
    render(&template)
}
