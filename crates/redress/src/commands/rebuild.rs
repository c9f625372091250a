//! `redress rebuild`: what followers made of the record is made anew.

use std::process::ExitCode;

use app::{App, jobs, statistics};

use crate::platform::StartError;

/// Counts all statistics and makes all search entries anew, while the server is stopped.
pub async fn run(app: &App) -> Result<ExitCode, StartError> {
    let failed = |error: app::ports::AppendError| StartError::Other(error.to_string());
    statistics::rebuild(app).await.map_err(failed)?;
    jobs::rebuild_search(app).await.map_err(failed)?;
    println!("rebuilt");
    Ok(ExitCode::SUCCESS)
}
