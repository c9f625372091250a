//! `GET /disputes`: a consumer's own cases, a merchant's inbox, the staff's queues.

use app::queries::disputes::{
    After, CaseRow, Narrow, all_open, of_consumer, of_merchant, of_nobody, of_officer,
};
use app::queries::people;
use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::{Value, json};
use terms::{Currency, DisputeId, MerchantId, Money, PersonId, Role, Stage, Status};

use crate::fault::Fault;
use crate::guard::{Me, Say};
use crate::{Api, search};

const USUAL_PAGE: usize = 25;
const LARGEST_PAGE: usize = 50;
/// Pages read at most to fill one page of a list that is narrowed beyond its index.
const MOST_READS: usize = 20;

/// Where a page of a list begins and how long it is.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Page {
    limit: Option<usize>,
    cursor: Option<String>,
}

impl Page {
    pub(crate) const fn new(limit: Option<usize>, cursor: Option<String>) -> Self {
        Self { limit, cursor }
    }

    pub(crate) fn count(&self) -> usize {
        self.limit.unwrap_or(USUAL_PAGE).clamp(1, LARGEST_PAGE)
    }

    pub(crate) fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref().filter(|cursor| !cursor.is_empty())
    }
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Queue {
    #[default]
    Mine,
    Unassigned,
    All,
}

/// What a list is asked for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    queue: Option<Queue>,
    status: Option<Status>,
    stage: Option<Stage>,
    #[serde(default)]
    q: String,
    limit: Option<usize>,
    cursor: Option<String>,
}

impl Wanted {
    fn page(&self) -> Page {
        Page { limit: self.limit, cursor: self.cursor.clone() }
    }

    fn fits(&self, row: &CaseRow) -> bool {
        self.status.is_none_or(|status| row.status == status.as_str())
            && self.stage.is_none_or(|stage| row.stage == stage.as_str())
    }

    fn narrow(&self) -> Narrow {
        Narrow {
            stage: self.stage.map_or_else(String::new, |stage| stage.to_string()),
            status: self.status.map_or_else(String::new, |status| status.to_string()),
            ..Narrow::default()
        }
    }
}

