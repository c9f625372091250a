//! The cookies: who is signed in, which language and type size someone reads, which draft is theirs.

use http::HeaderMap;
use http::header::COOKIE;

/// Holds the session's token.
pub(crate) const SESSION: &str = "redress";
/// Holds the draft's token.
pub(crate) const DRAFT: &str = "draft";
pub(crate) const LANGUAGE: &str = "lang";
pub(crate) const SIZE: &str = "size";
/// Language and type size stay for a year.
pub(crate) const YEAR: i64 = 365 * 24 * 3600;

/// The value of a cookie that came with the request.
pub(crate) fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.into_iter().find(|(key, value)| *key == name && !value.is_empty()).map(|(_, value)| value)
}

/// A cookie that scripts cannot read and other sites' forms do not send (RFC 6265bis); `seconds` of 0 removes it.
#[must_use]
pub(crate) fn set(name: &str, value: &str, seconds: i64, secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}

/// The header line that signs a browser in with a session's token.
#[must_use]
pub fn cookie(token: &str, seconds: i64, secure: bool) -> String {
    set(SESSION, token, seconds, secure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, "a=1; redress=tok; draft=".parse().unwrap());
        assert_eq!(read(&headers, SESSION), Some("tok"));
        assert_eq!(read(&headers, DRAFT), None);
    }

    #[test]
    fn the_session_is_kept_from_scripts_and_other_sites() {
        let line = cookie("tok", 60, true);
        assert!(line.contains("HttpOnly") && line.contains("SameSite=Lax") && line.contains("; Secure"));
    }
}
