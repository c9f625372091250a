//! What staff see: the queue by turn and date, the dossier of a case, and filing for a caller or a letter.

pub(crate) mod around;
mod caller;
mod compare;
mod custody;
mod dossier;
mod facts;
mod file;
mod filing;
mod queue;

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::access::Door;
use terms::{CaseNumber, DisputeId, Role};

use crate::shell::{Oops, Routes, Site, Trouble, Visit};

const DOOR: Door = Door::Roles(&[Role::IntakeOfficer, Role::Mediator, Role::Decider, Role::Supervisor]);

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(queue::PATH, DOOR, queue::show)
        .get("/desk/cases/{number}", DOOR, show_case)
        .get(custody::PATH, DOOR, custody::show)
        .get(file::PATH, DOOR, file::show)
        .post(file::PATH, DOOR, file::send)
}

async fn show_case(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(number): Path<String>,
    Query(chosen): Query<compare::Chosen>,
) -> Result<Response, Oops> {
    let number: CaseNumber = number.parse().map_err(|_| Oops::NotFound)?;
    let id = app::case::find(&site.app, number).await?.ok_or(Oops::NotFound)?;
    dossier::page(&site, &visit, id, None, &chosen).await
}

/// A case as these people see it; with what went wrong at a form, if something did.
pub(crate) async fn case_page(
    site: &Site,
    visit: &Visit,
    id: DisputeId,
    trouble: Option<&Trouble>,
) -> Result<Response, Oops> {
    dossier::page(site, visit, id, trouble, &compare::Chosen::default()).await
}

#[cfg(test)]
mod dossier_tests;
#[cfg(test)]
mod tests;
