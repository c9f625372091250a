//! The staff's queue: what waits for oneself first, then the nearest date; lists for one's own, nobody's, late, all and ended cases (C10).

use std::collections::BTreeMap;
use std::sync::Arc;

use app::queries::disputes::{self, After, CaseRow, Narrow};
use app::queries::people;
use app::search;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::Actor;
use terms::{PersonId, Role, Stage, Status};
use texts::Texts;

use crate::merchant::query::ListQuery;
use crate::merchant::row::{RowView, Rows, When, counted};
use crate::shell::{Oops, Page, Site, Visit, render};

const PAGE: usize = 30;
const FOUND: usize = 50;
pub(super) const PATH: &str = "/desk";

struct Tab {
    href: String,
    text: String,
    current: bool,
    /// How many, where that is cheap to know.
    count: Option<String>,
    /// It waits for whoever looks.
    mine: bool,
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
    /// Colleagues by whom the list of all can be narrowed.
    people: Vec<(String, String)>,
    groups: Vec<(When, Vec<Line>)>,
    next: Option<String>,
    first: String,
    /// How many wait for whoever looks.
    turn: String,
    is_closed: bool,
}

/// Which list is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Turn,
    Mine,
    Unassigned,
    Late,
    All,
    Closed,
}

impl List {
    const ALL: [Self; 6] = [Self::Turn, Self::Mine, Self::Unassigned, Self::Late, Self::All, Self::Closed];

    const fn key(self) -> &'static str {
        match self {
            Self::Turn => "turn",
            Self::Mine => "mine",
            Self::Unassigned => "unassigned",
            Self::Late => "late",
            Self::All => "all",
            Self::Closed => "closed",
        }
    }

    /// Unless told: supervisors look after all, everybody else after what waits for them.
    fn of(key: &str, role: Role) -> Self {
        let standard = if role == Role::Supervisor { Self::All } else { Self::Turn };
        Self::ALL.into_iter().find(|list| list.key() == key).unwrap_or(standard)
    }
}

/// What waits for the platform waits for the person in charge.
const TURN: Status = Status::UnderReview;

pub(super) async fn show(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Query(query): Query<ListQuery>,
) -> Result<Response, Oops> {
    let (actor, session) = visit.signed_in()?;
    let (t, me) = (visit.texts, session.person);
    let list = List::of(&query.list, session.role);
    let is_search = !query.q.trim().is_empty();
    let staff = people::staff(&site.app).await?;
    let on_cases = |person: &&people::PersonRow| person.roles.iter().any(|role| role.is_staff());
    let gone = people::gone(&staff);
    let (rows, next) = if is_search {
        (found(&site, &actor, &query).await?, None)
    } else {
        listed(&site, me, list, &query, &gone).await?
    };
    let mine = disputes::count_of_officer(&site.app, me).await?;
    let turn = disputes::count_of_officer_in(&site.app, me, TURN).await?;
    let nobodys = disputes::count_of_nobody(&site.app, &gone).await?;
    let late = disputes::count_late(&site.app, visit.now).await?;
    let tab = |of: List| Tab {
        href: query.with_list(of.key()).href(PATH),
        text: t.word("desk-list", of.key()),
        current: of == list && !is_search,
        count: match of {
            List::Turn => Some(turn),
            List::Mine => Some(mine),
            List::Unassigned => Some(nobodys),
            List::Late => Some(late),
            List::All | List::Closed => None,
        }
        .map(counted),
        mine: of == List::Turn && turn > 0,
    };
    let template = QueuePage {
        page: Page::new(&site, &visit, t.say("desk-title")).at(PATH),
        t,
        tabs: List::ALL.map(tab).into_iter().collect(),
        stages: Stage::ALL
            .iter()
            .filter(|s| **s != Stage::Closed)
            .map(|s| (s.as_str(), t.word("stage", s.as_str())))
            .collect(),
        statuses: Status::ALL
            .iter()
            .filter(|s| **s != Status::Resolved)
            .map(|s| (s.as_str(), t.word("status", s.as_str())))
            .collect(),
        people: staff.iter().filter(on_cases).map(|p| (p.id.to_string(), p.name.clone())).collect(),
        groups: groups(&site, &visit, me, rows).await?,
        next: next.map(|after| query.behind(after).href(PATH)),
        first: ListQuery { after: String::new(), ..query.clone() }.href(PATH),
        query: &query,
        turn: counted(turn),
        is_closed: list == List::Closed && !is_search,
    };
    render(&template)
}

