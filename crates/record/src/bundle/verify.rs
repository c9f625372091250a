//! Checks a bundle, offline, byte by byte, with bounded memory, and says what was altered.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::chain::Chain;
use super::manifest::{Manifest, Member};
use super::source::{Next, Source};
use super::{Altered, CHECKPOINT, EVENTS, Edition, EvidenceCopy, FIXED, KEYS, MANIFEST, MEMORY_LIMIT, line};
use crate::checkpoint::Checkpoint;
use crate::hash::Hash;
use crate::note::{Note, NoteError, PublicKey};
use crate::receipt::Receipt;

/// A file of which the reader has a cleaned copy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CleanedCopy {
    /// The evidence's id.
    pub id: String,
    /// SHA-256 of the copy in the bundle.
    pub copy: Hash,
    /// SHA-256 of the original, as an event recorded it when the file came in.
    pub original: Hash,
}

/// What a genuine bundle says about itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verified {
    /// The case number.
    pub number: String,
    /// The dispute's stream.
    pub stream: String,
    /// Whose view it is.
    pub edition: Edition,
    /// The reader it was made for.
    pub reader: String,
    /// When it was made, RFC 3339.
    pub made_at: String,
    /// How many events the stream had then; all are in the bundle.
    pub events: u64,
    /// Parts that exist but are not for this reader.
    pub hidden: u64,
    /// Parts that were erased for good.
    pub erased: u64,
    /// Evidence files in the bundle, cleaned copies included.
    pub evidence: u64,
    /// Those of them that are cleaned copies. That they were made of the originals is the signer's word.
    pub cleaned: Vec<CleanedCopy>,
    /// Ids of evidence files that are on record and were not given to this reader.
    pub withheld: Vec<String>,
    /// Origin of the log.
    pub origin: String,
    /// Leaves of the log at the bundle's checkpoint.
    pub log_size: u64,
    /// Root of the log there.
    pub root: Hash,
    /// The key that signed the bundle.
    pub key: PublicKey,
    /// Whether that key is one the caller trusts; if not, it is only the one the bundle itself brought along.
    pub trusted: bool,
    /// Leaf hashes of the events, in order.
    pub leaves: Vec<Hash>,
}

impl Verified {
    /// Whether the event of this receipt is in the bundle. A receipt that verifies and is not covered, though its version
    /// is not above [`Verified::events`], shows that the platform keeps two records.
    #[must_use]
    pub fn covers(&self, receipt: &Receipt) -> bool {
        let at = receipt.version.checked_sub(1).and_then(|at| usize::try_from(at).ok());
        receipt.stream == self.stream && at.and_then(|at| self.leaves.get(at)) == Some(&receipt.leaf)
    }
}

/// Checks the bundle in this file. With `trusted` keys, one of them must have signed it; without, the bundle's own key
/// counts, and the reader should compare [`Verified::key`] with the one the platform publishes.
///
/// # Errors
/// What was altered.
pub fn verify_bundle(path: &Path, trusted: Option<&[PublicKey]>) -> Result<Verified, Altered> {
    let file = File::open(path).map_err(|error| Altered::Unreadable { reason: error.to_string() })?;
    verify_bundle_from(file, trusted)
}

/// [`verify_bundle`] from any source of bytes.
///
/// # Errors
/// What was altered.
pub fn verify_bundle_from(source: impl Read, trusted: Option<&[PublicKey]>) -> Result<Verified, Altered> {
    let mut source = Source::new(source);
    let Opening { manifest, keys, key } = open(&mut source, trusted)?;
    let mut chain = Chain::new(manifest.version, manifest.size, manifest.root);
    let mut cleaned = Vec::new();
    for at in 1..manifest.members.len() {
        let member = &manifest.members[at];
        let size = expect(&mut source, &manifest.members, at)?;
        if member.name == EVENTS {
            // Before its size and hash, so that the answer can be which event it is.
            let found = read_events(&mut source, size, &manifest, &mut chain)?;
            same(member, size, found)?;
        } else if let Some((copy, id)) = member.evidence() {
            same(member, size, member.sha256)?;
            let found = source.body(size, |_| Ok(()))?;
            same(member, size, found)?;
            let unknown = || Altered::EvidenceUnknown { id: id.to_owned() };
            match copy {
                EvidenceCopy::Original if chain.has_recorded(id, found) => {}
                EvidenceCopy::Original => return Err(unknown()),
                EvidenceCopy::Cleaned => {
                    let original = chain.recorded(id).ok_or_else(unknown)?;
                    cleaned.push(CleanedCopy { id: id.to_owned(), copy: found, original });
                }
            }
        } else {
            same(member, size, member.sha256)?;
            let (bytes, found) = small(&mut source, size)?;
            same(member, size, found)?;
            if member.name == CHECKPOINT {
                check_checkpoint(&bytes, &manifest, &keys)?;
            }
        }
    }
    match source.next()? {
        Next::End => source.end()?,
        Next::Member { name, .. } => return Err(Altered::added(&name)),
    }
    if let Some(id) = manifest.withheld.iter().find(|id| chain.recorded(id).is_none()) {
        return Err(Altered::EvidenceUnknown { id: id.clone() });
    }
    Ok(Verified {
        events: manifest.version,
        hidden: chain.hidden,
        erased: chain.erased,
        evidence: (manifest.members.len() - FIXED.len()) as u64,
        cleaned,
        withheld: manifest.withheld,
        number: manifest.number,
        stream: manifest.stream,
        edition: manifest.edition,
        reader: manifest.reader,
        made_at: manifest.made_at,
        origin: manifest.origin,
        log_size: manifest.size,
        root: manifest.root,
        key,
        trusted: trusted.is_some(),
        leaves: chain.leaves,
    })
}

