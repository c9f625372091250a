//! Finds cases by their words, each audience and owner in its own entries only.
//!
//! An entry's words begin with one that names its audience and owner, under a first character that no other word can
//! have. So the index itself narrows a search to what the asker may find, however common the words are.

use app::ports::{SearchEntry, SearchHit};
use rusqlite::Connection;

use super::values::limit;

/// First character of the word for audience and owner: a private-use one, cut out of everything else.
const SCOPE: char = '\u{E000}';
/// More words than this narrow nothing any more.
const MOST_TERMS: usize = 32;
const MOST_HITS: usize = 200;

/// Replaces the entries of the same case, audience and owner.
pub(super) fn replace(connection: &Connection, entries: &[SearchEntry]) -> rusqlite::Result<()> {
    let mut old = connection.prepare_cached(
        "DELETE FROM search_entry WHERE dispute = ?1 AND audience = ?2 AND owner = ?3 RETURNING position",
    )?;
    let mut old_terms = connection.prepare_cached("DELETE FROM search_term WHERE rowid = ?1")?;
    let mut new = connection.prepare_cached(
        "INSERT INTO search_entry (dispute, audience, owner, updated_at) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let mut new_terms =
        connection.prepare_cached("INSERT INTO search_term (rowid, terms) VALUES (?1, ?2)")?;
    for entry in entries {
        let dispute = entry.dispute.as_bytes();
        let replaced = old
            .query_map((dispute, entry.audience, &entry.owner), |row| row.get::<_, i64>(0))?
            .collect::<rusqlite::Result<Vec<i64>>>()?;
        for position in replaced {
            old_terms.execute([position])?;
        }
        new.execute((dispute, entry.audience, &entry.owner, entry.updated_at.micros()))?;
        let mut text = scope(entry.audience, &entry.owner);
        for word in words(&entry.terms) {
            text.push(' ');
            text.push_str(word);
        }
        new_terms.execute((connection.last_insert_rowid(), text))?;
    }
    Ok(())
}

/// Cases in which all terms occur. Without a usable term nothing is found.
pub(super) fn find(
    connection: &Connection,
    audience: &str,
    owner: &str,
    terms: &[String],
    before: Option<i64>,
    most: usize,
) -> rusqlite::Result<Vec<SearchHit>> {
    let mut words: Vec<&str> = terms.iter().flat_map(|term| words(term)).collect();
    words.sort_unstable();
    words.dedup();
    words.truncate(MOST_TERMS);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let mut wanted = format!("\"{}\"", scope(audience, owner));
    for word in words {
        wanted.push_str(" AND \"");
        wanted.push_str(word);
        wanted.push('"');
    }
    let mut statement = connection.prepare_cached(
        "SELECT e.dispute, e.position FROM search_term AS t JOIN search_entry AS e ON e.position = t.rowid \
         WHERE t.search_term MATCH ?1 AND t.rowid < ?2 AND e.audience = ?3 AND e.owner = ?4 \
         ORDER BY t.rowid DESC LIMIT ?5",
    )?;
    let before = before.unwrap_or(i64::MAX);
    let found = statement
        .query_map((wanted, before, audience, owner, limit(most.min(MOST_HITS))), |row| {
            Ok(SearchHit { dispute: uuid::Uuid::from_bytes(row.get(0)?), position: row.get(1)? })
        })?;
    found.collect()
}

/// The owner is spelt in hexadecimal, as the index knows no difference between upper and lower case.
fn scope(audience: &str, owner: &str) -> String {
    let mut text = format!("{SCOPE}{audience}:");
    for byte in owner.bytes() {
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

/// The words of a text as the index cuts them: at white space, control characters and quotes.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '`' | SCOPE))
        .filter(|word| !word.is_empty())
}
