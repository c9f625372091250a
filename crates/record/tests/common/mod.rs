//! A small case to seal, and archives put together by hand, without the crate's own code.

use record::split::split_salted;
use record::{
    BundleContents, BundleEvent, BundleEvidence, Checkpoint, Edition, EvidenceCopy, Hash, Header,
    MemoryNodes, Part, PartSlot, PublicKey, Receipt, Signer, WriteError, inclusion_proof, leaf_hash,
    parts_root, write_bundle,
};
use serde_json::{Value, json};

pub struct Event {
    pub header: Header,
    pub slots: Vec<PartSlot>,
    pub index: u64,
}

impl Clone for Event {
    fn clone(&self) -> Self {
        Self { header: self.header.clone(), slots: self.slots.clone(), index: self.index }
    }
}

pub struct Case {
    pub number: String,
    pub stream: String,
    pub reader: String,
    pub edition: Edition,
    pub signer: Signer,
    pub keys: Vec<PublicKey>,
    pub nodes: MemoryNodes,
    pub events: Vec<Event>,
    pub evidence: Vec<(String, Vec<u8>)>,
    /// Copies given in place of originals, and files not given at all.
    pub cleaned: Vec<(String, Vec<u8>)>,
    pub withheld: Vec<String>,
    pub checkpoint: String,
    pub sees: fn(&Part, Option<&str>) -> bool,
    previous: Option<Hash>,
}

impl Case {
    pub fn new(events: u64) -> Self {
        Self::named("d-1", events)
    }

    /// A case of so many events; the first one records two evidence files.
    pub fn named(stream: &str, events: u64) -> Self {
        let evidence =
            ["b7", "a1"].map(|id| (format!("ev-{id}"), format!("photo of {stream} {id}").into_bytes()));
        let mut case = Self {
            number: "RD-2026-0001".into(),
            stream: stream.into(),
            reader: "officer o-1".into(),
            edition: Edition::Staff,
            signer: Signer::from_seed("disputes.example/2026", &[1; 32]).unwrap(),
            keys: Vec::new(),
            nodes: MemoryNodes::new(),
            events: Vec::new(),
            evidence: evidence.to_vec(),
            cleaned: Vec::new(),
            withheld: Vec::new(),
            checkpoint: String::new(),
            sees: |_, _| true,
            previous: None,
        };
        case.add_events(events);
        case
    }

    /// A case of one short event that records one file of this size.
    pub fn with_large_evidence(size: usize) -> Self {
        let mut case = Self::named("d-1", 0);
        let bytes: Vec<u8> = (0..size).map(|at| (at * 7 % 251) as u8).collect();
        case.add_event(&json!({"evidence_id": "ev-large", "sha256": Hash::of(&bytes)}));
        case.evidence = vec![("ev-large".into(), bytes)];
        case.sign_checkpoint();
        case
    }

    pub fn add_events(&mut self, count: u64) {
        for _ in 0..count {
            // Events of other cases lie between.
            self.nodes.push(Hash::of_leaf(&self.nodes.frontier().size().to_be_bytes()));
            let version = self.events.len() as u64 + 1;
            let files: Vec<_> = self
                .evidence
                .iter()
                .filter(|_| version == 1)
                .map(|(id, bytes)| json!({"evidence_id": id, "sha256": {"~": {"v": Hash::of(bytes), "a": "parties"}}}))
                .collect();
            let value = json!({
                "kind": "message_sent",
                "files": files,
                "text": {"~": {"v": format!("message {version} 你好"), "a": "consumer"}},
                "view": {"~": {"v": format!("offer {version}"), "a": "merchant"}},
            });
            self.add_event(&value);
        }
        self.sign_checkpoint();
    }

    fn add_event(&mut self, value: &Value) {
        let version = self.events.len() as u64 + 1;
        let salt = [version as u8; 16];
        let slots: Vec<_> = split_salted(value, || salt).into_iter().map(PartSlot::Kept).collect();
        let header = Header { stream: self.stream.clone(), version, schema: 1, previous: self.previous };
        let leaf = leaf_hash(&header, parts_root(&slots));
        self.previous = Some(leaf);
        let index = self.nodes.push(leaf);
        self.events.push(Event { header, slots, index });
    }

