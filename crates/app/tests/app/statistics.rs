//! The counters against a recount of the whole log, whatever happens to cases and however often they are counted.

use std::collections::BTreeMap;

use app::App;
use app::ports::{Cursor, Query};
use app::queries::Columns;
use app::statistics::{
    self, Eyes, Key, Measure, Month, Range, Scope, Series, Sort, Stretch, Whose, follow_statistics,
};
use domain::dispute::commands::{
    accept, accept_offer, escalate, make_offer, put_on_hold, rate, refuse, reopen, respond, withdraw,
};
use domain::dispute::{DisputeCommand, RatingAbout};
use terms::{DisputeId, KindKey, Position, ReasonCode, RemedyType, Role};
use testkit::Dice;

use crate::world::{World, officer, person, refund};

const ALL: Query =
    Query { name: "all_counters", sql: "SELECT scope, whose, period, measure, part, n FROM counter" };

async fn counted(app: &App) -> BTreeMap<Key, i64> {
    let rows = app.store.query(ALL, Vec::new()).await.unwrap();
    let read = |row| {
        let mut c = Columns::of(row);
        let scope = Scope::of(&c.text()).unwrap();
        let (whose, period) = (c.text(), c.int());
        let (measure, part) = (Measure::of(&c.text()).unwrap(), c.text());
        (Key { scope, whose, period, measure, part }, c.int())
    };
    rows.into_iter().map(read).filter(|(_, n)| *n != 0).collect()
}

async fn caught_up(app: &App) {
    while follow_statistics(app).await.unwrap() {}
}

/// Something that may happen to a case; what the rules refuse does not happen.
async fn happens(world: &World, id: DisputeId, dice: &mut Dice) {
    let intake = officer("sun", Role::IntakeOfficer);
    let state = world.state(id).await;
    let in_charge = state.in_charge.map(|duty| duty.person).zip(state.in_charge_as);
    let staff = in_charge.map_or(intake, |(id, role)| domain::Actor::Person { id, role, merchant: None });
    let (consumer, merchant) = (world.consumer().await, world.merchant().await);
    let text = || "说明在此".to_owned();
    let side = [consumer.clone(), merchant.clone()][dice.below(2)].clone();
    let (actor, command) = match dice.below(14) {
        0..=2 => (staff, DisputeCommand::Accept(accept::Accept {})),
        3 => {
            let reason_code = ReasonCode::new("not_our_order").unwrap();
            (staff, DisputeCommand::Refuse(refuse::Refuse { reason_code, text: text(), rule_ids: vec![] }))
        }
        4 => {
            let position = [Position::Accept, Position::Partly, Position::Deny][dice.below(3)];
            let remedies = vec![refund(RemedyType::PartialRefund, "20.00")];
            let answer = respond::Respond { position, explanation: text(), evidence_ids: vec![], remedies };
            (merchant, DisputeCommand::Respond(answer))
        }
        5 => {
            let remedies = vec![refund(RemedyType::PartialRefund, "30.00")];
            (
                merchant,
                DisputeCommand::MakeOffer(make_offer::MakeOffer { remedies, note: None, in_reply_to: None }),
            )
        }
        6 => {
            let Some(offer_id) = state.offers.last().map(|offer| offer.id) else { return };
            (consumer, DisputeCommand::AcceptOffer(accept_offer::AcceptOffer { offer_id, note: None }))
        }
        7 => (side, DisputeCommand::Escalate(escalate::Escalate { reason: None })),
        8 => (consumer, DisputeCommand::Withdraw(withdraw::Withdraw { reason: None })),
        9..=12 => {
            let score = u8::try_from(dice.below(5) + 1).unwrap();
            (side, DisputeCommand::Rate(rate::Rate { score, text: None, about: RatingAbout::Outcome }))
        }
        _ => (consumer, DisputeCommand::Reopen(reopen::Reopen { reason: None })),
    };
    drop(world.try_act(id, actor, command).await);
}

