//! Pages of the consumer: the entrance, filing, following a case.

mod case;
mod cases;
mod draft;
mod entrance;
mod filing;
pub(crate) mod filing_cards;
#[cfg(test)]
mod strangers;
#[cfg(test)]
mod tests;
mod track;

pub(crate) use case::page as case_page;
pub(crate) use draft::forget as forget_draft;

use domain::access::Door;
use terms::Role;

use crate::shell::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/", Door::Anyone, entrance::show)
        .post("/self-service", Door::Anyone, entrance::follow_up)
        .get("/track", Door::Anyone, track::show)
        .get("/cases", Door::Roles(&[Role::Consumer]), cases::show)
        .get("/cases/{number}", Door::SignedIn, case::show_case)
        .and(filing::routes())
}