    pub fn sign_checkpoint(&mut self) {
        let frontier = self.nodes.frontier();
        let head = Checkpoint {
            origin: "disputes.example/log/1".into(),
            size: frontier.size(),
            root: frontier.root(),
        };
        self.checkpoint = head.sign(&self.signer).unwrap();
    }

    pub fn receipt(&self, version: usize) -> Receipt {
        let event = &self.events[version - 1];
        let leaf = leaf_hash(&event.header, parts_root(&event.slots));
        let proof = inclusion_proof(&self.nodes, event.index, self.nodes.frontier().size()).unwrap();
        Receipt::included(&self.stream, version as u64, leaf, event.index, self.checkpoint.clone(), proof)
    }

    pub fn seal(&self) -> Vec<u8> {
        self.try_seal().unwrap()
    }

    pub fn try_seal(&self) -> Result<Vec<u8>, WriteError> {
        let size = self.nodes.frontier().size();
        let events = self.events.iter().cloned().map(|event| {
            let proof = inclusion_proof(&self.nodes, event.index, size).unwrap();
            BundleEvent::for_reader(event.header, event.slots, event.index, proof, self.sees)
        });
        // The hash is the one recorded, as a store would give it, whatever lies on the disk now.
        let recorded = |id: &str, bytes: &[u8]| {
            let photo = format!("photo of d-1 {}", id.trim_start_matches("ev-"));
            if bytes.starts_with(b"photo of something") {
                Hash::of(photo.as_bytes())
            } else {
                Hash::of(bytes)
            }
        };
        let evidence = self.evidence.iter().map(|(id, bytes)| BundleEvidence {
            id: id.clone(),
            copy: EvidenceCopy::Original,
            size: bytes.len() as u64,
            sha256: recorded(id, bytes),
            open: Box::new(|| Ok(Box::new(bytes.as_slice()))),
        });
        let cleaned = self.cleaned.iter().map(|(id, bytes)| BundleEvidence {
            id: id.clone(),
            copy: EvidenceCopy::Cleaned,
            size: bytes.len() as u64,
            sha256: Hash::of(bytes),
            open: Box::new(|| Ok(Box::new(bytes.as_slice()))),
        });
        let contents = BundleContents {
            number: self.number.clone(),
            stream: self.stream.clone(),
            edition: self.edition,
            reader: self.reader.clone(),
            made_at: "2026-11-24T12:00:00Z".into(),
            events: events.collect(),
            checkpoint: self.checkpoint.clone(),
            keys: self.keys.clone(),
            evidence: cleaned.chain(evidence).collect(),
            withheld: self.withheld.clone(),
        };
        let mut out = Vec::new();
        write_bundle(&contents, &self.signer, &mut out).map(|()| out)
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Takes an archive apart.
pub fn members(archive: &[u8]) -> Vec<Member> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().trim_end_matches('\0').to_owned();
    let mut all = Vec::new();
    let mut at = 0;
    while archive[at] != 0 {
        let size = usize::from_str_radix(&text(&archive[at + 124..at + 136]), 8).unwrap();
        all.push(Member {
            name: text(&archive[at..at + 100]),
            bytes: archive[at + 512..at + 512 + size].to_vec(),
        });
        at += 512 + size.next_multiple_of(512);
    }
    all
}

/// Puts an archive together without fault, as POSIX describes ustar.
pub fn archive(members: &[Member]) -> Vec<u8> {
    let mut out = Vec::new();
    for member in members {
        let mut block = vec![0; 512];
        block[..member.name.len()].copy_from_slice(member.name.as_bytes());
        block[100..108].copy_from_slice(b"0000644\0");
        for at in [108, 116, 329, 337] {
            block[at..at + 8].copy_from_slice(b"0000000\0");
        }
        block[124..136].copy_from_slice(format!("{:011o}\0", member.bytes.len()).as_bytes());
        block[136..148].copy_from_slice(b"00000000000\0");
        block[148..157].copy_from_slice(b"        0");
        block[257..265].copy_from_slice(b"ustar\x0000");
        let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
        block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        out.extend(block);
        out.extend(&member.bytes);
        out.resize(out.len().next_multiple_of(512), 0);
    }
    out.resize(out.len() + 1024, 0);
    out
}
