//! Carries out a command: load, gather facts, decide, record, commit; again from fresh if another was faster.

use std::sync::Arc;

use domain::dispute::DisputeEvent;
use domain::{Actor, AnyEvent, Ctx, Fact, Recorded, Refuse};
use record::{Hash, Receipt};
use serde::{Deserialize, Serialize};
use terms::{CommandId, DisputeId, EventId, Ids, Instant, JobId, PersonId, StreamId};

use crate::app::App;
use crate::codec;
use crate::jobs::work::Work;
use crate::ports::{AppendError, CommandAnswer, Commit, NewEvent, NewJob, RowChange, StoreError};
use crate::rows::{Cause, difference};
use crate::stream::Stream;

/// How often a command is decided again because another was faster.
const TRIES: usize = 20;

/// A wish to change a stream.
#[derive(Debug)]
pub struct Request<S: Stream> {
    pub id: CommandId,
    /// Hash of what was asked, to tell a repeat from a different wish under the same key.
    pub asked: Vec<u8>,
    pub actor: Actor,
    pub on_behalf_of: Option<PersonId>,
    pub occurred_at: Option<Instant>,
    pub stream: uuid::Uuid,
    /// The stream is known not to exist yet: nothing is loaded.
    pub is_new: bool,
    pub command: S::Command,
    /// The version that the caller has seen, if it insists on it.
    pub seen: Option<u64>,
    pub finishes: Option<JobId>,
}

/// What was done, or had been done before under the same id.
#[derive(Debug, Clone)]
pub struct Done<S: Stream> {
    /// The stream that was changed: on a repeat the one of the first time.
    pub stream: uuid::Uuid,
    pub version: u64,
    pub receipt: Option<Receipt>,
    pub repeated: bool,
    /// The state right after, unless it was a repeat.
    pub state: Option<Arc<S::State>>,
}

/// Why nothing was done.
#[derive(Debug)]
pub enum ExecuteError {
    Refused(Box<dyn Refuse + Send + Sync>),
    /// The caller's version is not the present one.
    Stale {
        version: u64,
    },
    /// The same key was used for a different wish, or by somebody else.
    KeyReused,
    /// Too many were faster, again and again.
    Busy,
    Store(StoreError),
}

impl From<StoreError> for ExecuteError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// A state with its place in the record.
#[derive(Debug)]
pub struct Loaded<S: Stream> {
    pub state: Arc<S::State>,
    pub version: u64,
    pub leaf: Option<Hash>,
}

impl<S: Stream> Clone for Loaded<S> {
    fn clone(&self) -> Self {
        Self { state: Arc::clone(&self.state), version: self.version, leaf: self.leaf }
    }
}

impl<S: Stream> Default for Loaded<S> {
    fn default() -> Self {
        Self { state: Arc::default(), version: 0, leaf: None }
    }
}

/// What is kept as a command's answer.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    /// Whose command it was: the answer is for nobody else. `None`: the system's.
    #[serde(default)]
    by: Option<PersonId>,
    stream: uuid::Uuid,
    version: u64,
    leaf: Option<Hash>,
}

/// The stream as it is now: from the cache, or from its events.
///
/// # Errors
/// The store's.
pub async fn load<S: Stream>(app: &App, stream: uuid::Uuid) -> Result<Loaded<S>, StoreError> {
    match app.cache::<S>(stream) {
        Some(cached) => Ok(cached),
        None => reload(app, stream).await,
    }
}

async fn reload<S: Stream>(app: &App, stream: uuid::Uuid) -> Result<Loaded<S>, StoreError> {
    const PAGE: usize = 500;
    let id = StreamId { kind: S::KIND, id: stream };
    let mut loaded = Loaded::<S>::default();
    let mut state = S::State::default();
    loop {
        let page = app.store.events(id, loaded.version, PAGE).await?;
        let count = page.len();
        for event in page {
            state = S::evolve(state, &codec::decode::<S::Event>(&event)?);
            loaded.version = event.version;
            loaded.leaf = Some(event.leaf);
        }
        if count < PAGE {
            break;
        }
    }
    loaded.state = Arc::new(state);
    if loaded.version > 0 {
        app.remember::<S>(stream, loaded.clone());
    }
    Ok(loaded)
}