/// F6: after any course of cases, counted in any pieces and by two at once, the counters are what the log says.
#[tokio::test(flavor = "multi_thread")]
async fn counters_are_a_full_recount_after_any_course() {
    let world = World::new().await;
    let app = &*world.app;
    let mut dice = Dice::new(41);
    let mut cases = Vec::new();
    for n in 0..320 {
        if n % 16 == 0 {
            let order = format!("SO-{}", n + 1);
            world.report_order(&order).await;
            cases.push(world.file(&order).await);
        }
        let id = cases[dice.below(cases.len())];
        happens(&world, id, &mut dice).await;
        match dice.below(9) {
            0 => world.clock.advance_hours(u32::try_from(dice.below(90)).unwrap()),
            1 => while app::jobs::run_due(app).await.unwrap() > 0 {},
            2 => {
                let (one, two) = tokio::join!(follow_statistics(app), follow_statistics(app));
                one.unwrap();
                two.unwrap();
            }
            _ => {}
        }
    }
    caught_up(app).await;
    let expected = statistics::recount(app).await.unwrap();
    let closed: i64 = expected.iter().filter(|(k, _)| k.measure == Measure::Closed).map(|(_, n)| n).sum();
    let rated = expected.keys().any(|key| key.measure == Measure::RatedByConsumer);
    assert!(closed > 5 && rated, "the course is too tame: {closed}");
    assert_eq!(counted(app).await, expected);
    assert!(!follow_statistics(app).await.unwrap(), "nothing is left");
    statistics::rebuild(app).await.unwrap();
    assert_eq!(counted(app).await, expected, "made anew");

    // The open cases that supervisors look after are those of the table.
    let rows = |sql| app.store.query(Query { name: "open", sql }, Vec::new());
    let open =
        rows("SELECT id, kind, due_at FROM dispute WHERE open = 1 AND status <> 'on_hold' ORDER BY id").await;
    let watched = rows("SELECT w.dispute, w.kind, w.due_at FROM watched_case w JOIN dispute d ON d.id = w.dispute WHERE d.status <> 'on_hold' ORDER BY w.dispute").await;
    let open = open.unwrap();
    assert!(!open.is_empty() && watched.unwrap() == open);
}

/// F6: a batch that was counted is not counted again by who read the log before.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_counted_twice_when_the_cursor_moved_meanwhile() {
    let world = World::new().await;
    world.file("SO-1").await;
    caught_up(&world.app).await;
    let before = counted(&world.app).await;
    let at = world.app.store.cursor("statistics").await.unwrap();
    world.app.store.follow("statistics", Cursor(0), Cursor(1), Vec::new(), Vec::new()).await.unwrap();
    assert_eq!(world.app.store.cursor("statistics").await.unwrap(), at);
    caught_up(&world.app).await;
    assert_eq!(counted(&world.app).await, before);
}

fn november() -> Range {
    Range::year_to("2026-11".parse::<Month>().unwrap())
}

/// F6, H4: the public report hides what is too few to point at nobody; staff read it all; A3.1: times are measured.
#[tokio::test(flavor = "multi_thread")]
async fn a_report_tells_volumes_times_and_ends_and_hides_small_groups() {
    let world = World::new().await;
    let app = &*world.app;
    for n in 1..=6 {
        let order = format!("SO-{n}");
        world.report_order(&order).await;
        let (id, offer) = world.offered(&order, vec![refund(RemedyType::PartialRefund, "30.00")]).await;
        world.clock.advance_hours(30);
        world.accept_offer(id, offer).await;
    }
    world.report_order("SO-9").await;
    let id = world.file("SO-9").await;
    world
        .act(id, world.consumer().await, DisputeCommand::Withdraw(withdraw::Withdraw { reason: None }))
        .await;
    caught_up(app).await;
    let public =
        statistics::report(app, Scope::All, "", Range::year_to("2026-12".parse().unwrap()), Eyes::Public);
    let public = public.await.unwrap();
    assert_eq!(public.smallest_group, 5);
    assert_eq!((public.total(Series::Filed), public.ended()), (7, 7));
    let ends: Vec<_> = public.groups(Series::Outcome).into_iter().map(|g| (g.key, g.n)).collect();
    assert_eq!(ends, [("other".to_owned(), 7)], "one alone would be found by taking the others from the sum");
    let times = public.took(Measure::Time).unwrap();
    assert_eq!((times.count, times.median, times.ninety), (7, Stretch::Hours(48), Stretch::Hours(48)));
    let staff = statistics::report(app, Scope::All, "", november(), Eyes::Staff).await.unwrap();
    let ends: Vec<_> = staff.groups(Series::Outcome).into_iter().map(|g| (g.key, g.n)).collect();
    assert_eq!(ends, [("resolved_by_agreement".to_owned(), 6), ("withdrawn".to_owned(), 1)]);
    let kind = KindKey::new("not_as_described").unwrap();
    let (scope, like) = statistics::ended_like(app, &kind, Some("服饰"), app.clock.now()).await.unwrap();
    assert_eq!((scope, like.ended()), (Scope::Like, 7));
    let (scope, _) = statistics::ended_like(app, &kind, Some("数码"), app.clock.now()).await.unwrap();
    assert_eq!(scope, Scope::Kind);
}

