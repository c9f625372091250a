//! Sealing a bundle for a reader: a few at a time, one for each person, into a nameless file that is then given out at the
//! reader's own pace, so that neither a thread nor the next reader ever waits for a slow one.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use domain::Actor;
use domain::access::viewer;
use futures_util::stream::{self, BoxStream, StreamExt as _};
use terms::{DisputeId, EvidenceId, PersonId};
use tokio::io::AsyncReadExt as _;
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;

use super::bundle::{BundleError, Gathered, gather};
use crate::app::App;
use crate::ports::{AppendError, EvidenceFiles, FileError, StoreError};
use crate::queries::uploads::{self, Access};

/// Most bundles sealed at the same time: each reads and hashes all files of a case.
const AT_ONCE: usize = 4;
/// How long someone waits for their turn.
const PATIENCE: Duration = Duration::from_secs(10);
/// A reader who takes nothing for so long has gone away.
const SILENCE: Duration = Duration::from_secs(60);
/// Bytes read and given at once.
const PIECE: usize = 64 * 1024;

/// Why a bundle is not given.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// This person's earlier bundle is still being sealed or taken.
    #[error("an earlier bundle is still on its way to this person")]
    OneAtATime,
    /// Too many others are being sealed.
    #[error("too many bundles are being sealed")]
    Busy,
    #[error(transparent)]
    Custody(#[from] AppendError),
    #[error("a bundle has no place to be written to: {0}")]
    Scratch(#[from] io::Error),
}

impl From<StoreError> for SealError {
    fn from(error: StoreError) -> Self {
        Self::Bundle(error.into())
    }
}

impl From<FileError> for SealError {
    fn from(error: FileError) -> Self {
        Self::Bundle(error.into())
    }
}

/// A bundle on its way out.
pub struct SealedBundle {
    /// Bytes in all.
    pub length: u64,
    pub body: BoxStream<'static, io::Result<Bytes>>,
}

impl std::fmt::Debug for SealedBundle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SealedBundle").field("length", &self.length).finish_non_exhaustive()
    }
}

/// Who has a bundle under way, and how many may be sealed.
#[derive(Debug, Clone)]
pub(crate) struct Sealings {
    places: Arc<Semaphore>,
    people: Arc<Mutex<HashSet<PersonId>>>,
}

impl Default for Sealings {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ONCE)), people: Arc::default() }
    }
}

impl Sealings {
    /// This person's turn, unless they have one already.
    fn turn(&self, person: PersonId) -> Option<Turn> {
        let is_first = self.people.lock().unwrap_or_else(PoisonError::into_inner).insert(person);
        is_first.then(|| Turn { people: Arc::clone(&self.people), person })
    }
}

/// One person's bundle under way; another one may follow when it is dropped.
#[derive(Debug)]
struct Turn {
    people: Arc<Mutex<HashSet<PersonId>>>,
    person: PersonId,
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.people.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.person);
    }
}

/// Seals the case for the actor and gives the bundle out. That they got each file in it stands in the custody trail
/// before the first byte goes out; where the merchant's staff read, the notice of the case has reached them (C19).
///
/// # Errors
/// Not found; another one under way or too many of others; the store's, the files', what kept the contents from being
/// sealed.
pub async fn seal_bundle(app: &App, id: DisputeId, actor: &Actor) -> Result<SealedBundle, SealError> {
    let state = super::state(app, id).await?;
    viewer(&state, actor, app.clock.now()).ok_or(BundleError::NotFound)?;
    let person = actor.person();
    let turn = app.sealings.turn(person.unwrap_or_default()).ok_or(SealError::OneAtATime)?;
    let place = timeout(PATIENCE, Arc::clone(&app.sealings.places).acquire_owned()).await;
    // The semaphore is never closed.
    let Ok(Ok(place)) = place else { return Err(SealError::Busy) };
    super::prove_sight(app, id, actor).await?;
    let gathered = gather(app, id, actor).await?;
    let files = Arc::clone(&app.files);
    // Whoever goes away meanwhile keeps their turn until it is written: going and coming again is no way past it.
    let written = tokio::task::spawn_blocking(move || {
        let written = write(gathered, files.as_ref());
        drop(place);
        written.map(|written| (written, turn))
    });
    let (Written { file, length, given }, turn) = written.await.map_err(io::Error::other)??;
    uploads::look(app, &given, person, Access::Exported).await?;
    Ok(SealedBundle { length, body: give(file, turn) })
}

/// A bundle before it is given out.
struct Written {
    file: File,
    length: u64,
    /// The files in it.
    given: Vec<EvidenceId>,
}

fn write(gathered: Gathered, files: &dyn EvidenceFiles) -> Result<Written, SealError> {
    let mut out = BufWriter::with_capacity(PIECE, files.scratch()?);
    let given = gathered.write(&mut out)?;
    out.flush()?;
    let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    let length = file.stream_position()?;
    file.seek(SeekFrom::Start(0))?;
    Ok(Written { file, length, given })
}

/// Reads ahead by a piece and waits for the reader without holding a thread. The person's turn ends with the stream.
fn give(file: File, turn: Turn) -> BoxStream<'static, io::Result<Bytes>> {
    let (sender, receiver) = mpsc::channel(1);
    tokio::spawn(async move {
        let mut file = tokio::fs::File::from_std(file);
        loop {
            let mut piece = BytesMut::with_capacity(PIECE);
            let read = match file.read_buf(&mut piece).await {
                Ok(0) => break,
                Ok(_) => Ok(piece.freeze()),
                Err(error) => Err(error),
            };
            let is_last = read.is_err();
            // Whoever comes back after a silence misses the rest, and their download does not look complete: it is shorter
            // than was announced.
            if !matches!(timeout(SILENCE, sender.send(read)).await, Ok(Ok(()))) || is_last {
                break;
            }
        }
        drop(turn);
    });
    stream::unfold(receiver, async |mut receiver| Some((receiver.recv().await?, receiver))).boxed()
}