/// Carries out a command. What is answered is on disk.
///
/// # Errors
/// The stream's refusal, a stale version, a reused key, or the store's errors; nothing has changed then.
pub async fn execute<S: Stream>(app: &App, request: Request<S>) -> Result<Done<S>, ExecuteError> {
    let id = StreamId { kind: S::KIND, id: request.stream };
    let mut fresh = false;
    for _ in 0..TRIES {
        let loaded = match (request.is_new && !fresh, fresh) {
            (true, _) => Loaded::default(),
            (false, true) => reload::<S>(app, request.stream).await?,
            (false, false) => load::<S>(app, request.stream).await?,
        };
        if let Some(done) = repeated::<S>(app, &request, fresh).await? {
            return Ok(done);
        }
        let present = S::version_for(&loaded.state, loaded.version, &request.actor, app.clock.now());
        if request.seen.is_some_and(|seen| seen != present) {
            if fresh {
                return Err(ExecuteError::Stale { version: present });
            }
            fresh = true;
            continue;
        }
        let facts = S::facts_at(app, request.stream, &loaded.state, &request.command, &request.actor).await?;
        let now = app.clock.now();
        let mut entropy = app.entropy();
        let mut ids = Ids::new(now, entropy.as_mut());
        let mut ctx = Ctx {
            actor: &request.actor,
            on_behalf_of: request.on_behalf_of,
            now,
            occurred_at: request.occurred_at,
            playbook: &app.playbook,
            facts: &facts,
            ids: &mut ids,
        };
        let events = match S::decide(&loaded.state, &request.command, &mut ctx) {
            Ok(events) => events,
            // What was decided on may be out of date: a refusal is only given on the fresh state. A repeat of
            // what was done before is usually refused by the domain too, so it is looked for first.
            Err(_) if !fresh => {
                fresh = true;
                continue;
            }
            Err(refusal) => return Err(ExecuteError::Refused(Box::new(refusal))),
        };
        let assembled = assemble::<S>(id, &loaded, events, &request, now, &mut ids)?;
        let Assembled { events, rows, jobs, after } = assembled;
        let kept = Kept {
            by: request.actor.person(),
            stream: request.stream,
            version: after.version,
            leaf: after.leaf,
        };
        let answer = serde_json::to_vec(&kept).map_err(|e| StoreError::Damaged(e.to_string()))?;
        let due_now = jobs.iter().any(|job| job.run_at <= now);
        let commit = Commit {
            command: request.id,
            answer: Some(CommandAnswer { request: request.asked.clone(), answer }),
            at: now,
            expected: vec![(id, loaded.version)],
            events,
            rows,
            jobs,
            finishes: request.finishes,
        };
        match app.store.commit(commit).await {
            Ok(_) => {
                app.remember::<S>(request.stream, after.clone());
                app.tell();
                if due_now {
                    app.jobs_due.notify_one();
                }
                let receipt = promise(app, &id.to_string(), after.version, after.leaf);
                let state = Some(after.state);
                return Ok(Done {
                    stream: request.stream,
                    version: after.version,
                    receipt,
                    repeated: false,
                    state,
                });
            }
            Err(AppendError::Conflict(_) | AppendError::Taken { .. }) => {
                app.forget::<S>(request.stream);
                fresh = true;
            }
            Err(AppendError::Repeated(answer)) => return replay(app, &request, &answer),
            Err(AppendError::Store(error)) => return Err(error.into()),
        }
    }
    Err(ExecuteError::Busy)
}

/// Before a refusal is given, and before anything is decided on a fresh state: was this very wish carried out already?
async fn repeated<S: Stream>(
    app: &App,
    request: &Request<S>,
    fresh: bool,
) -> Result<Option<Done<S>>, ExecuteError> {
    if !fresh {
        return Ok(None);
    }
    match app.store.answer(request.id).await? {
        Some(answer) => replay(app, request, &answer).map(Some),
        None => Ok(None),
    }
}

