//! Staff sign in with a password: Argon2id, slow on purpose, locked for a while after failures.

use std::net::IpAddr;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use domain::Actor;
use domain::person::{PersonCommand, Register};
use sha2::{Digest, Sha256};
use terms::{Ids, Language, PersonId, Role, clean_line};

use super::{Session, close_all, command, open, register};
use crate::app::App;
use crate::duty;
use crate::execute::ExecuteError;
use crate::ports::{AppendError, Query, Statement, StoreError, Value};
use crate::queries::{Columns, people};

/// Failures in a row after which the login rests, and for how long in seconds.
const FAILURES: i64 = 5;
const REST: i64 = 15 * 60;
/// Shortest and longest password, in characters.
pub const MIN_PASSWORD: usize = 10;
pub const MAX_PASSWORD: usize = 200;

/// Why a password does not do.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Login or password is wrong, or the login rests: which of them is not said.
    #[error("login or password is wrong")]
    Wrong,
    #[error("a password has {MIN_PASSWORD} to {MAX_PASSWORD} characters")]
    Unfit,
    #[error("a login has 2 to 60 letters, digits or . _ - @")]
    LoginUnfit,
    #[error("this login exists already")]
    LoginTaken,
    #[error("the name cannot be kept")]
    NameUnfit,
    #[error("not a role of the platform's own people")]
    RoleUnfit,
    #[error(transparent)]
    Store(#[from] StoreError),
}

// primary key
const FIND: Query = Query {
    name: "credential_by_login",
    sql: "SELECT person, role, hash, locked_until, good_from FROM credential WHERE login = $1",
};
// A rest that is over counts no more.
const FAIL: Query = Query {
    name: "credential_failed",
    sql: "UPDATE credential SET failures = CASE WHEN locked_until BETWEEN 1 AND $4 THEN 1 ELSE failures + 1 END, locked_until = CASE WHEN locked_until BETWEEN 1 AND $4 THEN 0 WHEN failures + 1 >= $2 THEN CAST($3 AS BIGINT) ELSE locked_until END WHERE login = $1",
};
const GOOD: Query = Query {
    name: "credential_good",
    sql: "UPDATE credential SET failures = 0, locked_until = 0, good_from = $2 WHERE login = $1",
};
const INSERT: Query = Query {
    name: "insert_credential",
    sql: "INSERT INTO credential (login, person, role, hash, failures, locked_until, good_from) VALUES ($1, $2, $3, $4, 0, 0, $5)",
};
const CHANGE: Query = Query {
    name: "change_password",
    sql: "UPDATE credential SET hash = $2, failures = 0, locked_until = 0 WHERE login = $1",
};

/// A hash to check against when the login does not exist, so that both answers take as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$Y7kDUUfp4DnQnVtXqpQ0J5cxX8s9Yl8s1qR7cV1n3b8";

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, PasswordError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|e| PasswordError::Store(StoreError::Unavailable(e.to_string())))
}

