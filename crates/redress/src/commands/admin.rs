//! `redress admin`: the platform's people and the shop's key, by command.

use std::io::BufRead as _;
use std::process::ExitCode;

use app::{App, sign_in};

use super::AdminWhat;
use crate::platform::StartError;

/// Does it, or says why not.
pub async fn run(app: &App, what: AdminWhat) -> Result<ExitCode, StartError> {
    let failed = |e: &dyn std::fmt::Display| StartError::Other(e.to_string());
    match what {
        AdminWhat::AddStaff { login, name, role } => {
            let password = line()?;
            let person =
                sign_in::add_staff(app, &login, &name, role, &password).await.map_err(|e| failed(&e))?;
            println!("{person}");
        }
        AdminWhat::SetPassword { login } => {
            let password = line()?;
            sign_in::set_password(app, &domain::Actor::System, &login, &password)
                .await
                .map_err(|e| failed(&e))?;
        }
        AdminWhat::SetHandOverKey => {
            let key = line()?;
            sign_in::set_hand_over_key(app, &key).await.map_err(|e| failed(&e))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// One line of standard input: secrets stand in no argument list, where others on the machine could read them.
fn line() -> Result<String, StartError> {
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    read.map_err(|e| StartError::Other(format!("standard input: {e}")))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