/// Lists cases; with `q`, those that hold all its words.
pub(crate) async fn list(
    State(api): State<Api>,
    me: Me,
    say: Say,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Value>, Fault> {
    if !wanted.q.trim().is_empty() {
        return search::find(&api, &me, say, &wanted.q, &wanted.page(), |row| wanted.fits(row)).await;
    }
    let rows = match (me.0.role, &me.0.merchant) {
        (Role::Consumer, _) => own(&api, me.0.person, &wanted).await?,
        (Role::Merchant, Some(merchant)) => inbox(&api, merchant, &wanted).await?,
        (Role::IntakeOfficer | Role::Mediator | Role::Decider | Role::Supervisor, _) => {
            queue(&api, &me, &wanted).await?
        }
        (Role::Merchant, None) | (Role::Admin | Role::Integrator, _) => Rows::default(),
    };
    let items: Vec<Value> = rows.items.iter().map(|row| item(&api, &me, say, row)).collect();
    Ok(Json(json!({"items": items, "next": rows.next})))
}

/// The rows of one page, and where the next begins.
#[derive(Default)]
struct Rows {
    items: Vec<CaseRow>,
    next: Option<String>,
}

impl Rows {
    /// Cuts off what was read to know whether there is more.
    fn cut(mut items: Vec<CaseRow>, count: usize, cursor: impl Fn(&CaseRow) -> String) -> Self {
        let more = items.len() > count;
        items.truncate(count);
        let next = items.last().filter(|_| more).map(cursor);
        Self { items, next }
    }
}

fn not_a_cursor() -> Fault {
    Fault::query("cursor", "not a cursor of this list")
}

/// A consumer's own cases, newest first; those in which they are an agent come with the first page.
async fn own(api: &Api, person: PersonId, wanted: &Wanted) -> Result<Rows, Fault> {
    let count = wanted.page().count();
    let cursor =
        wanted.page().cursor().map(str::parse::<DisputeId>).transpose().map_err(|_| not_a_cursor())?;
    let mut before = cursor.unwrap_or(DisputeId(uuid::Uuid::max()));
    let mut items: Vec<CaseRow> = Vec::new();
    for _ in 0..MOST_READS {
        let read = of_consumer(&api.app, person, Some(before), LARGEST_PAGE + 1).await?;
        let Some(last) = read.last().map(|row| row.id) else { break };
        let is_last = read.len() <= LARGEST_PAGE;
        items.extend(read.into_iter().filter(|row| wanted.fits(row)));
        before = last;
        if is_last || items.len() > count {
            break;
        }
    }
    let mut rows = Rows::cut(items, count, |row| row.id.to_string());
    if cursor.is_none() {
        let own = of_consumer(&api.app, person, Some(DisputeId(uuid::Uuid::max())), 1).await?.len();
        let with_agent = of_consumer(&api.app, person, None, 1).await?;
        rows.items.extend(with_agent.into_iter().skip(own).filter(|row| wanted.fits(row)));
    }
    Ok(rows)
}

/// A merchant's inbox, nearest date first; `status=resolved` is what has been dealt with.
async fn inbox(api: &Api, merchant: &MerchantId, wanted: &Wanted) -> Result<Rows, Fault> {
    let count = wanted.page().count();
    let after = after(wanted)?;
    let narrow = wanted.narrow();
    let is_open = wanted.status != Some(Status::Resolved) && wanted.stage != Some(Stage::Closed);
    let read = of_merchant(&api.app, merchant, is_open, &narrow, after, count + 1).await?;
    let mut rows = Rows::cut(read, count, |row| After::row(row).to_string());
    rows.items.retain(|row| wanted.fits(row));
    Ok(rows)
}

/// The staff's queues, priority first, then the nearest date (C10).
async fn queue(api: &Api, me: &Me, wanted: &Wanted) -> Result<Rows, Fault> {
    let count = wanted.page().count();
    let after = after(wanted)?;
    let narrow = wanted.narrow();
    let read = match wanted.queue.unwrap_or_default() {
        Queue::Mine => of_officer(&api.app, me.0.person, &narrow, after, count + 1).await?,
        Queue::Unassigned => {
            let gone = people::gone(&people::staff(&api.app).await?);
            of_nobody(&api.app, &gone, &narrow, after, count + 1).await?
        }
        Queue::All => all_open(&api.app, &narrow, after, count + 1).await?,
    };
    Ok(Rows::cut(read, count, |row| After::row(row).to_string()))
}

fn after(wanted: &Wanted) -> Result<After, Fault> {
    wanted.page().cursor().map_or(Ok(After::START), |cursor| cursor.parse().map_err(|()| not_a_cursor()))
}

/// A case as lists show it. When it last changed is for staff: a side would learn of what it may not see.
pub(crate) fn item(api: &Api, me: &Me, say: Say, row: &CaseRow) -> Value {
    let kind = terms::KindKey::new(row.kind.as_str()).ok().and_then(|key| api.app.playbook.kind(&key));
    let amount = row
        .amount
        .zip(row.currency.parse::<Currency>().ok())
        .map(|(minor, currency)| Money::new(currency, minor));
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let mut item = json!({
        "number": row.digits(),
        "kind": row.kind,
        "kind_title": kind.map(|kind| kind.title.get(say.language())),
        "stage": row.stage,
        "status": row.status,
        "priority": kind.map(|kind| kind.priority),
        "merchant_id": text(&row.merchant),
        "consumer_name": text(&row.consumer_name),
        "title": text(&row.title),
        "claim": text(&row.remedy).map(|remedy| json!({"remedy_type": remedy, "amount": amount})),
        "due_at": row.due(),
        "due_step": text(&row.due_step),
        "created_at": row.filed_at,
        "outcome_code": text(&row.outcome),
        "last_message": text(&row.last),
        "href": format!("{}/disputes/{}", crate::BASE, row.digits()),
    });
    if me.0.role.is_staff() {
        item["updated_at"] = json!(row.updated_at);
        item["assigned"] = json!(row.in_charge.is_some());
        item["assigned_to_me"] = json!(row.in_charge == Some(me.0.person));
    }
    item
}
