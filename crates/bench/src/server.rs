//! The server that is measured: the platform's own doors, in a process of its own so that its memory and start are its own.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use api::{Extra, Rate, RateLimits};
use app::{App, Parts, SystemRandomness};
use axum::Router;
use redress::clock::SystemClock;
use redress::config::Config;
use redress::{health, platform};

use crate::Outcome;
use crate::http::{Ask, Client};
use crate::watch::Watch;

/// How long a server may take to become ready.
const PATIENCE: Duration = Duration::from_secs(60);
/// More than any load here: what is measured is the work, not the brake.
const NO_LIMIT: Rate = Rate { burst: 1_000_000_000, per_second: 1_000_000_000 };

/// Opens the platform in a folder, its store under watch.
pub async fn open(data: &Path, keep: bool) -> Outcome<(Arc<App>, Arc<Watch>)> {
    let config = Config { data: data.to_owned(), log_name: "redress.bench".to_owned(), ..Config::default() };
    let clock = Arc::new(SystemClock::default());
    let opened = platform::open(&config, clock.clone())?;
    let watch = Arc::new(Watch::new(Arc::clone(&opened.store), keep));
    let app = Arc::new(App::new(Parts {
        store: watch.clone(),
        files: Arc::clone(&opened.files),
        payments: Arc::clone(&opened.payments),
        clock,
        randomness: Arc::new(SystemRandomness),
        playbook: Arc::clone(&opened.playbook),
        signer: Arc::clone(&opened.signer),
        origin: opened.origin.clone(),
        limits: opened.limits,
    }));
    app::duty::refresh(&app).await?;
    Ok((app, watch))
}

/// Every door, with the API's rate limits out of the way.
pub fn doors(app: &Arc<App>) -> Router {
    let extra = Extra { limits: RateLimits { per_person: NO_LIMIT, per_address: NO_LIMIT } };
    Router::new()
        .merge(api::router(Arc::clone(app), extra))
        .merge(health::router(Arc::clone(app)))
        .merge(pages::router(Arc::clone(app), pages::Settings::default()))
}

/// The child's side: serves until its standard input ends, then tells how the filings were batched.
pub async fn run(data: &Path) -> Outcome<()> {
    let (app, watch) = open(data, false).await?;
    let router = doors(&app);
    let bound = redress::server::bind(app, SocketAddr::from(([127, 0, 0, 1], 0)), router).await?;
    println!("{}", bound.address);
    std::io::stdout().flush()?;
    let (told, stop) = tokio::sync::oneshot::channel::<()>();
    std::thread::spawn(move || {
        let mut rest = Vec::new();
        // Whether it ended well or badly, nobody is there any more.
        let _ = std::io::stdin().read_to_end(&mut rest);
        let _ = told.send(());
    });
    bound
        .serve(async {
            let _ = stop.await;
        })
        .await?;
    println!("{}", serde_json::to_string(&watch.batches())?);
    Ok(())
}

/// The parent's side.
pub struct Server {
    pub address: SocketAddr,
    /// From the start of the process until `/readyz` answered.
    pub ready_after: Duration,
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Server {
    /// Starts this very program as a server over the folder.
    pub async fn start(data: &Path) -> Outcome<Self> {
        let begun = Instant::now();
        let mut child = Command::new(std::env::current_exe()?)
            .arg("server")
            .arg(data)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take();
        let output = child.stdout.take().ok_or("the server has no output")?;
        let mut output = BufReader::new(output);
        let mut line = String::new();
        output.read_line(&mut line)?;
        let address = line.trim().parse().map_err(|_| format!("the server did not start: {line}"))?;
        let mut server = Self { address, ready_after: Duration::ZERO, child, input, output };
        while !is_ready(address).await {
            if begun.elapsed() > PATIENCE {
                return Err("the server does not become ready".into());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        server.ready_after = begun.elapsed();
        Ok(server)
    }

    /// Resident memory in MiB now.
    pub fn memory(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        kib.unwrap_or_default() / 1024.0
    }

    /// Ends it; gives how many filings each of its transactions had.
    pub fn stop(mut self) -> Outcome<Vec<u64>> {
        self.input = None;
        let mut told = String::new();
        self.output.read_to_string(&mut told)?;
        let status = self.child.wait()?;
        if !status.success() {
            return Err(format!("the server ended with {status}").into());
        }
        Ok(serde_json::from_str(told.trim())?)
    }
}

impl Drop for Server {
    /// A run that failed leaves no server behind.
    fn drop(&mut self) {
        if self.input.is_some() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

async fn is_ready(address: SocketAddr) -> bool {
    let Ok(mut client) = Client::connect(address).await else { return false };
    client.send(&Ask::get("/readyz")).await.is_ok_and(|answer| answer.status == 200)
}
