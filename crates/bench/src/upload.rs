//! Part 4: a large file over HTTP beside hashing and writing the same bytes alone.

use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use sha2::{Digest as _, Sha256};
use testkit::Dice;

use crate::http::{Ask, Client};
use crate::report::{self, Upload};
use crate::server::Server;
use crate::{Options, Outcome, seed};

const MIB: usize = 1024 * 1024;
/// As the server's file store writes.
const CHUNK: usize = 64 * 1024;

pub async fn measure(options: &Options, parent: &Path) -> Outcome<Upload> {
    let load_before = report::load();
    let folder = parent.join("upload");
    let (people, _) = seed::fill(&folder, 1, 0).await?;
    let token = people.consumers.first().ok_or("nobody to upload")?;
    let bytes = video(options.upload_mib.max(1) * MIB);
    let mib = bytes.len() as f64 / MIB as f64;
    let expected: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let (mut over_http, mut alone) = (Vec::new(), Vec::new());
    let server = Server::start(&folder).await?;
    let ask = Ask::post("/api/v1/evidence?name=unboxing.mp4", "video/mp4", bytes).signed_in(token);
    for _ in 0..options.rounds.max(1) {
        let mut client = Client::connect(server.address).await?;
        let begun = Instant::now();
        let answer = client.send(&ask).await?.expect(201)?;
        over_http.push(mib / begun.elapsed().as_secs_f64());
        if !String::from_utf8_lossy(&answer.body).contains(&expected) {
            return Err("the file was not taken as it is".into());
        }
        alone.push(mib / hash_and_write(ask.body(), parent)?);
    }
    server.stop()?;
    over_http.sort_by(f64::total_cmp);
    alone.sort_by(f64::total_cmp);
    let middle = |of: &[f64]| of.get(of.len() / 2).copied().unwrap_or_default();
    let (http, alone) = (middle(&over_http), middle(&alone));
    Ok(Upload {
        at: report::now(),
        load_before,
        load_after: report::load(),
        mib,
        http,
        alone,
        ratio: http / alone,
    })
}

/// An MP4 of one box of noise, so that it is taken in and nothing in it can be compressed.
fn video(size: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(size);
    bytes.extend_from_slice(b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42");
    let rest = u32::try_from(size.saturating_sub(bytes.len())).unwrap_or(u32::MAX);
    bytes.extend_from_slice(&rest.to_be_bytes());
    bytes.extend_from_slice(b"mdat");
    let mut dice = Dice::new(7);
    while bytes.len() < size {
        bytes.extend_from_slice(&dice.number().to_le_bytes());
    }
    bytes.truncate(size);
    bytes
}

/// Seconds for hashing, writing and syncing.
fn hash_and_write(bytes: &[u8], parent: &Path) -> Outcome<f64> {
    let path = parent.join("alone.bin");
    let begun = Instant::now();
    let mut file = std::fs::File::create(&path)?;
    let mut hash = Sha256::new();
    for chunk in bytes.chunks(CHUNK) {
        hash.update(chunk);
        file.write_all(chunk)?;
    }
    file.sync_all()?;
    std::hint::black_box(hash.finalize());
    let took = begun.elapsed().as_secs_f64();
    std::fs::remove_file(path)?;
    Ok(took)
}
