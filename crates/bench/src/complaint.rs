//! The orders that are sold here, and what is complained about each: the same for the same number.

use std::collections::BTreeMap;

use app::case::Complaint;
use domain::dispute::Remedy;
use domain::order::OrderSnapshot;
use playbook::{Input, Kind, Playbook, Question};
use serde_json::json;
use terms::{Channel, Instant, Language, Money, OrderId, RemedyType};
use testkit::shop::{Course, ShopOrder};
use testkit::{Dice, words};

use crate::people::consumer_id;
use crate::{Outcome, people};

const SEED: u64 = 20_261_125;
/// Orders that are made at once.
pub const PAGE: usize = 1_000;

/// The orders of one page, renamed so that every number and consumer is its own.
pub fn orders(page: usize, now: Instant) -> Vec<ShopOrder> {
    let shop = testkit::shop(SEED + page as u64, now, PAGE);
    let mut orders = shop.orders;
    for (n, order) in orders.iter_mut().enumerate() {
        let number = page * PAGE + n;
        order.report.order_id = format!("SO-{number}");
        order.report.consumer.id = consumer_id(people::consumer_of(number));
        if let Some(payment) = &mut order.report.payment {
            payment.transaction = format!("WL{number}");
        }
    }
    orders
}

pub fn snapshot(order: &ShopOrder) -> Outcome<OrderSnapshot> {
    let report = order.report.clone();
    report.into_snapshot().map_err(|problems| format!("an order does not fit: {problems:?}").into())
}

/// What the consumer complains about.
pub fn about(order: &ShopOrder, number: usize, playbook: &Playbook) -> Outcome<Complaint> {
    let mut dice = Dice::new(SEED ^ number as u64);
    let wanted = kind_for(order.course, &mut dice);
    let kind =
        playbook.kinds().find(|kind| kind.key.as_str() == wanted).ok_or("the playbook lacks a kind")?;
    Ok(Complaint {
        kind: kind.key.clone(),
        order_id: Some(OrderId::new(&order.report.order_id)?),
        no_order_reason: None,
        lines: Vec::new(),
        description: words::complaint(wanted, &mut dice).to_owned(),
        answers: answers(kind, &mut dice),
        claims: vec![claim(kind, order.report.total)],
        evidence_ids: Vec::new(),
        channel: Channel::Web,
        language: Language::ZhHans,
        consumer: None,
        separate_problem: false,
        occurred_at: None,
    })
}

/// The complaint as the API takes it.
pub fn body(complaint: &Complaint) -> Outcome<Vec<u8>> {
    Ok(serde_json::to_vec(&json!({
        "kind": complaint.kind,
        "order_id": complaint.order_id,
        "lines": complaint.lines,
        "description": complaint.description,
        "answers": complaint.answers,
        "claims": complaint.claims,
        "channel": complaint.channel,
        "language": complaint.language,
    }))?)
}

fn kind_for(course: Course, dice: &mut Dice) -> &'static str {
    match course {
        Course::ArrivedLate | Course::Overdue | Course::NotDispatched => "late_delivery",
        Course::Lost => "lost_parcel",
        Course::DamagedParcel => "damaged_in_transit",
        Course::Smooth => dice.text(&["not_as_described", "not_as_described", "defective", "return_refused"]),
    }
}

fn answers(kind: &Kind, dice: &mut Dice) -> BTreeMap<String, String> {
    let answer = |question: &Question, dice: &mut Dice| match &question.input {
        Input::Choice { options } => dice.pick(options).map(|option| option.key.clone()),
        Input::YesNo => Some(dice.text(&["yes", "no"]).to_owned()),
        Input::Text { .. } | Input::Date | Input::Amount if !question.required => None,
        Input::Text { .. } => Some("收到当天打开就发现了".to_owned()),
        Input::Date => Some("2026-11-01".to_owned()),
        Input::Amount => Some("10.00".to_owned()),
    };
    kind.questions
        .iter()
        .filter_map(|question| Some((question.key.clone(), answer(question, dice)?)))
        .collect()
}

fn claim(kind: &Kind, total: Money) -> Remedy {
    let remedy_type = kind.default_remedy;
    let amount = remedy_type.needs_amount().then_some(match remedy_type {
        RemedyType::PartialRefund | RemedyType::Compensation => {
            Money::new(total.currency, (total.minor / 5).max(1))
        }
        _ => total,
    });
    Remedy { remedy_type, amount, text: None, rule_id: None }
}
