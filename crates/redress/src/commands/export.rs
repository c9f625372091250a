//! `redress export dispute`: a sealed case bundle in the edition of one reader.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::process::ExitCode;

use app::App;
use app::case::{self, BundleError};
use app::queries::uploads::{self, Access};
use domain::Actor;
use terms::{CaseNumber, PersonId, Role};

use crate::platform::StartError;

/// For whom a bundle is made.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum Reader {
    /// Everything that a supervisor sees.
    Staff,
    Consumer,
    Merchant,
}

/// Writes the bundle next to its place and renames it, so that a broken one never stands there.
pub async fn dispute(
    app: &App,
    number: CaseNumber,
    reader: Reader,
    out: &Path,
) -> Result<ExitCode, StartError> {
    let other = |e: &dyn std::fmt::Display| StartError::Other(e.to_string());
    let Some(id) = case::find(app, number).await? else {
        return Err(StartError::Other(format!("there is no case {}", number.grouped())));
    };
    let state = case::state(app, id).await?;
    let actor = match reader {
        Reader::Staff => {
            Some(Actor::Person { id: PersonId::default(), role: Role::Supervisor, merchant: None })
        }
        Reader::Consumer => {
            state.consumer().map(|id| Actor::Person { id, role: Role::Consumer, merchant: None })
        }
        Reader::Merchant => {
            let merchant = state.respondent().cloned();
            merchant.map(|m| Actor::Person {
                id: PersonId::default(),
                role: Role::Merchant,
                merchant: Some(m),
            })
        }
    };
    let Some(actor) = actor else {
        return Err(StartError::Other("the case has no such party".to_owned()));
    };
    let unfinished = out.with_extension("unfinished");
    let file = File::create(&unfinished).map_err(|e| other(&e))?;
    let given = match case::write_bundle(app, id, &actor, BufWriter::new(file)).await {
        Ok(given) => given,
        Err(error) => {
            let _ = std::fs::remove_file(&unfinished);
            return Err(match error {
            BundleError::NotFound => StartError::Other("for this reader the case does not exist (yet): before it is accepted the merchant has no part in it".to_owned()),
            BundleError::Store(_) | BundleError::File(_) | BundleError::Write(_) => other(&error),
            });
        }
    };
    // By nobody in particular: who runs the program is not known to it.
    uploads::look(app, &given, None, Access::Exported).await.map_err(|e| other(&e))?;
    std::fs::rename(&unfinished, out).map_err(|e| other(&e))?;
    println!("{}", out.display());
    Ok(ExitCode::SUCCESS)
}
