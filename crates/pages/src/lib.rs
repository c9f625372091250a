//! The pages that consumers, merchants and the platform's people read and act on.
//!
//! A page decides nothing: it shows what `app::show` lets through, and each form becomes one command. Every page
//! works without JavaScript; `redress.js` adds comfort.

mod admin;
mod assets;
mod consumer;
mod desk;
mod doors;
mod merchant;
mod penalties;
mod results;
mod rules;
mod session;
mod shell;
mod statistics;
mod supervise;
#[cfg(test)]
mod trial;

use std::sync::Arc;

use app::App;
use axum::Router;
use axum::middleware::from_fn_with_state;
use tower_http::catch_panic::CatchPanicLayer;

pub use session::cookie as session_cookie;
pub use shell::routes::Line;

/// What an operator decides about the pages.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The public address is https: cookies are sent over it alone.
    pub secure_cookies: bool,
}

/// Every route of the pages, each with the door that guards it: a route without one cannot be written.
fn routes() -> shell::Routes {
    assets::routes()
        .and(doors::routes())
        .and(consumer::routes())
        .and(merchant::routes())
        .and(desk::routes())
        .and(penalties::routes())
        .and(admin::routes())
        .and(rules::routes())
        .and(results::routes())
        .and(statistics::routes())
        .and(supervise::routes())
        .and(shell::act::routes())
        .and(shell::live::routes())
        .and(shell::files::routes())
}

/// Who may use which address: the access table of the pages.
#[must_use]
pub fn access_table() -> Vec<Line> {
    routes().table
}

/// All pages as one router.
pub fn router(app: Arc<App>, settings: Settings) -> Router {
    finished(routes(), Arc::new(shell::Site::new(app, settings)))
}

/// What stands around every page: the visit outermost, so that even a handler that broke is answered in its language.
fn finished(routes: shell::Routes, site: Arc<shell::Site>) -> Router {
    routes
        .router
        .fallback(shell::oops::nothing_here)
        .layer(CatchPanicLayer::custom(shell::oops::panicked))
        .layer(from_fn_with_state(Arc::clone(&site), shell::visit::around))
        .with_state(site)
}
