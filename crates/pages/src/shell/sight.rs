//! A case as whoever visits may see it, in the language they read.

use app::Orders;
use app::case;
use app::execute::load;
use app::queries::people;
use app::show::{self, Around, CaseView, MoneyView};
use domain::dispute::DisputeState;
use domain::{Actor, access};
use terms::{DisputeId, Money, order_stream};

use super::{Oops, Site, Visit};

/// The case's view; not found where the case does not exist for them.
///
/// What is looked up comes before anything is said, so that no sentence is borrowed while waiting.
pub(crate) async fn view(site: &Site, visit: &Visit, id: DisputeId, actor: &Actor) -> Result<CaseView, Oops> {
    let state = case::state(&site.app, id).await?;
    access::viewer(&state, actor, visit.now).ok_or(Oops::NotFound)?;
    let names = people::names(&site.app, show::people(&state)).await?;
    let money = money(site, &state).await?;
    let playbook = &site.app.playbook;
    let around = Around { actor, now: visit.now, playbook, say: &visit.texts, names: &names, money };
    show::show(&state, &around).ok_or(Oops::NotFound)
}

/// What has become of the order's money, from the order's own stream.
async fn money(site: &Site, state: &DisputeState) -> Result<Option<MoneyView>, Oops> {
    let Some(snapshot) = state.order() else { return Ok(None) };
    let order = load::<Orders>(&site.app, order_stream(&snapshot.order_id).id).await?.state;
    let sum = |minor| Money::new(snapshot.total.currency, minor);
    Ok(Some(MoneyView {
        paid: order.snapshot.as_ref().map_or(snapshot.total, |s| s.total),
        reserved: sum(order.reserved()),
        settled: sum(order.settled()),
        remaining: sum(order.remaining()),
    }))
}
