//! Orders and the ways of their parcels.

use adapters::orders::{
    LineReport, ListingReport, LogisticsReport, OrderReport, PartyReport, PaymentReport, ScanReport,
};
use terms::{Currency, Instant, Money};

use super::{Consumer, Course, MERCHANTS, Merchant, ShopOrder};
use crate::dice::Dice;
use crate::goods::{GOODS, Good};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
/// China's offset; people order when they are awake.
const CHINA: i64 = 8 * HOUR;

const CARRIERS: &[&str] = &["顺路速运", "迅达快递", "云桥物流", "百里快运"];
const METHODS: &[&str] = &["wallet", "bank_card", "instalment"];

pub(super) fn make(dice: &mut Dice, now: Instant, consumers: &[Consumer], count: usize) -> Vec<ShopOrder> {
    let mut placed: Vec<Instant> = (0..count).map(|n| placed_at(dice, now, n)).collect();
    placed.sort();
    placed.into_iter().enumerate().filter_map(|(n, at)| order(dice, now, consumers, n, at)).collect()
}

/// Within the last sixty days, more of them lately, never at night.
fn placed_at(dice: &mut Dice, now: Instant, n: usize) -> Instant {
    let days = if n.is_multiple_of(3) { dice.between(1, 60) } else { dice.between(1, 25) };
    let at = now.plus_seconds(-days * DAY - dice.between(0, DAY - 1));
    let hour = (at.micros() / 1_000_000 + CHINA).rem_euclid(DAY) / HOUR;
    if hour < 8 { at.plus_seconds(8 * HOUR) } else { at }
}

fn order(
    dice: &mut Dice,
    now: Instant,
    consumers: &[Consumer],
    n: usize,
    placed_at: Instant,
) -> Option<ShopOrder> {
    let consumer_at = dice.below(consumers.len());
    let consumer = consumers.get(consumer_at)?;
    let first = dice.pick(GOODS)?;
    let merchant_at = MERCHANTS.iter().position(|merchant| merchant.id == first.merchant)?;
    let merchant = MERCHANTS.get(merchant_at)?;
    let mut goods = vec![first];
    let others: Vec<&Good> =
        GOODS.iter().filter(|good| good.merchant == merchant.id && *good != first).collect();
    if dice.chance(20) {
        goods.extend(dice.pick(&others));
    }
    let lines: Vec<LineReport> = goods.iter().enumerate().map(|(n, good)| line(dice, n, good)).collect();
    let sum: i64 = lines.iter().map(|line| line.paid.minor).sum();
    let freight = if sum >= 9_900 { 0 } else { 800 };
    let way = Way::choose(dice, now, placed_at);
    let paid_at = placed_at.plus_seconds(dice.between(6, 150));
    let report = OrderReport {
        order_id: format!("SO-{}", 100_001 + n),
        consumer: PartyReport { id: consumer.id.clone(), name: consumer.name.clone() },
        merchant: PartyReport { id: merchant.id.to_owned(), name: merchant.name.to_owned() },
        placed_at,
        promised_at: Some(way.promised_at),
        delivered_at: way.delivered_at.filter(|at| *at < now),
        lines,
        freight: yuan(freight),
        total: yuan(sum + freight),
        payment: Some(PaymentReport {
            provider: "weilian".to_owned(),
            method: dice.text(METHODS).to_owned(),
            transaction: format!("WL{}{:05}", dice.digits(9), n),
            paid_at,
        }),
        logistics: way.logistics(dice, now, merchant, consumer),
    };
    Some(ShopOrder { report, consumer: consumer_at, merchant: merchant_at, goods, course: way.course })
}

const fn yuan(fen: i64) -> Money {
    Money::new(Currency::Cny, fen)
}

fn line(dice: &mut Dice, n: usize, good: &Good) -> LineReport {
    let cheap = good.price < 20_000;
    let quantity = if cheap && dice.chance(15) { 2 } else { 1 };
    // Some paid less: a coupon of five to twenty per cent, to the whole yuan.
    let off = if dice.chance(30) { good.price * dice.between(5, 20) / 10_000 * 100 } else { 0 };
    let properties =
        good.properties.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    LineReport {
        line_id: (n + 1).to_string(),
        title: good.title.to_owned(),
        quantity,
        paid: yuan((good.price - off) * i64::from(quantity)),
        category: good.category.to_owned(),
        listing: Some(ListingReport {
            text: good.listing.to_owned(),
            properties,
            picture: Some(good.picture()),
        }),
    }
}

