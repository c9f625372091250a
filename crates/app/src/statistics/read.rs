//! Reads counters: all of one whose, kinds and merchants beside each other, days, and what was asked after self-service answers.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use terms::{Instant, KindKey, MerchantId};

use super::month::{Month, Range};
use super::public::{Eyes, Report, report};
use super::tally::{Measure, Scope, like};
use crate::app::App;
use crate::ports::{Query, StoreResult, Value};
use crate::queries::Columns;

// primary key
pub(super) const OF: Query = Query {
    name: "counters_of",
    sql: "SELECT measure, period, part, n FROM counter WHERE scope = $1 AND whose = $2 AND period >= $3 AND period <= $4 ORDER BY period, measure, part LIMIT 50000",
};
// counter_beside
pub(super) const BESIDE: Query = Query {
    name: "counters_beside",
    sql: "SELECT whose, period, n FROM counter WHERE scope = $1 AND measure = 'filed' AND period >= $2 AND period <= $3 ORDER BY period, n, whose LIMIT 50000",
};
// counter_beside
pub(super) const RANKED: Query = Query {
    name: "counters_ranked",
    sql: "SELECT whose, n FROM counter WHERE scope = $1 AND measure = 'filed' AND period = $2 AND (n, whose) < ($3, $4) ORDER BY n DESC, whose DESC LIMIT $5",
};
// primary key
pub(super) const SELF_SERVICE: Query = Query {
    name: "self_service_counts",
    sql: "SELECT name, value FROM setting WHERE name >= 'self_service.' AND name < 'self_service/' ORDER BY name LIMIT 1000",
};

/// The queries behind public pages, for the test of their plans.
#[must_use]
pub const fn ranking_query() -> [Query; 4] {
    [OF, BESIDE, RANKED, SELF_SERVICE]
}

/// Counts by measure and month, then by part.
pub(super) type Counts = BTreeMap<(Measure, Month), BTreeMap<String, i64>>;

/// Everything counted of one whose.
pub(super) async fn of(app: &App, scope: Scope, whose: &str, range: Range) -> StoreResult<Counts> {
    let params = vec![
        Value::text(scope.as_str()),
        Value::text(whose),
        Value::Int(range.from.period()),
        Value::Int(range.to.period()),
    ];
    let mut counts = Counts::new();
    for row in app.store.query(OF, params).await? {
        let mut c = Columns::of(row);
        let (measure, period, part, n) = (c.text(), c.int(), c.text(), c.int());
        if let (Some(measure), Some(month)) = (Measure::of(&measure), Month::from_period(period))
            && n > 0
        {
            counts.entry((measure, month)).or_default().insert(part, n);
        }
    }
    Ok(counts)
}

/// How many complaints came in of each whose of a scope, by month.
pub(super) async fn beside(
    app: &App,
    scope: Scope,
    range: Range,
) -> StoreResult<BTreeMap<Month, BTreeMap<String, i64>>> {
    let (from, to) = (range.from.period(), range.to.period());
    let params = vec![Value::text(scope.as_str()), Value::Int(from), Value::Int(to)];
    let mut counts: BTreeMap<Month, BTreeMap<String, i64>> = BTreeMap::new();
    for row in app.store.query(BESIDE, params).await? {
        let mut c = Columns::of(row);
        let (whose, month, n) = (c.text(), Month::from_period(c.int()), c.int());
        if let Some(month) = month.filter(|_| n > 0) {
            counts.entry(month).or_default().insert(whose, n);
        }
    }
    Ok(counts)
}

/// One of a list of merchants or carriers, those with most complaints first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    pub whose: String,
    pub filed: i64,
}

/// Those with most complaints in a month, behind `after`; for staff.
///
/// # Errors
/// The store's.
pub async fn ranking(
    app: &App,
    scope: Scope,
    month: Month,
    after: Option<&Ranked>,
    count: usize,
) -> StoreResult<Vec<Ranked>> {
    let (n, whose) = after.map_or((i64::MAX, ""), |last| (last.filed, last.whose.as_str()));
    let params = vec![
        Value::text(scope.as_str()),
        Value::Int(month.period()),
        Value::Int(n),
        Value::text(whose),
        Value::Int(i64::try_from(count.clamp(1, 100)).unwrap_or(30)),
    ];
    let read = |row| {
        let mut c = Columns::of(row);
        Ranked { whose: c.text(), filed: c.int() }
    };
    let rows = app.store.query(RANKED, params).await?.into_iter().map(read);
    Ok(rows.filter(|ranked| ranked.filed > 0).collect())
}