/// A manifest whose signature holds, and the keys it vouches for.
struct Opening {
    manifest: Manifest,
    keys: Vec<PublicKey>,
    key: PublicKey,
}

/// Reads the manifest and, because its signature cannot be checked without, the keys after it.
fn open<R: Read>(source: &mut Source<R>, trusted: Option<&[PublicKey]>) -> Result<Opening, Altered> {
    let note = match source.next() {
        Ok(Next::Member { name, size }) if name == MANIFEST && size <= MEMORY_LIMIT => small(source, size)?.0,
        Ok(Next::Member { .. } | Next::End) | Err(Altered::Structure { .. } | Altered::CutOff { .. }) => {
            return Err(Altered::NotABundle);
        }
        Err(other) => return Err(other),
    };
    let (listed, size, found) = match source.next()? {
        Next::Member { name, size } if name == KEYS && size <= MEMORY_LIMIT => {
            let (bytes, found) = small(source, size)?;
            (bytes, size, found)
        }
        Next::Member { .. } | Next::End => return Err(Altered::missing(KEYS)),
    };
    let note =
        String::from_utf8(note).ok().and_then(|note| Note::parse(&note).ok()).ok_or(Altered::Manifest)?;
    let manifest = Manifest::parse(&note.text).ok_or(Altered::Manifest)?;
    // More than one line would let anybody add one of their own.
    if note.signatures.len() != 1 {
        return Err(Altered::Signature);
    }
    let lines = String::from_utf8_lossy(&listed);
    let keys: Vec<PublicKey> = lines.lines().filter_map(|line| line.parse().ok()).collect();
    let keys_as_sealed = same(&manifest.members[0], size, found);
    let signed_by = match note.verify(&keys) {
        Ok(signed_by) => signed_by,
        // The key is not in the list. If the list was changed, that is why.
        Err(NoteError::NoKnownKey) => return Err(keys_as_sealed.err().unwrap_or(Altered::Signature)),
        Err(_) => return Err(Altered::Signature),
    };
    keys_as_sealed?;
    let key = signed_by.first().copied().ok_or(Altered::Signature)?.clone();
    if trusted.is_some_and(|trusted| !trusted.contains(&key)) {
        return Err(Altered::UntrustedKey { key: key.to_string() });
    }
    Ok(Opening { manifest, keys, key })
}

/// The size of the member that must come next; says which member is missing or was put in.
fn expect<R: Read>(source: &mut Source<R>, members: &[Member], at: usize) -> Result<u64, Altered> {
    let expected = &members[at].name;
    match source.next()? {
        Next::Member { name, size } if name == *expected => Ok(size),
        Next::Member { name, .. } if members[at..].iter().any(|later| later.name == name) => {
            Err(Altered::missing(expected))
        }
        Next::Member { name, .. } => Err(Altered::added(&name)),
        Next::End => Err(Altered::missing(expected)),
    }
}

fn same(member: &Member, size: u64, sha256: Hash) -> Result<(), Altered> {
    if member.size == size && member.sha256 == sha256 { Ok(()) } else { Err(Altered::changed(&member.name)) }
}

/// A member that is held in memory, and its hash.
fn small<R: Read>(source: &mut Source<R>, size: u64) -> Result<(Vec<u8>, Hash), Altered> {
    if size > MEMORY_LIMIT {
        return Err(Altered::Manifest);
    }
    let mut bytes = Vec::new();
    let hash = source.body(size, |piece| {
        bytes.extend_from_slice(piece);
        Ok(())
    })?;
    Ok((bytes, hash))
}

fn read_events<R: Read>(
    source: &mut Source<R>,
    size: u64,
    manifest: &Manifest,
    chain: &mut Chain,
) -> Result<Hash, Altered> {
    let events = manifest.version;
    let unreadable = |version: u64| {
        if version > events {
            Altered::EventAdded { version, events }
        } else {
            Altered::EventChanged { version, events }
        }
    };
    let mut line = Vec::new();
    let found = source.body(size, |piece| {
        for part in piece.split_inclusive(|byte| *byte == b'\n') {
            line.extend_from_slice(part);
            if line.len() as u64 > MEMORY_LIMIT {
                return Err(unreadable(chain.next()));
            }
            if line.pop_if(|byte| *byte == b'\n').is_some() {
                let event = line::read(&line, &manifest.stream).ok_or_else(|| unreadable(chain.next()))?;
                chain.accept(&event)?;
                line.clear();
            }
        }
        Ok(())
    })?;
    if !line.is_empty() {
        return Err(unreadable(chain.next()));
    }
    chain.finish(manifest.leaf)?;
    Ok(found)
}

fn check_checkpoint(bytes: &[u8], manifest: &Manifest, keys: &[PublicKey]) -> Result<(), Altered> {
    let note = std::str::from_utf8(bytes).map_err(|_| Altered::Checkpoint { reason: NoteError::NotANote })?;
    let (checkpoint, _) = Checkpoint::verify(note, keys).map_err(|reason| Altered::Checkpoint { reason })?;
    let named = Checkpoint { origin: manifest.origin.clone(), size: manifest.size, root: manifest.root };
    if checkpoint == named { Ok(()) } else { Err(Altered::OtherCheckpoint) }
}
