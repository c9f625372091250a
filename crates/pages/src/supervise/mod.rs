//! The supervisors' wall: what is open, at risk and late, by person and by kind, and every case behind a figure.

mod cases;
mod live;
mod wall;

use domain::access::Door;
use terms::Role;

use crate::shell::Routes;

const DOOR: Door = Door::Roles(&[Role::Supervisor]);
pub(super) const PATH: &str = "/supervise";

pub(crate) fn routes() -> Routes {
    Routes::new().get(PATH, DOOR, wall::show).get("/supervise/cases", DOOR, cases::show).get(
        "/supervise/live",
        DOOR,
        live::live,
    )
}

#[cfg(test)]
mod tests;
