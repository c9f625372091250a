//! Under which key and on which version something is asked: `Idempotency-Key` and `If-Match`.

use app::App;
use app::case::Wish;
use http::HeaderMap;
use http::header::IF_MATCH;
use sha2::{Digest, Sha256};
use terms::{CommandId, PersonId};
use uuid::Uuid;

use crate::fault::Fault;
use crate::trouble::Trouble;

const KEY: &str = "idempotency-key";
/// Longest key, in bytes.
const MAX_KEY: usize = 255;

/// What was asked: method, path and body, so that a different wish under the same key is found.
pub(crate) struct Asked<'a> {
    pub method: &'static str,
    pub path: &'a str,
    pub body: &'a [u8],
}

/// The wish of a request. The same person and key give the same command id, so a repeat is answered from the store.
///
/// # Errors
/// `idempotency_key_invalid`, `if_match_invalid`.
pub(crate) fn wish(
    app: &App,
    person: PersonId,
    headers: &HeaderMap,
    asked: &Asked<'_>,
) -> Result<Wish, Fault> {
    let seen = seen(headers)?;
    let Some(key) = headers.get(KEY) else { return Ok(Wish { seen, ..Wish::once(app) }) };
    let key = key.to_str().ok().map(str::trim).filter(|key| !key.is_empty() && key.len() <= MAX_KEY);
    let key = key.ok_or(Trouble::IdempotencyKeyInvalid)?;
    let id = CommandId(Uuid::new_v5(&person.0, format!("idempotency-key:{key}").as_bytes()));
    let mut hash = Sha256::new();
    for part in [asked.method.as_bytes(), asked.path.as_bytes(), asked.body] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    Ok(Wish { id, asked: hash.finalize().to_vec(), seen })
}

/// The version that the caller insists on: `If-Match: "12"`; `*` insists on none.
fn seen(headers: &HeaderMap) -> Result<Option<u64>, Fault> {
    let Some(value) = headers.get(IF_MATCH) else { return Ok(None) };
    let value = value.to_str().map_err(|_| Trouble::IfMatchInvalid)?.trim();
    if value == "*" {
        return Ok(None);
    }
    let version = value.trim_matches('"').parse().map_err(|_| Trouble::IfMatchInvalid)?;
    Ok(Some(version))
}