/// C2, F6: a merchant's figures hold no case that it was not told of; E1: nor does its history, and only where relevant.
#[tokio::test(flavor = "multi_thread")]
async fn a_merchants_figures_hold_only_what_it_was_told_of() {
    let world = World::new().await;
    let app = &*world.app;
    let id = world.file("SO-1").await;
    caught_up(app).await;
    let own = || statistics::report(app, Scope::Merchant, "yuhe", november(), Eyes::Merchant);
    assert_eq!(own().await.unwrap().total(Series::Filed), 0);
    world.act(id, officer("sun", Role::IntakeOfficer), DisputeCommand::Accept(accept::Accept {})).await;
    caught_up(app).await;
    assert_eq!(own().await.unwrap().total(Series::Filed), 1);
    let yuhe = terms::MerchantId::new("yuhe").unwrap();
    let history = |kind| {
        let kind = KindKey::new(kind).unwrap();
        let yuhe = &yuhe;
        async move { statistics::history_of(app, &kind, yuhe, app.clock.now()).await.unwrap() }
    };
    assert_eq!(history("not_as_described").await.map(|r| r.total(Series::Filed)), Some(1));
    assert_eq!(history("late_delivery").await, None);
}

/// C10, F1, B14: supervisors see who has how much, what is late, and every low rating.
#[tokio::test(flavor = "multi_thread")]
async fn supervisors_see_what_is_late_by_person_and_kind_and_every_low_rating() {
    let world = World::new().await;
    let app = &*world.app;
    let id = world.file("SO-1").await;
    caught_up(app).await;
    let sun = Whose::Person(person("sun"));
    let kind = Whose::Kind(KindKey::new("not_as_described").unwrap());
    let now = || app.clock.now();
    for whose in [&Whose::All, &sun, &kind] {
        let standing = statistics::standing_of(app, whose, now()).await.unwrap();
        assert_eq!((standing.open, standing.late), (1, 0), "{whose:?}");
    }
    assert_eq!(statistics::standing_of(app, &Whose::Nobody, now()).await.unwrap().open, 0);
    world.clock.advance_hours(24 * 30);
    for whose in [&Whose::All, &sun, &kind] {
        let standing = statistics::standing_of(app, whose, now()).await.unwrap();
        assert_eq!((standing.open, standing.at_risk, standing.late), (1, 0, 1), "{whose:?}");
        let page = statistics::watched(app, whose, Sort::Late, None, 1, now()).await.unwrap();
        assert_eq!((page.cases[0].id, page.next), (id, None));
        assert!(
            statistics::watched(app, whose, Sort::AtRisk, None, 1, now()).await.unwrap().cases.is_empty()
        );
    }
    // On hold a case waits rightly.
    let hold = put_on_hold::PutOnHold {
        reason: "等待鉴定".to_owned(),
        until: app.clock.now().plus_seconds(3 * 86_400),
    };
    if world.try_act(id, officer("sun", Role::IntakeOfficer), DisputeCommand::PutOnHold(hold)).await.is_ok() {
        caught_up(app).await;
        assert_eq!(statistics::standing_of(app, &sun, now()).await.unwrap().late, 0);
    }
    assert_eq!(statistics::oldest(app, 5).await.unwrap().len(), 1);

    world.report_order("SO-2").await;
    let (id, offer) = world.offered("SO-2", vec![refund(RemedyType::PartialRefund, "30.00")]).await;
    world.accept_offer(id, offer).await;
    let bad = rate::Rate { score: 1, text: Some("太慢".to_owned()), about: RatingAbout::Outcome };
    world.act(id, world.consumer().await, DisputeCommand::Rate(bad)).await;
    caught_up(app).await;
    let low = statistics::latest_low(app, 10).await.unwrap();
    assert_eq!(low.iter().map(|low| (low.case.id, low.score)).collect::<Vec<_>>(), [(id, 1)]);
}

/// C10: turning the pages of open cases shows each once, the nearest date first.
#[tokio::test(flavor = "multi_thread")]
async fn turning_pages_of_watched_cases_shows_each_once() {
    let world = World::new().await;
    let app = &*world.app;
    for n in 1..=7 {
        let order = format!("SO-{n}");
        world.report_order(&order).await;
        world.file(&order).await;
    }
    caught_up(app).await;
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page =
            statistics::watched(app, &Whose::All, Sort::Open, after, 3, app.clock.now()).await.unwrap();
        seen.extend(page.cases.iter().map(|row| (row.due_at, row.id)));
        match page.next {
            Some(next) => after = Some(next.to_string().parse().unwrap()),
            None => break,
        }
    }
    assert!(seen.len() == 7 && seen.is_sorted(), "{seen:?}");
}
