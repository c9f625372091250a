//! Penalty cases for the merchant charged and for staff, and a merchant's standing (G4, G8).

mod act;
mod case;
mod list;
mod open;
mod standing;

use domain::access::Door;
use terms::Role;

use crate::shell::Routes;

const STAFF: Door = Door::Roles(&[Role::IntakeOfficer, Role::Decider, Role::Supervisor]);
const MERCHANT: Door = Door::Roles(&[Role::Merchant]);
const BOTH: Door = Door::Roles(&[Role::Merchant, Role::IntakeOfficer, Role::Decider, Role::Supervisor]);
const BOOKS: Door = Door::Roles(&[Role::Supervisor]);
const LOOKS: Door = Door::Roles(&[Role::Decider, Role::Supervisor]);

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(list::PATH, STAFF, list::show)
        .get(open::PATH, STAFF, open::show)
        .post("/desk/penalties", STAFF, open::send)
        .get("/desk/penalties/{number}", STAFF, case::show)
        .get("/merchant/penalties/{number}", MERCHANT, case::show)
        .post("/penalties/{number}/{verb}", BOTH, act::act)
        .get(standing::PATH, MERCHANT, standing::own)
        .get("/desk/merchants/{id}", LOOKS, standing::of)
        .post("/desk/merchants/{id}/{act}", BOOKS, standing::book)
}

/// The address of a penalty case for someone of a role.
pub(crate) fn href(role: Role, number: impl std::fmt::Display) -> String {
    let place = if role == Role::Merchant { "merchant" } else { "desk" };
    format!("/{place}/penalties/{number}")
}
