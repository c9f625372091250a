//! `GET /evidence/{id}/custody`: who looked at a file and when, for staff and the side that provided it (D2).

use app::queries::{people, uploads};
use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Value, json};

use crate::Api;
use crate::fault::Fault;
use crate::files::seen;
use crate::guard::Me;

/// The trail, oldest first. Staff read names, the sides only in which role someone looked.
pub(crate) async fn get(
    State(api): State<Api>,
    me: Me,
    Path(id): Path<String>,
) -> Result<Json<Value>, Fault> {
    let seen = seen(&api, &me.actor(), &id).await?;
    if !seen.sees_custody() {
        return Err(Fault::not_allowed(Vec::new()));
    }
    let mut items = Vec::new();
    for (at, person, what) in uploads::trail(&api.app, seen.id).await? {
        let row = match person {
            Some(person) => people::by_id(&api.app, person).await?,
            None => None,
        };
        let role = row.as_ref().and_then(|row| row.roles.first().copied());
        let name = row.filter(|_| seen.by_staff).map(|row| row.name);
        items.push(
            json!({"at": at, "what": what, "role": role, "name": name, "you": person == Some(me.0.person)}),
        );
    }
    Ok(Json(json!({"items": items, "next": null})))
}
