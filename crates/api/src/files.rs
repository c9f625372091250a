//! `GET /evidence/{id}`: a file or a piece of it, for whoever may see it in its case; each look goes into custody (D2).

use app::case::{self, SeenFile};
use app::ports::{Copy, FileError, FilePart};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::Actor;
use http::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_RANGE, RANGE,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use terms::EvidenceId;

use crate::Api;
use crate::fault::Fault;
use crate::guard::Me;
use crate::range::{self, Asked};
use crate::trouble::Trouble;

/// The file, if the caller may see it: their own upload, or evidence that their case shows them.
///
/// # Errors
/// `unknown_evidence`, for files that are not theirs to know of too; the store's.
pub(crate) async fn seen(api: &Api, actor: &Actor, id: &str) -> Result<SeenFile, Fault> {
    let id: EvidenceId = id.parse().map_err(|_| Trouble::UnknownEvidence)?;
    let seen = case::seen_file(&api.app, id, actor).await?;
    seen.ok_or_else(|| Trouble::UnknownEvidence.into())
}

/// Gives the file out, always as a download: nothing of it is run or shown as a page of ours.
pub(crate) async fn get(
    State(api): State<Api>,
    me: Me,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let seen = seen(&api, &me.actor(), &id).await?;
    let tag = match seen.copy {
        Copy::Original => format!("\"{}\"", seen.upload.sha256),
        Copy::Clean => format!("\"{}-clean\"", seen.upload.sha256),
    };
    let part = part(&api, &seen, wanted(&headers, &tag)).await?;
    case::note_look(&api.app, &seen, &me.actor()).await?;
    Ok(respond(&seen, part, &tag))
}

/// The range that was asked for, unless it was asked for on the condition of another version.
fn wanted(headers: &HeaderMap, tag: &str) -> Asked {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    match text(IF_RANGE) {
        Some(condition) if condition != tag => Asked::Whole,
        Some(_) | None => range::read(text(RANGE)),
    }
}

/// A part of the file, and whether it was asked for as such.
struct Part {
    file: FilePart,
    is_range: bool,
}

async fn part(api: &Api, seen: &SeenFile, asked: Asked) -> Result<Part, Fault> {
    let give = async |range| {
        let given = api.app.files.give(seen.id, seen.copy, range).await;
        given.map_err(|error| match (error, seen.copy) {
            (FileError::Missing, Copy::Clean) => Fault::from(Trouble::FileWithheld),
            (error, Copy::Original | Copy::Clean) => Fault::from(error),
        })
    };
    let (first, length) = match asked {
        Asked::Whole => return Ok(Part { file: give(None).await?, is_range: false }),
        Asked::From { first, last } => (first, last.map(|last| (last - first).saturating_add(1))),
        Asked::Last(count) => {
            let total = give(Some((0, Some(0)))).await?.total;
            (total.saturating_sub(count), Some(count))
        }
    };
    let file = give(Some((first, length))).await?;
    if file.length == 0 {
        return Err(Trouble::RangeNotSatisfiable.into());
    }
    Ok(Part { file, is_range: true })
}

fn respond(seen: &SeenFile, part: Part, tag: &str) -> Response {
    let Part { file, is_range } = part;
    let FilePart { total, from, length, body } = file;
    let status = if is_range { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
    let mut response = (status, Body::from_stream(body)).into_response();
    let headers = response.headers_mut();
    let mut set = |name: http::HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(CONTENT_TYPE, &seen.upload.media_type);
    set(ACCEPT_RANGES, "bytes");
    set(ETAG, tag);
    set(CONTENT_LENGTH, &length.to_string());
    set(CONTENT_DISPOSITION, &attachment(&seen.upload.name));
    if is_range {
        set(CONTENT_RANGE, &format!("bytes {from}-{}/{total}", from + length.saturating_sub(1)));
    }
    response
}

/// `Content-Disposition` with a plain name for old programs and the whole one beside it (RFC 6266, RFC 8187).
pub(crate) fn attachment(name: &str) -> String {
    use std::fmt::Write as _;
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' }).collect();
    let mut whole = String::with_capacity(name.len() * 3);
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            whole.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(whole, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

#[cfg(test)]
mod tests {
    use super::attachment;

    /// D1: a name in any script, and nothing in it breaks out of the header.
    #[test]
    fn a_name_in_any_script_survives_and_cannot_break_out() {
        assert_eq!(
            attachment("大衣 1\".jpg"),
            "attachment; filename=\"___1_.jpg\"; filename*=UTF-8''%E5%A4%A7%E8%A1%A3%201%22.jpg"
        );
    }
}
