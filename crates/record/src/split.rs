//! Takes an event's JSON apart into its plain part and its erasable parts, and puts it together again.
//!
//! An erasable field is an object with the single key `~`:
//!
//! | state | form |
//! |---|---|
//! | kept | `{"~":{"v":VALUE,"a":"AUDIENCE"}}` |
//! | its place in the plain part | `{"~":{"n":K,"a":"AUDIENCE"}}`, `K` = number of its part, from 1 |
//! | erased, or hidden from this reader | `{"~":{"e":"HASH","a":"AUDIENCE"}}` |
//!
//! Parts are numbered in the order in which the walk meets them. `VALUE` is taken as it is: an erasable field inside another is not looked for.
//! Any other object whose single key consists of tildes gets one tilde more in the plain part and loses it again, so no
//! text that people send in can be taken for a place of a part: every JSON value survives the round trip.

use serde_json::{Map, Value};

use crate::hash::Hash;
use crate::leaf::{Part, PartSlot};

const MARK: &str = "~";

/// Why an event could not be put together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JoinError {
    /// The plain part is not JSON.
    #[error("the plain part is not JSON")]
    PlainNotJson,
    /// The plain part itself is erased or hidden.
    #[error("the plain part is not there")]
    PlainErased,
    /// A part's bytes are not JSON.
    #[error("part {0} is not JSON")]
    PartNotJson(usize),
    /// The plain part has a place for a part that is not there, or in another order.
    #[error("the plain part has no fitting part for its place {0}")]
    NoSuchPart(usize),
    /// A part's path is not the path of its place.
    #[error("part {0} belongs to another field")]
    OtherPath(usize),
    /// There are more parts than places.
    #[error("there are more parts than places for them")]
    TooManyParts,
}

/// Takes an event apart: first the plain part with path `""`, then one part for each erasable field with its JSON pointer.
#[must_use]
pub fn split(value: &Value) -> Vec<(String, Vec<u8>)> {
    let mut walk = Split {
        plain: Vec::with_capacity(512),
        path: String::new(),
        parts: vec![(String::new(), Vec::new())],
    };
    walk.value(value);
    let Split { plain, mut parts, .. } = walk;
    parts[0].1 = plain;
    parts
}

/// [`split`], with a fresh salt for each part.
pub fn split_salted(value: &Value, mut salt: impl FnMut() -> [u8; 16]) -> Vec<Part> {
    split(value).into_iter().map(|(path, bytes)| Part { salt: salt(), path, bytes }).collect()
}

struct Split {
    plain: Vec<u8>,
    path: String,
    parts: Vec<(String, Vec<u8>)>,
}

impl Split {
    fn value(&mut self, value: &Value) {
        match value {
            Value::Object(map) => match single(map) {
                Some((MARK, inner)) if kept(inner).is_some() => self.erasable(inner),
                Some((key, inner)) if is_tildes(key) => {
                    self.plain.push(b'{');
                    json(&mut self.plain, &format!("{key}{MARK}"));
                    self.member(key, inner);
                    self.plain.push(b'}');
                }
                Some(_) | None => self.object(map),
            },
            Value::Array(items) => {
                self.plain.push(b'[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        self.plain.push(b',');
                    }
                    let length = self.path.len();
                    push_index(&mut self.path, index);
                    self.value(item);
                    self.path.truncate(length);
                }
                self.plain.push(b']');
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                json(&mut self.plain, value);
            }
        }
    }

    fn object(&mut self, map: &Map<String, Value>) {
        self.plain.push(b'{');
        for (index, (key, inner)) in map.iter().enumerate() {
            if index > 0 {
                self.plain.push(b',');
            }
            json(&mut self.plain, key);
            self.member(key, inner);
        }
        self.plain.push(b'}');
    }

    fn member(&mut self, key: &str, inner: &Value) {
        self.plain.push(b':');
        let length = self.path.len();
        push_key(&mut self.path, key);
        self.value(inner);
        self.path.truncate(length);
    }

    fn erasable(&mut self, inner: &Value) {
        let Some((value, audience)) = kept(inner) else { return };
        let mut bytes = Vec::new();
        json(&mut bytes, value);
        let number = self.parts.len();
        self.parts.push((self.path.clone(), bytes));
        self.plain.extend_from_slice(format!("{{\"{MARK}\":{{\"n\":{number},\"a\":").as_bytes());
        json(&mut self.plain, audience);
        self.plain.extend_from_slice(b"}}");
    }
}

/// Writing a JSON value into a vector cannot fail: keys are strings and the vector takes every byte.
fn json<T: serde::Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) {
    let written = serde_json::to_writer(out, value);
    debug_assert!(written.is_ok(), "a JSON value is always writable");
}

fn single(map: &Map<String, Value>) -> Option<(&str, &Value)> {
    if map.len() != 1 {
        return None;
    }
    map.iter().next().map(|(key, value)| (key.as_str(), value))
}

fn is_tildes(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte == b'~')
}

/// `{"v":VALUE,"a":"AUDIENCE"}`, nothing more and nothing less.
fn kept(inner: &Value) -> Option<(&Value, &str)> {
    let map = inner.as_object().filter(|map| map.len() == 2)?;
    Some((map.get("v")?, map.get("a")?.as_str()?))
}

/// `{"n":K,"a":"AUDIENCE"}`, nothing more and nothing less.
fn place(inner: &Value) -> Option<(usize, &str)> {
    let map = inner.as_object().filter(|map| map.len() == 2)?;
    Some((usize::try_from(map.get("n")?.as_u64()?).ok()?, map.get("a")?.as_str()?))
}

