//! Measures how near the store comes to its limit: the very statements it runs, in the batches it made, on bare SQLite.
//!
//! `cargo run --release -p store --example append -- [SECONDS] [FOLDER]`

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a measurement that cannot go on should stop and say where"
)]

mod bare;
mod load;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use app::ports::Store;
use store::{Migration, Options, SqliteStore};

/// Odd, so that there is a middle one; by turns, as disks and neighbours have moods.
const ROUNDS: usize = 3;

/// What one run of the store gave.
struct Run {
    rate: f64,
    p50: Duration,
    p99: Duration,
    /// How many commits each transaction had, in their order.
    batches: Vec<u64>,
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let seconds = arguments.next().map_or(5, |given| given.parse().unwrap());
    let folder = arguments.next().map_or_else(std::env::temp_dir, PathBuf::from);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    println!("medians of {ROUNDS} rounds, store and bare by turns");
    println!("clients  store/s  p50 ms  p99 ms  commits a transaction  bare/s  share");
    for clients in [1, 8, 64] {
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            let run = in_fresh_folder(&folder, |path| {
                runtime.block_on(measure(path, clients, Duration::from_secs(seconds)))
            });
            let limit = in_fresh_folder(&folder, |path| bare::measure(path, &run.batches));
            rounds.push((run, limit));
        }
        let median = |of: &dyn Fn(&(Run, f64)) -> f64| {
            let mut values: Vec<f64> = rounds.iter().map(of).collect();
            values.sort_by(f64::total_cmp);
            values[values.len() / 2]
        };
        println!(
            "{clients:>7}  {:>7.0}  {:>6.2}  {:>6.2}  {:>21.1}  {:>6.0}  {:>5.2}",
            median(&|(run, _)| run.rate),
            median(&|(run, _)| run.p50.as_secs_f64() * 1e3),
            median(&|(run, _)| run.p99.as_secs_f64() * 1e3),
            median(&|(run, _)| run.batches.iter().sum::<u64>() as f64 / run.batches.len() as f64),
            median(&|(_, limit)| *limit),
            median(&|(run, limit)| run.rate / limit),
        );
    }
}

fn in_fresh_folder<T>(parent: &Path, work: impl FnOnce(&Path) -> T) -> T {
    let folder = tempfile::tempdir_in(parent).unwrap();
    work(folder.path())
}

async fn measure(folder: &Path, clients: u64, time: Duration) -> Run {
    let options =
        Options { extra: vec![Migration { name: "9000_load", sql: load::TABLES }], ..Options::default() };
    let store = SqliteStore::open(folder, &options).unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let next = Arc::new(AtomicU64::new(0));
    let begun = Instant::now();
    let tasks: Vec<_> = (0..clients)
        .map(|_| {
            let (store, stop, next) = (Arc::clone(&store), Arc::clone(&stop), Arc::clone(&next));
            tokio::spawn(async move {
                let mut seen = Vec::new();
                while !stop.load(Ordering::Relaxed) {
                    let commit = load::commit(next.fetch_add(1, Ordering::Relaxed));
                    let asked = Instant::now();
                    let committed = store.commit(commit).await.unwrap();
                    seen.push((committed.head.size, asked.elapsed()));
                }
                seen
            })
        })
        .collect();
    tokio::time::sleep(time).await;
    stop.store(true, Ordering::Relaxed);
    // Commits of one transaction were told the same head.
    let mut batches = BTreeMap::<u64, u64>::new();
    let mut waits = Vec::new();
    for task in tasks {
        for (head, waited) in task.await.unwrap() {
            *batches.entry(head).or_default() += 1;
            waits.push(waited);
        }
    }
    let took = begun.elapsed();
    store.close().await.unwrap();
    waits.sort_unstable();
    Run {
        rate: waits.len() as f64 / took.as_secs_f64(),
        p50: waits[waits.len() / 2],
        p99: waits[waits.len() * 99 / 100],
        batches: batches.into_values().collect(),
    }
}
