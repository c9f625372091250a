//! Looks a case up for a work page. The sentences are asked for after the last wait, so that a page may be made on any thread.

use app::App;
use app::execute::load;
use app::ports::StoreResult;
use app::queries::people;
use app::show::{self, Around, CaseView, MoneyView};
use app::{Orders, case};
use domain::Actor;
use domain::dispute::DisputeState;
use terms::{DisputeId, Money, order_stream};
use texts::Texts;

/// The case as the actor may see it; `None`: for them it does not exist.
pub(crate) async fn look_up(
    app: &App,
    id: DisputeId,
    actor: &Actor,
    t: Texts,
) -> StoreResult<Option<CaseView>> {
    let state = case::state(app, id).await?;
    let names = people::names(app, show::people(&state)).await?;
    let money = money(app, &state).await?;
    let around =
        Around { actor, now: app.clock.now(), playbook: &app.playbook, say: &t, names: &names, money };
    Ok(show::show(&state, &around))
}

async fn money(app: &App, state: &DisputeState) -> StoreResult<Option<MoneyView>> {
    let Some(snapshot) = state.order() else { return Ok(None) };
    let order = load::<Orders>(app, order_stream(&snapshot.order_id).id).await?.state;
    let sum = |minor| Money::new(snapshot.total.currency, minor);
    Ok(Some(MoneyView {
        paid: order.snapshot.as_ref().map_or(snapshot.total, |s| s.total),
        reserved: sum(order.reserved()),
        settled: sum(order.settled()),
        remaining: sum(order.remaining()),
    }))
}
