//! The application as one value: its ports, its rules, and the states it remembers.

use std::any::Any;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use domain::dispute::DisputeState;
use domain::facts::Duty;
use playbook::Playbook;
use record::{Origin, Signer};
use terms::{Entropy, StreamId};
use tokio::sync::{Notify, watch};

use crate::execute::Loaded;
use crate::ports::{Clock, EvidenceFiles, Payments, Store};
use crate::strangers::Strangers;
use crate::stream::Stream;

/// How many states are remembered; a case's state is some ten kilobytes.
const REMEMBERED: usize = 4_000;

/// Where ids, salts and tokens get their randomness.
pub trait Randomness: Send + Sync + 'static {
    fn entropy(&self) -> Box<dyn Entropy>;
}

/// The operating system's randomness.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn entropy(&self) -> Box<dyn Entropy> {
        Box::new(terms::OsEntropy)
    }
}

/// What the application is made of.
pub struct Parts {
    pub store: Arc<dyn Store>,
    pub files: Arc<dyn EvidenceFiles>,
    pub payments: Arc<dyn Payments>,
    pub clock: Arc<dyn Clock>,
    pub randomness: Arc<dyn Randomness>,
    pub playbook: Arc<Playbook>,
    pub signer: Arc<Signer>,
    pub origin: Origin,
    pub limits: Limits,
}

/// Limits that an operator may set.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Largest file, in bytes.
    pub max_upload: u64,
    /// How long a person stays signed in, in seconds.
    pub session_seconds: i64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_upload: 2 * 1024 * 1024 * 1024, session_seconds: 14 * 24 * 3600 }
    }
}

/// The running application; doors share one.
pub struct App {
    pub store: Arc<dyn Store>,
    pub files: Arc<dyn EvidenceFiles>,
    pub payments: Arc<dyn Payments>,
    pub clock: Arc<dyn Clock>,
    pub playbook: Arc<Playbook>,
    pub signer: Arc<Signer>,
    pub origin: Origin,
    pub limits: Limits,
    /// True once the server is told to end: what would go on for long ends by itself.
    stopping: watch::Sender<bool>,
    /// Counts what was changed through this application, from when everyone who reads can see it.
    news: watch::Sender<u64>,
    /// What those may still do today who are not signed in, or only left a name.
    pub strangers: Strangers,
    /// Wakes the job runner when a job is due at once.
    pub jobs_due: Notify,
    pub(crate) roster: RwLock<crate::duty::Roster>,
    pub(crate) sealings: crate::case::Sealings,
    randomness: Arc<dyn Randomness>,
    remembered: Mutex<Remembered>,
    /// The latest signed checkpoint and its size, so that asking for it again writes nothing.
    signed: Mutex<Option<(u64, String)>>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("origin", &self.origin).finish_non_exhaustive()
    }
}

#[derive(Default)]
struct Remembered {
    states: HashMap<StreamId, Box<dyn Any + Send>>,
    order: VecDeque<StreamId>,
}

impl App {
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let Parts { store, files, payments, clock, randomness, playbook, signer, origin, limits } = parts;
        Self {
            store,
            files,
            payments,
            clock,
            playbook,
            signer,
            origin,
            limits,
            stopping: watch::Sender::new(false),
            news: watch::Sender::new(0),
            strangers: Strangers::default(),
            jobs_due: Notify::new(),
            roster: RwLock::default(),
            sealings: crate::case::Sealings::default(),
            randomness,
            remembered: Mutex::default(),
            signed: Mutex::default(),
        }
    }

    #[must_use]
    pub fn entropy(&self) -> Box<dyn Entropy> {
        self.randomness.entropy()
    }

    /// Something was changed, and what is remembered says so already.
    pub(crate) fn tell(&self) {
        self.news.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// Hears of every change once [`crate::execute::load`] shows it. The store's own news come earlier: whoever
    /// looked then could find the old state, and hear no more.
    #[must_use]
    pub fn news(&self) -> watch::Receiver<u64> {
        self.news.subscribe()
    }

    /// Tells everything that goes on for long to end.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Hears of [`Self::stop`].
    #[must_use]
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.subscribe()
    }

    /// Random bytes for tokens.
    #[must_use]
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.entropy().fill(&mut bytes);
        bytes
    }

    /// Who is next in line for new work.
    #[must_use]
    pub fn duty(&self, case: &DisputeState) -> Duty {
        self.roster.read().unwrap_or_else(PoisonError::into_inner).next(case)
    }

    /// Who is next to judge a penalty case.
    pub(crate) fn judges(&self, fits: &dyn Fn(terms::PersonId) -> bool) -> Duty {
        self.roster.read().unwrap_or_else(PoisonError::into_inner).next_judge(fits)
    }

    pub(crate) fn signed_for(&self, size: u64) -> Option<String> {
        let signed = self.signed.lock().unwrap_or_else(PoisonError::into_inner);
        signed.as_ref().filter(|(of, _)| *of == size).map(|(_, text)| text.clone())
    }

    pub(crate) fn keep_signed(&self, size: u64, text: String) {
        *self.signed.lock().unwrap_or_else(PoisonError::into_inner) = Some((size, text));
    }

    pub(crate) fn cache<S: Stream>(&self, stream: uuid::Uuid) -> Option<Loaded<S>> {
        let id = StreamId { kind: S::KIND, id: stream };
        let remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        remembered.states.get(&id)?.downcast_ref::<Loaded<S>>().cloned()
    }

    /// Keeps a state unless a newer one is kept already.
    pub(crate) fn remember<S: Stream>(&self, stream: uuid::Uuid, loaded: Loaded<S>) {
        let id = StreamId { kind: S::KIND, id: stream };
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = remembered.states.get(&id).and_then(|kept| kept.downcast_ref::<Loaded<S>>());
        match kept {
            Some(kept) if kept.version >= loaded.version => return,
            Some(_) => {}
            None => remembered.order.push_back(id),
        }
        remembered.states.insert(id, Box::new(loaded));
        while remembered.order.len() > REMEMBERED {
            if let Some(oldest) = remembered.order.pop_front() {
                remembered.states.remove(&oldest);
            }
        }
    }

    pub(crate) fn forget<S: Stream>(&self, stream: uuid::Uuid) {
        let id = StreamId { kind: S::KIND, id: stream };
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if remembered.states.remove(&id).is_some() {
            remembered.order.retain(|kept| *kept != id);
        }
    }
}
