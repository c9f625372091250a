//! For administrators: who works here, and which programs may talk to us. They see nothing of any case.

mod keys;
mod people;

use std::sync::Arc;

use app::sign_in::hand_over_key;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::access::Door;
use http::StatusCode;
use terms::Role;
use texts::Texts;

use crate::shell::{Oops, Page, Routes, Site, Trouble, Visit, render_as};
use keys::ProgramView;
use people::StaffView;

const DOOR: Door = Door::Roles(&[Role::Admin]);
const PATH: &str = "/admin";

/// The roles that an administrator can give.
const ROLES: [Role; 5] = [Role::IntakeOfficer, Role::Mediator, Role::Decider, Role::Supervisor, Role::Admin];

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(PATH, DOOR, show)
        .post("/admin/staff", DOOR, people::add)
        .post("/admin/staff/{person}/deactivate", DOOR, people::deactivate)
        .post("/admin/staff/{person}/reactivate", DOOR, people::reactivate)
        .post("/admin/passwords", DOOR, people::set_password)
        .post("/admin/hand-over-key", DOOR, keys::new_hand_over_key)
        .post("/admin/integrators", DOOR, keys::open_integrator)
        .post("/admin/integrators/close", DOOR, keys::close_integrator)
}

/// Something that is shown this once and kept nowhere in the clear.
pub(super) enum Once {
    HandOverKey(String),
    IntegratorToken { name: String, token: String, until: String },
}

/// What has just been done.
#[derive(Default)]
pub(super) struct News {
    pub once: Option<Once>,
    pub done: Option<String>,
}

#[derive(Template)]
#[template(path = "admin/index.html")]
struct AdminPage<'a> {
    page: Page<'a>,
    t: Texts,
    staff: Vec<StaffView>,
    programs: Vec<ProgramView>,
    roles: Vec<(&'static str, String)>,
    has_key: bool,
    news: News,
}

async fn show(State(site): State<Arc<Site>>, visit: Visit) -> Result<Response, Oops> {
    page(&site, &visit, News::default(), None).await
}

pub(super) async fn page(
    site: &Site,
    visit: &Visit,
    news: News,
    trouble: Option<&Trouble>,
) -> Result<Response, Oops> {
    let t = visit.texts;
    let (actor, _) = visit.signed_in()?;
    let template = AdminPage {
        page: Page::new(site, visit, t.say("admin-title")).at(PATH).with(trouble),
        t,
        staff: people::list(site, &actor, t).await?,
        roles: ROLES.map(|role| (role.as_str(), t.word("role", role.as_str()))).to_vec(),
        programs: keys::list(site, visit).await?,
        has_key: hand_over_key(&site.app).await?.is_some(),
        news,
    };
    render_as(trouble.map_or(StatusCode::OK, |trouble| trouble.status), &template)
}

#[cfg(test)]
mod tests;
