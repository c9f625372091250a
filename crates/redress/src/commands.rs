//! The command line: names are fixed, options grow.

mod admin;
mod erase;
mod export;
mod import;
mod playbook;
mod rebuild;
mod verify;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use app::App;
use clap::{Parser, Subcommand};
use terms::CaseNumber;

use crate::clock::SystemClock;
use crate::config::Config;
use crate::platform::{self, StartError};
use crate::{demo, server};

/// Disputes between consumers and merchants, from the first complaint to a carried-out, published result.
#[derive(Debug, Parser)]
#[command(name = "redress", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the platform.
    Serve {
        /// The configuration file; without one the defaults hold.
        #[arg(long)]
        config: Option<PathBuf>,
    },
    /// Run a full platform with a sample shop, people and cases, on loopback only.
    Demo {
        /// Where to keep it; a temporary folder that goes with the demo if not given.
        #[arg(long)]
        data: Option<PathBuf>,
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// How many sample disputes are made.
        #[arg(long, default_value_t = 200)]
        disputes: usize,
    },
    /// Check a sealed case bundle, offline: exit 0 genuine, 1 altered, 2 unreadable.
    Verify {
        bundle: PathBuf,
        /// A public key that you trust; without one the bundle's own is used and said to be so.
        #[arg(long = "key")]
        keys: Vec<String>,
    },
    /// Say whether a later checkpoint of a record contains an earlier one: whether the record only grew.
    VerifyLog {
        /// Two checkpoints as the platform signed them, the earlier one first.
        old: PathBuf,
        new: PathBuf,
        /// What the platform answers to `GET /api/v1/checkpoint/consistency?from=OLD&to=NEW`.
        #[arg(long)]
        proof: PathBuf,
        /// The platform's public key.
        #[arg(long = "key", required = true)]
        keys: Vec<String>,
    },
    /// Take data in.
    Import {
        #[command(subcommand)]
        what: ImportWhat,
    },
    /// Give data out.
    Export {
        #[command(subcommand)]
        what: ExportWhat,
    },
    /// Erase a personal field of a case for good, under a rule; every proof stays valid.
    Erase {
        number: CaseNumber,
        /// The fact's number in the case, from one (see the history).
        #[arg(long)]
        version: u64,
        /// The field, such as /event/filed/description
        #[arg(long)]
        path: String,
        /// The rule under which it is erased, such as cn.pipl.47
        #[arg(long)]
        rule: terms::RuleId,
        #[arg(long)]
        config: Option<PathBuf>,
        #[arg(long, conflicts_with = "config")]
        data: Option<PathBuf>,
    },
    /// Make statistics and search anew from the record, while the server is stopped.
    Rebuild {
        #[arg(long)]
        config: Option<PathBuf>,
        #[arg(long, conflicts_with = "config")]
        data: Option<PathBuf>,
    },
    /// Work with rule packs.
    Playbook {
        #[command(subcommand)]
        what: PlaybookWhat,
    },
    /// Manage the platform's people and the shop's key, while the server is stopped.
    Admin {
        #[arg(long)]
        config: Option<PathBuf>,
        #[command(subcommand)]
        what: AdminWhat,
    },
}

#[derive(Debug, Subcommand)]
enum ImportWhat {
    /// Orders from a .csv or .jsonl file; bad lines are told and the good ones kept, a second run changes nothing.
    Orders {
        file: PathBuf,
        #[arg(long)]
        config: Option<PathBuf>,
        /// Instead of `--config`: the folder alone.
        #[arg(long, conflicts_with = "config")]
        data: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
enum ExportWhat {
    /// A sealed case bundle that a stranger can verify.
    Dispute {
        number: CaseNumber,
        #[arg(short)]
        o: PathBuf,
        /// For whom: what the reader may not see is left out, and stays provable.
        #[arg(long, default_value = "staff")]
        edition: export::Reader,
        #[arg(long)]
        config: Option<PathBuf>,
        #[arg(long, conflicts_with = "config")]
        data: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
enum PlaybookWhat {
    /// Check a rule pack: every mistake with file, line and field.
    Check { dir: PathBuf },
}

#[derive(Debug, Subcommand)]
enum AdminWhat {
    /// Add a person of the platform's own people; the password is read from standard input.
    AddStaff {
        login: String,
        name: String,
        /// intake_officer, mediator, decider, supervisor or admin
        role: terms::Role,
    },
    /// Give a login a new password, read from standard input.
    SetPassword { login: String },
    /// Set the key with which the shop signs hand-over tokens, read from standard input.
    SetHandOverKey,
}

/// Runs the command.
///
/// # Errors
/// What kept it from running; a found alteration or mistake is an exit code, not an error.
pub fn run(cli: Cli) -> Result<ExitCode, StartError> {
    match cli.command {
        Command::Serve { config } => {
            let config = configuration(config, None)?;
            runtime()?.block_on(server::serve(&config)).map(|()| ExitCode::SUCCESS)
        }
        Command::Demo { data, listen, disputes } => {
            runtime()?.block_on(demo::run(data, listen, disputes)).map(|()| ExitCode::SUCCESS)
        }
        Command::Verify { bundle, keys } => verify::run(&bundle, &keys),
        Command::VerifyLog { old, new, proof, keys } => verify::log(&old, &new, &proof, &keys),
        Command::Import { what: ImportWhat::Orders { file, config, data } } => {
            let config = configuration(config, data)?;
            with_app(&config, async |app| import::orders(app, &file).await)
        }
        Command::Export { what: ExportWhat::Dispute { number, o, edition, config, data } } => {
            let config = configuration(config, data)?;
            with_app(&config, async |app| export::dispute(app, number, edition, &o).await)
        }
        Command::Erase { number, version, path, rule, config, data } => {
            let config = configuration(config, data)?;
            with_app(&config, async |app| erase::run(app, number, version, path, rule).await)
        }
        Command::Rebuild { config, data } => {
            let config = configuration(config, data)?;
            with_app(&config, async |app| rebuild::run(app).await)
        }
        Command::Playbook { what: PlaybookWhat::Check { dir } } => Ok(playbook::check(&dir)),
        Command::Admin { config, what } => {
            let config = configuration(config, None)?;
            with_app(&config, async |app| admin::run(app, what).await)
        }
    }
}

fn configuration(file: Option<PathBuf>, data: Option<PathBuf>) -> Result<Config, StartError> {
    let config = file.map_or_else(|| Ok(Config::default()), |file| Config::read(&file))?;
    Ok(match data {
        Some(data) => Config { data, ..config },
        None => config,
    })
}

fn runtime() -> Result<tokio::runtime::Runtime, StartError> {
    let built = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    built.map_err(|e| StartError::Other(format!("the runtime does not start: {e}")))
}

/// Opens the folder, does the work, closes the folder.
fn with_app(
    config: &Config,
    work: impl AsyncFnOnce(&App) -> Result<ExitCode, StartError>,
) -> Result<ExitCode, StartError> {
    runtime()?.block_on(async {
        let app: Arc<App> = platform::open(config, Arc::new(SystemClock::default()))?;
        app::duty::refresh(&app).await?;
        let done = work(&app).await;
        app.store.close().await?;
        done
    })
}