/// What was said after a self-service answer (B13).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelfService {
    pub kind: KindKey,
    pub helped: i64,
    pub did_not: i64,
}

impl SelfService {
    #[must_use]
    pub const fn asked(&self) -> i64 {
        self.helped + self.did_not
    }
}

/// By kind, the most asked first.
///
/// # Errors
/// The store's.
pub async fn self_service(app: &App) -> StoreResult<Vec<SelfService>> {
    let mut kinds: BTreeMap<KindKey, (i64, i64)> = BTreeMap::new();
    for row in app.store.query(SELF_SERVICE, Vec::new()).await? {
        let mut c = Columns::of(row);
        let (name, n) = (c.text(), c.text().parse::<i64>().unwrap_or(0));
        let Some((kind, word)) = name.strip_prefix("self_service.").and_then(|rest| rest.rsplit_once('.'))
        else {
            continue;
        };
        let Ok(kind) = KindKey::new(kind) else { continue };
        let said = kinds.entry(kind).or_default();
        match word {
            "yes" => said.0 += n,
            "no" => said.1 += n,
            _ => {}
        }
    }
    let mut all: Vec<SelfService> =
        kinds.into_iter().map(|(kind, (helped, did_not))| SelfService { kind, helped, did_not }).collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.asked()));
    Ok(all)
}

/// How many complaints came and how many cases ended on each of the last days, the oldest first.
///
/// # Errors
/// The store's.
pub async fn days(app: &App, now: Instant, count: u32) -> StoreResult<Vec<(jiff::civil::Date, i64, i64)>> {
    let today = app.playbook.calendar().date_of(now);
    let number = |day: jiff::civil::Date| {
        i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
    };
    let all: Vec<_> = (0..i64::from(count)).rev().map(|back| today.saturating_sub(back.days())).collect();
    let first = all.first().copied().unwrap_or(today);
    let params =
        vec![Value::text("all"), Value::text(""), Value::Int(number(first)), Value::Int(number(today))];
    let mut counts: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    for row in app.store.query(OF, params).await? {
        let mut c = Columns::of(row);
        let (measure, period, _, n) = (c.text(), c.int(), c.text(), c.int());
        let day = counts.entry(period).or_default();
        match Measure::of(&measure) {
            Some(Measure::Filed) => day.0 += n,
            Some(Measure::Closed) => day.1 += n,
            Some(_) | None => {}
        }
    }
    let line = |day: jiff::civil::Date| {
        let (filed, closed) = counts.get(&number(day)).copied().unwrap_or_default();
        (day, filed, closed)
    };
    Ok(all.into_iter().map(line).collect())
}

/// How cases like this one ended within two years: of the same kind and category of goods, or of the kind alone where
/// those are too few to say anything; counts only (E1).
///
/// # Errors
/// The store's.
pub async fn ended_like(
    app: &App,
    kind: &KindKey,
    category: Option<&str>,
    now: Instant,
) -> StoreResult<(Scope, Report)> {
    let range = Range { from: this_month(app, now).back(23), to: this_month(app, now) };
    if let Some(category) = category {
        let near = report(app, Scope::Like, &like(kind.as_str(), category), range, Eyes::Officer).await?;
        if near.ended() >= near.smallest_group {
            return Ok((Scope::Like, near));
        }
    }
    Ok((Scope::Kind, report(app, Scope::Kind, kind.as_str(), range, Eyes::Officer).await?))
}

/// How earlier cases of this kind against a merchant ended, as far back as the pack says; `None` where the pack does not
/// find it relevant. Whatever staff read here, the merchant reads in its own case (E1).
///
/// # Errors
/// The store's.
pub async fn history_of(
    app: &App,
    kind: &KindKey,
    merchant: &MerchantId,
    now: Instant,
) -> StoreResult<Option<Report>> {
    let Some(history) = app.playbook.history(kind) else { return Ok(None) };
    let to = this_month(app, now);
    let range = Range::bounded(to.back(history.months.clamp(1, Range::MOST) - 1), to);
    let whose = like(kind.as_str(), merchant.as_str());
    report(app, Scope::History, &whose, range, Eyes::Staff).await.map(Some)
}

/// The month it is at the pack's home.
#[must_use]
pub fn this_month(app: &App, now: Instant) -> Month {
    Month::of(app.playbook.calendar().date_of(now))
}
