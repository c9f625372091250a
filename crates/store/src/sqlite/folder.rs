//! Keeps two processes from writing the same database: one of them holds a lock on a file beside it.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use app::ports::{StoreError, StoreResult};

/// A database file that is ours until this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) file: PathBuf,
    /// The lock goes when the file is closed, also when the process is killed.
    _lock: File,
}

impl Place {
    pub(super) fn lock(path: &Path) -> StoreResult<Self> {
        let is_file = path.extension().is_some_and(|extension| extension == "db");
        let file = if is_file { path.to_path_buf() } else { path.join("redress.db") };
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder).map_err(|error| cannot(folder, &error))?;
        }
        let lock_path = file.with_extension("lock");
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_path)
            .map_err(|error| cannot(&lock_path, &error))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { file, _lock: lock }),
            Err(TryLockError::WouldBlock) => {
                Err(StoreError::Unavailable(format!("{} is open in another process", file.display())))
            }
            Err(TryLockError::Error(error)) => Err(cannot(&lock_path, &error)),
        }
    }
}

fn cannot(path: &Path, error: &std::io::Error) -> StoreError {
    StoreError::Unavailable(format!("{}: {error}", path.display()))
}