fn replay<S: Stream>(
    app: &App,
    request: &Request<S>,
    answer: &CommandAnswer,
) -> Result<Done<S>, ExecuteError> {
    if answer.request != request.asked {
        return Err(ExecuteError::KeyReused);
    }
    let kept: Kept =
        serde_json::from_slice(&answer.answer).map_err(|e| StoreError::Damaged(e.to_string()))?;
    if kept.by != request.actor.person() {
        return Err(ExecuteError::KeyReused);
    }
    let stream = StreamId { kind: S::KIND, id: kept.stream }.to_string();
    let receipt = promise(app, &stream, kept.version, kept.leaf);
    Ok(Done { stream: kept.stream, version: kept.version, receipt, repeated: true, state: None })
}

struct Assembled<S: Stream> {
    events: Vec<NewEvent>,
    rows: Vec<RowChange>,
    jobs: Vec<NewJob>,
    after: Loaded<S>,
}

fn assemble<S: Stream>(
    id: StreamId,
    before: &Loaded<S>,
    decided: Vec<S::Event>,
    request: &Request<S>,
    now: Instant,
    ids: &mut Ids<'_>,
) -> Result<Assembled<S>, StoreError> {
    let mut state = S::State::clone(&before.state);
    let (mut version, mut leaf) = (before.version, before.leaf);
    let (mut events, mut entries, mut jobs) = (Vec::with_capacity(decided.len()), Vec::new(), Vec::new());
    for event in decided {
        let fact = Fact {
            at: now,
            occurred_at: request.occurred_at,
            by: S::signed_by(&event, &request.actor),
            on_behalf_of: request.on_behalf_of,
            label: S::label(&event),
            event,
        };
        version += 1;
        let new = codec::encode(&fact, id, version, leaf, ids)?;
        leaf = Some(new.leaf);
        state = S::evolve(state, &fact);
        entries.extend(S::entries(&Cause { event_id: new.id, stream: id.id, fact: &fact, state: &state }));
        jobs.extend(follow_ups::<S>(id, new.id, version, fact, &state)?);
        events.push(new);
    }
    let mut rows = if version == before.version {
        Vec::new()
    } else {
        difference(&S::rows(id.id, &before.state), S::rows(id.id, &state))
    };
    rows.extend(entries);
    let after = Loaded { state: Arc::new(state), version, leaf };
    Ok(Assembled { events, rows, jobs, after })
}

/// The jobs that a fact gives rise to: its policies' reactions, and its deadline.
fn follow_ups<S: Stream>(
    stream: StreamId,
    event: EventId,
    version: u64,
    fact: Fact<S::Event>,
    state: &S::State,
) -> Result<Vec<NewJob>, StoreError> {
    let Fact { at, occurred_at, by, on_behalf_of, label, event: happened } = fact;
    let fact = Fact { at, occurred_at, by, on_behalf_of, label, event: S::any(happened) };
    let recorded = Recorded { id: event, stream, version, fact };
    let reactions = domain::policies::react(&recorded, S::after(state));
    let mut jobs = Vec::with_capacity(reactions.len());
    for (n, reaction) in reactions.into_iter().enumerate() {
        let work = Work::Reaction { stream, reaction };
        jobs.push(work.job(terms::job_id(event, "reaction", n), at)?);
    }
    if let AnyEvent::Dispute(happened) = &recorded.fact.event {
        let dispute = DisputeId(stream.id);
        match happened.as_ref() {
            DisputeEvent::DeadlineSet(deadline) => {
                let work = Work::Deadline { dispute, deadline: deadline.id };
                jobs.push(work.job(terms::job_id(event, "deadline", 0), deadline.due_at)?);
            }
            DisputeEvent::Resumed { moved } | DisputeEvent::AppealDecided { moved, .. } => {
                for (n, moved) in moved.iter().enumerate() {
                    let work = Work::Deadline { dispute, deadline: moved.deadline };
                    jobs.push(work.job(terms::job_id(event, "deadline", n), moved.due_at)?);
                }
            }
            _ => {}
        }
    }
    Ok(jobs)
}

/// Our signed promise that the leaf is in the log; the proof follows with the case bundle.
fn promise(app: &App, stream: &str, version: u64, leaf: Option<Hash>) -> Option<Receipt> {
    Receipt::promise(stream, version, leaf?, &app.signer).ok()
}
