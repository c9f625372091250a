//! Stylesheet, script, icons: compiled in, with a version in their address so that browsers keep them.

use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use domain::access::Door;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

use crate::shell::{Oops, Routes};

macro_rules! files {
    ($($name:literal: $kind:literal),+ $(,)?) => {
        &[$(($name, $kind, include_bytes!(concat!("../assets/", $name)))),+]
    };
}

type Asset = (&'static str, &'static str, &'static [u8]);

/// Name under `/assets/`, media type, content.
const FILES: &[Asset] = files![
    "redress.css": "text/css; charset=utf-8",
    "redress.js": "text/javascript; charset=utf-8",
    "sw.js": "text/javascript; charset=utf-8",
    "icons.svg": "image/svg+xml",
    "logo.svg": "image/svg+xml",
    "favicon.svg": "image/svg+xml",
    "icon-192.png": "image/png",
    "icon-512.png": "image/png",
    "manifest.webmanifest": "application/manifest+json",
    "offline.html": "text/html; charset=utf-8",
];

/// One version for all files: they are compiled in together.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut all = Sha256::new();
    for (name, _, content) in FILES {
        all.update(name.as_bytes());
        all.update(content);
    }
    all.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
});

/// The version that page templates put behind an asset's address.
pub(crate) fn version() -> &'static str {
    &VERSION
}

pub(crate) fn routes() -> Routes {
    Routes::new().get("/assets/{*name}", Door::Anyone, give)
}

#[derive(Deserialize)]
struct Asked {
    v: Option<String>,
}

async fn give(
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Oops> {
    let (name, kind, content) = FILES.iter().find(|(known, ..)| *known == name).ok_or(Oops::NotFound)?;
    let etag = format!("\"{}\"", version());
    if headers.get(IF_NONE_MATCH).is_some_and(|seen| seen.as_bytes() == etag.as_bytes()) {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, etag)]).into_response());
    }
    // Under its version a file never changes; without it the browser asks each time.
    let is_current = asked.v.as_deref() == Some(version());
    let keep = if is_current { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [(CONTENT_TYPE, *kind), (CACHE_CONTROL, keep), (ETAG, etag.as_str())];
    let mut response = (headers, *content).into_response();
    if *name == "sw.js" {
        // It shows the offline page for every address, though it lives in this folder.
        response.headers_mut().insert("service-worker-allowed", http::HeaderValue::from_static("/"));
    }
    Ok(response)
}
