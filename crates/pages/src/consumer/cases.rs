//! The consumer's own cases, those that wait for them first.

use std::collections::HashSet;
use std::sync::Arc;

use app::App;
use app::queries::Columns;
use app::queries::disputes::{self, CaseRow};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::dispute::DisputeState;
use playbook::Consequence;
use serde::Deserialize;
use terms::{CaseNumber, Instant, KindKey, Money, OfferState, Party, PersonId, Side, Status};

use super::filing_cards::local_picture;
use crate::shell::{Oops, Page, Site, Visit, render};

/// How many cases stand on one page.
const PAGE: usize = 50;
/// How many pages of the store are read at most: a thousand cases of one person.
const READS: usize = 10;

/// A case in a list.
pub(crate) struct CaseLine {
    pub number: String,
    pub title: String,
    pub picture: String,
    pub turn: String,
    pub turn_class: String,
    pub by: String,
    pub by_iso: String,
    /// What else is known of it, piece by piece, so that no date or number breaks inside.
    pub fine: Vec<String>,
    pub yours: bool,
    pub open: bool,
}

/// Every case of a person, newest first.
pub(super) async fn all(app: &App, person: PersonId) -> Result<Vec<CaseRow>, Oops> {
    let mut seen = HashSet::new();
    let mut rows: Vec<CaseRow> = Vec::new();
    let mut before = None;
    for _ in 0..READS {
        let part = disputes::of_consumer(app, person, before, disputes::MAX_PAGE).await?;
        // Cases in which the person is an agent come behind a full page: the last of their own is where it goes on.
        before = part.get(disputes::MAX_PAGE - 1).map(|row| row.id);
        rows.extend(part.into_iter().filter(|row| seen.insert(row.id)));
        if before.is_none() {
            break;
        }
    }
    Ok(rows)
}

/// Until when the consumer has to act: what the case waits for, or an offer that waits beside something else.
fn own_date(state: &DisputeState) -> Option<Instant> {
    let mine = state.deadlines.iter().filter(|d| d.who == Party::Consumer);
    mine.filter(|d| d.consequence != Consequence::RightLapses).map(|d| d.due_at).min()
}

fn is_yours(row: &CaseRow, state: &DisputeState) -> bool {
    let offered = || state.offers.iter().any(|o| o.state == OfferState::Proposed && o.by == Side::Respondent);
    let held = row.status == Status::OnHold.as_str();
    row.open && !held && (row.status == Status::WaitingForConsumer.as_str() || offered())
}

pub(super) async fn line(row: &CaseRow, site: &Site, visit: &Visit) -> Result<CaseLine, Oops> {
    let t = visit.texts;
    let state = app::case::state(&site.app, row.id).await?;
    let kind = KindKey::new(row.kind.clone()).ok().and_then(|key| site.app.playbook.kind(&key));
    let kind = kind.map_or_else(|| row.kind.clone(), |kind| kind.title.get(visit.language).to_owned());
    let digits = row.digits();
    let yours = is_yours(row, &state);
    let held = row.status == Status::OnHold.as_str();
    let due = if yours { own_date(&state).or_else(|| row.due()) } else { row.due() };
    let due = due.filter(|_| row.open && !held);
    let (turn, turn_class) = if yours {
        (t.say("turn-you"), "tag--you".to_owned())
    } else if row.open {
        (turn_word(&row.status, visit), format!("tag--{}", row.status))
    } else if row.outcome.is_empty() {
        (t.word("status", &row.status), format!("tag--{}", row.status))
    } else {
        (t.word("outcome", &row.outcome), format!("tag--{}", row.status))
    };
    let mut fine = vec![kind.clone()];
    if state.is_performing() {
        fine.push(t.say("stage-carrying-out"));
    } else if row.open {
        fine.push(t.word("stage", &row.stage));
    }
    fine.extend(claimed(&state).map(Money::readable));
    fine.push(digits.parse().map_or_else(|_| digits.clone(), |n: CaseNumber| n.grouped()));
    fine.push(t.with("cases-filed", &[("day", texts::day(row.filed_at, visit.now, visit.language))]));
    Ok(CaseLine {
        title: if row.title.is_empty() { kind } else { row.title.clone() },
        picture: picture(&state),
        number: digits,
        turn,
        turn_class,
        by: due.map(|at| texts::date_time(at, visit.now, visit.language)).unwrap_or_default(),
        by_iso: due.map(|at| at.to_string()).unwrap_or_default(),
        fine,
        yours,
        open: row.open,
    })
}

