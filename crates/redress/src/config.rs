//! The one configuration file, in TOML; every option has a default, a wrong one is refused with its line and reason.
//!
//! `docs/operators.md` documents it option by option.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{}: {source}", path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    /// The message names line and column.
    #[error("{}: {message}", path.display())]
    Wrong { path: PathBuf, message: String },
}

/// Everything an operator can choose.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The folder in which everything is kept.
    pub data: PathBuf,
    pub listen: SocketAddr,
    /// The address that people use, for links and for secure cookies.
    pub public_url: Option<String>,
    /// The server stands behind a proxy that appends the caller's address to `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// The name of this platform's log; it stands in every checkpoint and never changes.
    pub log_name: String,
    pub limits: LimitsConfig,
    pub payments: Option<PaymentsSection>,
    pub playbook: PlaybookConfig,
    pub store: StoreConfig,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LimitsConfig {
    /// Largest file, in MiB (1 to 16384).
    pub max_upload_mib: u64,
    /// How long a person stays signed in, in days (1 to 365).
    pub session_days: u32,
}

/// The payment provider through which refunds run.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentsSection {
    pub base: String,
    /// A file that holds the bearer secret, so that it stands in no configuration.
    pub secret_file: PathBuf,
    #[serde(default = "ten")]
    pub timeout_seconds: u64,
}

const fn ten() -> u64 {
    10
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PlaybookConfig {
    /// A folder that overrides the built-in rule pack.
    pub dir: Option<PathBuf>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StoreConfig {
    /// Queries that may run at the same time (1 to 64).
    pub readers: usize,
    /// Memory for database pages of the writer, in MiB (8 to 4096).
    pub cache_mib: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: PathBuf::from("redress-data"),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: None,
            behind_proxy: false,
            log_name: "redress.local".to_owned(),
            limits: LimitsConfig::default(),
            payments: None,
            playbook: PlaybookConfig::default(),
            store: StoreConfig::default(),
        }
    }
}

impl Default for LimitsConfig {
    fn default() -> Self {
        Self { max_upload_mib: 2048, session_days: 14 }
    }
}

impl Default for StoreConfig {
    fn default() -> Self {
        Self { readers: 4, cache_mib: 48 }
    }
}

impl Config {
    /// Reads and checks a file.
    ///
    /// # Errors
    /// Unreadable, or wrong with line and reason.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
        Self::parse(&text).map_err(|message| ConfigError::Wrong { path: path.to_owned(), message })
    }

    fn parse(text: &str) -> Result<Self, String> {
        let config: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        config.check().map_err(|(key, reason)| match line_of(text, key) {
            Some(line) => format!("line {line}: {key}: {reason}"),
            None => format!("{key}: {reason}"),
        })?;
        Ok(config)
    }

    fn check(&self) -> Result<(), (&'static str, &'static str)> {
        if !(1..=16_384).contains(&self.limits.max_upload_mib) {
            return Err(("max_upload_mib", "from 1 to 16384"));
        }
        if !(1..=365).contains(&self.limits.session_days) {
            return Err(("session_days", "from 1 to 365"));
        }
        if !(1..=64).contains(&self.store.readers) {
            return Err(("readers", "from 1 to 64"));
        }
        if !(8..=4096).contains(&self.store.cache_mib) {
            return Err(("cache_mib", "from 8 to 4096"));
        }
        let fit = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
        if self.log_name.is_empty() || self.log_name.len() > 100 || !self.log_name.chars().all(fit) {
            return Err(("log_name", "1 to 100 letters, digits, dots, hyphens"));
        }
        match &self.public_url {
            Some(url)
                if !(url.starts_with("https://") || url.starts_with("http://")) || url.ends_with('/') =>
            {
                Err(("public_url", "begins with https:// (or http://) and has no slash at its end"))
            }
            Some(_) | None => Ok(()),
        }
    }
}

/// The line, counted from one, in which a key is set.
fn line_of(text: &str, key: &str) -> Option<usize> {
    let sets = |line: &str| {
        line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    text.lines().position(sets).map(|n| n + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_gives_the_defaults() {
        assert_eq!(Config::parse("").unwrap().listen.port(), 8080);
    }

    #[test]
    fn a_wrong_option_is_refused_with_its_line_and_the_reason() {
        let wrong = Config::parse("data = \"x\"\n\n[limits]\nmax_upload_mib = 0\n").unwrap_err();
        assert!(wrong.contains("line 4") && wrong.contains("from 1 to 16384"), "{wrong}");
        let unknown = Config::parse("listen = \"127.0.0.1:1\"\nlissen = 3\n").unwrap_err();
        assert!(unknown.contains("line 2") && unknown.contains("lissen"), "{unknown}");
        let typed = Config::parse("listen = 7\n").unwrap_err();
        assert!(typed.contains("line 1"), "{typed}");
    }
}
