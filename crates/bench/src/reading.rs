//! Part 2: how long people wait for pages and answers with many cases, idle and while complaints come in.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use rusqlite::Connection;
use testkit::Dice;

use crate::http::{Ask, Client, in_address};
use crate::load::{Filings, histogram, micros};
use crate::people::{People, consumer_of};
use crate::report::{self, Read, Reading, Waits};
use crate::server::Server;
use crate::{Options, Outcome};

const FILING_CLIENTS: usize = 8;
const READING_CLIENTS: usize = 2;
/// Of each kind before anything is measured.
const WARM: usize = 20;
/// What people look for.
const WORDS: &[&str] = &["羊毛大衣", "拉链", "防伪码", "物流 停", "尺码表", "自动关机", "退货 运费", "涂层"];

/// Everything that is read, by whom.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Case,
    CasePage,
    Queue,
    QueuePage,
    Inbox,
    InboxPage,
    Search,
    SearchPage,
    SearchOwn,
    Dossier,
    Statistics,
    StatisticsPage,
}

/// Idle p99 that each goal of `docs/performance.md` asks for, in milliseconds.
const GOAL: f64 = 5.0;
/// Of what sums or computes more than it lists.
const LARGE_GOAL: f64 = 10.0;

impl Kind {
    const fn goal(self) -> f64 {
        match self {
            Self::Dossier | Self::Statistics | Self::StatisticsPage => LARGE_GOAL,
            Self::Case
            | Self::CasePage
            | Self::Queue
            | Self::QueuePage
            | Self::Inbox
            | Self::InboxPage
            | Self::Search
            | Self::SearchPage
            | Self::SearchOwn => GOAL,
        }
    }
}

const KINDS: [(Kind, &str); 12] = [
    (Kind::Case, "case, JSON"),
    (Kind::CasePage, "case, page"),
    (Kind::Queue, "staff queue (all open), JSON"),
    (Kind::QueuePage, "staff queue (own), page"),
    (Kind::Inbox, "merchant inbox, JSON"),
    (Kind::InboxPage, "merchant inbox, page"),
    (Kind::Search, "search by staff, JSON"),
    (Kind::SearchPage, "search by staff, page"),
    (Kind::SearchOwn, "search by merchant, JSON"),
    (Kind::Dossier, "dossier, page"),
    (Kind::Statistics, "statistics, JSON"),
    (Kind::StatisticsPage, "statistics, page"),
];

/// The cases that can be asked for.
struct Cases {
    people: People,
    /// Number and the place of the consumer.
    cases: Vec<(i64, usize)>,
}

impl Cases {
    fn read(folder: &Path, people: People) -> Outcome<Self> {
        let connection = Connection::open(folder.join("redress.db"))?;
        let mut statement = connection.prepare("SELECT number, order_id FROM dispute")?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
        let mut cases = Vec::new();
        for row in rows {
            let (number, order) = row?;
            let order: usize = order.trim_start_matches("SO-").parse()?;
            cases.push((number, consumer_of(order)));
        }
        if cases.is_empty() {
            return Err("there is no case to read".into());
        }
        Ok(Self { people, cases })
    }

    fn ask(&self, kind: Kind, dice: &mut Dice) -> Ask {
        let (number, consumer) = self.cases.get(dice.below(self.cases.len())).copied().unwrap_or_default();
        let consumer = self.people.consumers.get(consumer).map_or("", String::as_str);
        let merchant = dice.pick(&self.people.merchants).map_or("", |seller| seller.token.as_str());
        let words = in_address(dice.text(WORDS));
        let officer = self.people.officer.as_str();
        let (path, token) = match kind {
            Kind::Case => (format!("/api/v1/disputes/{number:012}"), consumer),
            Kind::CasePage => (format!("/cases/{number:012}"), consumer),
            Kind::Queue => ("/api/v1/disputes?queue=all&limit=50".to_owned(), officer),
            Kind::QueuePage => ("/desk".to_owned(), officer),
            Kind::Inbox => ("/api/v1/disputes?limit=50".to_owned(), merchant),
            Kind::InboxPage => ("/merchant".to_owned(), merchant),
            Kind::Search => (format!("/api/v1/search?q={words}"), officer),
            Kind::SearchPage => (format!("/desk?q={words}"), officer),
            Kind::SearchOwn => (format!("/api/v1/search?q={words}"), merchant),
            Kind::Dossier => (format!("/desk/cases/{number:012}"), officer),
            Kind::Statistics => ("/api/v1/statistics".to_owned(), consumer),
            Kind::StatisticsPage => ("/statistics".to_owned(), consumer),
        };
        Ask::get(&path).signed_in(token)
    }
}

