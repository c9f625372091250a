//! Plays the sample cases: time goes on from act to act, and what falls due in between happens by itself.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;

use app::case::{Complaint, Wish};
use app::execute::{ExecuteError, Request, execute};
use app::ports::{Clock as _, Value};
use app::queries::Columns;
use app::{App, Orders, case};
use domain::Actor;
use domain::dispute::Remedy;
use domain::order::OrderCommand;
use domain::order::commands::report::Report;
use playbook::{Input, Kind};
use terms::{Channel, DisputeId, Instant, Language, Money, OrderId, RemedyType, Role, order_stream};
use testkit::shop::{Course, ShopOrder};
use testkit::{Dice, words};

use super::Opened;
use super::script::{PLAYS, Play};
use crate::platform::StartError;

mod acts;

/// Orders that stay without a dispute, for whoever tries the demo.
const LEFT_ALONE: usize = 40;

/// A case that is being played.
pub(super) struct Playing {
    pub order: usize,
    pub dispute: Option<DisputeId>,
    play: Play,
    next: usize,
}

fn failed(e: &dyn std::fmt::Display) -> StartError {
    StartError::Other(e.to_string())
}

/// Makes everybody known, takes the orders in, and plays `count` cases until now.
pub async fn perform(opened: &Opened, count: usize) -> Result<(), StartError> {
    let now = crate::clock::SystemClock::default().now();
    super::cast::introduce(opened).await?;
    take_orders(opened).await?;
    let mut dice = Dice::new(super::SEED);
    let (mut cases, mut due) = cast_cases(opened, count, now, &mut dice);
    let mut refused = BTreeMap::<String, usize>::new();
    while let Some(Reverse((at, n))) = due.pop() {
        until(opened, at).await?;
        let playing = &mut cases[n];
        let Some(dispute) = playing.dispute else {
            match file(opened, playing.order, &mut dice).await? {
                Some(filed) => playing.dispute = Some(filed),
                None => continue,
            }
            push(playing, n, at, now, &mut due, &mut dice);
            continue;
        };
        let (_, act) = playing.play[playing.next];
        playing.next += 1;
        if let Err(code) =
            acts::perform(opened, &opened.shop.orders[playing.order], dispute, act, &mut dice).await?
        {
            *refused.entry(format!("{act:?}: {code}")).or_default() += 1;
        }
        push(playing, n, at, now, &mut due, &mut dice);
    }
    until(opened, now).await?;
    // A play that ended before its refund must not spoil the first one that a visitor sees.
    opened.sandbox.behave();
    for (what, times) in refused {
        tracing::info!(what, times, "an act of the demo was refused");
    }
    opened.remember_clock().map_err(|e| failed(&e))
}

type Due = BinaryHeap<Reverse<(Instant, usize)>>;

fn push(playing: &Playing, n: usize, at: Instant, now: Instant, due: &mut Due, dice: &mut Dice) {
    if let Some((hours, _)) = playing.play.get(playing.next) {
        let next = at.plus_seconds(hours * 3600 + dice.between(0, 3000));
        if next < now {
            due.push(Reverse((next, n)));
        }
    }
}

/// Chooses the orders with a dispute and when each is filed, spread over the time that is played.
fn cast_cases(opened: &Opened, count: usize, now: Instant, dice: &mut Dice) -> (Vec<Playing>, Due) {
    let start = opened.clock.now();
    let mut cases = Vec::new();
    let mut due = BinaryHeap::new();
    let orders = opened.shop.orders.len().saturating_sub(LEFT_ALONE);
    // What went wrong complains first; the most recent smooth orders are left alone.
    let mut chosen: Vec<usize> = (0..orders).collect();
    chosen.sort_by_key(|n| (opened.shop.orders[*n].course == Course::Smooth, *n));
    for (n, order) in chosen.into_iter().take(count).enumerate() {
        let shop_order = &opened.shop.orders[order];
        let arrived = shop_order.report.delivered_at.or(shop_order.report.promised_at);
        let earliest = arrived.unwrap_or(shop_order.report.placed_at).plus_seconds(6 * 3600).max(start);
        let latest = now.plus_seconds(-3600);
        if earliest >= latest {
            continue;
        }
        let span = latest.seconds_since(earliest).min(9 * 24 * 3600);
        // A third of the cases is young, so that every early stage is there too.
        let at = if n % 3 == 0 {
            latest.plus_seconds(-dice.between(0, span.min(4 * 24 * 3600)))
        } else {
            earliest.plus_seconds(dice.between(0, span))
        };
        due.push(Reverse((at, cases.len())));
        cases.push(Playing { order, dispute: None, play: PLAYS[n % PLAYS.len()], next: 0 });
    }
    (cases, due)
}

/// Moves the clock on, stopping at every job on the way.
pub(super) async fn until(opened: &Opened, at: Instant) -> Result<(), StartError> {
    loop {
        let next = opened.app.store.next_job_at().await?.filter(|next| *next <= at);
        opened.clock.move_to(next.unwrap_or(at));
        let done = app::jobs::run_due(&opened.app).await?;
        if next.is_none() && done == 0 {
            break;
        }
    }
    while app::jobs::follow_search(&opened.app).await? {}
    Ok(())
}

