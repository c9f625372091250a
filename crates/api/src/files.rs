//! `GET /evidence/{id}`: a file or a piece of it, for whoever may see it in its case; each look goes into custody (D2).

use app::ports::{Copy, FileError, FilePart};
use app::queries::uploads;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::facts::Upload;
use http::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_RANGE, RANGE,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use terms::{EvidenceId, Side};

use crate::fault::Fault;
use crate::guard::{Me, Say};
use crate::range::{self, Asked};
use crate::trouble::Trouble;
use crate::{Api, answer};

/// A file that the caller may see, and which copy of it.
pub(crate) struct Seen {
    pub id: EvidenceId,
    pub upload: Upload,
    pub copy: Copy,
    /// Staff, or of the side that provided it: they see who looked.
    pub sees_custody: bool,
    /// The side that the caller is on in the file's case, if it is in one.
    pub side: Option<Side>,
}

/// Whether the caller may see the file: their own upload, or evidence that their case shows them.
///
/// # Errors
/// `unknown_evidence`, for files that are not theirs to know of too; the store's.
pub(crate) async fn seen(api: &Api, me: &Me, say: Say, id: &str) -> Result<Seen, Fault> {
    let id: EvidenceId = id.parse().map_err(|_| Trouble::UnknownEvidence)?;
    let upload = uploads::by_id(&api.app, id).await?.ok_or(Trouble::UnknownEvidence)?;
    let is_own = upload.owner == me.0.person;
    let view = match upload.used_in {
        Some(dispute) => answer::seen(&api.app, dispute, &me.actor(), say).await?,
        None => None,
    };
    let item = view
        .as_ref()
        .and_then(|view| view.evidence.iter().find(|item| item.id == id).map(|item| (item, view.your_side)));
    match item {
        Some((item, side)) => {
            let is_near = is_own || side == Side::Neutral || side == item.provided_by;
            let copy = if is_near { Copy::Original } else { Copy::Clean };
            Ok(Seen { id, upload, copy, sees_custody: is_near, side: Some(side) })
        }
        None if is_own => Ok(Seen { id, upload, copy: Copy::Original, sees_custody: true, side: None }),
        None => Err(Trouble::UnknownEvidence.into()),
    }
}

/// Gives the file out, always as a download: nothing of it is run or shown as a page of ours.
pub(crate) async fn get(
    State(api): State<Api>,
    me: Me,
    say: Say,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let seen = seen(&api, &me, say, &id).await?;
    let tag = match seen.copy {
        Copy::Original => format!("\"{}\"", seen.upload.sha256),
        Copy::Clean => format!("\"{}-clean\"", seen.upload.sha256),
    };
    let part = part(&api, &seen, wanted(&headers, &tag)).await?;
    uploads::look(&api.app, seen.id, Some(me.0.person), "viewed").await?;
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

async fn part(api: &Api, seen: &Seen, asked: Asked) -> Result<Part, Fault> {
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

fn respond(seen: &Seen, part: Part, tag: &str) -> Response {
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
