//! A case as whoever visits may see it, in the language they read.

use app::case;
use app::show::CaseView;
use domain::Actor;
use terms::DisputeId;

use super::{Oops, Site, Visit};

/// The case's view; not found where the case does not exist for them.
pub(crate) async fn view(site: &Site, visit: &Visit, id: DisputeId, actor: &Actor) -> Result<CaseView, Oops> {
    case::view(&site.app, id, actor, &visit.texts).await?.ok_or(Oops::NotFound)
}
