//! Lists of cases read page by page, and the figures beside them, held against what is in the table.

use app::App;
use app::ports::{Query, Statement, Value};
use app::queries::disputes::{self as d, After, CaseRow, Narrow};
use app::rows::dispute::NEVER;
use futures_util::future::BoxFuture;
use terms::{DisputeId, Instant, MerchantId, PersonId, Status};
use testkit::Dice;

use crate::world::World;

const INSERT: Query = Query {
    name: "insert_case",
    sql: "INSERT INTO dispute VALUES ($1, $2, $3, 'negotiation', $4, $5, $1, $6, '', $7, NULL, $8, $9, $10, '', 0, $11, '', '', '', '', NULL, 'CNY', '', 1)",
};
const NOW: i64 = 1_700_000_000_000_000;
const PAGE: usize = 7;

/// What the lists go by.
#[derive(Debug, Clone)]
struct Case {
    id: uuid::Uuid,
    kind: &'static str,
    status: Status,
    rank: i64,
    merchant: &'static str,
    in_charge: Option<PersonId>,
    open: bool,
    accepted: bool,
    due_at: i64,
    updated_at: i64,
}

fn officer(n: u128) -> PersonId {
    PersonId(uuid::Uuid::from_u128(n))
}

/// Few different dates and classes, so that many cases stand at the same place but for their id.
fn cases(count: usize, dice: &mut Dice) -> Vec<Case> {
    let one = |n: usize| {
        let open = dice.below(5) > 0;
        let status = Status::ALL[dice.below(Status::ALL.len())];
        let due = [NOW - 5, NOW - 1, NOW, NOW + 1, NOW + 9, NEVER];
        Case {
            // In no order that the dates have.
            id: uuid::Uuid::from_u128((n as u128 * 7919) % 1_000_003 + 1),
            kind: ["not_received", "other"][dice.below(2)],
            status: if open { status } else { Status::Resolved },
            rank: i64::try_from(dice.below(3)).unwrap(),
            merchant: ["east", "west"][dice.below(2)],
            in_charge: [None, Some(officer(1)), Some(officer(2))][dice.below(3)],
            open,
            accepted: dice.below(6) > 0,
            due_at: due[dice.below(due.len())],
            updated_at: NOW + i64::try_from(dice.below(9)).unwrap(),
        }
    };
    (0..count).map(one).collect()
}

async fn write(app: &App, cases: &[Case]) {
    let statement = |case: &Case| Statement {
        query: INSERT,
        params: vec![
            Value::uuid(case.id),
            Value::Int(i64::try_from(case.id.as_u128()).unwrap()),
            Value::text(case.kind),
            Value::text(case.status.as_str()),
            Value::Int(case.rank),
            Value::text(case.merchant),
            Value::optional(case.in_charge, |person| Value::uuid(person.0)),
            Value::Int(i64::from(case.open)),
            Value::Int(i64::from(case.accepted)),
            Value::Int(case.due_at),
            Value::Int(case.updated_at),
        ],
        must_change: Some(1),
    };
    app.store.change(cases.iter().map(statement).collect()).await.unwrap();
}

type Turn<'a> = Box<dyn Fn(After) -> BoxFuture<'a, app::ports::StoreResult<Vec<CaseRow>>> + 'a>;

/// Turns pages until one is not full.
async fn paged(turn: Turn<'_>, place: fn(&CaseRow) -> After) -> Vec<DisputeId> {
    let (mut ids, mut after) = (Vec::new(), After::START);
    loop {
        let rows = turn(after).await.unwrap();
        assert!(rows.len() <= PAGE);
        ids.extend(rows.iter().map(|row| row.id));
        let Some(last) = rows.last().filter(|_| rows.len() == PAGE) else { return ids };
        after = place(last).to_string().parse().unwrap();
    }
}

/// The narrowings that pages ask for: all, each status alone, all but each.
fn narrowings() -> Vec<Narrow> {
    let only = |s: &Status| Narrow { status: s.as_str().to_owned(), ..Narrow::default() };
    let but = |s: &Status| Narrow { but: Some(*s), ..Narrow::default() };
    let some = Status::ALL.iter().flat_map(|s| [only(s), but(s)]);
    std::iter::once(Narrow::default()).chain(some).collect()
}

fn shows(narrow: &Narrow, case: &Case) -> bool {
    (narrow.status.is_empty() || narrow.status == case.status.as_str()) && narrow.but != Some(case.status)
}

fn wanted<K: Ord>(cases: &[Case], fits: impl Fn(&Case) -> bool, key: impl Fn(&Case) -> K) -> Vec<DisputeId> {
    let mut found: Vec<&Case> = cases.iter().filter(|case| fits(case)).collect();
    found.sort_by_key(|case| key(case));
    found.into_iter().map(|case| DisputeId(case.id)).collect()
}

