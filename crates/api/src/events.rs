//! `GET /disputes/{number}/events`: the history of a case, fact by fact, as this caller may see it.

use app::case;
use axum::Json;
use axum::extract::{Path, Query, State};
use serde_json::{Value, json};

use crate::fault::Fault;
use crate::guard::Me;
use crate::list::Page;
use crate::trouble::Trouble;
use crate::{Api, answer};

/// Facts, oldest first. The cursor is the number of the last fact shown, as this caller counts them.
pub(crate) async fn list(
    State(api): State<Api>,
    me: Me,
    Path(number): Path<String>,
    Query(page): Query<Page>,
) -> Result<Json<Value>, Fault> {
    let actor = me.actor();
    let id = answer::theirs(&api.app, &number, &actor).await?;
    let count = page.count();
    let after = match page.cursor() {
        Some(cursor) => cursor.parse().map_err(|_| Fault::query("cursor", "not a cursor of this list"))?,
        None => 0,
    };
    // The history tells what the case is about: whoever of the merchant's staff reads it has been told (C19).
    case::prove_sight(&api.app, id, &actor).await?;
    let facts = case::facts(&api.app, id, &actor, after, count + 1).await?;
    let mut items = facts.ok_or(Trouble::UnknownDispute)?;
    let more = items.len() > count;
    items.truncate(count);
    let next = items.last().filter(|_| more).map(|fact| fact.number.to_string());
    Ok(Json(json!({"items": items, "next": next})))
}
