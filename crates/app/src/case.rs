//! Reading one case, and the acts that every door does the same way around it.

mod bundle;
mod copies;
mod facts;
mod file;
mod seal;
mod upload;

use domain::Actor;
use domain::dispute::commands::prove_notice::ProveNotice;
use domain::dispute::{DisputeCommand, DisputeState, Standing, standing};
use terms::{CaseNumber, CommandId, DisputeId, Ids, Money, order_stream};

use crate::app::App;
use crate::execute::{Done, ExecuteError, Request, execute, load};
use crate::ports::{AppendError, StoreResult};
use crate::queries::notices::{self, NoticeRow};
use crate::queries::{disputes, people};
use crate::show::{self, Around, CaseView, MoneyView, Say};
use crate::stream::{Disputes, Orders};

pub use bundle::{BundleError, edition_for, write_bundle};
pub use copies::{SeenFile, copy_for, note_look, seen_file};
pub(crate) use facts::all;
pub use facts::{FactView, facts};
pub use file::{Complaint, FileOutcome, file};
pub(crate) use seal::Sealings;
pub use seal::{SealError, SealedBundle, seal_bundle};
pub use upload::{Received, UploadError, take_upload};

/// The dispute that people know by this number.
///
/// # Errors
/// The store's.
pub async fn find(app: &App, number: CaseNumber) -> StoreResult<Option<DisputeId>> {
    Ok(disputes::by_number(app, number).await?.map(|row| row.id))
}

/// The case's state as it is now.
///
/// # Errors
/// The store's.
pub async fn state(app: &App, id: DisputeId) -> StoreResult<std::sync::Arc<DisputeState>> {
    Ok(load::<Disputes>(app, id.0).await?.state)
}

/// The case as the actor may see it; `None`: for them it does not exist.
///
/// # Errors
/// The store's.
pub async fn view(app: &App, id: DisputeId, actor: &Actor, say: &dyn Say) -> StoreResult<Option<CaseView>> {
    let state = state(app, id).await?;
    view_of(app, &state, actor, say).await
}

/// The view of a state that is at hand.
///
/// # Errors
/// The store's.
pub async fn view_of(
    app: &App,
    state: &DisputeState,
    actor: &Actor,
    say: &dyn Say,
) -> StoreResult<Option<CaseView>> {
    let now = app.clock.now();
    if standing(state, actor, now).is_none() {
        return Ok(None);
    }
    let names = people::names(app, show::people(state)).await?;
    let money = money(app, state).await?;
    Ok(show::show(state, &Around { actor, now, playbook: &app.playbook, say, names: &names, money }))
}

/// What has become of the order's money, from the order's own stream.
async fn money(app: &App, state: &DisputeState) -> StoreResult<Option<MoneyView>> {
    let Some(snapshot) = state.order() else { return Ok(None) };
    let order = load::<Orders>(app, order_stream(&snapshot.order_id).id).await?.state;
    let currency = snapshot.total.currency;
    let sum = |minor| Money::new(currency, minor);
    Ok(Some(MoneyView {
        paid: order.snapshot.as_ref().map_or(snapshot.total, |s| s.total),
        reserved: sum(order.reserved()),
        settled: sum(order.settled()),
        remaining: sum(order.remaining()),
    }))
}

/// Carries out a person's command on a case.
///
/// # Errors
/// As [`execute`].
pub async fn act(
    app: &App,
    id: DisputeId,
    actor: Actor,
    command: DisputeCommand,
    wish: Wish,
) -> Result<Done<Disputes>, ExecuteError> {
    let on_behalf_of = principal(app, id, &actor).await?;
    let request = Request::<Disputes> {
        id: wish.id,
        asked: wish.asked,
        actor,
        on_behalf_of,
        occurred_at: None,
        stream: id.0,
        is_new: false,
        command,
        seen: wish.seen,
        finishes: None,
    };
    execute(app, request).await
}

/// Under which id something is wished, and on which version it insists.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    pub id: CommandId,
    pub asked: Vec<u8>,
    pub seen: Option<u64>,
}

impl Wish {
    /// A wish that nobody repeats.
    #[must_use]
    pub fn once(app: &App) -> Self {
        let mut entropy = app.entropy();
        let id = CommandId(Ids::new(app.clock.now(), entropy.as_mut()).uuid());
        Self { id, asked: Vec::new(), seen: None }
    }
}

/// An agent's acts count for the side it acts for (B18).
async fn principal(app: &App, id: DisputeId, actor: &Actor) -> StoreResult<Option<terms::PersonId>> {
    let state = state(app, id).await?;
    let found = standing(&state, actor, app.clock.now());
    Ok(found.and_then(|standing| domain::dispute::principal(&state, standing)))
}

/// Notices were shown to the actor: that proves the notices, and for the merchant's staff that they know of the cases
/// (C19). Both doors come here, so that neither shows what is not written down.
///
/// # Errors
/// The store's.
pub async fn prove_notices(app: &App, shown: &[NoticeRow], actor: &Actor) -> Result<(), AppendError> {
    let pending = shown.iter().filter(|notice| notice.state == "pending");
    let mut cases: Vec<DisputeId> = pending.map(|notice| notice.dispute).collect();
    cases.sort_unstable();
    cases.dedup();
    for id in cases {
        prove_sight(app, id, actor).await?;
    }
    notices::prove(app, shown).await
}

/// The merchant's staff look at the case: from now on the notice is proven (C19). Says whether that was new.
///
/// # Errors
/// The store's.
pub async fn prove_sight(app: &App, id: DisputeId, actor: &Actor) -> StoreResult<bool> {
    let state = state(app, id).await?;
    let is_respondent = matches!(standing(&state, actor, app.clock.now()), Some(Standing::Respondent { .. }));
    if !is_respondent
        || state.respondent_notified.is_some()
        || state.accepted_at.is_none()
        || !state.is_open()
    {
        return Ok(false);
    }
    let wish = Wish::once(app);
    let command = DisputeCommand::ProveNotice(ProveNotice { notice: None });
    match act(app, id, actor.clone(), command, wish).await {
        Ok(_) => Ok(true),
        Err(ExecuteError::Store(error)) => Err(error),
        // Another of the merchant's staff was faster: it is proven all the same.
        Err(
            ExecuteError::Refused(_)
            | ExecuteError::Stale { .. }
            | ExecuteError::KeyReused
            | ExecuteError::Busy,
        ) => Ok(false),
    }
}
