//! Starts `redress demo`, the whole platform with sample people and cases, on a free port.

use std::path::PathBuf;

use crate::{Error, Guarded, Result};

/// A running demo with a data folder of its own; ends on drop.
pub struct Demo {
    base: String,
    server: Guarded,
}

impl Demo {
    /// Starts the demo and waits until it prints where it listens.
    ///
    /// # Errors
    /// [`Error::NotBuilt`] without the binary, [`Error::EndedEarly`] when it ends before it listens.
    pub fn start() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let data = folder.path().join("data");
        let binary = binary("redress")?;
        let mut server = Guarded::start(
            &binary.to_string_lossy(),
            [
                "demo".as_ref(),
                "--data".as_ref(),
                data.as_os_str(),
                "--listen".as_ref(),
                "127.0.0.1:0".as_ref(),
            ],
            folder,
        )?;
        let base = server.first_line(|line| {
            let address = line.split_whitespace().next()?;
            address.starts_with("http://").then(|| address.trim_end_matches('/').to_owned())
        })?;
        Ok(Self { base, server })
    }

    /// The address of `path`, which starts with a slash.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The demo's data folder.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.server.folder().join("data")
    }
}

/// Cargo tells a test the place of a binary only within one package; ours stands one folder above the test's own.
fn binary(name: &str) -> Result<PathBuf> {
    let test = std::env::current_exe()?;
    test.ancestors()
        .skip(1)
        .take(2)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
        .ok_or_else(|| Error::NotBuilt(name.to_owned()))
}