pub async fn measure(options: &Options, folder: &Path, people: &People) -> Outcome<Reading> {
    let load_before = report::load();
    let cases = Arc::new(Cases::read(folder, people.clone())?);
    let playbook = redress::platform::load_playbook(None)?;
    let filings = Filings::prepare(people, &playbook, people.disputes, people.orders)?;
    let server = Server::start(folder).await?;
    let mut client = Client::connect(server.address).await?;
    let mut dice = Dice::new(1);
    let each = Duration::from_secs_f64((options.seconds / 2.0).max(0.2));
    let mut idle = Vec::new();
    for (kind, name) in KINDS {
        for _ in 0..WARM {
            client.send(&cases.ask(kind, &mut dice)).await?.expect(200)?;
        }
        let mut waits = histogram()?;
        let begun = Instant::now();
        while begun.elapsed() < each {
            one(&mut client, &cases.ask(kind, &mut dice), &mut waits).await?;
        }
        eprintln!("reading: {name}: {:.2} ms", waits.value_at_quantile(0.99) as f64 / 1e3);
        idle.push(waits);
    }
    let memory_idle = server.memory();
    let done = Arc::new(AtomicBool::new(false));
    let readers: Vec<_> = (0..READING_CLIENTS)
        .map(|n| tokio::spawn(reader(server.address, Arc::clone(&cases), Arc::clone(&done), n as u64)))
        .collect();
    let filed = {
        let watching = async {
            let mut most = server.memory();
            while !done.load(Ordering::Relaxed) {
                tokio::time::sleep(Duration::from_millis(100)).await;
                most = most.max(server.memory());
            }
            most
        };
        let filing = async {
            let run = filings
                .run(server.address, FILING_CLIENTS, Duration::from_secs_f64(options.seconds * 2.0))
                .await;
            done.store(true, Ordering::Relaxed);
            run
        };
        let (most, run) = tokio::join!(watching, filing);
        (run?, most)
    };
    let mut loaded: Vec<Histogram<u64>> = KINDS.iter().map(|_| histogram()).collect::<Outcome<_>>()?;
    for reader in readers {
        for (all, own) in loaded.iter_mut().zip(reader.await??) {
            all.add(own)?;
        }
    }
    drop(client);
    server.stop()?;
    let reads = KINDS.iter().zip(idle.iter().zip(&loaded));
    let reads = reads.map(|((kind, name), (idle, loaded))| Read {
        what: (*name).to_owned(),
        goal_ms: kind.goal(),
        idle: waits(idle),
        loaded: waits(loaded),
    });
    let (run, memory_loaded) = filed;
    Ok(Reading {
        at: report::now(),
        load_before,
        load_after: report::load(),
        disputes: cases.cases.len(),
        filed_per_second: run.rate(),
        memory_idle,
        memory_loaded,
        reads: reads.collect(),
    })
}

/// Reads one kind after another until told to end.
async fn reader(
    address: SocketAddr,
    cases: Arc<Cases>,
    done: Arc<AtomicBool>,
    seed: u64,
) -> Outcome<Vec<Histogram<u64>>> {
    let mut client = Client::connect(address).await?;
    let mut dice = Dice::new(100 + seed);
    let mut all: Vec<Histogram<u64>> = KINDS.iter().map(|_| histogram()).collect::<Outcome<_>>()?;
    while !done.load(Ordering::Relaxed) {
        for ((kind, _), waits) in KINDS.iter().zip(&mut all) {
            one(&mut client, &cases.ask(*kind, &mut dice), waits).await?;
        }
    }
    Ok(all)
}

async fn one(client: &mut Client, ask: &Ask, waits: &mut Histogram<u64>) -> Outcome<()> {
    let asked = Instant::now();
    client.send(ask).await?.expect(200)?;
    waits.record(micros(asked.elapsed()))?;
    Ok(())
}

fn waits(of: &Histogram<u64>) -> Waits {
    let ms = |quantile| of.value_at_quantile(quantile) as f64 / 1e3;
    Waits { count: of.len(), p50_ms: ms(0.5), p99_ms: ms(0.99), most_ms: of.max() as f64 / 1e3 }
}
