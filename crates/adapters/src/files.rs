//! Evidence files in a folder on a disk: hashed while they stream in, given back whole or in ranges.
//!
//! Layout below the root folder: `incoming/` holds files that are still arriving; `xx/` (the last two
//! hexadecimal digits of the id, so that folders stay small) holds the finished ones:
//!
//! | name | what |
//! |---|---|
//! | `ID` | the original, exactly as it came in, never changed |
//! | `ID.clean` | a copy of a picture without position and other metadata (D8) |
//! | `ID.blank` | for recordings: places of the original that are blanked out on the way to others |
//! | `ID.withheld` | empty: the original may carry a position that could not be taken out; others get nothing |
//!
//! A file becomes visible in one step (a link to its final name), after its bytes and its companion are
//! synced; until then it is only in `incoming/`, from where it goes when its upload ends, however it ends.

mod boxes;
mod give;
mod heic;
mod intake;
mod office;
mod patch;
mod pictures;
mod privacy;
mod reading;
mod sniff;

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use app::ports::{Copy, EvidenceFiles, FileError, FilePart, StoredFile};
use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;
use terms::EvidenceId;
use tokio::sync::Semaphore;

pub use pictures::LARGEST_PICTURE;
pub use sniff::Format;

/// Evidence files in a folder.
#[derive(Debug)]
pub struct DiskFiles {
    root: PathBuf,
    incoming: PathBuf,
    /// Makes names in `incoming/` different within this process.
    counter: AtomicU64,
    /// One picture at a time is held in memory to be cleaned.
    cleaning: Arc<Semaphore>,
}

impl DiskFiles {
    /// Opens the folder, makes it if need be, and removes what broken uploads left behind. What another
    /// process is still writing stays.
    ///
    /// # Errors
    /// The folder cannot be made or read.
    pub fn open(root: impl Into<PathBuf>) -> Result<Self, FileError> {
        let root = root.into();
        let incoming = root.join("incoming");
        fs::create_dir_all(&incoming).map_err(outside)?;
        for entry in fs::read_dir(&incoming).map_err(outside)? {
            let path = entry.map_err(outside)?.path();
            if is_abandoned(&path) {
                tracing::info!(file = ?path.file_name(), "removing what a broken upload left behind");
                fs::remove_file(&path).map_err(outside)?;
            }
        }
        Ok(Self { root, incoming, counter: AtomicU64::new(0), cleaning: Arc::new(Semaphore::new(1)) })
    }

    fn place(&self, id: EvidenceId) -> Place {
        let shard = id.0.as_bytes()[15];
        let folder = self.root.join(format!("{shard:02x}"));
        Place { original: folder.join(id.to_string()), folder }
    }

    fn arrival(&self, id: EvidenceId) -> PathBuf {
        let n = self.counter.fetch_add(1, Ordering::Relaxed);
        self.incoming.join(format!("{id}.{}.{n}", std::process::id()))
    }
}

/// Where the files of one id are.
#[derive(Debug, Clone)]
struct Place {
    folder: PathBuf,
    original: PathBuf,
}

impl Place {
    fn companion(&self, companion: Companion) -> PathBuf {
        self.original.with_extension(companion.extension())
    }
}

/// What may lie beside an original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Companion {
    Clean,
    Blank,
    Withheld,
}

impl Companion {
    const ALL: [Self; 3] = [Self::Clean, Self::Blank, Self::Withheld];

    const fn extension(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Blank => "blank",
            Self::Withheld => "withheld",
        }
    }
}

/// An upload in progress holds a lock on its file; without one, its process is gone.
fn is_abandoned(path: &Path) -> bool {
    File::open(path).is_ok_and(|file| file.try_lock().is_ok())
}

/// Tells a full disk from other troubles.
#[expect(clippy::needless_pass_by_value, reason = "passed to map_err by its name")]
fn outside(error: io::Error) -> FileError {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => FileError::Full,
        io::ErrorKind::NotFound => FileError::Missing,
        other => {
            tracing::warn!(%error, "the evidence folder");
            FileError::Unavailable(other.to_string())
        }
    }
}

/// Makes the names in a folder durable.
fn sync_folder(folder: &Path) -> Result<(), FileError> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(outside)
}

/// Runs work that waits for the disk away from the async threads.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, FileError> + Send + 'static,
) -> Result<T, FileError> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|error| Err(FileError::Unavailable(error.to_string())))
}

impl EvidenceFiles for DiskFiles {
    fn take<'a>(
        &'a self,
        id: EvidenceId,
        claimed: Option<String>,
        max: u64,
        body: BoxStream<'a, io::Result<Bytes>>,
    ) -> BoxFuture<'a, Result<StoredFile, FileError>> {
        Box::pin(async move {
            let arrived = intake::receive(self.arrival(id), claimed, max, body).await?;
            let permit = Arc::clone(&self.cleaning).acquire_owned().await;
            let place = self.place(id);
            let stored = blocking(move || intake::keep(&arrived, &place)).await;
            drop(permit);
            stored
        })
    }

    fn give(
        &self,
        id: EvidenceId,
        copy: Copy,
        range: Option<(u64, Option<u64>)>,
    ) -> BoxFuture<'_, Result<FilePart, FileError>> {
        let place = self.place(id);
        Box::pin(async move {
            let source = blocking(move || give::Source::open(&place, copy)).await?;
            source.part(range).await
        })
    }

    fn open(&self, id: EvidenceId, copy: Copy) -> Result<Box<dyn Read + Send>, FileError> {
        Ok(Box::new(give::Source::open(&self.place(id), copy)?.reader()))
    }

    fn scratch(&self) -> Result<File, FileError> {
        tempfile::tempfile_in(&self.incoming).map_err(outside)
    }

    fn discard(&self, id: EvidenceId) -> BoxFuture<'_, Result<(), FileError>> {
        let place = self.place(id);
        Box::pin(blocking(move || {
            fs::remove_file(&place.original).map_err(outside)?;
            for companion in Companion::ALL {
                match fs::remove_file(place.companion(companion)) {
                    Ok(()) => {}
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(error) => return Err(outside(error)),
                }
            }
            sync_folder(&place.folder)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// D1: a full disk is told apart, so that the door can say what to do.
    #[test]
    fn a_full_disk_is_told_apart_from_other_troubles() {
        for code in [28, 122] {
            assert!(matches!(outside(io::Error::from_raw_os_error(code)), FileError::Full), "code {code}");
        }
        assert!(matches!(outside(io::Error::from_raw_os_error(5)), FileError::Unavailable(_)));
    }
}
