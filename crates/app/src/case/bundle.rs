//! The sealed case bundle: what one reader may see of a case, provable to a stranger (D9).

use std::io::Write;

use domain::Actor;
use domain::access::{Viewer, sees, viewer};
use domain::dispute::{DisputeEvent, DisputeState};
use record::{BundleContents, BundleEvent, BundleEvidence, Edition, Hash, Header, WriteError};
use terms::{DisputeId, EvidenceId, Side, StreamId};

use super::facts::{all, may_read};
use crate::app::App;
use crate::codec;
use crate::ports::{StoreError, StoredEvent};
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

/// Seals the case for the actor and writes the bundle. Reads files in pieces; call it where blocking is allowed.
///
/// # Errors
/// Not found, the store's, or what kept the contents from being sealed.
pub async fn write_bundle<W: Write + Send>(
    app: &App,
    id: DisputeId,
    actor: &Actor,
    out: W,
) -> Result<(), BundleError> {
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
        evidence: evidence(app, &state, eyes),
    };
    record::write_bundle(&contents, &app.signer, out)?;
    Ok(())
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

fn evidence<'a>(app: &'a App, state: &DisputeState, eyes: Viewer) -> Vec<BundleEvidence<'a>> {
    let visible = state.evidence.iter().filter(|e| sees(eyes, e.label));
    visible
        .filter_map(|e| {
            let id: EvidenceId = e.item.evidence_id;
            let open = move || {
                app.files.open(id).map(|r| r as Box<dyn std::io::Read>).map_err(std::io::Error::other)
            };
            Some(BundleEvidence {
                id: id.to_string(),
                size: e.item.size,
                sha256: Hash::from_hex(&e.item.sha256)?,
                open: Box::new(open),
            })
        })
        .collect()
}