async fn listed(
    site: &Site,
    me: PersonId,
    list: List,
    query: &ListQuery,
    gone: &[PersonId],
) -> Result<(Vec<CaseRow>, Option<After>), Oops> {
    let (app, after, many) = (&site.app, query.after(), PAGE + 1);
    let narrow = query.narrow();
    // The list of one's own: what waits for oneself leads it, the rest follows page by page.
    let leads = list == List::Mine && narrow.status.is_empty();
    let turn = Narrow { status: TURN.as_str().to_owned(), ..narrow.clone() };
    let mut rows = match list {
        List::Turn => disputes::of_officer(app, me, &turn, after, many).await?,
        List::Mine => {
            let rest = Narrow { but: leads.then_some(TURN), ..narrow };
            disputes::of_officer(app, me, &rest, after, many).await?
        }
        List::Unassigned => disputes::of_nobody(app, gone, &narrow, after, many).await?,
        List::Late => {
            let running = Narrow { but: Some(Status::OnHold), ..narrow };
            disputes::late(app, app.clock.now(), &running, after, many).await?
        }
        List::All => match query.person.parse() {
            Ok(person) => disputes::of_officer(app, person, &narrow, after, many).await?,
            Err(_) => disputes::all_open(app, &narrow, after, many).await?,
        },
        List::Closed => disputes::ended(app, after, many).await?,
    };
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let place: fn(&CaseRow) -> After = if list == List::Closed { disputes::ended_at } else { After::row };
    let next = rows.last().filter(|_| more).map(place);
    if leads && query.is_first() {
        let mut first = disputes::of_officer(app, me, &turn, After::START, PAGE).await?;
        first.append(&mut rows);
        rows = first;
    }
    Ok((rows, next))
}

async fn found(site: &Site, actor: &Actor, query: &ListQuery) -> Result<Vec<CaseRow>, Oops> {
    let mut rows = Vec::new();
    for hit in search::search(&site.app, actor, &query.q, None, FOUND).await? {
        rows.extend(disputes::by_id(&site.app, search::dispute(&hit)).await?);
    }
    let fits = |given: &str, wanted: &str| wanted.is_empty() || given == wanted;
    rows.retain(|row| fits(&row.stage, &query.stage) && fits(&row.status, &query.status));
    rows.sort_by_key(|row| (!row.open, row.due_at, row.id));
    Ok(rows)
}

/// The rows under their headings, each with the name of the person in charge.
async fn groups(
    site: &Site,
    visit: &Visit,
    me: PersonId,
    rows: Vec<CaseRow>,
) -> Result<Vec<(When, Vec<Line>)>, Oops> {
    let in_charge: Vec<PersonId> = rows.iter().filter_map(|row| row.in_charge).collect();
    let names: BTreeMap<PersonId, String> = people::names(&site.app, in_charge).await?;
    let by_number: BTreeMap<String, Option<PersonId>> =
        rows.iter().map(|row| (row.digits(), row.in_charge)).collect();
    let view = Rows { playbook: &site.app.playbook, texts: visit.texts, now: visit.now };
    let mine = |row: &CaseRow| row.open && row.in_charge == Some(me) && row.status == TURN.as_str();
    let line = |row: RowView| Line {
        in_charge: by_number
            .get(&row.number)
            .copied()
            .flatten()
            .and_then(|person| names.get(&person).cloned())
            .unwrap_or_else(|| visit.texts.say("desk-nobody")),
        row,
    };
    let groups = view.grouped(&rows, mine).into_iter();
    Ok(groups.map(|(when, rows)| (when, rows.into_iter().map(line).collect())).collect())
}
