//! People by id: names for pages, roles for decisions.

use std::collections::BTreeMap;

use domain::facts::NamedPerson;
use terms::{PersonId, Role};

use super::Columns;
use crate::app::App;
use crate::ports::{Query, StoreResult, Value};

/// A person as pages name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    pub id: PersonId,
    pub name: String,
    pub roles: Vec<Role>,
    pub merchant: String,
    pub language: String,
    pub active: bool,
}

// primary key
const BY_ID: Query = Query {
    name: "person_by_id",
    sql: "SELECT id, name, roles, merchant, language, active FROM person WHERE id = $1",
};

const STAFF: Query = Query {
    name: "staff_members",
    sql: "SELECT DISTINCT p.id, p.name, p.roles, p.merchant, p.language, p.active FROM credential c JOIN person p ON p.id = c.person ORDER BY p.name, p.id LIMIT 500",
};

fn read(row: Vec<Value>) -> PersonRow {
    let mut c = Columns::of(row);
    PersonRow {
        id: PersonId(c.uuid()),
        name: c.text(),
        roles: c.text().split(',').filter_map(|role| role.parse().ok()).collect(),
        merchant: c.text(),
        language: c.text(),
        active: c.int() != 0,
    }
}

/// # Errors
/// The store's.
pub async fn by_id(app: &App, id: PersonId) -> StoreResult<Option<PersonRow>> {
    Ok(app.store.query(BY_ID, vec![Value::uuid(id.0)]).await?.pop().map(read))
}

/// Everybody who signs in with a password, at most 500.
///
/// # Errors
/// The store's.
pub async fn staff(app: &App) -> StoreResult<Vec<PersonRow>> {
    Ok(app.store.query(STAFF, Vec::new()).await?.into_iter().map(read).collect())
}

/// What a decision needs to know of a person.
///
/// # Errors
/// The store's.
pub async fn named(app: &App, id: PersonId) -> StoreResult<Option<NamedPerson>> {
    let found = by_id(app, id).await?;
    Ok(found.map(|p| NamedPerson { person: p.id, roles: p.roles, active: p.active }))
}

/// The names of a few people, for one page.
///
/// # Errors
/// The store's.
pub async fn names(
    app: &App,
    ids: impl IntoIterator<Item = PersonId>,
) -> StoreResult<BTreeMap<PersonId, String>> {
    let mut names = BTreeMap::new();
    for id in ids {
        if names.contains_key(&id) {
            continue;
        }
        if let Some(person) = by_id(app, id).await? {
            names.insert(id, person.name);
        }
    }
    Ok(names)
}
