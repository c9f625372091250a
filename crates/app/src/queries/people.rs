//! People by id: names for pages, roles for decisions.

use std::collections::BTreeMap;

use domain::facts::NamedPerson;
use terms::{Instant, PersonId, Role};

use super::Columns;
use crate::app::App;
use crate::execute::load;
use crate::ports::{Query, StoreResult, Value};
use crate::stream::Persons;

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

// primary key of credential
const LOGINS: Query =
    Query { name: "logins", sql: "SELECT login, person FROM credential ORDER BY login LIMIT 500" };

// person_name
const NAMED: Query = Query {
    name: "people_by_name",
    sql: "SELECT id, name, roles, merchant, language, active FROM person WHERE name >= $1 AND name < $2 ORDER BY name, id LIMIT $3",
};

// session_role
const PROGRAMS: Query = Query {
    name: "sessions_of_programs",
    sql: "SELECT person, name, created_at, expires_at FROM session WHERE role = 'integrator' AND expires_at > $1 ORDER BY name, created_at LIMIT 500",
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

/// The names to sign in with, by person.
///
/// # Errors
/// The store's.
pub async fn logins(app: &App) -> StoreResult<BTreeMap<PersonId, String>> {
    let login = |row| {
        let mut c = Columns::of(row);
        let login = c.text();
        (PersonId(c.uuid()), login)
    };
    Ok(app.store.query(LOGINS, Vec::new()).await?.into_iter().map(login).collect())
}

/// Consumers whose name begins so, by name.
///
/// # Errors
/// The store's.
pub async fn consumers_named(app: &App, beginning: &str, count: usize) -> StoreResult<Vec<PersonRow>> {
    if beginning.is_empty() {
        return Ok(Vec::new());
    }
    // Whatever begins so sorts before the beginning with the last of all characters behind it.
    let end = format!("{beginning}{}", char::MAX);
    let most = i64::try_from(count.clamp(1, 100)).unwrap_or(20);
    let params = vec![Value::text(beginning), Value::text(end), Value::Int(most)];
    let found = app.store.query(NAMED, params).await?.into_iter().map(read);
    Ok(found.filter(|person| person.roles.contains(&Role::Consumer)).collect())
}

/// A token of a program that is still good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramRow {
    pub person: PersonId,
    pub name: String,
    pub made: Instant,
    pub until: Instant,
}

/// Every token of programs that is still good, by the program's name.
///
/// # Errors
/// The store's.
pub async fn programs(app: &App) -> StoreResult<Vec<ProgramRow>> {
    let row = |row| {
        let mut c = Columns::of(row);
        ProgramRow { person: PersonId(c.uuid()), name: c.text(), made: c.instant(), until: c.instant() }
    };
    let rows = app.store.query(PROGRAMS, vec![Value::instant(app.clock.now())]).await?;
    Ok(rows.into_iter().map(row).collect())
}

/// Those of the staff whose cases nobody works on any more.
#[must_use]
pub fn gone(staff: &[PersonRow]) -> Vec<PersonId> {
    let on_cases = |person: &&PersonRow| person.roles.iter().any(|role| role.is_staff());
    staff.iter().filter(on_cases).filter(|person| !person.active).map(|person| person.id).collect()
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
        // By their streams, which are remembered: staff stand in every case.
        if let Some(name) = &load::<Persons>(app, id.0).await?.state.name {
            names.insert(id, name.clone());
        }
    }
    Ok(names)
}
