//! `GET /evidence/{id}/custody`: who got a file and when, for staff and the side that provided it (D2).

use app::queries::people;
use app::queries::uploads::{self, Place};
use axum::Json;
use axum::extract::{Path, Query, State};
use serde_json::{Value, json};

use crate::Api;
use crate::fault::Fault;
use crate::files::seen;
use crate::guard::Me;
use crate::list::Page;

/// The trail, oldest first, page by page. Staff read names, the sides only in which role someone looked.
pub(crate) async fn get(
    State(api): State<Api>,
    me: Me,
    Path(id): Path<String>,
    Query(page): Query<Page>,
) -> Result<Json<Value>, Fault> {
    let seen = seen(&api, &me.actor(), &id).await?;
    if !seen.sees_custody() {
        return Err(Fault::not_allowed(Vec::new()));
    }
    let after = match page.cursor() {
        Some(cursor) => cursor.parse().map_err(|()| Fault::query("cursor", "not a cursor of this list"))?,
        None => Place::START,
    };
    let (looks, next) = uploads::trail(&api.app, seen.id, after, page.count()).await?;
    let mut items = Vec::with_capacity(looks.len());
    for look in looks {
        let row = match look.person {
            Some(person) => people::by_id(&api.app, person).await?,
            None => None,
        };
        let role = row.as_ref().and_then(|row| row.roles.first().copied());
        let name = row.filter(|_| seen.by_staff).map(|row| row.name);
        items.push(json!({
            "at": look.at, "until": look.until, "times": look.times, "what": look.what,
            "role": role, "name": name, "you": look.person == Some(me.0.person),
        }));
    }
    Ok(Json(json!({"items": items, "next": next.map(|place| place.to_string())})))
}
