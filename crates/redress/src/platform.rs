//! Wires the application to its ports in one data folder.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use adapters::{DiskFiles, HttpPayments, PaymentsConfig};
use app::ports::{Clock, Payments};
use app::{App, Limits, Parts, Randomness, SystemRandomness};
use domain::payout::ProviderAnswer;
use futures_util::future::BoxFuture;
use playbook::Playbook;
use record::{Origin, Signer};
use store::{Options, SqliteStore};
use terms::{Entropy as _, JobId, Money, OsEntropy, Payer};

use crate::config::Config;

/// Why the platform does not start; each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Config(#[from] crate::config::ConfigError),
    #[error("{}: {source}", path.display())]
    Folder { path: PathBuf, source: std::io::Error },
    #[error(transparent)]
    Store(#[from] app::ports::StoreError),
    #[error("the evidence folder: {0}")]
    Files(#[from] app::ports::FileError),
    #[error("the signing key in {}: {reason}", path.display())]
    Key { path: PathBuf, reason: String },
    #[error("the playbook has mistakes:\n{0}")]
    Playbook(String),
    #[error("the payment provider: {0}")]
    Payments(String),
    #[error("cannot listen on {address}: {source}")]
    Listen { address: std::net::SocketAddr, source: std::io::Error },
    #[error("{0}")]
    Other(String),
}

/// Builds the application over the configuration's folder.
///
/// # Errors
/// See [`StartError`].
pub fn open(config: &Config, clock: Arc<dyn Clock>) -> Result<Arc<App>, StartError> {
    let payments = payments(config)?;
    open_with(config, clock, payments, Arc::new(SystemRandomness))
}

/// As [`open`], with other payments and randomness: for the demo.
///
/// # Errors
/// See [`StartError`].
pub fn open_with(
    config: &Config,
    clock: Arc<dyn Clock>,
    payments: Arc<dyn Payments>,
    randomness: Arc<dyn Randomness>,
) -> Result<Arc<App>, StartError> {
    let playbook = Arc::new(load_playbook(config.playbook.dir.as_deref())?);
    make_folder(&config.data)?;
    let options =
        Options { readers: config.store.readers, cache_mib: config.store.cache_mib, ..Options::default() };
    let has_log = config.data.join("redress.db").exists();
    let store = SqliteStore::open(&config.data, &options)?;
    let files = DiskFiles::open(config.data.join("evidence"))?;
    let signer = Arc::new(signing_key(&config.data.join("keys"), &config.log_name, has_log)?);
    // The log's name is the key's: both were chosen when the folder was made.
    let origin = Origin::first(signer.name());
    let limits = Limits {
        max_upload: config.limits.max_upload_mib * 1024 * 1024,
        session_seconds: i64::from(config.limits.session_days) * 24 * 3600,
    };
    Ok(Arc::new(App::new(Parts {
        store,
        files: Arc::new(files),
        payments,
        clock,
        randomness,
        playbook,
        signer,
        origin,
        limits,
    })))
}

/// The built-in rule pack, or the one in a folder.
///
/// # Errors
/// Its mistakes, one a line.
pub fn load_playbook(dir: Option<&Path>) -> Result<Playbook, StartError> {
    let loaded = dir.map_or_else(Playbook::builtin, Playbook::load);
    loaded.map_err(|mistakes| {
        let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        StartError::Playbook(lines.join("\n"))
    })
}

fn make_folder(path: &Path) -> Result<(), StartError> {
    fs::create_dir_all(path).map_err(|source| StartError::Folder { path: path.to_owned(), source })
}

/// Reads the key with which the log is signed, or makes one, readable by its owner alone. A log that exists keeps its
/// key: a new one would make every bundle of before look like another platform's.
fn signing_key(folder: &Path, name: &str, has_log: bool) -> Result<Signer, StartError> {
    make_folder(folder)?;
    let path = folder.join("signing.key");
    let wrong = |reason: String| StartError::Key { path: path.clone(), reason };
    if path.exists() {
        let text = fs::read_to_string(&path).map_err(|e| wrong(e.to_string()))?;
        return Signer::from_secret_text(text.trim()).map_err(|e| wrong(e.to_string()));
    }
    if has_log {
        return Err(wrong("it is missing, but the log exists; put the key back from your backup".to_owned()));
    }
    let mut seed = [0; 32];
    OsEntropy.fill(&mut seed);
    let signer = Signer::from_seed(name, &seed).map_err(|e| wrong(e.to_string()))?;
    let mut file = private_file(&path).map_err(|e| wrong(e.to_string()))?;
    file.write_all(signer.to_secret_text().as_bytes()).map_err(|e| wrong(e.to_string()))?;
    file.sync_all().map_err(|e| wrong(e.to_string()))?;
    let public = folder.join("signing.pub");
    fs::write(&public, format!("{}\n", signer.public())).map_err(|e| wrong(e.to_string()))?;
    Ok(signer)
}

#[cfg(unix)]
fn private_file(path: &Path) -> std::io::Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn private_file(path: &Path) -> std::io::Result<fs::File> {
    fs::OpenOptions::new().write(true).create_new(true).open(path)
}

fn payments(config: &Config) -> Result<Arc<dyn Payments>, StartError> {
    let Some(section) = &config.payments else { return Ok(Arc::new(NoProvider)) };
    let secret = fs::read_to_string(&section.secret_file)
        .map_err(|source| StartError::Folder { path: section.secret_file.clone(), source })?;
    let provider = HttpPayments::new(PaymentsConfig {
        base: section.base.clone(),
        secret: secret.trim().to_owned(),
        timeout: Duration::from_secs(section.timeout_seconds),
    });
    Ok(Arc::new(provider.map_err(|e| StartError::Payments(e.to_string()))?))
}

/// Without a provider every refund fails at once and the case goes to a supervisor, with a date.
#[derive(Debug)]
struct NoProvider;

impl Payments for NoProvider {
    fn refund(&self, _: JobId, _: String, _: Money, _: Payer) -> BoxFuture<'_, ProviderAnswer> {
        let reason = "no payment provider is configured".to_owned();
        Box::pin(std::future::ready(ProviderAnswer::Failed { reason }))
    }

    fn look_up(&self, _: JobId) -> BoxFuture<'_, Option<ProviderAnswer>> {
        Box::pin(std::future::ready(None))
    }
}
