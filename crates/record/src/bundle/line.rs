//! An event as one line of JSON: readable by a person, and with one valid spelling.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::BundleEvent;
use crate::hash::{Hash, hex_decode, hex_encode};
use crate::leaf::{Header, Part, PartSlot};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    version: u64,
    schema: u32,
    previous: Option<Hash>,
    index: u64,
    proof: Vec<Hash>,
    #[serde(borrow)]
    parts: Vec<Slot<'a>>,
}

/// Either salt, path and text (or base64), or one of the two hashes; [`slot`] refuses every mixture.
#[derive(Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Slot<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    salt: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base64: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    erased: Option<Hash>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hidden: Option<Hash>,
}

/// The line of an event, without the line feed.
pub(super) fn write(event: &BundleEvent) -> Result<Vec<u8>, serde_json::Error> {
    let parts = event.slots.iter().enumerate().map(|(at, slot)| match slot {
        PartSlot::Kept(part) => {
            let salt = Some(hex_encode(&part.salt).into());
            let path = Some(Cow::Borrowed(part.path.as_str()));
            match std::str::from_utf8(&part.bytes) {
                Ok(text) => Slot { salt, path, text: Some(text.into()), ..Slot::default() },
                Err(_) => {
                    Slot { salt, path, base64: Some(STANDARD.encode(&part.bytes).into()), ..Slot::default() }
                }
            }
        }
        PartSlot::Erased(hash) if event.hidden.contains(&at) => {
            Slot { hidden: Some(*hash), ..Slot::default() }
        }
        PartSlot::Erased(hash) => Slot { erased: Some(*hash), ..Slot::default() },
    });
    serde_json::to_vec(&Line {
        version: event.header.version,
        schema: event.header.schema,
        previous: event.header.previous,
        index: event.index,
        proof: event.proof.clone(),
        parts: parts.collect(),
    })
}

/// Reads a line; `None` unless it is exactly what [`write`] writes for what was read.
pub(super) fn read(line: &[u8], stream: &str) -> Option<BundleEvent> {
    let parsed: Line<'_> = serde_json::from_slice(line).ok()?;
    let mut hidden = Vec::new();
    let slots = parsed
        .parts
        .iter()
        .enumerate()
        .map(|(at, part)| slot(part, at, &mut hidden))
        .collect::<Option<_>>()?;
    let event = BundleEvent {
        header: Header {
            stream: stream.to_owned(),
            version: parsed.version,
            schema: parsed.schema,
            previous: parsed.previous,
        },
        slots,
        hidden,
        index: parsed.index,
        proof: parsed.proof,
    };
    (write(&event).ok()? == line).then_some(event)
}

fn slot(slot: &Slot<'_>, at: usize, hidden: &mut Vec<usize>) -> Option<PartSlot> {
    match (slot.hidden, slot.erased, &slot.salt) {
        (Some(hash), None, None) => {
            hidden.push(at);
            Some(PartSlot::Erased(hash))
        }
        (None, Some(hash), None) => Some(PartSlot::Erased(hash)),
        (None, None, Some(salt)) => {
            let bytes = match (&slot.text, &slot.base64) {
                (Some(text), None) => text.as_bytes().to_vec(),
                (None, Some(base64)) => STANDARD.decode(base64.as_bytes()).ok()?,
                (Some(_), Some(_)) | (None, None) => return None,
            };
            Some(PartSlot::Kept(Part {
                salt: hex_decode(salt)?,
                path: slot.path.as_ref()?.to_string(),
                bytes,
            }))
        }
        (Some(_), Some(_), _) | (Some(_) | None, Some(_) | None, Some(_)) | (None, None, None) => None,
    }
}
