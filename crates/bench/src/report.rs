//! The figures, with the machine and how loaded it was, as a table and as JSON that later runs add to.

use std::fmt::Write as _;
use std::path::Path;

use app::ports::Clock as _;
use redress::clock::SystemClock;
use serde::{Deserialize, Serialize};

use crate::Outcome;

const BEGIN: &str = "<!-- figures: begin (written by `cargo run --release -p bench`) -->";
const END: &str = "<!-- figures: end -->";

#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Results {
    pub machine: String,
    pub filing: Option<Filings>,
    pub seeding: Option<Seeding>,
    pub reading: Option<Reading>,
    pub starting: Option<Starting>,
    pub upload: Option<Upload>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Filings {
    pub at: String,
    pub load_before: f64,
    pub load_after: f64,
    pub rounds: usize,
    /// Changing statements of one filing, beside those for the log's tree.
    pub statements: usize,
    pub rows: Vec<Filing>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Filing {
    pub clients: usize,
    pub rate: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
    /// Filings in one transaction.
    pub batch: f64,
    pub limit: f64,
    pub ratio: f64,
    pub filed: u64,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Seeding {
    pub load_before: f64,
    pub disputes: usize,
    pub orders: usize,
    pub seconds: f64,
    pub refused: usize,
    pub mib: f64,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Reading {
    pub at: String,
    pub load_before: f64,
    pub load_after: f64,
    pub disputes: usize,
    pub filed_per_second: f64,
    pub memory_idle: f64,
    pub memory_loaded: f64,
    pub reads: Vec<Read>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Read {
    pub what: String,
    /// What the idle p99 should stay under.
    #[serde(default = "usual_goal")]
    pub goal_ms: f64,
    pub idle: Waits,
    pub loaded: Waits,
}

/// Figures that were kept before reads had goals of their own.
const fn usual_goal() -> f64 {
    5.0
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Waits {
    pub count: u64,
    pub p50_ms: f64,
    pub p99_ms: f64,
    pub most_ms: f64,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Starting {
    pub at: String,
    pub load_before: f64,
    pub load_after: f64,
    pub disputes: usize,
    pub ready_ms: f64,
    pub starts: usize,
    pub memory_ready: f64,
    pub memory_searched: f64,
    pub first_search_ms: f64,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Upload {
    pub at: String,
    pub load_before: f64,
    pub load_after: f64,
    pub mib: f64,
    pub http: f64,
    pub alone: f64,
    pub ratio: f64,
}

/// How many processes wanted a core in the last minute; beyond the number of cores, figures suffer.
pub fn load() -> f64 {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().and_then(|first| first.parse().ok()).unwrap_or_default()
}

pub fn now() -> String {
    SystemClock::default().now().to_string().chars().take(16).collect::<String>() + "Z"
}

/// Processor, cores and memory, in words.
pub fn machine() -> String {
    let field = |file: &str, name: &str| {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix(name)?.trim_start().strip_prefix(':').map(str::trim));
        line.unwrap_or("unknown").to_owned()
    };
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let kib: f64 = field("/proc/meminfo", "MemTotal").trim_end_matches(" kB").parse().unwrap_or_default();
    format!(
        "{} with {cores} cores, {:.0} GiB, virtual",
        field("/proc/cpuinfo", "model name"),
        kib / 1024.0 / 1024.0
    )
}

const fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "missed" }
}

impl Results {
    pub fn read(path: &Path) -> Self {
        let read = std::fs::read(path).ok();
        read.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// Keeps the figures, and writes the page's section anew.
    pub fn write(&self, json: Option<&Path>, page: Option<&Path>) -> Outcome<()> {
        if let Some(json) = json {
            std::fs::write(json, serde_json::to_string_pretty(self)? + "\n")?;
        }
        let Some(page) = page else { return Ok(()) };
        let text =
            std::fs::read_to_string(page).unwrap_or_else(|_| format!("# Performance\n\n{BEGIN}\n{END}\n"));
        let (before, rest) = text.split_once(BEGIN).ok_or("the page has no place for the figures")?;
        let (_, after) = rest.split_once(END).ok_or("the page's place for the figures has no end")?;
        std::fs::write(page, format!("{before}{BEGIN}\n\n{}\n{END}{after}", self.table()))?;
        Ok(())
    }

    /// Markdown that reads as a table too.
    pub fn table(&self) -> String {
        let mut out = format!("Machine: {}; client and server share it.\n", self.machine);
        // Writing to a String cannot fail.
        let _ = self.write_table(&mut out);
        out
    }

    fn write_table(&self, out: &mut String) -> std::fmt::Result {
        if let Some(f) = &self.filing {
            filing(out, f)?;
        }
        if let Some(s) = &self.seeding {
            let Seeding { load_before, disputes, orders, seconds, refused, mib } = s;
            writeln!(out, "\n### The folder with many cases\n")?;
            writeln!(
                out,
                "{disputes} cases and {orders} orders, with what people did about them, made by the real commands in \
                 {seconds:.0} s ({mib:.0} MiB; load before {load_before:.1}; {refused} acts refused by the rules)."
            )?;
        }
        if let Some(r) = &self.reading {
            reading(out, r)?;
        }
        if let Some(s) = &self.starting {
            starting(out, s, self.reading.as_ref())?;
        }
        if let Some(u) = &self.upload {
            let Upload { at, load_before, load_after, mib, http, alone, ratio } = u;
            writeln!(out, "\n### Upload\n\n{at}, load {load_before:.1} before, {load_after:.1} after\n")?;
            writeln!(
                out,
                "| {mib:.0} MiB | MiB/s |\n|---|---|\n| over HTTP, hashed, synced, answered | {http:.0} |"
            )?;
            writeln!(out, "| hashing, writing, syncing alone | {alone:.0} |\n| share | {ratio:.2} |")?;
        }
        Ok(())
    }
}

fn filing(out: &mut String, f: &Filings) -> std::fmt::Result {
    let Filings { at, load_before, load_after, rounds, statements, rows } = f;
    writeln!(
        out,
        "\n### Filing\n\n{at}, load {load_before:.1} before, {load_after:.1} after; the middle of {rounds} rounds; {statements} rows written by one complaint\n"
    )?;
    writeln!(
        out,
        "| clients | complaints/s | p50 ms | p99 ms | in one transaction | bare SQLite/s | share | goal |"
    )?;
    writeln!(out, "|---|---|---|---|---|---|---|---|")?;
    for row in rows {
        let Filing { clients, rate, p50_ms, p99_ms, batch, limit, ratio, .. } = row;
        let (share, least) = match clients {
            0..8 => (0.65, 0.0),
            8..64 => (0.75, 4_400.0),
            _ => (0.80, 0.0),
        };
        let also =
            if least > 0.0 { format!(", {least:.0}/s {}", verdict(*rate >= least)) } else { String::new() };
        writeln!(
            out,
            "| {clients} | {rate:.0} | {p50_ms:.2} | {p99_ms:.2} | {batch:.1} | {limit:.0} | {ratio:.2} | {share:.2} {}{also} |",
            verdict(*ratio >= share)
        )?;
    }
    Ok(())
}

fn reading(out: &mut String, r: &Reading) -> std::fmt::Result {
    let Reading { at, load_before, load_after, disputes, filed_per_second, reads, .. } = r;
    writeln!(
        out,
        "\n### Reading\n\n{at}, load {load_before:.1} before, {load_after:.1} after; {disputes} cases; under load: eight clients file {filed_per_second:.0} complaints/s at the same time\n"
    )?;
    writeln!(
        out,
        "| what | idle p50 ms | p99 ms | goal ms | under load p50 ms | p99 ms | most ms | < 20 ms | read |"
    )?;
    writeln!(out, "|---|---|---|---|---|---|---|---|---|")?;
    for Read { what, goal_ms, idle, loaded } in reads {
        writeln!(
            out,
            "| {what} | {:.2} | {:.2} | {} | {:.2} | {:.2} | {:.1} | {} | {}, {} |",
            idle.p50_ms,
            idle.p99_ms,
            format_args!("{goal_ms:.0} {}", verdict(idle.p99_ms < *goal_ms)),
            loaded.p50_ms,
            loaded.p99_ms,
            loaded.most_ms,
            verdict(loaded.p99_ms < 20.0),
            idle.count,
            loaded.count
        )?;
    }
    Ok(())
}

fn starting(out: &mut String, s: &Starting, reading: Option<&Reading>) -> std::fmt::Result {
    let Starting {
        at,
        load_before,
        load_after,
        disputes,
        ready_ms,
        starts,
        memory_ready,
        memory_searched,
        ..
    } = s;
    writeln!(
        out,
        "\n### Start and memory\n\n{at}, load {load_before:.1} before, {load_after:.1} after; {disputes} cases\n"
    )?;
    writeln!(out, "| what | figure | goal |\n|---|---|---|")?;
    writeln!(
        out,
        "| from start until `/readyz` answers (middle of {starts}) | {ready_ms:.0} ms | 300 ms {} |",
        verdict(*ready_ms <= 300.0)
    )?;
    writeln!(
        out,
        "| memory when ready | {memory_ready:.0} MiB | 80 MiB {} |",
        verdict(*memory_ready <= 80.0)
    )?;
    writeln!(out, "| memory after the first search | {memory_searched:.0} MiB | |")?;
    writeln!(out, "| the first search, with the dictionaries | {:.0} ms | |", s.first_search_ms)?;
    if let Some(r) = reading {
        let (idle, most) = (r.memory_idle, r.memory_loaded);
        writeln!(out, "| memory after reading for a while | {idle:.0} MiB | |")?;
        writeln!(
            out,
            "| most memory while filing and reading | {most:.0} MiB | 160 MiB {} |",
            verdict(most <= 160.0)
        )?;
    }
    Ok(())
}
