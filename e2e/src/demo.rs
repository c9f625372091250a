//! Starts `redress demo`, the whole platform with sample people and cases, on a free port.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::{Error, Guarded, Result};

/// Cases in a demo unless a story asks for another number: each kind of play once, made in some ten seconds.
const CASES: usize = 24;

/// Who and what there is, as the demo wrote it down.
#[derive(Debug, Clone, Deserialize)]
pub struct Cast {
    /// Where its clock can be read and moved on.
    pub clock: String,
    /// The public key of its log.
    pub public_key: String,
    pub people: Vec<Player>,
    pub orders: Vec<Order>,
}

/// Someone with an open session.
#[derive(Debug, Clone, Deserialize)]
pub struct Player {
    pub name: String,
    pub role: String,
    pub token: String,
    #[serde(default)]
    pub merchant_id: Option<String>,
    #[serde(default)]
    pub login: Option<String>,
}

/// An order of the sample shop; without a dispute it is free to complain about.
#[derive(Debug, Clone, Deserialize)]
pub struct Order {
    pub order_id: String,
    /// The consumer's name; no two in the demo share one.
    pub consumer: String,
    pub merchant_id: String,
    #[serde(default)]
    pub dispute: Option<String>,
}

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
        Self::with_cases(CASES)
    }

    /// The same with so many cases: fewer start sooner.
    ///
    /// # Errors
    /// See [`Self::start`].
    pub fn with_cases(cases: usize) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let data = folder.path().join("data");
        let binary = binary("redress")?;
        let cases = cases.to_string();
        let mut server = Guarded::start(
            &binary.to_string_lossy(),
            [
                "demo".as_ref(),
                "--data".as_ref(),
                data.as_os_str(),
                "--listen".as_ref(),
                "127.0.0.1:0".as_ref(),
                "--disputes".as_ref(),
                cases.as_ref(),
            ],
            folder,
        )?;
        let base = server.first_line(|line| {
            let address = line.split_whitespace().next()?;
            address.starts_with("http://").then(|| address.trim_end_matches("/demo").to_owned())
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

    /// Reads who and what there is.
    ///
    /// # Errors
    /// [`Error::File`] or [`Error::Answer`] when the demo's file is missing or of another form.
    pub fn cast(&self) -> Result<Cast> {
        Ok(serde_json::from_slice(&std::fs::read(self.data().join("demo.json"))?)?)
    }

    /// Fetches `path` for whoever holds `token`, outside any browser.
    ///
    /// # Errors
    /// [`Error::Client`] also when the answer is no success.
    pub async fn fetch(&self, path: &str, token: &str) -> Result<Vec<u8>> {
        let client = reqwest::Client::builder().no_proxy().build()?;
        let asked = client.get(self.at(path)).header("cookie", format!("redress={token}"));
        Ok(asked.send().await?.error_for_status()?.bytes().await?.to_vec())
    }

    /// What the demo's clock shows, in RFC 3339.
    ///
    /// # Errors
    /// [`Error::Client`], or [`Error::Missing`] when the clock says nothing.
    pub async fn now(&self) -> Result<String> {
        let client = reqwest::Client::builder().no_proxy().build()?;
        let asked = client.post(self.at("/demo/clock")).json(&serde_json::json!({ "advance": "PT0S" }));
        let answer: serde_json::Value = asked.send().await?.error_for_status()?.json().await?;
        answer.get("now").and_then(|now| now.as_str()).map(str::to_owned).ok_or(Error::Missing("now"))
    }
}

/// Asks `redress verify` about a sealed file: whether it exits 0, and what it prints.
///
/// # Errors
/// [`Error::NotBuilt`] without the binary, [`Error::File`] when it does not start.
pub fn verify(bundle: &Path, key: &str) -> Result<(bool, String)> {
    let output = Command::new(binary("redress")?).arg("verify").arg("--key").arg(key).arg(bundle).output()?;
    let said = [output.stdout, output.stderr].concat();
    Ok((output.status.success(), String::from_utf8_lossy(&said).into_owned()))
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
