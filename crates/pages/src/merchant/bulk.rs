//! One message to several cases: each goes through the domain by itself, and the page tells for which it did not work.

use std::sync::Arc;

use app::case::{self, Wish};
use app::execute::ExecuteError;
use axum::extract::State;
use axum::response::Response;
use domain::Severity;
use domain::dispute::DisputeCommand;
use domain::dispute::commands::send_message::{Addressed, SendMessage};
use http::StatusCode;
use terms::{CaseNumber, CommandId};
use uuid::Uuid;

use super::inbox;
use super::query::ListQuery;
use crate::shell::{Form, Oops, Site, Visit};

/// Most cases that are written to at once.
const MOST: usize = 50;

/// What became of it.
#[derive(Debug, Default)]
pub(super) struct Sent {
    pub done: usize,
    pub failed: Vec<Failed>,
    /// Nothing was written: the choice stays, and the field says so.
    pub is_silent: bool,
    /// The cases that stay chosen.
    pub picked: Vec<String>,
}

#[derive(Debug)]
pub(super) struct Failed {
    pub number: String,
    /// Which case, and why not: one sentence of the reader's language.
    pub sentence: String,
}

pub(super) async fn send(State(site): State<Arc<Site>>, visit: Visit, form: Form) -> Result<Response, Oops> {
    let text = |name: &str| form.text(name).to_owned();
    let query = ListQuery {
        status: text("status"),
        kind: text("kind"),
        q: text("q"),
        after: text("after"),
        ..ListQuery::default()
    };
    let mut sent = Sent::default();
    if form.given("text").is_none() {
        sent.is_silent = true;
        sent.picked = form.all("case").map(str::to_owned).collect();
        let mut page = inbox::page(&site, &visit, &query, Some(&sent)).await?;
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(page);
    }
    for number in form.all("case").filter_map(|n| n.parse::<CaseNumber>().ok()).take(MOST) {
        match send_one(&site, &visit, &form, number).await? {
            None => sent.done += 1,
            Some(why) => {
                let named = [("number", number.grouped()), ("why", why)];
                let sentence = visit.texts.with("merchant-bulk-failed", &named);
                sent.failed.push(Failed { number: number.to_string(), sentence });
            }
        }
    }
    inbox::page(&site, &visit, &query, Some(&sent)).await
}

/// Sends it to one case; gives the sentence of the refusal.
async fn send_one(
    site: &Site,
    visit: &Visit,
    form: &Form,
    number: CaseNumber,
) -> Result<Option<String>, Oops> {
    let (actor, _) = inbox::merchant_of(visit)?;
    let Some(id) = case::find(&site.app, number).await? else {
        return Ok(Some(visit.texts.say("merchant-bulk-unknown")));
    };
    // Sending the same form twice says it once in each case.
    let wish = Uuid::new_v5(&form.wish(site, visit).0, number.to_string().as_bytes());
    let wish = Wish { id: CommandId(wish), asked: form.hash(), seen: None };
    let message = SendMessage {
        text: form.text("text").to_owned(),
        evidence_ids: Vec::new(),
        audience: Addressed::All,
    };
    match case::act(&site.app, id, actor, DisputeCommand::SendMessage(message), wish).await {
        Ok(_) => Ok(None),
        // Somebody else's case is told like one that does not exist.
        Err(ExecuteError::Refused(refusal)) if refusal.severity() == Severity::NotFound => {
            Ok(Some(visit.texts.say("merchant-bulk-unknown")))
        }
        Err(ExecuteError::Refused(refusal)) => {
            Ok(Some(texts::tell(refusal.as_ref(), visit.language).sentence))
        }
        Err(ExecuteError::Stale { .. } | ExecuteError::KeyReused | ExecuteError::Busy) => {
            Ok(Some(visit.texts.say("merchant-bulk-busy")))
        }
        Err(ExecuteError::Store(error)) => Err(error.into()),
    }
}