async fn take_orders(opened: &Opened) -> Result<(), StartError> {
    for order in &opened.shop.orders {
        let snapshot =
            order.report.clone().into_snapshot().map_err(|_| failed(&"a sample order does not fit"))?;
        let request = Request::<Orders> {
            id: Wish::once(&opened.app).id,
            asked: Vec::new(),
            actor: Actor::System,
            on_behalf_of: None,
            occurred_at: None,
            stream: order_stream(&snapshot.order_id).id,
            is_new: false,
            command: OrderCommand::Report(Report { snapshot: Arc::new(snapshot) }),
            seen: None,
            finishes: None,
        };
        execute(&opened.app, request)
            .await
            .map_err(|e| StartError::Other(format!("a sample order: {e:?}")))?;
    }
    Ok(())
}

/// The kind of complaint that fits what became of the order.
fn kind_for(order: &ShopOrder, dice: &mut Dice) -> &'static str {
    match order.course {
        Course::ArrivedLate | Course::Overdue => "late_delivery",
        Course::Lost => "lost_parcel",
        Course::DamagedParcel => "damaged_in_transit",
        Course::NotDispatched => "order_cancelled",
        Course::Smooth => dice.text(&[
            "not_as_described",
            "not_as_described",
            "defective",
            "counterfeit_or_false_promotion",
            "return_refused",
            "repair",
            "poor_communication",
            "not_as_described",
        ]),
    }
}

async fn file(opened: &Opened, n: usize, dice: &mut Dice) -> Result<Option<DisputeId>, StartError> {
    let order = &opened.shop.orders[n];
    let app = &opened.app;
    let consumer = &opened.shop.consumers[order.consumer];
    let wanted = kind_for(order, dice);
    let kind =
        app.playbook.kinds().find(|k| k.key.as_str() == wanted).or_else(|| app.playbook.kinds().next());
    let Some(kind) = kind else { return Ok(None) };
    let actor = Actor::Person { id: consumer.person(), role: Role::Consumer, merchant: None };
    let order_id = OrderId::new(&order.report.order_id).map_err(|e| failed(&e))?;
    let evidence_ids = if dice.chance(60) {
        vec![
            acts::upload(opened, consumer.person(), words::Topic::of_kind(wanted).evidence_names(), dice)
                .await?,
        ]
    } else {
        Vec::new()
    };
    let complaint = Complaint {
        kind: kind.key.clone(),
        order_id: Some(order_id),
        no_order_reason: None,
        lines: Vec::new(),
        description: words::complaint(wanted, dice).to_owned(),
        answers: answers(kind, dice),
        claims: claims(kind, order),
        evidence_ids,
        channel: Channel::Web,
        language: Language::ZhHans,
        consumer: None,
        separate_problem: false,
        occurred_at: None,
    };
    match case::file(app, actor, complaint, Wish::once(app)).await {
        Ok(filed) => Ok(Some(filed.dispute)),
        Err(ExecuteError::Refused(refusal)) => {
            tracing::info!(code = refusal.code(), kind = wanted, "a complaint of the demo was refused");
            Ok(None)
        }
        Err(error) => Err(StartError::Other(format!("{error:?}"))),
    }
}

fn answers(kind: &Kind, dice: &mut Dice) -> BTreeMap<String, String> {
    let answer = |question: &playbook::Question, dice: &mut Dice| match &question.input {
        Input::Choice { options } => dice.pick(options).map(|o| o.key.clone()),
        Input::YesNo => Some(dice.text(&["yes", "no"]).to_owned()),
        Input::Text { .. } | Input::Date | Input::Amount if !question.required => None,
        Input::Text { .. } => Some("收到当天打开就发现了".to_owned()),
        Input::Date => Some("2026-11-01".to_owned()),
        Input::Amount => Some("10.00".to_owned()),
    };
    kind.questions.iter().filter_map(|q| Some((q.key.clone(), answer(q, dice)?))).collect()
}

fn claims(kind: &Kind, order: &ShopOrder) -> Vec<Remedy> {
    let total: Money = order.report.total;
    let remedy = kind.default_remedy;
    let amount = remedy.needs_amount().then_some(match remedy {
        RemedyType::PartialRefund | RemedyType::Compensation => {
            Money::new(total.currency, (total.minor / 5).max(1))
        }
        _ => total,
    });
    vec![Remedy { remedy_type: remedy, amount, text: None, rule_id: None }]
}

/// The open case on an order, in digits, if there is one.
pub async fn dispute_of(app: &App, order: &OrderId) -> Result<Option<String>, StartError> {
    let rows = app.store.query(OF_ORDER, vec![Value::text(order.as_str())]).await?;
    Ok(rows.into_iter().next().map(|row| format!("{:012}", Columns::of(row).int())))
}

const OF_ORDER: app::ports::Query = app::ports::Query {
    name: "demo_case_of_order",
    sql: "SELECT number FROM dispute WHERE order_id = $1 ORDER BY filed_at DESC LIMIT 1",
};
