//! Pages of the desk.

use axum::response::Response;
use terms::DisputeId;

use crate::shell::{Oops, Routes, Site, Trouble, Visit};

pub(crate) fn routes() -> Routes {
    Routes::new()
}

/// A case as these people see it; with what went wrong at a form, if something did.
pub(crate) async fn case_page(_: &Site, _: &Visit, _: DisputeId, _: Option<&Trouble>) -> Result<Response, Oops> {
    Err(Oops::NotFound)
}
