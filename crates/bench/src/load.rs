//! Clients that file complaints over HTTP, each on its own connection, each complaint on its own order.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use playbook::Playbook;
use tokio::task::JoinSet;

use crate::http::{Ask, Client};
use crate::people::{People, consumer_of};
use crate::{Outcome, complaint};

/// Requests that are ready to be sent; each is sent once.
#[derive(Clone)]
pub struct Filings {
    asks: Arc<Vec<Ask>>,
    next: Arc<AtomicUsize>,
    answered: Arc<AtomicU64>,
    /// Behind the last one that may be sent.
    end: usize,
}

/// What a run of clients came to.
pub struct Run {
    pub filed: u64,
    pub took: Duration,
    /// Microseconds from asking to the whole answer.
    pub waits: Histogram<u64>,
}

impl Run {
    pub fn rate(&self) -> f64 {
        self.filed as f64 / self.took.as_secs_f64()
    }
}

pub fn histogram() -> Outcome<Histogram<u64>> {
    Ok(Histogram::new_with_bounds(1, 60_000_000, 3)?)
}

impl Filings {
    /// One for each order between `from` and `to`, by the consumer who bought it.
    pub fn prepare(people: &People, playbook: &Playbook, from: usize, to: usize) -> Outcome<Self> {
        let mut asks = Vec::with_capacity(to.saturating_sub(from));
        for page in from / complaint::PAGE..to.div_ceil(complaint::PAGE) {
            for (n, order) in complaint::orders(page, people.now).iter().enumerate() {
                let number = page * complaint::PAGE + n;
                let Some(token) =
                    people.consumers.get(consumer_of(number)).filter(|_| (from..to).contains(&number))
                else {
                    continue;
                };
                let body = complaint::body(&complaint::about(order, number, playbook)?)?;
                let ask = Ask::post("/api/v1/complaints", "application/json", body).signed_in(token);
                asks.push(ask.with("idempotency-key", &format!("bench-{number}")));
            }
        }
        Ok(Self { end: asks.len(), asks: Arc::new(asks), next: Arc::default(), answered: Arc::default() })
    }

    pub fn len(&self) -> usize {
        self.asks.len()
    }

    /// How many were answered with 201 in all.
    pub fn answered(&self) -> u64 {
        self.answered.load(Ordering::Relaxed)
    }

    /// Files so many by eight clients, unmeasured.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub async fn warm(&self, address: SocketAddr, count: usize) -> Outcome<()> {
        let end = (self.next.load(Ordering::Relaxed) + count).min(self.asks.len());
        let some = Self { end, ..self.clone() };
        some.run(address, 8, Duration::MAX).await?;
        // Each client has looked for one more than there was.
        self.next.store(end, Ordering::Relaxed);
        Ok(())
    }

    /// The same from the first one on, for another copy of the folder.
    pub fn again(&self) -> Self {
        Self { asks: Arc::clone(&self.asks), next: Arc::default(), answered: Arc::default(), end: self.end }
    }

    /// Lets so many clients file until time or complaints run out.
    ///
    /// # Errors
    /// Also if a single complaint is not answered with 201.
    pub async fn run(&self, address: SocketAddr, clients: usize, time: Duration) -> Outcome<Run> {
        let begun = Instant::now();
        let mut tasks = JoinSet::new();
        for _ in 0..clients {
            let filings = self.clone();
            tasks.spawn(async move { filings.client(address, begun, time).await });
        }
        let mut waits = histogram()?;
        while let Some(done) = tasks.join_next().await {
            let one: Outcome<Histogram<u64>> = done?;
            waits.add(one?)?;
        }
        Ok(Run { filed: waits.len(), took: begun.elapsed(), waits })
    }

    async fn client(&self, address: SocketAddr, begun: Instant, time: Duration) -> Outcome<Histogram<u64>> {
        let mut waits = histogram()?;
        let mut client = Client::connect(address).await?;
        while begun.elapsed() < time {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(ask) = self.asks.get(at).filter(|_| at < self.end) else { break };
            let asked = Instant::now();
            client.send(ask).await?.expect(201)?;
            self.answered.fetch_add(1, Ordering::Relaxed);
            waits.record(micros(asked.elapsed()))?;
        }
        Ok(waits)
    }
}

pub fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX).max(1)
}

/// How many cases the folder's database holds.
pub fn stored(folder: &Path) -> Outcome<u64> {
    let connection = rusqlite::Connection::open(folder.join("redress.db"))?;
    let count: i64 = connection.query_row("SELECT COUNT(*) FROM dispute", [], |row| row.get(0))?;
    Ok(u64::try_from(count)?)
}
