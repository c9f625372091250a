//! Seals a bundle: checks everything the verifier will check, then writes it in one pass.

use std::io::{self, Read, Write};

use sha2::{Digest, Sha256};

use super::manifest::{Manifest, Member, is_id};
use super::{
    Altered, BundleContents, BundleEvidence, CHECKPOINT, EVENTS, EvidenceCopy, KEYS, MANIFEST, MEMORY_LIMIT,
    README, README_TEXT, chain::Chain, line, tar,
};
use crate::checkpoint::Checkpoint;
use crate::hash::Hash;
use crate::note::{NoteError, PublicKey, Signer};

/// Why a bundle could not be sealed. What was written until then is not a bundle and must be thrown away.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Reading evidence or writing the file failed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The checkpoint is not signed by the keys given, or a line of the manifest cannot be signed.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The contents do not hold together: the verifier would find this.
    #[error("the contents do not hold together: {0}")]
    Broken(#[from] Altered),
    /// An event belongs to another stream.
    #[error("event {version} belongs to another stream")]
    OtherStream {
        /// The event's place as it claims.
        version: u64,
    },
    /// An event's slots and its list of hidden ones contradict each other.
    #[error("event {version} calls a part hidden that is there")]
    NotHidden {
        /// The event's place.
        version: u64,
    },
    /// Number, stream, reader or date is empty or has more than one line, or an evidence id or size is not allowed or double.
    #[error("{0} cannot be written into a manifest")]
    NotWritable(&'static str),
}

/// Seals `contents` with the platform's key and writes the file.
///
/// # Errors
/// When the contents would not verify, an evidence file is not as recorded, or writing fails.
pub fn write_bundle(
    contents: &BundleContents<'_>,
    signer: &Signer,
    mut out: impl Write,
) -> Result<(), WriteError> {
    let keys = keys_used(contents, signer);
    let (checkpoint, _) = Checkpoint::verify(&contents.checkpoint, &keys)?;
    let evidence = ordered_evidence(contents)?;
    let (chain, events) = events(contents, &checkpoint)?;
    let mut withheld = contents.withheld.clone();
    withheld.sort();
    for file in &evidence {
        let is_known = match file.copy {
            EvidenceCopy::Original => chain.has_recorded(&file.id, file.sha256),
            EvidenceCopy::Cleaned => chain.recorded(&file.id).is_some(),
        };
        if !is_known {
            return Err(Altered::EvidenceUnknown { id: file.id.clone() }.into());
        }
    }
    if let Some(id) = withheld.iter().find(|id| chain.recorded(id).is_none()) {
        return Err(Altered::EvidenceUnknown { id: id.clone() }.into());
    }
    let keys: String = keys.iter().map(|key| format!("{key}\n")).collect();
    let texts = [
        (KEYS, keys.as_bytes()),
        (README, README_TEXT.as_bytes()),
        (CHECKPOINT, contents.checkpoint.as_bytes()),
        (EVENTS, events.as_slice()),
    ];
    let mut members: Vec<Member> = Vec::new();
    for (name, bytes) in texts {
        members.push(Member { name: name.to_owned(), size: bytes.len() as u64, sha256: Hash::of(bytes) });
    }
    for file in &evidence {
        members.push(Member { name: name_of(file), size: file.size, sha256: file.sha256 });
    }
    let leaf = chain.leaves.last().copied().ok_or(WriteError::NotWritable("a stream without events"))?;
    let manifest = Manifest {
        number: contents.number.clone(),
        stream: contents.stream.clone(),
        edition: contents.edition,
        reader: contents.reader.clone(),
        made_at: contents.made_at.clone(),
        version: contents.events.len() as u64,
        leaf,
        origin: checkpoint.origin,
        size: checkpoint.size,
        root: checkpoint.root,
        members,
        withheld,
    };
    let text = manifest.text();
    if Manifest::parse(&text).as_ref() != Some(&manifest) {
        return Err(WriteError::NotWritable("number, stream, reader, date or evidence"));
    }
    let note = signer.sign(&text)?;
    if note.len() as u64 > MEMORY_LIMIT {
        return Err(WriteError::NotWritable("so much evidence"));
    }
    member(&mut out, MANIFEST, note.as_bytes())?;
    for (name, bytes) in texts {
        member(&mut out, name, bytes)?;
    }
    for file in evidence {
        copy_evidence(&mut out, file)?;
    }
    out.write_all(&[0; 2 * tar::BLOCK])?;
    out.flush()?;
    Ok(())
}

/// Where in the archive an evidence file lies.
fn name_of(file: &BundleEvidence<'_>) -> String {
    format!("{}{}", file.copy.folder(), file.id)
}

/// The signer's key first, then the others, each once.
fn keys_used(contents: &BundleContents<'_>, signer: &Signer) -> Vec<PublicKey> {
    let mut keys = vec![signer.public().clone()];
    for key in &contents.keys {
        if !keys.contains(key) {
            keys.push(key.clone());
        }
    }
    keys
}

fn ordered_evidence<'c, 'a>(
    contents: &'c BundleContents<'a>,
) -> Result<Vec<&'c BundleEvidence<'a>>, WriteError> {
    let mut evidence: Vec<_> = contents.evidence.iter().collect();
    evidence.sort_by(|a, b| (a.copy, &a.id).cmp(&(b.copy, &b.id)));
    let allowed = evidence.iter().all(|file| is_id(&file.id) && file.size <= tar::MAX_SIZE);
    if allowed { Ok(evidence) } else { Err(WriteError::NotWritable("an evidence id or size")) }
}

fn events(contents: &BundleContents<'_>, checkpoint: &Checkpoint) -> Result<(Chain, Vec<u8>), WriteError> {
    let mut chain = Chain::new(contents.events.len() as u64, checkpoint.size, checkpoint.root);
    let mut lines = Vec::new();
    for event in &contents.events {
        let version = event.header.version;
        if event.header.stream != contents.stream {
            return Err(WriteError::OtherStream { version });
        }
        let is_gone = |at: &usize| event.slots.get(*at).is_some_and(|slot| slot.kept().is_none());
        if !event.hidden.iter().all(is_gone) || !event.hidden.is_sorted_by(|a, b| a < b) {
            return Err(WriteError::NotHidden { version });
        }
        chain.accept(event)?;
        let line = line::write(event).map_err(io::Error::from)?;
        if line.len() as u64 >= MEMORY_LIMIT {
            return Err(WriteError::NotWritable("so large an event"));
        }
        lines.extend_from_slice(&line);
        lines.push(b'\n');
    }
    Ok((chain, lines))
}

fn header(out: &mut impl Write, name: &str, size: u64) -> Result<(), WriteError> {
    let block = tar::header(name, size).ok_or(WriteError::NotWritable("a member of this name or size"))?;
    Ok(out.write_all(&block)?)
}

fn member(out: &mut impl Write, name: &str, bytes: &[u8]) -> Result<(), WriteError> {
    let size = bytes.len() as u64;
    header(out, name, size)?;
    out.write_all(bytes)?;
    Ok(out.write_all(&[0; tar::BLOCK][..tar::filling(size)])?)
}

fn copy_evidence(out: &mut impl Write, file: &BundleEvidence<'_>) -> Result<(), WriteError> {
    let changed = || Altered::EvidenceChanged { id: file.id.clone() };
    header(out, &name_of(file), file.size)?;
    let mut source = (file.open)()?;
    let mut hasher = Sha256::new();
    let mut left = file.size;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let count = match source.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error.into()),
        };
        left = left.checked_sub(count as u64).ok_or_else(changed)?;
        hasher.update(&buffer[..count]);
        out.write_all(&buffer[..count])?;
    }
    if left != 0 || Hash(hasher.finalize().into()) != file.sha256 {
        return Err(changed().into());
    }
    Ok(out.write_all(&[0; tar::BLOCK][..tar::filling(file.size)])?)
}
