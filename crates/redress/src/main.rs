//! `redress`: reads the command line and runs one command.

use std::process::ExitCode;

use clap::Parser;
use redress::commands::{Cli, run};

/// Half the time that filing spent in the system's allocator goes with it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = tracing_subscriber::EnvFilter::try_from_env("REDRESS_LOG");
    let filter = filter.unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    // A log line that cannot be written, on a full disk for instance, is lost; to complain about it on the same stream
    // would end the thread that wrote it.
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    log.log_internal_errors(false).init();
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("redress: {error}");
            ExitCode::from(2)
        }
    }
}
