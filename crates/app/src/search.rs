//! Finding cases by words, each person among their own.

pub mod words;

use domain::Actor;
use domain::publication::PublicResult;
use terms::{DisputeId, Role};

use crate::app::App;
use crate::ports::{SearchHit, StoreResult};

/// The audience of what is published: everybody.
pub(crate) const PUBLIC: &str = "public";

/// Most words of a search that are looked at.
const MAX_WORDS: usize = 16;

/// Cases that hold all the words, newest first, among those that the actor may see.
///
/// # Errors
/// The store's.
pub async fn search(
    app: &App,
    actor: &Actor,
    text: &str,
    before: Option<i64>,
    count: usize,
) -> StoreResult<Vec<SearchHit>> {
    let mut terms = words::of_query(text);
    terms.truncate(MAX_WORDS);
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let (audience, owner) = match actor {
        Actor::Person { id, role: Role::Consumer, .. } => ("consumer", Some(id.to_string())),
        Actor::Person { merchant: Some(merchant), role: Role::Merchant, .. } => {
            ("respondent", Some(merchant.to_string()))
        }
        Actor::Person { role, .. } if role.is_staff() => ("staff", None),
        Actor::Person { .. } | Actor::System => return Ok(Vec::new()),
    };
    app.store.search(audience, owner, terms, before, count.clamp(1, 100)).await
}

/// The dispute of a hit.
#[must_use]
pub const fn dispute(hit: &SearchHit) -> DisputeId {
    DisputeId(hit.dispute)
}

/// Published results that hold all the words, newest first.
///
/// # Errors
/// The store's.
pub async fn results(app: &App, text: &str, count: usize) -> StoreResult<Vec<PublicResult>> {
    let mut terms = words::of_query(text);
    terms.truncate(MAX_WORDS);
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for hit in app.store.search(PUBLIC, None, terms, None, count.clamp(1, 100)).await? {
        // The row decides whether it is still public: the words follow a moment later.
        found.extend(crate::queries::results::of_dispute(app, dispute(&hit)).await?);
    }
    Ok(found)
}
