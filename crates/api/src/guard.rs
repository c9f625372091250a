//! Stands before every route: who is calling, may they enter, and are they writing too fast.

use std::net::{IpAddr, SocketAddr};

use app::sign_in::{self, Session};
use app::strangers::{Doing, is_guest};
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::Actor;
use domain::access::{Door, may_enter};
use http::header::AUTHORIZATION;
use http::request::Parts;
use http::{HeaderMap, Method};
use terms::{Language, Role};
use texts::Texts;

use crate::Api;
use crate::fault::Fault;
use crate::finish;
use crate::limits::Counted;
use crate::routes::{Endpoint, Route};
use crate::trouble::Trouble;

/// The address of the route that answered, for the log: with placeholders, never with what stood in them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Template(pub &'static str);

/// Checks sign-in, door and rate, then lets the request through.
pub(crate) async fn guard(
    State((api, route)): State<(Api, &'static Route)>,
    mut request: Request,
    next: Next,
) -> Response {
    let asking = Asking {
        writes: !matches!(*request.method(), Method::GET | Method::HEAD),
        address: request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip()),
        token: bearer(request.headers()).map(str::to_owned),
    };
    let address = asking.address;
    let mut response = match enter(&api, route, asking).await {
        Ok(session) => {
            let guest = route.endpoint == Endpoint::FileComplaint
                && session.as_ref().is_some_and(|s| s.role == Role::Consumer && is_guest(s.person));
            if let Some(session) = session {
                request.extensions_mut().insert(session);
            }
            if guest { as_guest(&api, address, request, next).await } else { next.run(request).await }
        }
        Err(fault) => fault.into_response(),
    };
    response.extensions_mut().insert(Template(route.path));
    response
}

/// Someone who only left a name files as many complaints a day from one place as by the pages; what is refused does
/// not count.
async fn as_guest(api: &Api, address: Option<IpAddr>, request: Request, next: Next) -> Response {
    let strangers = &api.app.strangers;
    if !strangers.may(Doing::Complains, address, api.app.clock.now()) {
        return Fault::from(Trouble::TooManyComplaints).into_response();
    }
    let response = next.run(request).await;
    if !response.status().is_success() {
        strangers.give_back(Doing::Complains, address);
    }
    response
}

/// What the guard looks at.
struct Asking {
    writes: bool,
    address: Option<IpAddr>,
    token: Option<String>,
}

async fn enter(api: &Api, route: &Route, asking: Asking) -> Result<Option<Session>, Fault> {
    let Asking { writes, address, token } = asking;
    if let Some(address) = address.filter(|_| writes) {
        slow_down(api, Counted::Address(address))?;
    }
    let session = match token {
        Some(token) => sign_in::find(&api.app, &token).await?,
        None => None,
    };
    if !may_enter(route.door, session.as_ref().map(|s| (s.person, s.role))) {
        return Err(match (&session, route.door) {
            (Some(_), Door::Roles(_)) => Fault::not_allowed(Vec::new()),
            (None | Some(_), Door::Anyone | Door::SignedIn) | (None, Door::Roles(_)) => {
                Trouble::SignInNeeded.into()
            }
        });
    }
    if let Some(session) = session.as_ref().filter(|_| writes) {
        slow_down(api, Counted::Person(session.person))?;
    }
    Ok(session)
}

fn slow_down(api: &Api, who: Counted) -> Result<(), Fault> {
    let taken = api.limiter.take(who, api.app.clock.now());
    taken.map_err(|seconds| {
        let mut fault = Fault::from(Trouble::TooManyRequests);
        fault.more.retry_after = Some(seconds);
        fault
    })
}

/// The token of an `Authorization: Bearer` header (RFC 6750).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

/// The signed-in caller.
#[derive(Debug, Clone)]
pub(crate) struct Me(pub Session);

impl Me {
    pub(crate) fn actor(&self) -> Actor {
        self.0.actor()
    }
}

impl FromRequestParts<Api> for Me {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, _: &Api) -> Result<Self, Fault> {
        parts.extensions.get::<Session>().cloned().map(Self).ok_or_else(|| Trouble::SignInNeeded.into())
    }
}

/// The sentences of the caller's language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Say(pub Texts);

impl Say {
    pub(crate) const fn language(&self) -> Language {
        self.0.language()
    }
}

impl FromRequestParts<Api> for Say {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &Api) -> Result<Self, Self::Rejection> {
        Ok(Self(Texts::of(finish::language(&parts.headers))))
    }
}
