//! `GET /disputes/{number}`: a case as this caller may see it (B12).

use app::case;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};

use crate::fault::Fault;
use crate::guard::{Me, Say};
use crate::{Api, answer};

/// Shows the case; when the merchant's staff look, that is the proof that the notice reached them (C19).
pub(crate) async fn get(
    State(api): State<Api>,
    me: Me,
    say: Say,
    Path(number): Path<String>,
) -> Result<Response, Fault> {
    let actor = me.actor();
    let id = answer::theirs(&api.app, &number, &actor).await?;
    case::prove_sight(&api.app, id, &actor).await?;
    let view = answer::view(&api.app, id, &actor, say).await?;
    Ok((answer::etag(view.version), Json(answer::dispute(&view)?)).into_response())
}