/// Whose turn it is, said to the consumer.
fn turn_word(status: &str, visit: &Visit) -> String {
    let turns = [
        (Status::WaitingForConsumer, "turn-you"),
        (Status::WaitingForRespondent, "turn-respondent"),
        (Status::WaitingForThirdParty, "turn-third_party"),
        (Status::UnderReview, "turn-platform"),
    ];
    let turn = turns.iter().find(|(known, _)| known.as_str() == status);
    turn.map_or_else(|| visit.texts.word("status", status), |(_, key)| visit.texts.say(key))
}

/// Everything that was asked for, as the case's page adds it up.
fn claimed(state: &DisputeState) -> Option<Money> {
    let filed = state.filed.as_deref()?;
    let mut sums = filed.claims.iter().filter_map(|claim| claim.amount);
    let first = sums.next()?;
    sums.try_fold(first, |sum, next| sum.plus(next).ok())
}

/// The picture of what the case is about, where the shop gave one.
fn picture(state: &DisputeState) -> String {
    let of = || {
        let filed = state.filed.as_deref()?;
        let order = filed.order.as_deref()?;
        let line = filed.lines.first().and_then(|claimed| order.line(&claimed.line_id));
        line.or_else(|| order.lines.first())?.listing.as_ref()?.picture.clone()
    };
    local_picture(&of().unwrap_or_default())
}

/// The number of a case that runs about an order: its digits, and grouped.
pub(super) async fn running(app: &App, order: &str) -> Result<Option<(String, String)>, Oops> {
    let rows = app.store.query(disputes::OPEN_ON_ORDER, vec![app::ports::Value::text(order)]).await?;
    let number = rows.into_iter().next().map(|row| {
        let mut c = Columns::of(row);
        let (_, number) = (c.uuid(), c.int());
        format!("{number:012}")
    });
    Ok(number.map(|digits| {
        let grouped = digits.parse().map_or_else(|_| digits.clone(), |n: CaseNumber| n.grouped());
        (digits, grouped)
    }))
}

#[derive(Template)]
#[template(path = "consumer/cases.html")]
struct CasesPage<'a> {
    page: Page<'a>,
    open: Vec<CaseLine>,
    closed: Vec<CaseLine>,
    n: usize,
    pages: usize,
}

impl CasesPage<'_> {
    fn lists(&self) -> [(&'static str, &[CaseLine]); 2] {
        [("cases-open", &self.open), ("cases-closed", &self.closed)]
    }
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    page: String,
}

pub(super) async fn show(
    State(site): State<Arc<Site>>,
    Query(asked): Query<Asked>,
    visit: Visit,
) -> Result<Response, Oops> {
    let (_, session) = visit.signed_in()?;
    let mut rows = all(&site.app, session.person).await?;
    // Those that wait for the reader first, then what runs, then what is over; each newest first.
    let waits = |row: &CaseRow| row.status == Status::WaitingForConsumer.as_str();
    rows.sort_by_key(|row| (!row.open, !waits(row)));
    let pages = rows.len().div_ceil(PAGE).max(1);
    let n = asked.page.parse::<usize>().unwrap_or(1).clamp(1, pages);
    let mut lines = Vec::new();
    for row in rows.iter().skip((n - 1) * PAGE).take(PAGE) {
        lines.push(line(row, &site, &visit).await?);
    }
    let (mut open, closed): (Vec<CaseLine>, Vec<CaseLine>) = lines.into_iter().partition(|case| case.open);
    open.sort_by_key(|case| !case.yours);
    render(&CasesPage {
        page: Page::new(&site, &visit, visit.texts.say("cases-title")).at("/cases"),
        open,
        closed,
        n,
        pages,
    })
}
