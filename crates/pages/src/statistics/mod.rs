//! Figures that everybody may read, those of one merchant or carrier for staff, and a merchant's own.

mod chart;
mod csv;
mod figures;
mod query;
mod show;

use domain::access::Door;
use terms::Role;

use crate::shell::Routes;

pub(crate) use chart::{Column, columns, grouped};
pub(crate) use figures::kind_name;
pub(crate) use show::{Helped, helped};

const STAFF: Door = Door::Roles(&[Role::IntakeOfficer, Role::Mediator, Role::Decider, Role::Supervisor]);

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/statistics", Door::Anyone, show::public)
        .get("/statistics/merchants", STAFF, show::merchants)
        .get("/statistics/merchant", STAFF, show::merchant)
        .get("/statistics/carriers", STAFF, show::carriers)
        .get("/statistics/carrier", STAFF, show::carrier)
        .get("/merchant/statistics", Door::Roles(&[Role::Merchant]), show::own)
}

#[cfg(test)]
mod tests;
