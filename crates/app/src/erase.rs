//! Erasing personal data under a rule: the part's bytes go for good, every proof made before or after stays valid (H4).

use domain::access::{Viewer, viewer};
use domain::dispute::{DisputeEvent, DisputeState, evolve};
use domain::{Actor, Fact};
use record::PartSlot;
use terms::{CommandId, DisputeId, Ids, Role, RuleId, StreamId};

use crate::app::App;
use crate::codec;
use crate::execute::Loaded;
use crate::ports::{AppendError, Commit, StoreError, StoredEvent};
use crate::rows::difference;
use crate::stream::{Disputes, Stream as _};

/// Which part of which fact, and under which rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    pub dispute: DisputeId,
    /// The fact's place in the case, from one.
    pub version: u64,
    /// The field, as a JSON pointer into the fact (`/event/filed/description`).
    pub path: String,
    pub rule: RuleId,
}

/// Why nothing was erased.
#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    #[error("no such case")]
    NotFound,
    #[error("only a supervisor or an administrator may erase")]
    NotAllowed,
    /// No such fact, or no part of its own at that path.
    #[error("no such part")]
    UnknownPart,
    #[error("erased before")]
    AlreadyDone,
    /// The rule pack has no such rule.
    #[error("no such rule")]
    UnknownRule,
    #[error("others were faster, again and again")]
    Busy,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How often it is tried again because someone changed the case meanwhile.
const TRIES: usize = 5;

/// Erases the part, and rewrites every row that was made of it. The erasure itself is a fact with its rule.
///
/// # Errors
/// See [`EraseError`]; nothing has changed then.
pub async fn erase(app: &App, actor: &Actor, wanted: &Erasure) -> Result<(), EraseError> {
    if app.playbook.rule(&wanted.rule).is_none() {
        return Err(EraseError::UnknownRule);
    }
    for _ in 0..TRIES {
        match attempt(app, actor, wanted).await {
            Err(EraseError::Busy) => app.forget::<Disputes>(wanted.dispute.0),
            done => return done,
        }
    }
    Err(EraseError::Busy)
}

async fn attempt(app: &App, actor: &Actor, wanted: &Erasure) -> Result<(), EraseError> {
    let stream = StreamId::from(wanted.dispute);
    let mut events = crate::case::all(app, stream).await?;
    let before = replay(&events)?;
    may(app, actor, &before)?;
    let position = usize::try_from(wanted.version).ok().and_then(|v| v.checked_sub(1));
    let target = position.and_then(|p| events.get_mut(p)).ok_or(EraseError::UnknownPart)?;
    target.parts = without(target, &wanted.path)?;
    let (index, parts) = (target.index, target.parts.clone());

    let now = app.clock.now();
    let mut entropy = app.entropy();
    let mut ids = Ids::new(now, entropy.as_mut());
    let event = DisputeEvent::PartErased {
        version: wanted.version,
        path: wanted.path.clone(),
        rule_id: wanted.rule.clone(),
    };
    let fact =
        Fact { at: now, occurred_at: None, by: actor.by(), on_behalf_of: None, label: event.label(), event };
    let (version, previous) = (before.version, events.last().map(|e| e.leaf));
    let new = codec::encode(&fact, stream, version + 1, previous, &mut ids)?;
    let after = evolve(replay(&events)?, &fact);
    let commit = Commit {
        command: CommandId(ids.uuid()),
        answer: None,
        at: now,
        expected: vec![(stream, version)],
        rows: difference(&Disputes::rows(stream.id, &before), Disputes::rows(stream.id, &after)),
        events: vec![new.clone()],
        jobs: Vec::new(),
        finishes: None,
    };
    match app.store.erase(index, parts, commit).await {
        Ok(_) => {
            app.forget::<Disputes>(stream.id);
            let leaf = Some(new.leaf);
            app.remember::<Disputes>(stream.id, Loaded { state: after.into(), version: version + 1, leaf });
            app.tell();
            Ok(())
        }
        Err(AppendError::Store(error)) => Err(error.into()),
        Err(AppendError::Conflict(_) | AppendError::Repeated(_) | AppendError::Taken { .. }) => {
            Err(EraseError::Busy)
        }
    }
}

fn may(app: &App, actor: &Actor, state: &DisputeState) -> Result<(), EraseError> {
    if state.filed.is_none() {
        return Err(EraseError::NotFound);
    }
    match (actor, viewer(state, actor, app.clock.now())) {
        (Actor::System, _) | (_, Some(Viewer::Staff(Role::Supervisor))) => Ok(()),
        (Actor::Person { role: Role::Admin, .. }, _) => Ok(()),
        (Actor::Person { .. }, Some(_)) => Err(EraseError::NotAllowed),
        (Actor::Person { .. }, None) => Err(EraseError::NotFound),
    }
}

fn replay(events: &[StoredEvent]) -> Result<DisputeState, StoreError> {
    let mut state = DisputeState::default();
    for event in events {
        state = evolve(state, &codec::decode::<DisputeEvent>(event)?);
    }
    Ok(state)
}

/// The event's parts with the one at `path` replaced by its hash.
fn without(event: &StoredEvent, path: &str) -> Result<Vec<u8>, EraseError> {
    let damaged = || StoreError::Damaged(format!("{} version {}", event.stream, event.version));
    let mut slots = codec::read_slots(&event.parts).ok_or_else(damaged)?;
    let plain = slots.first().and_then(PartSlot::kept).ok_or_else(damaged)?;
    let places = record::split::places(&plain.bytes).map_err(|_| damaged())?;
    let place = places.iter().find(|(_, found, _)| found == path).ok_or(EraseError::UnknownPart)?;
    let slot = slots.get_mut(place.0).ok_or_else(damaged)?;
    if slot.kept().is_none() {
        return Err(EraseError::AlreadyDone);
    }
    *slot = slot.erased();
    Ok(codec::write_slots(&slots))
}
