//! Doors of the site: signing in and out, the first administrator, settings, notices.

mod notices;
mod settings;
mod setup;
mod sign_in;

use domain::access::Door;

use crate::shell::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", Door::Anyone, sign_in::show)
        .post("/sign-in", Door::Anyone, sign_in::with_password)
        .post("/sign-in/guest", Door::Anyone, sign_in::as_guest)
        .get("/hand-over", Door::Anyone, sign_in::hand_over)
        .post("/hand-over", Door::Anyone, sign_in::hand_over_anyway)
        .post("/sign-out", Door::Anyone, sign_in::out)
        .get("/setup", Door::Anyone, setup::show)
        .post("/setup", Door::Anyone, setup::make)
        .get("/settings", Door::Anyone, settings::show)
        .post("/settings", Door::Anyone, settings::keep)
        .get("/notices", Door::SignedIn, notices::show)
}
