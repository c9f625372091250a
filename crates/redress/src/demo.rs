//! `redress demo`: the real platform over a sample shop, with cases made by running the real commands under a moved clock.
//!
//! It listens on loopback only, signs anyone in with one click, and its clock can be moved on; `serve` has none of this.

mod cast;
mod door;
mod script;
mod stage;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use app::ports::Clock as _;
use terms::Money;
use testkit::{SandboxOptions, SandboxProvider, Shop, shop};

use crate::clock::{DemoClock, SystemClock};
use crate::config::{Config, LimitsConfig};
use crate::platform::{self, StartError};
use crate::server;

/// The same people, orders and cases every time.
const SEED: u64 = 20_261_125;
/// How far back the first case lies.
const DAYS: i64 = 45;

/// Runs the demo until it is told to end.
///
/// # Errors
/// See [`StartError`]; also for an address that is not loopback.
pub async fn run(data: Option<PathBuf>, listen: SocketAddr, disputes: usize) -> Result<(), StartError> {
    if !listen.ip().is_loopback() {
        return Err(StartError::Other("a demo signs anyone in: it listens on loopback only".to_owned()));
    }
    let temporary = tempfile::tempdir().map_err(|e| StartError::Other(e.to_string()))?;
    let data = data.unwrap_or_else(|| temporary.path().join("demo"));
    let opened = open(&data).await?;
    if opened.is_new {
        eprintln!("Making a shop, its people and {disputes} cases with the real commands…");
        stage::perform(&opened, disputes).await?;
    }
    let people = cast::sign_everyone_in(&opened).await?;
    let doors = door::router(&opened, people.clone());
    let router = server::router(&opened.app, server::Before::default()).merge(doors);
    let bound = server::bind(Arc::clone(&opened.app), listen, router).await?;
    let base = format!("http://{}", bound.address);
    cast::write_json(&opened, &data, &base, &people).await?;
    let end = server::told_to_end()?;
    println!("{base}/demo");
    println!("Open this address: it has every role, one click each. Ctrl-C ends it.");
    println!("For scripts: {}", data.join("demo.json").display());
    bound.serve(end).await
}

/// A demo with its folder open.
pub struct Opened {
    pub app: Arc<app::App>,
    pub clock: Arc<DemoClock>,
    pub sandbox: SandboxProvider,
    pub shop: Shop,
    pub is_new: bool,
    moved: PathBuf,
}

impl Opened {
    /// Remembers how far the clock was moved, so that a demo that is started again does not go back.
    fn remember_clock(&self) -> std::io::Result<()> {
        std::fs::write(&self.moved, self.clock.now().to_string())
    }
}

async fn open(data: &Path) -> Result<Opened, StartError> {
    let failed = |e: &dyn std::fmt::Display| StartError::Other(e.to_string());
    std::fs::create_dir_all(data).map_err(|source| StartError::Folder { path: data.to_owned(), source })?;
    let moved = data.join("demo-clock");
    let begun = data.join("demo-begun");
    let now = SystemClock::default().now();
    let is_new = !begun.exists();
    if !is_new && !moved.exists() {
        let what = format!(
            "the demo in {} was ended while it was being made: remove that folder, or name another",
            data.display()
        );
        return Err(StartError::Other(what));
    }
    // The shop is made for the moment of the first start, so that its orders stay the same.
    let first = std::fs::read_to_string(&begun).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(now);
    let start = match std::fs::read_to_string(&moved) {
        Ok(text) => text.trim().parse().map_or(now, |latest: terms::Instant| latest.max(now)),
        Err(_) if is_new => now.plus_seconds(-DAYS * 24 * 3600),
        Err(_) => now,
    };
    let clock = Arc::new(DemoClock::at(start));
    let journal = Some(data.join("sandbox-provider.journal"));
    let options = SandboxOptions { journal, ..SandboxOptions::default() };
    let sandbox = SandboxProvider::start_with(options).await.map_err(|e| failed(&e))?;
    let payments = sandbox.client(Duration::from_secs(3)).map_err(|e| failed(&e))?;
    let config = Config {
        data: data.to_owned(),
        log_name: "redress.demo".to_owned(),
        limits: LimitsConfig { session_days: 365, ..LimitsConfig::default() },
        ..Config::default()
    };
    let shared: Arc<dyn app::ports::Clock> = clock.clone();
    let app = platform::open_with(&config, shared, Arc::new(payments), Arc::new(app::SystemRandomness))?;
    app::duty::refresh(&app).await?;
    let shop = shop(SEED, first, testkit::shop::USUAL_ORDERS);
    for (transaction, amount) in shop.payments() {
        let amount: Money = amount;
        sandbox.capture(transaction, amount).map_err(|e| failed(&e))?;
    }
    if is_new {
        std::fs::write(&begun, first.to_string()).map_err(|e| failed(&e))?;
    }
    Ok(Opened { app, clock, sandbox, shop, is_new, moved })
}
