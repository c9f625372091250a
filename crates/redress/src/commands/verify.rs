//! `redress verify` and `verify-log`: say whether a case bundle is genuine and a record only grew, and if not, what was altered.

use std::path::Path;
use std::process::ExitCode;

use record::{Checkpoint, Hash, PublicKey, Verified, verify_bundle, verify_consistency};
use serde::Deserialize;

use crate::platform::StartError;

/// Exit 0 genuine, 1 altered, 2 unreadable.
pub fn run(bundle: &Path, keys: &[String]) -> Result<ExitCode, StartError> {
    let trusted = parsed(keys)?;
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
        Err(why) if why.code() == "unreadable" => Ok(unreadable(&why.to_string())),
        Err(why) => Ok(altered(&why.to_string())),
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

fn parsed(keys: &[String]) -> Result<Vec<PublicKey>, StartError> {
    let parse = |key: &String| key.parse().map_err(|e| StartError::Other(format!("--key {key}: {e}")));
    keys.iter().map(parse).collect()
}

/// The API's answer; further fields are left aside.
#[derive(Deserialize)]
struct Proof {
    proof: Vec<Hash>,
}

/// Exit 0 grown, 1 altered, 2 unreadable.
pub fn log(old: &Path, new: &Path, proof: &Path, keys: &[String]) -> Result<ExitCode, StartError> {
    let keys = parsed(keys)?;
    let read = |path: &Path| std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()));
    let texts = read(old).and_then(|old| Ok((old, read(new)?, read(proof)?)));
    let (old_text, new_text, proof_text) = match texts {
        Ok(texts) => texts,
        Err(why) => return Ok(unreadable(&why)),
    };
    let proof: Proof = match serde_json::from_str(&proof_text) {
        Ok(proof) => proof,
        Err(why) => return Ok(unreadable(&format!("{}: {why}", proof.display()))),
    };
    let mut signed = Vec::with_capacity(2);
    for (path, text) in [(old, &old_text), (new, &new_text)] {
        match Checkpoint::verify(text, &keys) {
            Ok((checkpoint, _)) => signed.push(checkpoint),
            Err(why) => {
                return Ok(altered(&format!("the checkpoint {} does not hold: {why}", path.display())));
            }
        }
    }
    let [old, new] = &signed[..] else { return Ok(unreadable("two checkpoints are needed")) };
    if old.origin != new.origin {
        return Ok(altered(&format!("these are two records, {} and {}", old.origin, new.origin)));
    }
    match verify_consistency(old.size, old.root, new.size, new.root, &proof.proof) {
        Ok(()) => {
            println!(
                "GROWN: the record {} of {} entries begins with that of {}",
                new.origin, new.size, old.size
            );
            println!("Nothing that stood in the earlier one was changed, removed or put in between.");
            Ok(ExitCode::SUCCESS)
        }
        Err(why) => Ok(altered(&format!("the later record does not begin with the earlier one: {why}"))),
    }
}

fn unreadable(why: &str) -> ExitCode {
    eprintln!("UNREADABLE: {why}");
    ExitCode::from(2)
}

fn altered(why: &str) -> ExitCode {
    eprintln!("ALTERED: {why}");
    ExitCode::from(1)
}
