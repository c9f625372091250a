//! Headers that keep browsers from doing what no page of ours needs.

use http::{HeaderMap, HeaderName, HeaderValue};

/// Only our own files, no inline script or style, no framing, no form that goes elsewhere.
const POLICY: &str = "default-src 'self'; img-src 'self'; media-src 'self'; style-src 'self'; script-src 'self'; form-action 'self'; \
     frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

const ALL: &[(&str, &str)] = &[
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("permissions-policy", "camera=(self), geolocation=(), microphone=(self), payment=(), usb=()"),
    ("cross-origin-opener-policy", "same-origin"),
    ("x-frame-options", "DENY"),
];

/// Sets them, unless the handler has set a stricter one of its own.
pub(crate) fn secure(headers: &mut HeaderMap) {
    for (name, value) in ALL {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    // What someone reads of their case is for them alone.
    headers.entry(http::header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-store"));
}
