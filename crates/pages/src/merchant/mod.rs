//! What merchants see: the inbox, and each case with what they have to answer.

mod bulk;
mod case;
mod inbox;
pub(crate) mod lens;
pub(crate) mod query;
pub(crate) mod row;

use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::Door;
use std::sync::Arc;
use terms::{CaseNumber, DisputeId, Role};

use crate::shell::{Oops, Routes, Site, Trouble, Visit};

const DOOR: Door = Door::Roles(&[Role::Merchant]);

pub(crate) fn routes() -> Routes {
    Routes::new().get(inbox::PATH, DOOR, inbox::show).post("/merchant/messages", DOOR, bulk::send).get(
        "/merchant/cases/{number}",
        DOOR,
        show_case,
    )
}

async fn show_case(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(number): Path<String>,
) -> Result<Response, Oops> {
    let number: CaseNumber = number.parse().map_err(|_| Oops::NotFound)?;
    let id = app::case::find(&site.app, number).await?.ok_or(Oops::NotFound)?;
    case_page(&site, &visit, id, None).await
}

/// A case as these people see it; with what went wrong at a form, if something did.
pub(crate) async fn case_page(
    site: &Site,
    visit: &Visit,
    id: DisputeId,
    trouble: Option<&Trouble>,
) -> Result<Response, Oops> {
    case::page(site, visit, id, trouble).await
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) mod world;
