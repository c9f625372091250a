//! How long hashing, splitting, sealing and verifying take. Run: `cargo run --release -p record --example timing [FILE]`;
//! with FILE it leaves the sealed bundle there.

use std::hint::black_box;
use std::time::Instant;

use record::{
    BundleContents, BundleEvent, BundleEvidence, Checkpoint, Edition, EvidenceCopy, Frontier, Hash, Header,
    MemoryNodes, PartSlot, Signer, inclusion_proof, join_slots, leaf_hash, parts_root, split, split_salted,
    verify_bundle_from, write_bundle,
};
use serde_json::json;

fn time(what: &str, times: u32, mut work: impl FnMut()) {
    let start = Instant::now();
    for _ in 0..times {
        work();
    }
    println!("{what:48} {:>10.2} µs", start.elapsed().as_secs_f64() * 1e6 / f64::from(times));
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = vec![7u8; 8 << 20];
    let text = "商家发来的羊毛大衣标签写着纯羊毛，水洗标写着百分之三十。".repeat(12);
    let event = json!({
        "kind": "complaint_filed", "lines": (0..8).map(|n| json!({"line": n, "sku": "wool-coat-xl", "paid": 45_900})).collect::<Vec<_>>(),
        "files": [{"evidence_id": "ev-1", "sha256": Hash::of(&file)}],
        "text": {"~": {"v": text, "a": "parties"}}, "phone": {"~": {"v": "13900000000", "a": "staff"}},
        "address": {"~": {"v": "某市某区某路一号", "a": "parties"}},
    });
    println!("event of {} bytes", serde_json::to_vec(&event)?.len());
    let slots: Vec<PartSlot> = split_salted(&event, || [3; 16]).into_iter().map(PartSlot::Kept).collect();
    let signer = Signer::from_seed("disputes.example/2026", &[1; 32])?;
    let mut header = Header { stream: "d-1".into(), version: 1, schema: 1, previous: None };

    time("part hashes, parts root and leaf hash", 100_000, || {
        black_box(leaf_hash(&header, parts_root(black_box(&slots))));
    });
    time("split", 100_000, || drop(black_box(split(black_box(&event)))));
    time("serde_json::to_vec of the same, to compare", 100_000, || {
        drop(black_box(serde_json::to_vec(black_box(&event))));
    });
    time("join", 100_000, || drop(black_box(join_slots(black_box(&slots)))));
    let mut frontier = Frontier::new();
    time("frontier push and root", 100_000, || {
        frontier.push(Hash::of_leaf(b"x"));
        black_box(frontier.root());
    });
    let checkpoint = Checkpoint { origin: "disputes.example/log/1".into(), size: 1, root: frontier.root() };
    time("sign a checkpoint", 10_000, || drop(black_box(checkpoint.sign(&signer))));

    let mut nodes: MemoryNodes = (0..1_000_000u64).map(|n| Hash::of_leaf(&n.to_be_bytes())).collect();
    let mut placed = Vec::new();
    for version in 1..=200 {
        header.version = version;
        let leaf = leaf_hash(&header, parts_root(&slots));
        placed.push((header.clone(), nodes.push(leaf)));
        header.previous = Some(leaf);
    }
    let (size, root) = (nodes.frontier().size(), nodes.frontier().root());
    time("inclusion proof out of a million", 100_000, || {
        drop(black_box(inclusion_proof(&nodes, size / 3, size)));
    });
    let mut events = Vec::new();
    for (header, index) in placed {
        let proof = inclusion_proof(&nodes, index, size)?;
        events.push(BundleEvent::for_reader(header, slots.clone(), index, proof, |_, _| true));
    }
    let contents = BundleContents {
        number: "RD-1".into(),
        stream: "d-1".into(),
        edition: Edition::Staff,
        reader: "officer".into(),
        made_at: "2026-11-24T12:00:00Z".into(),
        events,
        checkpoint: Checkpoint { origin: "disputes.example/log/1".into(), size, root }.sign(&signer)?,
        keys: Vec::new(),
        evidence: vec![BundleEvidence {
            id: "ev-1".into(),
            copy: EvidenceCopy::Original,
            size: file.len() as u64,
            sha256: Hash::of(&file),
            open: Box::new(|| Ok(Box::new(file.as_slice()))),
        }],
        withheld: Vec::new(),
    };
    let mut sealed = Vec::new();
    time("seal 200 events and 8 MiB of evidence", 10, || {
        sealed.clear();
        if let Err(error) = write_bundle(&contents, &signer, &mut sealed) {
            println!("{error}");
        }
    });
    time("verify it", 10, || drop(black_box(verify_bundle_from(sealed.as_slice(), None))));
    println!("{:?}", verify_bundle_from(sealed.as_slice(), None).map(|verified| verified.events));
    if let Some(path) = std::env::args().nth(1) {
        std::fs::write(path, &sealed)?;
    }
    Ok(())
}
