//! `redress erase`: a personal field goes for good, under a rule.

use std::process::ExitCode;

use app::erase::{Erasure, erase};
use app::{App, case};
use domain::Actor;
use terms::{CaseNumber, RuleId};

use crate::platform::StartError;

/// Erases the part; the operator acts for the system.
pub async fn run(
    app: &App,
    number: CaseNumber,
    version: u64,
    path: String,
    rule: RuleId,
) -> Result<ExitCode, StartError> {
    let Some(dispute) = case::find(app, number).await? else {
        return Err(StartError::Other(format!("there is no case {}", number.grouped())));
    };
    let wanted = Erasure { dispute, version, path, rule };
    erase(app, &Actor::System, &wanted).await.map_err(|e| StartError::Other(e.to_string()))?;
    println!("erased");
    Ok(ExitCode::SUCCESS)
}
