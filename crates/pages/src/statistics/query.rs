//! Which months, and of what, as it stands in the address.

use app::statistics::{Month, Range};
use serde::Deserialize;
use terms::KindKey;

use crate::shell::oops::form_encoded;

/// The words of the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    pub from: String,
    pub to: String,
    pub kind: String,
    pub category: String,
    /// Which merchant or carrier.
    pub id: String,
    /// Behind whom a list goes on.
    pub after: String,
    /// `csv`: a file instead of a page.
    pub format: String,
}

impl Query {
    /// The months asked for, bounded; without any the year that ends now. What cannot be read is not asked for.
    pub fn range(&self, now: Month) -> Range {
        let read = |text: &str| text.parse::<Month>().ok().filter(|month| *month <= now);
        match (read(&self.from), read(&self.to)) {
            (None, None) => Range::year_to(now),
            (Some(from), to) => Range::bounded(from, to.unwrap_or(now)),
            (None, Some(to)) => Range::year_to(to),
        }
    }

    pub fn kind(&self) -> Option<KindKey> {
        KindKey::new(self.kind.clone()).ok()
    }

    /// The same in an address, with another month range and form.
    pub fn href(&self, path: &str, range: Range, format: &str) -> String {
        let words = [
            ("from", range.from.to_string()),
            ("to", range.to.to_string()),
            ("kind", self.kind.clone()),
            ("category", self.category.clone()),
            ("id", self.id.clone()),
            ("format", format.to_owned()),
        ];
        let pairs: Vec<String> = words
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| format!("{key}={}", form_encoded(value)))
            .collect();
        format!("{path}?{}", pairs.join("&"))
    }
}
