//! Doors of the site: signing in and out, the first administrator, settings, notices.

use crate::shell::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
}