/// C10: turning the pages of a list of mixed statuses shows every case once, in the list's order.
#[tokio::test(flavor = "multi_thread")]
async fn turning_pages_shows_every_case_of_mixed_statuses_once() {
    let world = World::new().await;
    let app = &*world.app;
    let cases = cases(600, &mut Dice::new(7));
    write(app, &cases).await;
    let east = MerchantId::new("east").unwrap();
    let by_rank = |case: &Case| (case.rank, case.due_at, case.id);
    let by_date = |case: &Case| (case.due_at, case.id);
    let mut most = 0;
    for narrow in &narrowings() {
        let mine: Turn<'_> = Box::new(|after| Box::pin(d::of_officer(app, officer(1), narrow, after, PAGE)));
        let fits = |c: &Case| c.open && c.in_charge == Some(officer(1)) && shows(narrow, c);
        assert_eq!(paged(mine, After::row).await, wanted(&cases, fits, by_rank), "{narrow:?}");

        let gone = [officer(2)];
        let nobodys: Turn<'_> =
            Box::new(|after| Box::pin(async move { d::of_nobody(app, &gone, narrow, after, PAGE).await }));
        let fits = |c: &Case| c.open && c.in_charge != Some(officer(1)) && shows(narrow, c);
        assert_eq!(paged(nobodys, After::row).await, wanted(&cases, fits, by_rank), "{narrow:?}");

        let all: Turn<'_> = Box::new(|after| Box::pin(d::all_open(app, narrow, after, PAGE)));
        let expected = wanted(&cases, |c| c.open && shows(narrow, c), by_rank);
        most = most.max(expected.len());
        assert_eq!(paged(all, After::row).await, expected, "{narrow:?}");

        let now = Instant::from_micros(NOW);
        let late: Turn<'_> = Box::new(move |after| Box::pin(d::late(app, now, narrow, after, PAGE)));
        let fits = |c: &Case| c.open && c.due_at < NOW && shows(narrow, c);
        assert_eq!(paged(late, After::row).await, wanted(&cases, fits, by_date), "{narrow:?}");

        for open in [true, false] {
            for kind in ["", "other"] {
                let narrow = &Narrow { kind: kind.to_owned(), ..narrow.clone() };
                let east = &east;
                let theirs: Turn<'_> =
                    Box::new(move |after| Box::pin(d::of_merchant(app, east, open, narrow, after, PAGE)));
                let fits = |c: &Case| {
                    let is_theirs = c.merchant == "east" && c.accepted && c.open == open;
                    is_theirs && shows(narrow, c) && (kind.is_empty() || c.kind == kind)
                };
                assert_eq!(paged(theirs, After::row).await, wanted(&cases, fits, by_date), "{narrow:?}");
            }
        }
    }
    assert!(most > 400, "{most}");
    let ended: Turn<'_> = Box::new(|after| Box::pin(d::ended(app, after, PAGE)));
    let latest = |case: &Case| std::cmp::Reverse((case.updated_at, case.id));
    assert_eq!(paged(ended, d::ended_at).await, wanted(&cases, |c| !c.open, latest));
}

/// C10: the figures beside lists are those of the table.
#[tokio::test(flavor = "multi_thread")]
async fn figures_beside_lists_are_right() {
    let world = World::new().await;
    let app = &*world.app;
    let cases = cases(600, &mut Dice::new(8));
    write(app, &cases).await;
    let count =
        |fits: &dyn Fn(&Case) -> bool| i64::try_from(cases.iter().filter(|c| fits(c)).count()).unwrap();
    let (now, day_end) = (Instant::from_micros(NOW), Instant::from_micros(NOW + 5));
    let east = d::counts_of_merchant(app, &MerchantId::new("east").unwrap(), now, day_end).await.unwrap();
    let is_mine = |c: &Case| c.open && c.in_charge == Some(officer(1));
    let is_easts = |c: &Case| c.open && c.accepted && c.merchant == "east";
    for status in Status::ALL {
        let mine = d::count_of_officer_in(app, officer(1), *status).await.unwrap();
        assert_eq!(mine, count(&|c| is_mine(c) && c.status == *status), "{status}");
        assert_eq!(east.by_status.of(*status), count(&|c| is_easts(c) && c.status == *status), "{status}");
    }
    assert_eq!(d::count_of_officer(app, officer(1)).await.unwrap(), count(&is_mine));
    let turn = |c: &Case| is_easts(c) && c.status == Status::WaitingForRespondent;
    assert_eq!(east.overdue, count(&|c| turn(c) && c.due_at < NOW));
    assert_eq!(east.due_today, count(&|c| turn(c) && (NOW..NOW + 5).contains(&c.due_at)));
    let nobodys = |c: &Case| c.open && c.in_charge != Some(officer(1));
    assert_eq!(d::count_of_nobody(app, &[officer(2)]).await.unwrap(), count(&nobodys));
    let late = |c: &Case| c.open && c.due_at < NOW && c.status != Status::OnHold;
    assert_eq!(d::count_late(app, now).await.unwrap(), count(&late));
    assert!(east.overdue > 0 && east.due_today > 0);
}

/// C10: beyond the bound nothing is counted on, so that a flood of cases slows no page down.
#[tokio::test(flavor = "multi_thread")]
async fn figures_stop_at_their_bound() {
    let world = World::new().await;
    let app = &*world.app;
    let template = cases(1, &mut Dice::new(9)).remove(0);
    let flood = |n: u128| Case {
        id: uuid::Uuid::from_u128(n),
        status: Status::WaitingForRespondent,
        merchant: "east",
        in_charge: Some(officer(1)),
        open: true,
        accepted: true,
        due_at: NOW - 1,
        ..template.clone()
    };
    write(app, &(1..=1100).map(flood).collect::<Vec<_>>()).await;
    let bound = d::MOST_COUNTED + 1;
    let now = Instant::from_micros(NOW);
    assert_eq!(d::count_of_officer(app, officer(1)).await.unwrap(), bound);
    let turn = Status::WaitingForRespondent;
    assert_eq!(d::count_of_officer_in(app, officer(1), turn).await.unwrap(), bound);
    let east = d::counts_of_merchant(app, &MerchantId::new("east").unwrap(), now, now).await.unwrap();
    assert_eq!((east.by_status.all(), east.overdue, east.due_today), (bound, bound, 0));
    assert_eq!(d::count_late(app, now).await.unwrap(), bound);
    assert_eq!(d::count_of_nobody(app, &[officer(1)]).await.unwrap(), bound);
}
