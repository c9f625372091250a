//! `redress verify`: says whether a case bundle is genuine, and if not, what was altered.

use std::path::Path;
use std::process::ExitCode;

use record::{PublicKey, Verified, verify_bundle};

use crate::platform::StartError;

/// Exit 0 genuine, 1 altered, 2 unreadable.
pub fn run(bundle: &Path, keys: &[String]) -> Result<ExitCode, StartError> {
    let mut trusted = Vec::with_capacity(keys.len());
    for key in keys {
        let key: PublicKey = key.parse().map_err(|e| StartError::Other(format!("--key {key}: {e}")))?;
        trusted.push(key);
    }
    let trusted = (!trusted.is_empty()).then_some(trusted.as_slice());
    match verify_bundle(bundle, trusted) {
        Ok(found) => {
            println!(
                "GENUINE: case {}, {} edition, made {}",
                found.number,
                found.edition.key(),
                found.made_at
            );
            println!(
                "{} events ({} parts hidden from this reader, {} erased), {} files; log {} of {} leaves",
                found.events, found.hidden, found.erased, found.evidence, found.origin, found.log_size
            );
            for sentence in less(&found) {
                println!("{sentence}");
            }
            if found.trusted {
                println!("Signed by a key that you trust: {}", found.key);
            } else {
                println!("Signed by the bundle's own key: {}", found.key);
                println!("Compare it with the key that the platform publishes, or name it with --key.");
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(altered) if altered.code() == "unreadable" => {
            eprintln!("UNREADABLE: {altered}");
            Ok(ExitCode::from(2))
        }
        Err(altered) => {
            eprintln!("ALTERED: {altered}");
            Ok(ExitCode::from(1))
        }
    }
}

/// What this reader got otherwise than it came in, or not at all.
fn less(found: &Verified) -> Vec<String> {
    let mut sentences: Vec<String> = found
        .cleaned
        .iter()
        .map(|file| {
            format!(
                "The file for evidence {} is a cleaned copy: where it was taken and the like was removed for this reader. The record \
                 holds the SHA-256 of the original, {}; that the copy was made of it is the platform's word.",
                file.id, file.original
            )
        })
        .collect();
    sentences.extend(found.withheld.iter().map(|id| {
        format!(
            "The file for evidence {id} is on record and not in here: it tells where it was taken and could not be cleaned. The \
             side that provided it and the platform have it."
        )
    }));
    sentences
}
