//! The merchant's page of one case.
use axum::response::Response;
use terms::DisputeId;

use crate::shell::{Oops, Site, Trouble, Visit};

pub(super) async fn page(_: &Site, _: &Visit, _: DisputeId, _: Option<&Trouble>) -> Result<Response, Oops> {
    Err(Oops::NotFound)
}
