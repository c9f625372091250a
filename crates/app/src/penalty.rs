//! Penalty cases and merchants' accounts: acting on them, and what they need looked up.

use domain::access::{Viewer, sees};
use domain::dispute::DisputeState;
use domain::facts::{Facts, PenaltyCause};
use domain::merchant::{MerchantAct, MerchantCommand, MerchantState};
use domain::penalty::{OpenPenalty, PenaltyCommand, PenaltyState, penalty_standing};
use domain::{Actor, By};
use std::sync::Arc;
use terms::{CaseNumber, DisputeId, EvidenceState, Ids, MerchantId, PenaltyId, Role, Side, merchant_stream};

use crate::app::App;
use crate::case::Wish;
use crate::execute::{Done, ExecuteError, Request, execute, load};
use crate::ports::{StoreError, StoreResult};
use crate::queries::{penalties, people};
use crate::stream::{Disputes, Merchants, Penalties};

/// Looks up what a penalty case's decision may need.
pub(crate) async fn gather(
    app: &App,
    state: &PenaltyState,
    command: &PenaltyCommand,
    actor: &Actor,
) -> StoreResult<Facts> {
    let mut facts = Facts::default();
    let dispute = match command {
        PenaltyCommand::Open(open) => open.dispute,
        PenaltyCommand::Answer(_) => state.charge.as_ref().and_then(|charge| charge.dispute),
        PenaltyCommand::ImposeHold(_)
        | PenaltyCommand::ReviewHold(_)
        | PenaltyCommand::ProveNotice
        | PenaltyCommand::Assign(_)
        | PenaltyCommand::Decide(_)
        | PenaltyCommand::Appeal(_)
        | PenaltyCommand::DecideAppeal(_)
        | PenaltyCommand::ReportDuty(_)
        | PenaltyCommand::CheckDuty(_)
        | PenaltyCommand::Report(_)
        | PenaltyCommand::PassDate { .. } => None,
    };
    if let Some(dispute) = dispute {
        facts.cause = cause(dispute, &load::<Disputes>(app, dispute.0).await?.state);
    }
    if let PenaltyCommand::Assign(assign) = command {
        facts.named = people::named(app, assign.to).await?;
    }
    let barred = facts.cause.as_ref().map(|cause| cause.barred.clone()).unwrap_or_default();
    let now = state.in_charge.map(|d| d.person);
    facts.duty = app.judges(&|person| {
        let free = !state.had_a_part(person) && !barred.contains(&person);
        free && Some(person) != actor.person() && Some(person) != now
    });
    Ok(facts)
}

/// What a dispute says to a penalty case. Nothing that mediation seals gets there: the merchant saw it and could answer.
fn cause(dispute: DisputeId, state: &DisputeState) -> Option<PenaltyCause> {
    let filed = state.filed.as_deref()?;
    let open = |e: &&domain::dispute::Evidence| {
        sees(Viewer::Side(Side::Respondent), e.label)
            && sees(Viewer::Staff(Role::Decider), e.label)
            && e.state != EvidenceState::Refuted
    };
    let judged = state.decisions.iter().flat_map(|d| [Some(d.decided_by), d.second]).flatten();
    let drafted = state.draft.iter().map(|d| d.by);
    let mut barred: Vec<_> = judged.chain(drafted).filter_map(By::person).collect();
    let mediated = state.handovers.iter().filter(|h| h.role == Role::Mediator);
    barred.extend(mediated.flat_map(|h| [Some(h.to.person), h.to.deputy]).flatten());
    barred.sort_unstable();
    barred.dedup();
    Some(PenaltyCause {
        dispute,
        number: filed.number,
        merchant: filed.respondent.clone(),
        merchant_name: filed.order.as_ref().map_or_else(String::new, |o| o.merchant_name.clone()),
        is_ruled: !state.decisions.is_empty(),
        exhibits: state
            .evidence
            .iter()
            .filter(open)
            .map(|e| (e.item.evidence_id, e.item.sha256.clone()))
            .collect(),
        barred,
    })
}

/// The penalty case with this number.
///
/// # Errors
/// The store's.
pub async fn find(app: &App, number: CaseNumber) -> StoreResult<Option<PenaltyId>> {
    penalties::by_number(app, number).await
}

/// The case's state as it is now.
///
/// # Errors
/// The store's.
pub async fn state(app: &App, id: PenaltyId) -> StoreResult<Arc<PenaltyState>> {
    Ok(load::<Penalties>(app, id.0).await?.state)
}

/// Lays a charge; gives the new case.
///
/// # Errors
/// As [`execute`].
pub async fn open(
    app: &App,
    actor: Actor,
    command: OpenPenalty,
    wish: Wish,
) -> Result<Done<Penalties>, ExecuteError> {
    let mut entropy = app.entropy();
    let id = PenaltyId(Ids::new(app.clock.now(), entropy.as_mut()).uuid());
    let request = request(id, actor, PenaltyCommand::Open(Box::new(command)), wish);
    execute(app, Request { is_new: true, ..request }).await
}

/// Carries out a person's command on a penalty case.
///
/// # Errors
/// As [`execute`].
pub async fn act(
    app: &App,
    id: PenaltyId,
    actor: Actor,
    command: PenaltyCommand,
    wish: Wish,
) -> Result<Done<Penalties>, ExecuteError> {
    execute(app, request(id, actor, command, wish)).await
}

fn request(id: PenaltyId, actor: Actor, command: PenaltyCommand, wish: Wish) -> Request<Penalties> {
    Request {
        id: wish.id,
        asked: wish.asked,
        actor,
        on_behalf_of: None,
        occurred_at: None,
        stream: id.0,
        is_new: false,
        command,
        seen: wish.seen,
        finishes: None,
    }
}

/// Somebody of the merchant looks at the case: its time to answer starts (C19).
///
/// # Errors
/// The store's.
pub async fn prove_sight(app: &App, id: PenaltyId, actor: &Actor) -> StoreResult<()> {
    let state = state(app, id).await?;
    let theirs = actor.role() == Some(Role::Merchant) && penalty_standing(&state, actor).is_some();
    if !theirs || state.notified_at.is_some() {
        return Ok(());
    }
    match act(app, id, actor.clone(), PenaltyCommand::ProveNotice, Wish::once(app)).await {
        // Somebody else looked at the same moment, or it was answered: known all the same.
        Ok(_) | Err(ExecuteError::Refused(_) | ExecuteError::Stale { .. } | ExecuteError::KeyReused) => {
            Ok(())
        }
        Err(ExecuteError::Busy) => Err(StoreError::Unavailable("others were faster".to_owned())),
        Err(ExecuteError::Store(error)) => Err(error),
    }
}

/// A merchant's account as it is now.
///
/// # Errors
/// The store's.
pub async fn merchant(app: &App, merchant: &MerchantId) -> StoreResult<Arc<MerchantState>> {
    Ok(load::<Merchants>(app, merchant_stream(merchant).id).await?.state)
}

/// Books money of a merchant, or that it has left.
///
/// # Errors
/// As [`execute`].
pub async fn book(
    app: &App,
    merchant: MerchantId,
    name: String,
    act: MerchantAct,
    actor: Actor,
    wish: Wish,
) -> Result<Done<Merchants>, ExecuteError> {
    let stream = merchant_stream(&merchant).id;
    let request = Request::<Merchants> {
        id: wish.id,
        asked: wish.asked,
        actor,
        on_behalf_of: None,
        occurred_at: None,
        stream,
        is_new: false,
        command: MerchantCommand { merchant, name, act },
        seen: wish.seen,
        finishes: None,
    };
    execute(app, request).await
}
