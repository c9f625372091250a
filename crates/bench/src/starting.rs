//! Part 3: how long a start takes with many cases, what memory the server needs, and what the dictionaries of search cost.

use std::path::Path;
use std::time::Duration;

use crate::http::{Ask, Client, in_address};
use crate::people::People;
use crate::report::{self, Starting};
use crate::server::Server;
use crate::{Options, Outcome};

/// Memory settles after a moment.
const SETTLE: Duration = Duration::from_secs(1);

pub async fn measure(options: &Options, folder: &Path, people: &People) -> Outcome<Starting> {
    let load_before = report::load();
    let mut times = Vec::new();
    for _ in 0..options.rounds.max(1) {
        let server = Server::start(folder).await?;
        times.push(server.ready_after.as_secs_f64() * 1e3);
        server.stop()?;
    }
    let server = Server::start(folder).await?;
    times.push(server.ready_after.as_secs_f64() * 1e3);
    times.sort_by(f64::total_cmp);
    tokio::time::sleep(SETTLE).await;
    let memory_ready = server.memory();
    let mut client = Client::connect(server.address).await?;
    let search = Ask::get(&format!("/api/v1/search?q={}", in_address("羊毛大衣"))).signed_in(&people.officer);
    let begun = std::time::Instant::now();
    client.send(&search).await?.expect(200)?;
    let first_search_ms = begun.elapsed().as_secs_f64() * 1e3;
    tokio::time::sleep(SETTLE).await;
    let memory_searched = server.memory();
    drop(client);
    server.stop()?;
    Ok(Starting {
        at: report::now(),
        load_before,
        load_after: report::load(),
        disputes: people.disputes,
        ready_ms: times.get(times.len() / 2).copied().unwrap_or_default(),
        starts: times.len(),
        memory_ready,
        memory_searched,
        first_search_ms,
    })
}
