//! Whether a form was sent from our own page: what the browser says of where it comes from (CSRF).

use http::HeaderMap;
use http::header::{HOST, ORIGIN};

/// `Sec-Fetch-Site` decides where the browser sends it, else `Origin` against `Host`. Programs send neither; they
/// carry no cookie that was not given to them.
pub(crate) fn is_our_own(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok());
    if let Some(site) = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok()) {
        return matches!(site, "same-origin" | "none");
    }
    match (text(ORIGIN), text(HOST)) {
        (None, _) => true,
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, rest)| rest == host),
        (Some(_), None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(lines: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.insert(*name, value.parse().unwrap());
        }
        is_our_own(&headers)
    }

    #[test]
    fn a_form_of_another_site_is_not_ours() {
        assert!(!asked(&[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://a.example"),
            ("host", "a.example")
        ]));
        assert!(!asked(&[("origin", "https://evil.example"), ("host", "a.example")]));
        assert!(!asked(&[("origin", "null"), ("host", "a.example")]));
        assert!(asked(&[("origin", "https://a.example"), ("host", "a.example")]));
        assert!(asked(&[("sec-fetch-site", "same-origin")]));
        assert!(asked(&[("host", "a.example")]));
    }
}
