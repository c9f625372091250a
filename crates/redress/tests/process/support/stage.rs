//! A folder with a shop's orders and everybody signed in, ready to be served by `redress serve`.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{People, Server};

/// The folder, and who is who.
pub struct Stage {
    folder: TempDir,
    pub people: People,
}

impl Stage {
    /// A demo with some cases, ended properly: its sessions are good for `serve` too.
    pub fn with_cases(disputes: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        Server::demo(&data, disputes).stop();
        let people = People::read(&data);
        Self { folder, people }
    }

    /// The same in another folder, as an operator moves it: copied while nothing runs.
    pub fn moved_to(self, folder: TempDir) -> Self {
        copy(&self.data(), &folder.path().join("data"));
        Self { folder, people: self.people }
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A configuration that serves the folder on a free port.
    pub fn config(&self) -> PathBuf {
        configuration(self.folder.path(), "")
    }

    pub fn serve(&self) -> Server {
        Server::serve(&self.config())
    }
}

/// Writes a configuration for the folder `data` within `folder`, on a free port.
pub fn configuration(folder: &Path, more: &str) -> PathBuf {
    let path = folder.join("redress.toml");
    let data = folder.join("data");
    let text = format!("data = {data:?}\nlisten = \"127.0.0.1:0\"\n{more}");
    std::fs::write(&path, text).unwrap();
    path
}

/// Copies a folder with everything in it.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
