//! Turns the SQL that every store understands into SQLite's: parameters are written `$1`, SQLite counts by `?1`.
//!
//! SQLite knows `$1` too, but as a *name*, numbered by first appearance, so `$2 … $1` would be bound the wrong way round.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Queries already turned, by their text, so that each is turned once.
#[derive(Debug, Default)]
pub(crate) struct SqlCache(RwLock<HashMap<&'static str, Arc<str>>>);

impl SqlCache {
    pub(crate) fn sqlite(&self, sql: &'static str) -> Arc<str> {
        if let Some(known) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(sql) {
            return Arc::clone(known);
        }
        let turned: Arc<str> = to_sqlite(sql).into();
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(sql).or_insert(turned))
    }
}

/// `$n` outside quotes becomes `?n`.
fn to_sqlite(sql: &str) -> String {
    let mut turned = String::with_capacity(sql.len());
    let mut quote = None;
    let mut characters = sql.chars().peekable();
    while let Some(character) = characters.next() {
        match quote {
            Some(open) if character == open => quote = None,
            None if matches!(character, '\'' | '"') => quote = Some(character),
            Some(_) | None => {}
        }
        let parameter = character == '$' && characters.peek().is_some_and(char::is_ascii_digit);
        turned.push(if parameter && quote.is_none() { '?' } else { character });
    }
    turned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_numbered_for_sqlite_and_quoted_text_stays() {
        assert_eq!(to_sqlite("SELECT '$1 it''s $2', \"$3\" WHERE a = $2 AND b = $10"), {
            "SELECT '$1 it''s $2', \"$3\" WHERE a = ?2 AND b = ?10"
        });
    }

    #[test]
    fn a_query_is_turned_once() {
        let cache = SqlCache::default();
        assert!(Arc::ptr_eq(&cache.sqlite("SELECT $1"), &cache.sqlite("SELECT $1")));
    }
}
