//! `GET /search`: cases by words, each person among their own (E1).

use app::queries::disputes::{CaseRow, by_id};
use app::search as words;
use axum::Json;
use axum::extract::{Query, State};
use domain::Actor;
use serde::Deserialize;
use serde_json::{Value, json};
use terms::Role;

use crate::fault::Fault;
use crate::guard::{Me, Say};
use crate::list::{Page, item};
use crate::{Api, answer};

/// Rounds of reading at most to fill one page.
const MOST_READS: usize = 10;

#[derive(Debug, Deserialize)]
pub(crate) struct Sought {
    #[serde(default)]
    q: String,
    limit: Option<usize>,
    cursor: Option<String>,
}

/// Finds the cases that hold all the words, newest first.
pub(crate) async fn search(
    State(api): State<Api>,
    me: Me,
    say: Say,
    Query(sought): Query<Sought>,
) -> Result<Json<Value>, Fault> {
    let Sought { q, limit, cursor } = sought;
    find(&api, &me, say, &q, &Page::new(limit, cursor), |_| true).await
}

/// Whether a case that was found among someone's own is theirs to see now. What a merchant or the staff once saw they
/// always will, so their row says it; a whole history is read for consumers alone, who have few cases.
async fn is_theirs(api: &Api, actor: &Actor, row: &CaseRow) -> bool {
    match actor {
        Actor::Person { role: Role::Merchant, merchant: Some(merchant), .. } => {
            row.merchant == merchant.as_str()
        }
        Actor::Person { role, .. } if role.is_staff() => true,
        Actor::Person { .. } | Actor::System => answer::theirs(&api.app, &row.digits(), actor).await.is_ok(),
    }
}

/// Finds cases; each hit is shown only if the case is theirs to see now.
pub(crate) async fn find(
    api: &Api,
    me: &Me,
    say: Say,
    text: &str,
    page: &Page,
    fits: impl Fn(&CaseRow) -> bool + Send,
) -> Result<Json<Value>, Fault> {
    let not_a_cursor = |_| Fault::query("cursor", "not a cursor of this list");
    let mut before = page.cursor().map(str::parse::<i64>).transpose().map_err(not_a_cursor)?;
    let (count, actor) = (page.count(), me.actor());
    let mut found: Vec<(i64, CaseRow)> = Vec::new();
    for _ in 0..MOST_READS {
        let hits = words::search(&api.app, &actor, text, before, count + 1).await?;
        let is_last = hits.len() <= count;
        for hit in &hits {
            before = Some(hit.position);
            let Some(row) = by_id(&api.app, words::dispute(hit)).await? else { continue };
            if fits(&row) && is_theirs(api, &actor, &row).await {
                found.push((hit.position, row));
            }
        }
        if is_last || found.len() > count {
            break;
        }
    }
    let more = found.len() > count;
    found.truncate(count);
    let next = found.last().filter(|_| more).map(|(position, _)| position.to_string());
    let items: Vec<Value> = found.iter().map(|(_, row)| item(api, me, say, row)).collect();
    Ok(Json(json!({"items": items, "next": next})))
}
