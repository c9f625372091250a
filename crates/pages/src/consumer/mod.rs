//! Pages of the consumer: the entrance, filing, following a case.

use axum::response::Response;
use terms::DisputeId;

use crate::shell::{Oops, Routes, Site, Trouble, Visit};

pub(crate) fn routes() -> Routes {
    Routes::new()
}

pub(crate) async fn case_page(_: &Site, _: &Visit, _: DisputeId, _: Option<&Trouble>) -> Result<Response, Oops> {
    Err(Oops::NotFound)
}
