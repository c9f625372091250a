//! The merchant's inbox: what waits for it, nearest date first; and one message to several cases at once.

use std::sync::Arc;

use app::queries::disputes::{self, After, CaseRow, Counts, Narrow};
use app::search;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::Actor;
use terms::{MerchantId, Status};
use texts::Texts;

use super::bulk::Sent;
use super::query::ListQuery;
use super::row::{RowView, Rows, TABS, When, counted, end_of_day};
use crate::shell::{Oops, Page, Site, Visit, render};

/// Cases on one page: what fits a phone without losing one's place.
const PAGE: usize = 20;
/// Most cases that a search shows.
const FOUND: usize = 50;
pub(super) const PATH: &str = "/merchant";

pub(super) struct Tab {
    pub href: String,
    pub text: String,
    pub current: bool,
    pub count: Option<String>,
    /// It waits for the merchant.
    pub mine: bool,
}

#[derive(Template)]
#[template(path = "merchant/inbox.html")]
struct InboxPage<'a> {
    page: Page<'a>,
    t: Texts,
    query: &'a ListQuery,
    /// How many of those that wait for the merchant are past their date; nothing where none is.
    overdue: Option<String>,
    due_today: String,
    open_count: String,
    tabs: Vec<Tab>,
    kinds: Vec<(String, String)>,
    groups: Vec<(When, Vec<RowView>)>,
    today: String,
    next: Option<String>,
    first: String,
    /// Open cases can be written to together.
    bulk: bool,
    wish: String,
    sent: Option<&'a Sent>,
    /// How many wait for the merchant.
    mine: String,
    is_open: bool,
}

impl InboxPage<'_> {
    fn is_picked(&self, number: &str) -> bool {
        self.sent.is_some_and(|sent| sent.picked.iter().any(|picked| picked == number))
    }

    fn is_silent(&self) -> bool {
        self.sent.is_some_and(|sent| sent.is_silent)
    }
}

/// The merchant that someone works for.
pub(super) fn merchant_of(visit: &Visit) -> Result<(Actor, MerchantId), Oops> {
    let (actor, session) = visit.signed_in()?;
    let merchant = session.merchant.clone().ok_or(Oops::NotAllowed)?;
    Ok((actor, merchant))
}

pub(super) async fn show(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Query(query): Query<ListQuery>,
) -> Result<Response, Oops> {
    page(&site, &visit, &query, None).await
}

pub(super) async fn page(
    site: &Site,
    visit: &Visit,
    query: &ListQuery,
    sent: Option<&Sent>,
) -> Result<Response, Oops> {
    let (actor, merchant) = merchant_of(visit)?;
    let app = &site.app;
    let (now, t) = (visit.now, visit.texts);
    let is_open = query.list != "closed";
    // Limits end at 24:00, which is the first moment of the next day and belongs to this one.
    let day_end = end_of_day(&app.playbook, now).plus_seconds(1);
    let counts = disputes::counts_of_merchant(app, &merchant, now, day_end).await?;
    let (rows, next) = if query.q.trim().is_empty() {
        listed(site, &merchant, is_open, query).await?
    } else {
        (found(site, &actor, query).await?, None)
    };
    let view = Rows { playbook: &app.playbook, texts: t, now };
    let kinds = app.playbook.kinds().map(|k| (k.key.to_string(), k.title.get(visit.language).to_owned()));
    let template = InboxPage {
        tabs: tabs(query, &counts, is_open, t),
        kinds: kinds.collect(),
        groups: view.grouped(&rows, is_mine),
        mine: counted(counts.by_status.of(Status::WaitingForRespondent)),
        is_open,
        today: texts::date(now, visit.language),
        next: next.map(|after| query.behind(after).href(PATH)),
        first: ListQuery { after: String::new(), ..query.clone() }.href(PATH),
        bulk: is_open,
        wish: site.wish().to_string(),
        page: Page::new(site, visit, t.say(if is_open { "merchant-inbox" } else { "merchant-tab-closed" }))
            .at(PATH),
        t,
        query,
        overdue: (counts.overdue > 0).then(|| counted(counts.overdue)),
        due_today: counted(counts.due_today),
        open_count: counted(counts.by_status.all()),
        sent,
    };
    render(&template)
}

/// A page of the list, and where the next one begins.
async fn listed(
    site: &Site,
    merchant: &MerchantId,
    is_open: bool,
    query: &ListQuery,
) -> Result<(Vec<CaseRow>, Option<After>), Oops> {
    let (app, after, narrow) = (&site.app, query.after(), query.narrow());
    let mine = Status::WaitingForRespondent;
    let leads = is_open && query.status.is_empty();
    let mut rows = if is_open {
        let rest = Narrow { but: leads.then_some(mine), ..narrow.clone() };
        disputes::of_merchant(app, merchant, true, &rest, after, PAGE + 1).await?
    } else {
        disputes::of_merchant_ended(app, merchant, &query.kind, after, PAGE + 1).await?
    };
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let place: fn(&CaseRow) -> After = if is_open { After::row } else { disputes::ended_at };
    let next = rows.last().filter(|_| more).map(place);
    // What waits for the merchant leads the first page; more of it than fits here has a tab of its own.
    if leads && query.is_first() {
        let narrow = Narrow { status: mine.as_str().to_owned(), ..narrow };
        let mut first = disputes::of_merchant(app, merchant, true, &narrow, After::START, PAGE).await?;
        first.append(&mut rows);
        rows = first;
    }
    Ok((rows, next))
}

fn is_mine(row: &CaseRow) -> bool {
    row.open && row.status == Status::WaitingForRespondent.as_str()
}

/// What a search finds, narrowed like the list, nearest date first.
async fn found(site: &Site, actor: &Actor, query: &ListQuery) -> Result<Vec<CaseRow>, Oops> {
    let mut rows = Vec::new();
    for hit in search::search(&site.app, actor, &query.q, None, FOUND).await? {
        rows.extend(disputes::by_id(&site.app, search::dispute(&hit)).await?);
    }
    let fits = |given: &str, wanted: &str| wanted.is_empty() || given == wanted;
    rows.retain(|row| {
        fits(&row.status, &query.status) && fits(&row.kind, &query.kind) && fits(&row.stage, &query.stage)
    });
    rows.sort_by_key(|row| (row.due_at, row.id));
    Ok(rows)
}

fn tabs(query: &ListQuery, counts: &Counts, is_open: bool, t: Texts) -> Vec<Tab> {
    let base = query.with_list("");
    let mut tabs = vec![Tab {
        href: base.href(PATH),
        text: t.say("merchant-tab-all"),
        current: is_open && query.status.is_empty(),
        count: Some(counted(counts.by_status.all())),
        mine: false,
    }];
    tabs.extend(TABS.iter().map(|status| {
        let count = counts.by_status.of(*status);
        Tab {
            href: base.with_status(status.as_str()).href(PATH),
            text: t.word("merchant-tab", status.as_str()),
            current: is_open && query.status == status.as_str(),
            count: Some(counted(count)),
            mine: *status == Status::WaitingForRespondent && count > 0,
        }
    }));
    tabs.push(Tab {
        href: query.with_list("closed").href(PATH),
        text: t.say("merchant-tab-closed"),
        current: !is_open,
        count: None,
        mine: false,
    });
    tabs
}