fn push_key(path: &mut String, key: &str) {
    path.push('/');
    for c in key.chars() {
        match c {
            '~' => path.push_str("~0"),
            '/' => path.push_str("~1"),
            _ => path.push(c),
        }
    }
}

fn push_index(path: &mut String, index: usize) {
    path.push('/');
    path.push_str(&index.to_string());
}

/// Puts an event together from its plain part and the slots of its erasable parts, in their order (the event's slots
/// without the first).
///
/// # Errors
/// When the parts do not fit the plain part.
pub fn join(plain: &[u8], slots: &[PartSlot]) -> Result<Value, JoinError> {
    let mut value = serde_json::from_slice(plain).map_err(|_| JoinError::PlainNotJson)?;
    let mut walk = Join { path: String::new(), slots, next: 0 };
    walk.value(&mut value)?;
    if walk.next == slots.len() { Ok(value) } else { Err(JoinError::TooManyParts) }
}

/// [`join`] for all slots of an event, the plain part first.
///
/// # Errors
/// When the plain part is not there, or the parts do not fit it.
pub fn join_slots(slots: &[PartSlot]) -> Result<Value, JoinError> {
    match slots.split_first() {
        Some((PartSlot::Kept(plain), rest)) if plain.path.is_empty() => join(&plain.bytes, rest),
        Some(_) | None => Err(JoinError::PlainErased),
    }
}

struct Join<'s> {
    path: String,
    slots: &'s [PartSlot],
    next: usize,
}

impl Join<'_> {
    fn value(&mut self, value: &mut Value) -> Result<(), JoinError> {
        match value {
            Value::Object(map) => {
                let special = single(map).filter(|(key, _)| is_tildes(key)).map(|(key, _)| key.to_owned());
                match special {
                    Some(key) => self.tildes(map, &key),
                    None => map.iter_mut().try_for_each(|(key, inner)| self.member(key, inner)),
                }
            }
            Value::Array(items) => items.iter_mut().enumerate().try_for_each(|(index, item)| {
                let length = self.path.len();
                push_index(&mut self.path, index);
                self.value(item)?;
                self.path.truncate(length);
                Ok(())
            }),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
        }
    }

    fn member(&mut self, key: &str, inner: &mut Value) -> Result<(), JoinError> {
        let length = self.path.len();
        push_key(&mut self.path, key);
        self.value(inner)?;
        self.path.truncate(length);
        Ok(())
    }

    fn tildes(&mut self, map: &mut Map<String, Value>, key: &str) -> Result<(), JoinError> {
        let Some(mut inner) = map.remove(key) else { return Ok(()) };
        if key == MARK {
            let (number, audience) = place(&inner).ok_or(JoinError::NoSuchPart(0))?;
            let filled = self.fill(number, audience)?;
            map.insert(MARK.to_owned(), filled);
        } else {
            let shorter = &key[1..];
            self.member(shorter, &mut inner)?;
            map.insert(shorter.to_owned(), inner);
        }
        Ok(())
    }

    fn fill(&mut self, number: usize, audience: &str) -> Result<Value, JoinError> {
        self.next += 1;
        // The walk that split met the fields in the same order, unless the plain part was written by someone else.
        let slot =
            number.checked_sub(1).and_then(|at| self.slots.get(at)).ok_or(JoinError::NoSuchPart(number))?;
        if number != self.next {
            return Err(JoinError::NoSuchPart(number));
        }
        let (key, value) = match slot {
            PartSlot::Kept(part) if part.path != self.path => return Err(JoinError::OtherPath(number)),
            PartSlot::Kept(part) => {
                ("v", serde_json::from_slice(&part.bytes).map_err(|_| JoinError::PartNotJson(number))?)
            }
            PartSlot::Erased(hash) => ("e", Value::String(hash.to_hex())),
        };
        let mut filled = Map::with_capacity(2);
        filled.insert(key.to_owned(), value);
        filled.insert("a".to_owned(), Value::String(audience.to_owned()));
        Ok(Value::Object(filled))
    }
}

/// Where the erasable parts of a plain part belong and who may see them: `(number, path, audience)`, in order.
///
/// # Errors
/// When the plain part is not JSON.
pub fn places(plain: &[u8]) -> Result<Vec<(usize, String, String)>, JoinError> {
    fn walk(value: &Value, path: &mut String, found: &mut Vec<(usize, String, String)>) {
        let length = path.len();
        match value {
            Value::Object(map) => {
                if let Some((MARK, inner)) = single(map) {
                    if let Some((number, audience)) = place(inner) {
                        found.push((number, path.clone(), audience.to_owned()));
                    }
                    return;
                }
                let escaped = single(map).is_some_and(|(key, _)| is_tildes(key));
                for (key, inner) in map {
                    push_key(path, if escaped { &key[1..] } else { key });
                    walk(inner, path, found);
                    path.truncate(length);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    push_index(path, index);
                    walk(item, path, found);
                    path.truncate(length);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let value = serde_json::from_slice(plain).map_err(|_| JoinError::PlainNotJson)?;
    let mut found = Vec::new();
    walk(&value, &mut String::new(), &mut found);
    Ok(found)
}

/// Reads an erased field `{"~":{"e":"HASH","a":"AUDIENCE"}}`: the hash that is left of it, and its audience.
#[must_use]
pub fn erased(value: &Value) -> Option<(Hash, &str)> {
    let (MARK, inner) = single(value.as_object()?)? else { return None };
    let map = inner.as_object().filter(|map| map.len() == 2)?;
    Some((Hash::from_hex(map.get("e")?.as_str()?)?, map.get("a")?.as_str()?))
}
