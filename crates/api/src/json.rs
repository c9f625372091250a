//! Reads a JSON body: bounded, and with the pointer of whatever does not fit.

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use http::HeaderMap;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_path_to_error::{Path, Segment};

use crate::fault::Fault;
use crate::trouble::Trouble;

/// Largest JSON body, in bytes.
pub(crate) const MAX_BODY: u64 = 1024 * 1024;
/// Deepest nesting of arrays and objects; our own shapes need six.
const MAX_DEPTH: u32 = 64;

/// The bytes of a JSON body; empty if there was none.
pub(crate) async fn read(headers: &HeaderMap, body: Body) -> Result<Bytes, Fault> {
    let announced =
        headers.get(CONTENT_LENGTH).and_then(|v| v.to_str().ok()).and_then(|v| v.parse::<u64>().ok());
    if announced.is_some_and(|length| length > MAX_BODY) {
        return Err(Trouble::TooLarge { max: MAX_BODY }.into());
    }
    let mut stream = body.into_data_stream();
    let mut read = BytesMut::new();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| Fault::from(Trouble::MalformedJson))?;
        if (read.len() + chunk.len()) as u64 > MAX_BODY {
            return Err(Trouble::TooLarge { max: MAX_BODY }.into());
        }
        read.extend_from_slice(&chunk);
    }
    if !read.is_empty() && !is_json(headers) {
        return Err(Trouble::UnsupportedMediaType.into());
    }
    Ok(read.freeze())
}

fn is_json(headers: &HeaderMap) -> bool {
    let given = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let kind = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

/// Reads an object; no body counts as `{}`.
pub(crate) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Fault> {
    let body = if body.trim_ascii().is_empty() { b"{}" } else { body };
    if is_too_deep(body) {
        return Err(malformed("nested too deeply"));
    }
    if body.trim_ascii_start().first() != Some(&b'{')
        && serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok()
    {
        return Err(Fault::field("", "field_invalid", "an object is expected"));
    }
    let mut reader = serde_json::Deserializer::from_slice(body);
    let read = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = pointer(error.path());
        told(&path, error.inner())
    })?;
    reader.end().map_err(|error| malformed(&error.to_string()))?;
    Ok(read)
}

fn malformed(why: &str) -> Fault {
    let error = crate::fault::FieldFault {
        pointer: String::new(),
        code: "malformed_json".to_owned(),
        detail: Some(why.to_owned()),
    };
    Fault::from(Trouble::MalformedJson).about(vec![error])
}

fn told(path: &str, error: &serde_json::Error) -> Fault {
    let why = error.to_string();
    match error.classify() {
        Category::Io | Category::Syntax | Category::Eof => malformed(&why),
        Category::Data => {
            let why = why.split(" at line ").next().unwrap_or(&why);
            match why.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
                Some(field) => Fault::field(format!("{path}/{}", escaped(field)), "field_missing", why),
                None if why.starts_with("unknown field") => Fault::field(path, "field_unknown", why),
                None => Fault::field(path, "field_invalid", why),
            }
        }
    }
}

/// A JSON pointer (RFC 6901) of where the reading stopped.
fn pointer(path: &Path) -> String {
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", escaped(key)),
            Segment::Enum { .. } | Segment::Unknown => String::new(),
        })
        .collect()
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn is_too_deep(body: &[u8]) -> bool {
    let (mut depth, mut in_text, mut after_backslash) = (0_u32, false, false);
    for byte in body {
        if in_text {
            match byte {
                _ if after_backslash => after_backslash = false,
                b'\\' => after_backslash = true,
                b'"' => in_text = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_text = true,
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::dispute::commands::make_offer::MakeOffer;

    fn fault(body: &str) -> (u16, String, String) {
        let fault = parse::<MakeOffer>(body.as_bytes()).unwrap_err();
        let first = fault.more.errors.first().unwrap();
        (fault.status.as_u16(), first.code.clone(), first.pointer.clone())
    }

    /// C1: whatever does not fit is named with its pointer.
    #[test]
    fn what_does_not_fit_is_told_with_its_pointer() {
        let told = |status, code: &str, pointer: &str| (status, code.to_owned(), pointer.to_owned());
        assert_eq!(
            fault(r#"{"remedies":[{"remedy_type":"gold"}]}"#),
            told(422, "field_invalid", "/remedies/0/remedy_type")
        );
        assert_eq!(fault(r#"{"remedies":[{}]}"#), told(422, "field_missing", "/remedies/0/remedy_type"));
        assert_eq!(fault("{}"), told(422, "field_missing", "/remedies"));
        assert_eq!(fault(r#"{"remedies":"all"}"#), told(422, "field_invalid", "/remedies"));
        let money = r#"{"remedies":[{"remedy_type":"refund","amount":{"currency":"CNY","value":"1.999"}}]}"#;
        assert_eq!(fault(money), told(422, "field_invalid", "/remedies/0/amount"));
        assert_eq!(fault("[1]"), told(422, "field_invalid", ""));
        assert_eq!(fault("{"), told(400, "malformed_json", ""));
        assert_eq!(fault(r#"{"remedies":[]} x"#), told(400, "malformed_json", ""));
        assert_eq!(fault(&"[".repeat(100_000)), told(400, "malformed_json", ""));
        assert_eq!(fault(&format!("{{\"remedies\":{}", "[".repeat(100))), told(400, "malformed_json", ""));
    }

    #[test]
    fn brackets_inside_a_text_are_no_nesting() {
        let text = format!(r#"{{"remedies":[],"note":"{}\"{}"}}"#, "[".repeat(500), "{".repeat(500));
        assert!(parse::<MakeOffer>(text.as_bytes()).is_ok());
    }
}