/// The parcel's way, decided before its scans are written down.
struct Way {
    course: Course,
    dispatched_at: Instant,
    promised_at: Instant,
    delivered_at: Option<Instant>,
}

impl Way {
    fn choose(dice: &mut Dice, now: Instant, placed_at: Instant) -> Self {
        let dispatched_at = placed_at.plus_seconds(dice.between(3 * HOUR, 30 * HOUR));
        let promised_at = placed_at.plus_seconds(dice.between(4, 6) * DAY);
        let in_time = dispatched_at.plus_seconds(dice.between(30 * HOUR, 66 * HOUR));
        let late = promised_at.plus_seconds(dice.between(DAY, 5 * DAY));
        let is_overdue = promised_at.plus_seconds(DAY) < now;
        let way = |course, delivered_at| Self { course, dispatched_at, promised_at, delivered_at };
        let roll = dice.below(100);
        match roll {
            0..=9 if late < now => way(Course::ArrivedLate, Some(late)),
            10..=15 if is_overdue => way(Course::Overdue, None),
            16..=21 if is_overdue => way(Course::Lost, None),
            22..=28 if in_time < now => way(Course::DamagedParcel, Some(in_time)),
            29..=33 if is_overdue => way(Course::NotDispatched, None),
            _ => way(Course::Smooth, Some(in_time)),
        }
    }

    fn logistics(
        &self,
        dice: &mut Dice,
        now: Instant,
        merchant: &Merchant,
        consumer: &Consumer,
    ) -> Option<LogisticsReport> {
        if self.course == Course::NotDispatched || self.dispatched_at >= now {
            return None;
        }
        let carrier = dice.text(CARRIERS);
        let (from, to) = (merchant.city, consumer.city);
        let first = [
            (0, format!("【{from}】{carrier}已揽收，快件交由平台仓集散")),
            (6, format!("【{from}】快件已到达{from}转运中心")),
            (9, format!("【{from}】快件已发往{to}转运中心")),
        ];
        let mut scans: Vec<(Instant, String)> = first
            .into_iter()
            .map(|(hours, text)| (self.dispatched_at.plus_seconds(hours * HOUR), text))
            .collect();
        match (self.course, self.delivered_at) {
            (Course::Lost | Course::NotDispatched, _)
            | (Course::Smooth | Course::ArrivedLate | Course::DamagedParcel, None) => {}
            (Course::Overdue, _) => {
                let at = self.dispatched_at.plus_seconds(40 * HOUR);
                scans.push((at, format!("【{to}】受天气影响，快件滞留{to}转运中心，预计延迟送达")));
            }
            (Course::Smooth | Course::ArrivedLate | Course::DamagedParcel, Some(delivered)) => {
                scans.push((delivered.plus_seconds(-12 * HOUR), format!("【{to}】快件已到达{to}转运中心")));
                if self.course == Course::DamagedParcel {
                    scans.push((
                        delivered.plus_seconds(-11 * HOUR),
                        format!("【{to}】快件外包装破损，已加固后继续派送"),
                    ));
                }
                scans.push((
                    delivered.plus_seconds(-3 * HOUR),
                    format!("【{to}】快递员正在派送，请保持电话畅通"),
                ));
                let end = dice.text(&[
                    "已签收，签收人：本人",
                    "已放入小区快递柜，凭取件码领取",
                    "已签收，签收人：门卫代收",
                    "已送达邻里驿站，请及时领取",
                ]);
                scans.push((delivered, format!("【{to}】{end}")));
            }
        }
        let events = scans
            .into_iter()
            .filter(|(at, _)| *at <= now)
            .map(|(at, text)| ScanReport { at, text })
            .collect();
        let tracking_number = format!("SL{}", dice.digits(12));
        Some(LogisticsReport { carrier: carrier.to_owned(), tracking_number, events })
    }
}
