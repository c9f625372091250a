//! What a list is narrowed to, as it stands in the address.

use app::queries::disputes::{After, Narrow};
use serde::Deserialize;

use crate::shell::oops::form_encoded;

/// The words of the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ListQuery {
    /// `open` (the default) or `closed` at the merchant's; `turn`, `mine`, `unassigned`, `late`, `all`, `closed` at the desk.
    pub list: String,
    pub status: String,
    pub stage: String,
    pub kind: String,
    pub q: String,
    /// Whose cases, at the desk.
    pub person: String,
    /// Behind which row the page begins.
    pub after: String,
}

impl ListQuery {
    pub fn narrow(&self) -> Narrow {
        Narrow {
            stage: self.stage.clone(),
            status: self.status.clone(),
            kind: self.kind.clone(),
            ..Narrow::default()
        }
    }

    pub fn after(&self) -> After {
        self.after.parse().unwrap_or(After::START)
    }

    pub fn is_first(&self) -> bool {
        self.after.is_empty()
    }

    /// The same list with another status, from its start.
    pub fn with_status(&self, status: &str) -> Self {
        Self { status: status.to_owned(), after: String::new(), ..self.clone() }
    }

    pub fn with_list(&self, list: &str) -> Self {
        Self { list: list.to_owned(), status: String::new(), after: String::new(), ..self.clone() }
    }

    pub fn behind(&self, after: After) -> Self {
        Self { after: after.to_string(), ..self.clone() }
    }

    /// As it stands in an address, empty words left out.
    pub fn href(&self, path: &str) -> String {
        let words = [
            ("list", &self.list),
            ("status", &self.status),
            ("stage", &self.stage),
            ("kind", &self.kind),
            ("q", &self.q),
            ("person", &self.person),
            ("after", &self.after),
        ];
        let pairs: Vec<String> = words
            .iter()
            .filter(|(_, v)| !v.is_empty())
            .map(|(k, v)| format!("{k}={}", form_encoded(v)))
            .collect();
        if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_named_by_its_address() {
        let query =
            ListQuery { q: "大衣 1".to_owned(), status: "on_hold".to_owned(), ..ListQuery::default() };
        assert_eq!(query.href("/merchant"), "/merchant?status=on_hold&q=%E5%A4%A7%E8%A1%A3%201");
        assert_eq!(ListQuery::default().href("/merchant"), "/merchant");
    }
}
