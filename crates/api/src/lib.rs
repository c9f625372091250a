//! The JSON API v1: what shops, apps and scripts speak to Redress with.
//!
//! A handler translates and decides nothing: it reads the request, calls `app`, and writes what `app::show`
//! lets this caller see. Every route stands in one table, [`ROUTES`], with the door that guards it; every
//! problem is written in one place, [`finish`], in the caller's language (RFC 9457).

mod act;
mod answer;
mod bundle;
mod complaints;
mod custody;
mod disputes;
mod events;
mod evidence;
mod fault;
mod files;
mod finish;
mod guard;
mod json;
mod limits;
mod list;
mod notices;
mod openapi;
mod orders;
mod penalties;
mod public;
mod range;
mod routes;
mod schemas;
mod search;
mod statistics;
mod trouble;
mod wish;

use std::sync::Arc;

use app::App;
use axum::Router;
use axum::middleware::from_fn_with_state;

pub use limits::{Rate, RateLimits};
pub use openapi::document;
pub use routes::{ROUTES, Route};
pub use trouble::Trouble;

/// Where the API is mounted.
pub const BASE: &str = "/api/v1";

/// What an operator may set about the API.
#[derive(Debug, Clone, Copy, Default)]
pub struct Extra {
    pub limits: RateLimits,
}

/// What every handler shares.
#[derive(Debug, Clone)]
pub(crate) struct Api {
    pub app: Arc<App>,
    pub limiter: Arc<limits::Limiter>,
}

/// The whole API, to be merged into the server's router; it answers everything below [`BASE`].
pub fn router(app: Arc<App>, extra: Extra) -> Router {
    let api = Api { app, limiter: Arc::new(limits::Limiter::new(extra.limits)) };
    let inner = routes::mount(&api)
        .fallback(finish::unknown_route)
        .method_not_allowed_fallback(finish::wrong_method)
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(finish::panicked))
        .layer(from_fn_with_state(api.clone(), finish::finish))
        .with_state(api);
    Router::new().nest(BASE, inner)
}
