//! The sealed case bundle: what one reader may see of a case, provable to a stranger (D9).

use std::io::{self, Read, Write};
use std::sync::Arc;

use domain::Actor;
use domain::access::{Viewer, sees, viewer};
use domain::dispute::{DisputeEvent, DisputeState};
use record::{
    BundleContents, BundleEvent, BundleEvidence, Edition, EvidenceCopy, Hash, Header, Signer, WriteError,
};
use sha2::{Digest, Sha256};
use terms::{DisputeId, EvidenceId, Side, StreamId};

use super::copies::copy_for;
use super::facts::{all, may_read};
use crate::app::App;
use crate::codec;
use crate::ports::{Copy, EvidenceFiles, FileError, StoreError, StoredEvent};
use crate::queries::proofs;

/// Why a bundle could not be made.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// For this person the case does not exist.
    #[error("no such case")]
    NotFound,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    File(#[from] FileError),
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// The edition that a viewer gets.
#[must_use]
pub const fn edition_for(viewer: Viewer) -> Edition {
    match viewer {
        Viewer::Side(Side::Consumer) => Edition::Consumer,
        Viewer::Side(Side::Respondent) => Edition::Merchant,
        Viewer::Side(Side::Neutral) | Viewer::Staff(_) | Viewer::System | Viewer::Public => Edition::Staff,
    }
}

/// Seals the case for the actor, writes the bundle, and answers whose files are in it. Reads files in pieces; call it
/// where blocking is allowed.
///
/// # Errors
/// As [`gather`] and [`Gathered::write`].
pub async fn write_bundle<W: Write + Send>(
    app: &App,
    id: DisputeId,
    actor: &Actor,
    out: W,
) -> Result<Vec<EvidenceId>, BundleError> {
    gather(app, id, actor).await?.write(out)
}

/// Everything that a bundle is made of but the bytes of the evidence files.
pub(super) struct Gathered {
    contents: BundleContents<'static>,
    files: Arc<dyn EvidenceFiles>,
    wanted: Vec<Wanted>,
    signer: Arc<Signer>,
}

/// An evidence file as this reader gets it.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    id: EvidenceId,
    copy: Copy,
    /// Of the original, as it is on record.
    size: u64,
    sha256: Hash,
}

/// Reads what the actor may see of the case.
///
/// # Errors
/// Not found, the store's.
pub(super) async fn gather(app: &App, id: DisputeId, actor: &Actor) -> Result<Gathered, BundleError> {
    let state = super::state(app, id).await?;
    let eyes = viewer(&state, actor, app.clock.now()).ok_or(BundleError::NotFound)?;
    let filed = state.filed.as_ref().ok_or(BundleError::NotFound)?;
    let stream = StreamId::from(id);
    let stored = all(app, stream).await?;
    let (head, checkpoint) = proofs::checkpoint(app).await?;
    let indexes: Vec<u64> = stored.iter().map(|e| e.index).collect();
    let proofs = proofs::inclusions(app, &indexes, head.size).await?;
    let mut events = Vec::with_capacity(stored.len());
    let mut previous = None;
    for (event, proof) in stored.iter().zip(proofs) {
        events.push(sealed(event, previous, proof, eyes)?);
        previous = Some(event.leaf);
    }
    let contents = BundleContents {
        number: filed.number.to_string(),
        stream: stream.to_string(),
        edition: edition_for(eyes),
        reader: reader(actor),
        made_at: app.clock.now().to_string(),
        events,
        checkpoint,
        keys: vec![app.signer.public().clone()],
        evidence: Vec::new(),
        withheld: Vec::new(),
    };
    let (files, signer) = (Arc::clone(&app.files), Arc::clone(&app.signer));
    Ok(Gathered { contents, files, wanted: wanted(&state, eyes)?, signer })
}

fn reader(actor: &Actor) -> String {
    match actor {
        Actor::Person { id, role, .. } => format!("{role} {id}"),
        Actor::System => "system".to_owned(),
    }
}

fn sealed(
    event: &StoredEvent,
    previous: Option<Hash>,
    proof: Vec<Hash>,
    eyes: Viewer,
) -> Result<BundleEvent, StoreError> {
    let damaged = || StoreError::Damaged(format!("{} version {}", event.stream, event.version));
    let slots = codec::read_slots(&event.parts).ok_or_else(damaged)?;
    let label = codec::decode::<DisputeEvent>(event)?.label;
    let header =
        Header { stream: event.stream.to_string(), version: event.version, schema: event.schema, previous };
    // A fact that the reader may not know of is there as hashes alone, its kind and its maker included.
    let visible = sees(eyes, label);
    let may = |audience: Option<&str>| audience.is_none_or(|a| may_read(eyes, Some(a)));
    Ok(BundleEvent::for_reader(header, slots, event.index, proof, |_, audience| visible && may(audience)))
}

fn wanted(state: &DisputeState, eyes: Viewer) -> Result<Vec<Wanted>, StoreError> {
    let mut wanted = Vec::new();
    for piece in &state.evidence {
        let Some(copy) = copy_for(eyes, piece) else { continue };
        let (id, size) = (piece.item.evidence_id, piece.item.size);
        let damaged = || StoreError::Damaged(format!("the hash of evidence {id}"));
        let sha256 = Hash::from_hex(&piece.item.sha256).ok_or_else(damaged)?;
        wanted.push(Wanted { id, copy, size, sha256 });
    }
    Ok(wanted)
}

impl Gathered {
    /// Writes the bundle, and answers whose files are in it. Blocks.
    ///
    /// # Errors
    /// What kept the contents from being sealed, the files', the output's.
    pub(super) fn write<W: Write>(self, out: W) -> Result<Vec<EvidenceId>, BundleError> {
        let Self { mut contents, files, wanted, signer } = self;
        let mut given = Vec::with_capacity(wanted.len());
        for file in wanted {
            match measured(&files, file)? {
                Some(evidence) => {
                    contents.evidence.push(evidence);
                    given.push(file.id);
                }
                None => contents.withheld.push(file.id.to_string()),
            }
        }
        record::write_bundle(&contents, &signer, out)?;
        Ok(given)
    }
}

/// The file as it goes into the bundle; `None` if it may not be given because it could not be cleaned.
fn measured(
    files: &Arc<dyn EvidenceFiles>,
    file: Wanted,
) -> Result<Option<BundleEvidence<'static>>, FileError> {
    let Wanted { id, copy, mut size, mut sha256 } = file;
    let mut given = EvidenceCopy::Original;
    if copy == Copy::Clean {
        let clean = match files.open(id, Copy::Clean) {
            Ok(clean) => clean,
            Err(FileError::Missing) => {
                // If not even the original is there, something else is wrong.
                files.open(id, Copy::Original)?;
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        let found = measure(clean).map_err(|error| FileError::Unavailable(error.to_string()))?;
        if found.1 != sha256 {
            given = EvidenceCopy::Cleaned;
        }
        (size, sha256) = found;
    }
    let files = Arc::clone(files);
    let open = move || files.open(id, copy).map(|file| -> Box<dyn Read> { file }).map_err(io::Error::other);
    Ok(Some(BundleEvidence { id: id.to_string(), copy: given, size, sha256, open: Box::new(open) }))
}

/// Size and SHA-256 of what is read.
fn measure(mut file: Box<dyn Read + Send>) -> io::Result<(u64, Hash)> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 128 * 1024];
    let mut size = 0;
    loop {
        let count = match file.read(&mut buffer) {
            Ok(0) => return Ok((size, Hash(hasher.finalize().into()))),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hasher.update(&buffer[..count]);
        size += count as u64;
    }
}