fn fits(hash: &str, password: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Signs someone in; gives the session and its token. A login that failed often rests, except for the address from which
/// it was last right: strangers who guess cannot keep its owner out.
///
/// # Errors
/// `Wrong`, the store's.
pub async fn sign_in(
    app: &App,
    login: &str,
    password: &str,
    from: Option<IpAddr>,
) -> Result<(String, Session), PasswordError> {
    let login = login.trim().to_lowercase();
    let now = app.clock.now();
    let row = app.store.query(FIND, vec![Value::text(&login)]).await?.pop();
    let known = row.is_some();
    let mut c = Columns::of(row.unwrap_or_default());
    let (person, role, hash, locked, good_from) =
        (PersonId(c.uuid()), c.text(), c.text(), c.instant(), c.bytes());
    let here = from.map(|from| Sha256::digest(format!("{login} {from}")).to_vec()).unwrap_or_default();
    let resting = now < locked && (here.is_empty() || here != good_from);
    let hash = if known { hash } else { NOBODY.to_owned() };
    let password = password.to_owned();
    let right = blocking(move || password.chars().count() <= MAX_PASSWORD && fits(&hash, &password)).await?;
    // Tested while resting too, so that a rest cannot be told by the clock.
    if resting {
        return Err(PasswordError::Wrong);
    }
    if !known || !right {
        let (until, now) = (Value::instant(now.plus_seconds(REST)), Value::instant(now));
        change(app, FAIL, vec![Value::text(&login), Value::Int(FAILURES), until, now]).await?;
        return Err(PasswordError::Wrong);
    }
    let found = people::by_id(app, person).await?.filter(|p| p.active);
    let (Some(found), Ok(role)) = (found, role.parse::<Role>()) else { return Err(PasswordError::Wrong) };
    change(app, GOOD, vec![Value::text(&login), Value::Bytes(here)]).await?;
    let token = open(app, person, role, None, &found.name).await.map_err(store)?;
    let expires_at = now.plus_seconds(app.limits.session_seconds);
    Ok((token, Session { person, role, merchant: None, name: found.name, expires_at }))
}

fn store(error: AppendError) -> PasswordError {
    match error {
        AppendError::Store(error) => error.into(),
        AppendError::Taken { .. } => PasswordError::LoginTaken,
        AppendError::Conflict(_) | AppendError::Repeated(_) => {
            PasswordError::Store(StoreError::Unavailable("others were faster".to_owned()))
        }
    }
}

fn from_execute(error: ExecuteError) -> PasswordError {
    match error {
        ExecuteError::Store(error) => PasswordError::Store(error),
        ExecuteError::Refused(_)
        | ExecuteError::Stale { .. }
        | ExecuteError::KeyReused
        | ExecuteError::Busy => PasswordError::NameUnfit,
    }
}

async fn change(app: &App, query: Query, params: Vec<Value>) -> Result<(), PasswordError> {
    app.store.change(vec![Statement { query, params, must_change: None }]).await.map(|_| ()).map_err(store)
}

async fn hashed(app: &App, password: &str) -> Result<String, PasswordError> {
    let length = password.chars().count();
    if !(MIN_PASSWORD..=MAX_PASSWORD).contains(&length) {
        return Err(PasswordError::Unfit);
    }
    let (password, salt) = (password.to_owned(), app.random::<16>());
    let hash = blocking(move || {
        let hash = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
        hash.map(|hash| hash.to_string())
    });
    hash.await?.map_err(|e| PasswordError::Store(StoreError::Unavailable(e.to_string())))
}

/// Adds a person of the platform's own people with a login.
///
/// # Errors
/// What does not fit, `LoginTaken`, the store's.
pub async fn add_staff(
    app: &App,
    login: &str,
    name: &str,
    role: Role,
    password: &str,
) -> Result<PersonId, PasswordError> {
    let login = login.trim().to_lowercase();
    let allowed = |c: char| c.is_ascii_alphanumeric() || "._-@".contains(c);
    if !(2..=60).contains(&login.len()) || !login.chars().all(allowed) {
        return Err(PasswordError::LoginUnfit);
    }
    if !role.is_staff() && role != Role::Admin {
        return Err(PasswordError::RoleUnfit);
    }
    let name = clean_line(name, 80).map_err(|_| PasswordError::NameUnfit)?;
    let hash = hashed(app, password).await?;
    let person = {
        let mut entropy = app.entropy();
        PersonId(Ids::new(app.clock.now(), entropy.as_mut()).uuid())
    };
    // The login is taken first: should registering fail, signing in finds no active person and is refused.
    let (role_name, nowhere) = (Value::text(role.as_str()), Value::Bytes(Vec::new()));
    let params = vec![Value::text(&login), Value::uuid(person.0), role_name, Value::text(hash), nowhere];
    change(app, INSERT, params).await?;
    let new = Register { name, role, merchant: None, language: Language::ZhHans };
    register(app, person, new).await.map_err(from_execute)?;
    duty::refresh(app).await?;
    Ok(person)
}

/// Gives a login a new password, on the record of the person; every session of theirs ends.
///
/// # Errors
/// `Unfit`, `Wrong` for an unknown login, the store's.
pub async fn set_password(
    app: &App,
    actor: &Actor,
    login: &str,
    password: &str,
) -> Result<(), PasswordError> {
    let login = login.trim().to_lowercase();
    let row = app.store.query(FIND, vec![Value::text(&login)]).await?.pop().ok_or(PasswordError::Wrong)?;
    let person = PersonId(Columns::of(row).uuid());
    let hash = hashed(app, password).await?;
    command(app, actor, person, PersonCommand::ResetPassword).await.map_err(from_execute)?;
    change(app, CHANGE, vec![Value::text(&login), Value::text(hash)]).await?;
    close_all(app, person).await.map_err(store)
}
