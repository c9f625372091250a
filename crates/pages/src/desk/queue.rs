//! The staff's queue: one's own cases, those that nobody has, or all; priority class first, then the nearest date (C10).

use std::collections::BTreeMap;
use std::sync::Arc;

use app::queries::disputes::{self, After, CaseRow};
use app::queries::people;
use app::search;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::Actor;
use terms::{PersonId, Stage, Status};
use texts::Texts;

use crate::merchant::query::ListQuery;
use crate::merchant::row::{RowView, Rows};
use crate::shell::{Oops, Page, Site, Visit, render};

const PAGE: usize = 30;
const FOUND: usize = 50;
pub(super) const PATH: &str = "/desk";

struct Tab {
    href: String,
    text: String,
    current: bool,
}

struct Line {
    row: RowView,
    in_charge: String,
}

#[derive(Template)]
#[template(path = "desk/queue.html")]
struct QueuePage<'a> {
    page: Page<'a>,
    t: Texts,
    query: &'a ListQuery,
    tabs: Vec<Tab>,
    stages: Vec<(&'static str, String)>,
    statuses: Vec<(&'static str, String)>,
    lines: Vec<Line>,
    next: Option<String>,
    first: String,
}

/// Which list is asked for; one's own unless told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Mine,
    Unassigned,
    All,
}

impl List {
    const ALL: [Self; 3] = [Self::Mine, Self::Unassigned, Self::All];

    const fn key(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Unassigned => "unassigned",
            Self::All => "all",
        }
    }

    fn of(key: &str) -> Self {
        Self::ALL.into_iter().find(|list| list.key() == key).unwrap_or(Self::Mine)
    }
}

pub(super) async fn show(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Query(query): Query<ListQuery>,
) -> Result<Response, Oops> {
    let (actor, session) = visit.signed_in()?;
    let t = visit.texts;
    let list = List::of(&query.list);
    let is_search = !query.q.trim().is_empty();
    let (rows, next) = if is_search {
        (found(&site, &actor, &query).await?, None)
    } else {
        listed(&site, session.person, list, &query).await?
    };
    let tab = |of: List| Tab {
        href: query.with_list(if of == List::Mine { "" } else { of.key() }).href(PATH),
        text: t.word("desk-list", of.key()),
        current: of == list && !is_search,
    };
    let template = QueuePage {
        page: Page::new(&site, &visit, t.say("desk-title")).at(PATH),
        t,
        tabs: List::ALL.map(tab).into_iter().collect(),
        stages: Stage::ALL
            .iter()
            .filter(|s| **s != Stage::Ruling && **s != Stage::Closed)
            .map(|s| (s.as_str(), t.word("stage", s.as_str())))
            .collect(),
        statuses: Status::ALL
            .iter()
            .filter(|s| **s != Status::Resolved)
            .map(|s| (s.as_str(), t.word("status", s.as_str())))
            .collect(),
        lines: lines(&site, &visit, rows).await?,
        next: next.map(|after| query.behind(after).href(PATH)),
        first: ListQuery { after: String::new(), ..query.clone() }.href(PATH),
        query: &query,
    };
    render(&template)
}

async fn listed(
    site: &Site,
    me: PersonId,
    list: List,
    query: &ListQuery,
) -> Result<(Vec<CaseRow>, Option<After>), Oops> {
    let (app, narrow, after) = (&site.app, query.narrow(), query.after());
    let mut rows = match list {
        List::Mine => disputes::of_officer(app, me, &narrow, after, PAGE + 1).await?,
        List::Unassigned => disputes::unassigned(app, after, PAGE + 1).await?,
        List::All => disputes::all_open(app, &narrow, after, PAGE + 1).await?,
    };
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(After::row);
    rows.retain(|row| fits(row, query));
    Ok((rows, next))
}

fn fits(row: &CaseRow, query: &ListQuery) -> bool {
    let fits = |given: &str, wanted: &str| wanted.is_empty() || given == wanted;
    fits(&row.stage, &query.stage) && fits(&row.status, &query.status)
}

async fn found(site: &Site, actor: &Actor, query: &ListQuery) -> Result<Vec<CaseRow>, Oops> {
    let mut rows = Vec::new();
    for hit in search::search(&site.app, actor, &query.q, None, FOUND).await? {
        rows.extend(disputes::by_id(&site.app, search::dispute(&hit)).await?);
    }
    rows.retain(|row| fits(row, query));
    rows.sort_by_key(|row| (row.rank, row.due_at, row.id));
    Ok(rows)
}

async fn lines(site: &Site, visit: &Visit, rows: Vec<CaseRow>) -> Result<Vec<Line>, Oops> {
    let in_charge: Vec<PersonId> = rows.iter().filter_map(|row| row.in_charge).collect();
    let names: BTreeMap<PersonId, String> = people::names(&site.app, in_charge).await?;
    let view = Rows { playbook: &site.app.playbook, texts: visit.texts, now: visit.now };
    let line = |row: &CaseRow| Line {
        in_charge: row
            .in_charge
            .and_then(|person| names.get(&person).cloned())
            .unwrap_or_else(|| visit.texts.say("desk-nobody")),
        row: view.view(row),
    };
    Ok(rows.iter().map(line).collect())
}
