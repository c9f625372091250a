//! Taking a file in: fixed-size buffers, hash and type on the way, nothing left if it fails.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use app::ports::{FileError, StoredFile};
use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use sha2::{Digest, Sha256};

use super::privacy::{self, Outcome};
use super::sniff::{Format, Watch};
use super::{Companion, Place, blocking, outside, sync_folder};

/// The memory that one upload uses, apart from the chunk that the network just gave.
const BUFFER: usize = 256 * 1024;

/// A file in `incoming/`; it goes when this is dropped, also with a request that was broken off.
#[derive(Debug)]
struct Arriving {
    path: PathBuf,
}

impl Drop for Arriving {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.path)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "could not remove an unfinished upload");
        }
    }
}

/// A file that is complete and synced, but not yet in its place.
#[derive(Debug)]
pub(super) struct Arrived {
    file: Arriving,
    /// Keeps the lock that tells other processes to leave the file alone.
    _lock: File,
    format: Format,
    sha256: String,
    size: u64,
}

/// The blocking half: what is done with a full buffer.
struct Writer {
    file: File,
    hasher: Sha256,
    buffer: Vec<u8>,
    watch: Option<Watch>,
    claimed: Option<String>,
    size: u64,
}

impl Writer {
    fn flush(mut self) -> Result<Self, FileError> {
        match &mut self.watch {
            Some(watch) => watch.next(&self.buffer)?,
            None => self.watch = Some(Watch::start(&self.buffer, self.claimed.as_deref())?),
        }
        self.hasher.update(&self.buffer);
        self.file.write_all(&self.buffer).map_err(outside)?;
        self.size += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(self)
    }

    fn finish(self) -> Result<(File, Format, String, u64), FileError> {
        let mut writer = if self.buffer.is_empty() { self } else { self.flush()? };
        let Some(watch) = writer.watch.take() else { return Err(FileError::Empty) };
        writer.file.flush().map_err(outside)?;
        let format = watch.end(&mut writer.file, writer.size)?;
        writer.file.sync_all().map_err(outside)?;
        Ok((writer.file, format, hex(&writer.hasher.finalize()), writer.size))
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Streams a body into `incoming/`.
pub(super) async fn receive(
    path: PathBuf,
    claimed: Option<String>,
    max: u64,
    mut body: BoxStream<'_, io::Result<Bytes>>,
) -> Result<Arrived, FileError> {
    let arriving = Arriving { path };
    let path = arriving.path.clone();
    let file = blocking(move || create(&path)).await?;
    let buffer = Vec::with_capacity(BUFFER);
    let mut writer = Writer { file, hasher: Sha256::new(), buffer, watch: None, claimed, size: 0 };
    let mut total = 0_u64;
    while let Some(chunk) = body.next().await {
        let mut chunk = chunk.map_err(|error| broken(&error, max))?;
        total += chunk.len() as u64;
        if total > max {
            return Err(FileError::TooLarge { max });
        }
        while !chunk.is_empty() {
            let fits = chunk.len().min(BUFFER - writer.buffer.len());
            writer.buffer.extend_from_slice(&chunk.split_to(fits));
            if writer.buffer.len() == BUFFER {
                writer = blocking(move || writer.flush()).await?;
            }
        }
    }
    let (lock, format, sha256, size) = blocking(move || writer.finish()).await?;
    Ok(Arrived { file: arriving, _lock: lock, format, sha256, size })
}

/// A door that limits bodies reports it as an error of the stream.
fn broken(error: &io::Error, max: u64) -> FileError {
    match error.kind() {
        io::ErrorKind::FileTooLarge => FileError::TooLarge { max },
        _ => FileError::BrokenOff,
    }
}

fn create(path: &Path) -> Result<File, FileError> {
    let file = OpenOptions::new().read(true).write(true).create_new(true).open(path).map_err(outside)?;
    file.lock().map_err(outside)?;
    Ok(file)
}

/// Prepares what others may see, then puts both in their place, durably.
pub(super) fn keep(arrived: &Arrived, place: &Place) -> Result<StoredFile, FileError> {
    make_folder(&place.folder)?;
    let source = &arrived.file.path;
    let (companion, has_clean_copy) = match privacy::prepare(source, arrived.format)? {
        Outcome::Harmless => (None, false),
        Outcome::Copy(bytes) => (Some((Companion::Clean, bytes)), true),
        Outcome::Blank(patches) => (Some((Companion::Blank, vec![Bytes::from(patches)])), true),
        Outcome::Withheld => (Some((Companion::Withheld, Vec::new())), false),
    };
    if let Some((companion, pieces)) = companion {
        let temporary = Arriving { path: source.with_extension(companion.extension()) };
        let mut file = create(&temporary.path)?;
        for piece in pieces {
            file.write_all(&piece).map_err(outside)?;
        }
        file.sync_all().map_err(outside)?;
        put(&temporary.path, &place.companion(companion))?;
    }
    let put = put(source, &place.original).and_then(|()| sync_folder(&place.folder));
    if let Err(error) = put {
        tracing::warn!(%error, "an upload could not be put in its place");
        return Err(error);
    }
    Ok(StoredFile {
        sha256: arrived.sha256.clone(),
        size: arrived.size,
        media_type: arrived.format.media_type().to_owned(),
        has_clean_copy,
    })
}

/// A link appears in one step like a rename, but never replaces what is there: evidence is not overwritten.
fn put(from: &Path, to: &Path) -> Result<(), FileError> {
    fs::hard_link(from, to).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => FileError::Unavailable("this id has a file already".to_owned()),
        _ => outside(error),
    })
}

fn make_folder(folder: &Path) -> Result<(), FileError> {
    match fs::create_dir(folder) {
        Ok(()) => folder.parent().map_or(Ok(()), sync_folder),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(outside(error)),
    }
}
