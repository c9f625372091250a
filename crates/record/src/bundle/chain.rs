//! Checks the events one after the other: each in the log, each following the one before, none missing.
//!
//! The writer uses the same check, so a bundle that would not verify is never given out.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Altered, BundleEvent};
use crate::hash::Hash;
use crate::leaf::{PartSlot, leaf_hash, parts_root};
use crate::proof::verify_inclusion;
use crate::split::join_slots;

pub(super) struct Chain {
    /// How many events there must be.
    events: u64,
    size: u64,
    root: Hash,
    pub(super) leaves: Vec<Hash>,
    pub(super) hidden: u64,
    pub(super) erased: u64,
    /// Evidence ids and file hashes that readable events recorded.
    recorded: BTreeSet<(String, Hash)>,
}

impl Chain {
    pub(super) const fn new(events: u64, size: u64, root: Hash) -> Self {
        Self { events, size, root, leaves: Vec::new(), hidden: 0, erased: 0, recorded: BTreeSet::new() }
    }

    /// The version that the next event must have.
    pub(super) const fn next(&self) -> u64 {
        self.leaves.len() as u64 + 1
    }

    pub(super) fn accept(&mut self, event: &BundleEvent) -> Result<(), Altered> {
        let (version, events, next) = (event.header.version, self.events, self.next());
        if version > events || version < next {
            return Err(Altered::EventAdded { version, events });
        }
        if version > next {
            return Err(Altered::EventMissing { version: next, events });
        }
        let leaf = leaf_hash(&event.header, parts_root(&event.slots));
        let follows = event.header.previous == self.leaves.last().copied();
        if !follows || verify_inclusion(leaf, event.index, self.size, &event.proof, self.root).is_err() {
            return Err(Altered::EventChanged { version, events });
        }
        self.leaves.push(leaf);
        let gone = event.slots.iter().filter(|slot| slot.kept().is_none()).count() as u64;
        self.hidden += event.hidden.len() as u64;
        self.erased += gone.saturating_sub(event.hidden.len() as u64);
        note_evidence(&event.slots, &mut self.recorded);
        Ok(())
    }

    pub(super) fn finish(&self, leaf: Hash) -> Result<(), Altered> {
        let (events, next) = (self.events, self.next());
        if next <= events {
            return Err(Altered::EventMissing { version: next, events });
        }
        if self.leaves.last() == Some(&leaf) {
            Ok(())
        } else {
            Err(Altered::EventChanged { version: events, events })
        }
    }

    pub(super) fn has_recorded(&self, id: &str, sha256: Hash) -> bool {
        self.recorded.contains(&(id.to_owned(), sha256))
    }

    /// The SHA-256 of the original that a readable event recorded under this id.
    pub(super) fn recorded(&self, id: &str) -> Option<Hash> {
        let (_, sha256) =
            self.recorded.range((id.to_owned(), Hash([0; 32]))..).next().filter(|(of, _)| of == id)?;
        Some(*sha256)
    }
}

fn note_evidence(slots: &[PartSlot], recorded: &mut BTreeSet<(String, Hash)>) {
    let speaks_of_evidence = |slot: &PartSlot| {
        let part = slot.kept();
        part.and_then(|part| std::str::from_utf8(&part.bytes).ok())
            .is_some_and(|text| text.contains("\"evidence_id\""))
    };
    if !slots.iter().any(speaks_of_evidence) {
        return;
    }
    match join_slots(slots) {
        Ok(value) => search(&value, recorded),
        // The plain part is hidden or erased, but a part that is there may still record a file.
        Err(_) => {
            for part in slots.iter().filter_map(PartSlot::kept) {
                if let Ok(value) = serde_json::from_slice(&part.bytes) {
                    search(&value, recorded);
                }
            }
        }
    }
}

fn search(value: &Value, recorded: &mut BTreeSet<(String, Hash)>) {
    match value {
        Value::Object(map) => {
            let field = |name: &str| map.get(name).and_then(text);
            if let (Some(id), Some(sha256)) = (field("evidence_id"), field("sha256").and_then(Hash::from_hex))
            {
                recorded.insert((id.to_owned(), sha256));
            }
            map.values().for_each(|inner| search(inner, recorded));
        }
        Value::Array(items) => items.iter().for_each(|inner| search(inner, recorded)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A text, whether or not it is an erasable field.
fn text(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("~")?.get("v")?.as_str())
}
