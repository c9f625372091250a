//! The table of routes: one line each, with the door that guards it; the router is made of nothing else.

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodFilter, MethodRouter, on};
use domain::access::Door;
use http::Method;
use terms::Role;

use crate::guard::guard;
use crate::{
    Api, act, bundle, complaints, custody, disputes, events, evidence, files, list, notices, openapi, orders,
    penalties, public, search, statistics,
};

/// A route of the API.
#[derive(Debug, Clone)]
pub struct Route {
    pub method: Method,
    /// Below [`crate::BASE`], with placeholders.
    pub path: &'static str,
    pub door: Door,
    pub(crate) endpoint: Endpoint,
}

/// What answers on a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Endpoint {
    FileComplaint,
    SuggestKind,
    ListDisputes,
    GetDispute,
    Act,
    ListEvents,
    GetBundle,
    Upload,
    GetFile,
    GetCustody,
    Search,
    PutOrder,
    GetOrder,
    Notices,
    ListPenalties,
    OpenPenalty,
    GetPenalty,
    ActPenalty,
    GetStanding,
    BookMerchant,
    Measures,
    Kinds,
    Checkpoint,
    Consistency,
    Statistics,
    OpenApi,
}

/// Whoever can take part in a case. Admins keep the machine running, cases are not theirs to read.
const CASES: Door = Door::Roles(&[
    Role::Consumer,
    Role::Merchant,
    Role::IntakeOfficer,
    Role::Mediator,
    Role::Decider,
    Role::Supervisor,
    Role::Integrator,
]);
const FILING: Door = Door::Roles(&[
    Role::Consumer,
    Role::IntakeOfficer,
    Role::Mediator,
    Role::Decider,
    Role::Supervisor,
    Role::Integrator,
]);
/// Whoever may see penalty cases. Mediators know too much of disputes.
const PENALTIES: Door = Door::Roles(&[Role::Merchant, Role::IntakeOfficer, Role::Decider, Role::Supervisor]);
const CHARGING: Door = Door::Roles(&[Role::IntakeOfficer, Role::Decider, Role::Supervisor]);
const STANDING: Door = Door::Roles(&[Role::Merchant, Role::Decider, Role::Supervisor, Role::Integrator]);
const BOOKING: Door = Door::Roles(&[Role::Supervisor, Role::Integrator]);
const SHOP: Door = Door::Roles(&[Role::Integrator, Role::Admin]);

const fn route(method: Method, path: &'static str, door: Door, endpoint: Endpoint) -> Route {
    Route { method, path, door, endpoint }
}

/// Every route.
pub const ROUTES: &[Route] = &[
    route(Method::POST, "/complaints", FILING, Endpoint::FileComplaint),
    route(Method::POST, "/complaints/suggest-kind", Door::Anyone, Endpoint::SuggestKind),
    route(Method::GET, "/disputes", CASES, Endpoint::ListDisputes),
    route(Method::GET, "/disputes/{number}", CASES, Endpoint::GetDispute),
    route(Method::POST, "/disputes/{number}/{verb}", CASES, Endpoint::Act),
    route(Method::GET, "/disputes/{number}/events", CASES, Endpoint::ListEvents),
    route(Method::GET, "/disputes/{number}/bundle", CASES, Endpoint::GetBundle),
    route(Method::POST, "/evidence", CASES, Endpoint::Upload),
    route(Method::GET, "/evidence/{id}", CASES, Endpoint::GetFile),
    route(Method::GET, "/evidence/{id}/custody", CASES, Endpoint::GetCustody),
    route(Method::GET, "/search", CASES, Endpoint::Search),
    route(Method::PUT, "/orders/{id}", SHOP, Endpoint::PutOrder),
    route(Method::GET, "/orders/{id}", SHOP, Endpoint::GetOrder),
    route(Method::GET, "/notices", CASES, Endpoint::Notices),
    route(Method::GET, "/penalties", PENALTIES, Endpoint::ListPenalties),
    route(Method::POST, "/penalties", CHARGING, Endpoint::OpenPenalty),
    route(Method::GET, "/penalties/{number}", PENALTIES, Endpoint::GetPenalty),
    route(Method::POST, "/penalties/{number}/{verb}", PENALTIES, Endpoint::ActPenalty),
    route(Method::GET, "/merchants/{id}", STANDING, Endpoint::GetStanding),
    route(Method::POST, "/merchants/{id}/{act}", BOOKING, Endpoint::BookMerchant),
    route(Method::GET, "/measures", Door::Anyone, Endpoint::Measures),
    route(Method::GET, "/kinds", Door::Anyone, Endpoint::Kinds),
    route(Method::GET, "/checkpoint", Door::Anyone, Endpoint::Checkpoint),
    route(Method::GET, "/checkpoint/consistency", Door::Anyone, Endpoint::Consistency),
    route(Method::GET, "/statistics", Door::Anyone, Endpoint::Statistics),
    route(Method::GET, "/openapi.json", Door::Anyone, Endpoint::OpenApi),
];

/// Puts every route behind its door.
pub(crate) fn mount(api: &Api) -> Router<Api> {
    ROUTES.iter().fold(Router::new(), |router, route| {
        let guarded = handler(route).route_layer(from_fn_with_state((api.clone(), route), guard));
        router.route(route.path, guarded)
    })
}

fn handler(route: &Route) -> MethodRouter<Api> {
    let method = MethodFilter::try_from(route.method.clone()).unwrap_or(MethodFilter::GET);
    match route.endpoint {
        Endpoint::FileComplaint => on(method, complaints::file),
        Endpoint::SuggestKind => on(method, complaints::suggest),
        Endpoint::ListDisputes => on(method, list::list),
        Endpoint::GetDispute => on(method, disputes::get),
        Endpoint::Act => on(method, act::act),
        Endpoint::ListEvents => on(method, events::list),
        Endpoint::GetBundle => on(method, bundle::get),
        Endpoint::Upload => on(method, evidence::upload),
        Endpoint::GetFile => on(method, files::get),
        Endpoint::GetCustody => on(method, custody::get),
        Endpoint::Search => on(method, search::search),
        Endpoint::PutOrder => on(method, orders::put),
        Endpoint::GetOrder => on(method, orders::get),
        Endpoint::Notices => on(method, notices::list),
        Endpoint::ListPenalties => on(method, penalties::list),
        Endpoint::OpenPenalty => on(method, penalties::open),
        Endpoint::GetPenalty => on(method, penalties::get),
        Endpoint::ActPenalty => on(method, penalties::act),
        Endpoint::GetStanding => on(method, penalties::get_standing),
        Endpoint::BookMerchant => on(method, penalties::book),
        Endpoint::Measures => on(method, penalties::measures),
        Endpoint::Kinds => on(method, public::kinds),
        Endpoint::Checkpoint => on(method, public::checkpoint),
        Endpoint::Consistency => on(method, public::consistency),
        Endpoint::Statistics => on(method, statistics::get),
        Endpoint::OpenApi => on(method, openapi::get),
    }
}
