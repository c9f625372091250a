//! Results in public: the list, one result, the feed; the draft that both sides and staff see; the register of trade rules.

mod feed;
mod list;
mod one;
mod preview;
mod trade;
mod view;
mod waiting;

use domain::access::Door;
use terms::{DisputeId, Role};

use crate::shell::{Oops, Routes, Site, Visit};

const STAFF: Door = Door::Roles(&[Role::IntakeOfficer, Role::Mediator, Role::Decider, Role::Supervisor]);

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(list::PATH, Door::Anyone, list::show)
        .get("/results/{number}", Door::Anyone, one::show)
        .post("/results/{number}/object", Door::Anyone, one::object)
        .get("/results.atom", Door::Anyone, feed::show)
        .get("/desk/results", STAFF, waiting::show)
        .get("/cases/{number}/result", Door::SignedIn, preview::show)
        .post("/cases/{number}/result/{verb}", Door::SignedIn, preview::act)
        .get(trade::PATH, Door::Anyone, trade::show)
}

/// For a side's own case page: the draft or the result, and what can be done about it.
pub(crate) async fn card(
    site: &Site,
    visit: &Visit,
    id: DisputeId,
    number: &str,
) -> Result<Option<(String, String)>, Oops> {
    use domain::publication::PublicationPhase;
    let state = app::publication::state(&site.app, id).await?;
    let words = match (state.phase, &state.draft) {
        (PublicationPhase::Preview, Some(draft)) => {
            let date = texts::date_time(draft.preview_until, visit.now, visit.language);
            visit.texts.with("results-card-draft", &[("date", date)])
        }
        (PublicationPhase::Public, _) => visit.texts.say("results-card-public"),
        (PublicationPhase::Preview | PublicationPhase::Absent | PublicationPhase::Down, _) => {
            return Ok(None);
        }
    };
    Ok(Some((format!("/cases/{number}/result"), words)))
}

#[cfg(test)]
mod tests;
