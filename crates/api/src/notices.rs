//! `GET /notices`: what the caller was told; fetching is the proof that it reached them (B11, C19).

use app::case;
use app::queries::notices::{self, NoticeRow};
use app::rows::penalty::PENALTY_NOTICE;
use axum::Json;
use axum::extract::{Query, State};
use serde_json::{Value, json};
use terms::{Instant, NoticeId};

use crate::Api;
use crate::fault::Fault;
use crate::guard::{Me, Say};
use crate::list::Page;

/// The caller's own notices, newest first.
pub(crate) async fn list(
    State(api): State<Api>,
    me: Me,
    say: Say,
    Query(page): Query<Page>,
) -> Result<Json<Value>, Fault> {
    let before = page.cursor().map(read).transpose()?;
    let count = page.count();
    let mut rows = notices::of(&api.app, &me.0.recipient(), before, count + 1).await?;
    let more = rows.len() > count;
    rows.truncate(count);
    case::prove_notices(&api.app, &rows, &me.actor()).await?;
    let next = rows.last().filter(|_| more).map(|row| format!("{}.{}", row.at.micros(), row.id));
    let items: Vec<Value> = rows.iter().map(|row| item(say, row)).collect();
    Ok(Json(json!({"items": items, "next": next})))
}

fn item(say: Say, row: &NoticeRow) -> Value {
    let number = format!("{:012}", row.number);
    let text = say.0.with(&format!("notice-{}", row.code), &[("number", number.clone())]);
    json!({
        "id": row.id,
        "number": number,
        "code": row.code,
        "text": text,
        "at": row.at,
        "href": format!("{}/{}/{number}", crate::BASE, if row.about == PENALTY_NOTICE { "penalties" } else { "disputes" }),
    })
}

fn read(cursor: &str) -> Result<(Instant, NoticeId), Fault> {
    let read = cursor.split_once('.').and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)));
    let (at, id) = read.ok_or_else(|| Fault::query("cursor", "not a cursor of this list"))?;
    Ok((Instant::from_micros(at), id))
}
