//! Routes with their doors: the access table and the router are one list, so that neither can lack what the other has.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use domain::access::{Door, may_enter};
use http::Method;

use super::{Oops, Site, Visit};

/// One line of the access table.
#[derive(Debug, Clone)]
pub struct Line {
    pub method: Method,
    pub path: &'static str,
    pub door: Door,
}

/// A list of routes, each with its door.
pub(crate) struct Routes {
    pub table: Vec<Line>,
    pub router: Router<Arc<Site>>,
}

impl Routes {
    pub fn new() -> Self {
        Self { table: Vec::new(), router: Router::new() }
    }

    /// A page that is read.
    pub fn get<H: Handler<T, Arc<Site>>, T: 'static>(
        self,
        path: &'static str,
        door: Door,
        handler: H,
    ) -> Self {
        self.with(Method::GET, path, door, on(MethodFilter::GET, handler))
    }

    /// A form that is sent.
    pub fn post<H: Handler<T, Arc<Site>>, T: 'static>(
        self,
        path: &'static str,
        door: Door,
        handler: H,
    ) -> Self {
        self.with(Method::POST, path, door, on(MethodFilter::POST, handler))
    }

    fn with(
        mut self,
        method: Method,
        path: &'static str,
        door: Door,
        handler: MethodRouter<Arc<Site>>,
    ) -> Self {
        let guarded =
            handler.route_layer(from_fn(move |request: Request, next: Next| guard(door, request, next)));
        self.table.push(Line { method, path, door });
        self.router = self.router.route(path, guarded);
        self
    }

    pub fn and(mut self, other: Self) -> Self {
        self.table.extend(other.table);
        self.router = self.router.merge(other.router);
        self
    }
}

/// Lets through whom the door is for; others are asked to sign in, or told that this is not theirs.
async fn guard(door: Door, request: Request, next: Next) -> Response {
    let session = request.extensions().get::<Arc<Visit>>().and_then(|visit| visit.session.as_ref());
    if may_enter(door, session.map(|s| (s.person, s.role))) {
        return next.run(request).await;
    }
    match session {
        Some(_) => Oops::NotAllowed.into_response(),
        None => Oops::SignIn.into_response(),
    }
}
