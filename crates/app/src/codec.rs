//! Facts to recorded events and back: the parts, the salts, the leaf that commits to them.

mod upcast;

use domain::Fact;
use record::{Hash, Header, Part, PartSlot, leaf_hash, parts_root, split_salted};
use serde::Serialize;
use serde::de::DeserializeOwned;
use terms::{EventId, Ids, StreamId};

use crate::ports::{NewEvent, StoreError, StoredEvent};

/// The version of the event schema, in every header.
pub const SCHEMA: u32 = 1;

/// Turns a fact into an event about to be recorded.
///
/// # Errors
/// Damaged, should a fact not be representable (never for our own types).
pub fn encode<E: Serialize>(
    fact: &Fact<E>,
    stream: StreamId,
    version: u64,
    previous: Option<Hash>,
    ids: &mut Ids<'_>,
) -> Result<NewEvent, StoreError> {
    let value = serde_json::to_value(fact).map_err(|e| StoreError::Damaged(e.to_string()))?;
    let parts = split_salted(&value, || ids.bytes());
    let slots: Vec<PartSlot> = parts.into_iter().map(PartSlot::Kept).collect();
    let header = Header { stream: stream.to_string(), version, schema: SCHEMA, previous };
    let leaf = leaf_hash(&header, parts_root(&slots));
    let id = EventId(ids.uuid());
    Ok(NewEvent {
        id,
        stream,
        version,
        recorded_at: fact.at,
        schema: SCHEMA,
        leaf,
        parts: write_slots(&slots),
    })
}

/// Turns a recorded event back into its fact; erased parts come back as erased.
///
/// # Errors
/// Damaged if the parts cannot be read.
pub fn decode<E: DeserializeOwned>(event: &StoredEvent) -> Result<Fact<E>, StoreError> {
    let damaged =
        |why: String| StoreError::Damaged(format!("{} version {}: {why}", event.stream, event.version));
    let slots = read_slots(&event.parts).ok_or_else(|| damaged("parts cut off".to_owned()))?;
    let value = record::join_slots(&slots).map_err(|e| damaged(e.to_string()))?;
    let value = upcast::upcast(event.schema, value)
        .ok_or_else(|| damaged("written by a newer version".to_owned()))?;
    serde_json::from_value(value).map_err(|e| damaged(e.to_string()))
}

/// The parts as the store keeps them: for each a tag, then salt, path and bytes, or the hash of what was erased.
#[must_use]
pub fn write_slots(slots: &[PartSlot]) -> Vec<u8> {
    let mut out = Vec::with_capacity(1024);
    for slot in slots {
        match slot {
            PartSlot::Kept(part) => {
                out.push(1);
                out.extend_from_slice(&part.salt);
                put(&mut out, part.path.as_bytes());
                put(&mut out, &part.bytes);
            }
            PartSlot::Erased(hash) => {
                out.push(0);
                out.extend_from_slice(hash.as_bytes());
            }
        }
    }
    out
}

fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(bytes);
}

/// The inverse of [`write_slots`]; `None` if the bytes are cut off or wrong.
#[must_use]
pub fn read_slots(mut bytes: &[u8]) -> Option<Vec<PartSlot>> {
    let mut slots = Vec::new();
    while let Some((tag, rest)) = bytes.split_first() {
        bytes = rest;
        let slot = match tag {
            0 => PartSlot::Erased(Hash(take(&mut bytes, 32)?.try_into().ok()?)),
            1 => {
                let salt = take(&mut bytes, 16)?.try_into().ok()?;
                let path = String::from_utf8(get(&mut bytes)?.to_vec()).ok()?;
                let bytes = get(&mut bytes)?.to_vec();
                PartSlot::Kept(Part { salt, path, bytes })
            }
            _ => return None,
        };
        slots.push(slot);
    }
    Some(slots)
}

fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(taken)
}

fn get<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = u32::from_le_bytes(take(bytes, 4)?.try_into().ok()?);
    take(bytes, usize::try_from(length).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::payout::PayoutEvent;
    use domain::person::PersonEvent;
    use domain::{By, Erasable};
    use terms::{Audience, Instant, Label, Language, PersonId, Role, SeededEntropy};

    fn stored<E: Serialize>(fact: &Fact<E>) -> StoredEvent {
        let mut entropy = SeededEntropy::new(1);
        let mut ids = Ids::new(fact.at, &mut entropy);
        let stream = PersonId(ids.uuid()).into();
        let NewEvent { id, stream, version, recorded_at, schema, leaf, parts } =
            encode(fact, stream, 1, None, &mut ids).unwrap();
        StoredEvent { index: 0, id, stream, version, recorded_at, schema, leaf, parts }
    }

    fn fact<E>(event: E) -> Fact<E> {
        let at = Instant::from_micros(1_700_000_000_000_000);
        Fact { at, occurred_at: None, by: By::System, on_behalf_of: None, label: Label::STAFF, event }
    }

    /// D2, H4: what is recorded comes back the same; an erased part comes back as erased, under the same leaf.
    #[test]
    fn a_fact_survives_the_record_and_an_erased_part_is_known_as_erased() {
        let name = Erasable::new("王小明".to_owned(), Audience::Staff);
        let registered = fact(PersonEvent::Registered {
            name,
            role: Role::Consumer,
            merchant: None,
            language: Language::ZhHans,
        });
        let mut event = stored(&registered);
        assert_eq!(decode::<PersonEvent>(&event).unwrap(), registered);

        let mut slots = read_slots(&event.parts).unwrap();
        slots[1] = slots[1].erased();
        event.parts = write_slots(&slots);
        let back = decode::<PersonEvent>(&event).unwrap();
        let PersonEvent::Registered { name, .. } = back.event else { panic!("another event") };
        assert!(name.is_erased());
        let header = Header { stream: event.stream.to_string(), version: 1, schema: SCHEMA, previous: None };
        assert_eq!(leaf_hash(&header, parts_root(&slots)), event.leaf);
    }

    #[test]
    fn parts_that_are_cut_off_are_told_as_damaged() {
        let mut event = stored(&fact(PayoutEvent::Retried { from: terms::Payer::Platform }));
        event.parts.pop();
        assert!(matches!(decode::<PayoutEvent>(&event), Err(StoreError::Damaged(_))));
    }
}
