//! Measures Redress beside the raw limit: filing, reading, starting, uploading; prints a table and keeps the figures.
//!
//! `cargo run --release -p bench -- --help`; what the figures mean stands in `docs/performance.md`.

mod complaint;
mod filing;
mod http;
mod load;
mod people;
mod reading;
mod replay;
mod report;
mod seed;
mod server;
mod starting;
mod upload;
mod watch;

use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand, ValueEnum};

use crate::people::People;
use crate::report::{Results, Seeding};

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The same as the program has.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A part of the measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    Filing,
    Reading,
    Starting,
    Upload,
}

/// What to measure, and how long.
#[derive(Debug, Parser)]
#[command(name = "bench")]
pub struct Options {
    #[command(subcommand)]
    command: Option<Command>,
    /// These parts alone; the figures of the others stay as they were.
    #[arg(long, value_delimiter = ',')]
    only: Vec<Part>,
    /// Cases in the folder that is read from.
    #[arg(long, default_value_t = 100_000)]
    disputes: usize,
    /// Orders beside them, on which complaints are filed while others read.
    #[arg(long, default_value_t = 50_000)]
    spare_orders: usize,
    /// How long each load runs.
    #[arg(long, default_value_t = 5.0)]
    seconds: f64,
    /// Most orders for the filing part.
    #[arg(long, default_value_t = 45_000)]
    filing_orders: usize,
    /// How often each figure is taken; the middle one counts.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    #[arg(long, default_value_t = 256)]
    upload_mib: usize,
    /// Where to work; something temporary if not given. A filled folder is used again.
    #[arg(long)]
    folder: Option<PathBuf>,
    /// Where the figures are kept; a release build keeps them in `docs/performance.json` if nothing else is said.
    #[arg(long)]
    json: Option<PathBuf>,
    /// The page whose section of figures is written anew; of a release build `docs/performance.md`.
    #[arg(long)]
    page: Option<PathBuf>,
    /// Print only; nothing is kept.
    #[arg(long)]
    dry: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The measured server, started by the measurement itself.
    #[command(hide = true)]
    Server { data: PathBuf },
}

impl Options {
    /// A debug build's figures say nothing: they are kept only where somebody asks for it.
    fn kept(&self, asked: Option<&Path>, usual: &str) -> Option<PathBuf> {
        let usual = (!cfg!(debug_assertions)).then(|| PathBuf::from(usual));
        asked.map(Path::to_path_buf).or(usual).filter(|_| !self.dry)
    }

    fn wants(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }
}

fn main() -> Outcome<()> {
    let options = Options::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match &options.command {
        Some(Command::Server { data }) => runtime.block_on(server::run(data)),
        None => runtime.block_on(measure(&options)),
    }
}

async fn measure(options: &Options) -> Outcome<()> {
    let temporary = tempfile::tempdir()?;
    let parent = options.folder.as_deref().unwrap_or(temporary.path());
    std::fs::create_dir_all(parent)?;
    let json = options.kept(options.json.as_deref(), "docs/performance.json");
    let page = options.kept(options.page.as_deref(), "docs/performance.md");
    let mut results = json.as_deref().map(Results::read).unwrap_or_default();
    if cfg!(debug_assertions) {
        eprintln!("This is a debug build: its figures say nothing, take --release.");
    }
    if options.wants(Part::Filing) {
        let work = tempfile::tempdir_in(parent)?;
        results.filing = Some(filing::measure(options, work.path()).await?);
    }
    if options.wants(Part::Reading) || options.wants(Part::Starting) {
        let folder = parent.join("cases");
        let people = filled(options, &folder, &mut results).await?;
        if options.wants(Part::Starting) {
            results.starting = Some(starting::measure(options, &folder, &people).await?);
        }
        if options.wants(Part::Reading) {
            results.reading = Some(reading::measure(options, &folder, &people).await?);
            // What was filed meanwhile cannot be filed again.
            std::fs::remove_file(folder.join("bench.json"))?;
        }
    }
    if options.wants(Part::Upload) {
        let work = tempfile::tempdir_in(parent)?;
        results.upload = Some(upload::measure(options, work.path()).await?);
    }
    results.machine = report::machine();
    print!("{}", results.table());
    results.write(json.as_deref(), page.as_deref())
}

/// The folder with many cases: as an earlier run left it, or made now.
async fn filled(options: &Options, folder: &Path, results: &mut Results) -> Outcome<People> {
    if let Some(people) = People::read(folder).filter(|people| people.disputes == options.disputes) {
        return Ok(people);
    }
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    eprintln!("making {} cases with the real commands", options.disputes);
    let load_before = report::load();
    let (people, filled) =
        seed::fill(folder, options.disputes + options.spare_orders, options.disputes).await?;
    results.seeding = Some(Seeding {
        load_before,
        disputes: options.disputes,
        orders: people.orders,
        seconds: filled.took.as_secs_f64(),
        refused: filled.refused,
        mib: std::fs::metadata(folder.join("redress.db"))?.len() as f64 / (1024.0 * 1024.0),
    });
    Ok(people)
}
