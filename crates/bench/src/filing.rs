//! Part 1: complaints a second over HTTP, durable, beside the limit of bare SQLite in the same batches.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use app::ports::Commit;

use crate::load::{Filings, Run, stored};
use crate::report::{self, Filing, Filings as Figures};
use crate::server::{self, Server};
use crate::{Options, Outcome, replay, seed};

const CLIENTS: [usize; 3] = [1, 8, 64];
/// More than the fastest machine files in a second.
const ORDERS_A_SECOND: usize = 9_000;
/// Most commits that are kept for the replay; each takes some ten kilobytes.
const KEPT: usize = 20_000;
/// Filed before the clock runs, so that caches and statements are warm.
const WARM: usize = 100;

pub async fn measure(options: &Options, parent: &Path) -> Outcome<Figures> {
    let load_before = report::load();
    let seconds = Duration::from_secs_f64(options.seconds);
    let wanted = (options.seconds * ORDERS_A_SECOND as f64) as usize;
    let orders = wanted.clamp(500, options.filing_orders.max(500));
    let template = parent.join("filing");
    eprintln!("filing: taking {orders} orders in");
    let (people, _) = seed::fill(&template, orders, 0).await?;
    let playbook = redress::platform::load_playbook(None)?;
    let filings = Filings::prepare(&people, &playbook, 0, orders)?;
    eprintln!("filing: keeping what {} filings write", filings.len().min(KEPT));
    let commits = in_copy(&template, parent, async |folder| keep(folder, &filings.again()).await).await?;
    let statements = statements(&commits);
    let mut rows = Vec::new();
    for clients in CLIENTS {
        let mut rounds = Vec::new();
        for _ in 0..options.rounds.max(1) {
            let (run, batches) = in_copy(&template, parent, async |folder| {
                one(folder, &filings.again(), clients, seconds).await
            })
            .await?;
            let limit =
                in_copy(&template, parent, async |folder| replay::measure(folder, &commits, &batches))
                    .await?;
            let (rate, ratio) = (run.rate(), run.rate() / limit);
            eprintln!("filing: {clients} clients {rate:.0}/s, bare {limit:.0}/s, {ratio:.2}");
            rounds.push((run, limit, batches));
        }
        // The middle round, whole: its ratio is of its own two figures.
        rounds.sort_by(|a, b| (a.0.rate() / a.1).total_cmp(&(b.0.rate() / b.1)));
        let middle = rounds.len() / 2;
        let Some((run, limit, batches)) = rounds.into_iter().nth(middle) else { continue };
        rows.push(Filing {
            clients,
            rate: run.rate(),
            p50_ms: run.waits.value_at_quantile(0.5) as f64 / 1e3,
            p99_ms: run.waits.value_at_quantile(0.99) as f64 / 1e3,
            batch: batches.iter().sum::<u64>() as f64 / batches.len().max(1) as f64,
            limit,
            ratio: run.rate() / limit,
            filed: run.filed,
        });
    }
    Ok(Figures {
        at: report::now(),
        load_before,
        load_after: report::load(),
        rounds: options.rounds,
        statements,
        rows,
    })
}

async fn in_copy<T>(
    template: &Path,
    parent: &Path,
    work: impl AsyncFnOnce(&Path) -> Outcome<T>,
) -> Outcome<T> {
    let folder = tempfile::tempdir_in(parent)?;
    let copy = folder.path().join("data");
    seed::copy(template, &copy)?;
    work(&copy).await
}

/// One measured run; every answered complaint must be in the store afterwards.
async fn one(
    folder: &Path,
    filings: &Filings,
    clients: usize,
    seconds: Duration,
) -> Outcome<(Run, Vec<u64>)> {
    let server = Server::start(folder).await?;
    filings.warm(server.address, WARM).await?;
    let run = filings.run(server.address, clients, seconds).await?;
    let batches = server.stop()?;
    let (answered, stored) = (filings.answered(), stored(folder)?);
    if answered != stored {
        return Err(format!("{answered} complaints were answered, {stored} are stored").into());
    }
    Ok((run, batches))
}

/// Files over HTTP into a platform of this process, whose commits are kept.
async fn keep(folder: &Path, filings: &Filings) -> Outcome<Vec<Commit>> {
    let (app, watch) = server::open(folder, true).await?;
    let router = server::doors(&app);
    let bound =
        redress::server::bind(Arc::clone(&app), SocketAddr::from(([127, 0, 0, 1], 0)), router).await?;
    let address = bound.address;
    let (told, stop) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(bound.serve(async {
        let _ = stop.await;
    }));
    filings.warm(address, KEPT.min(filings.len())).await?;
    let _ = told.send(());
    serving.await??;
    Ok(watch.take_kept())
}

/// How many changing statements a filing has, in the middle.
fn statements(commits: &[Commit]) -> usize {
    let count = |commit: &Commit| 1 + commit.events.len() + commit.rows.len() + commit.jobs.len();
    let mut counts: Vec<usize> = commits.iter().map(count).collect();
    counts.sort_unstable();
    counts.get(counts.len() / 2).copied().unwrap_or_default()
}
