//! The first admin is made with a one-time link that the server prints when it starts on an empty folder.

use sha2::{Digest, Sha256};
use terms::{PersonId, Role};

use super::password::{PasswordError, add_staff};
use super::token;
use crate::app::App;
use crate::ports::{AppendError, Query, Statement, StoreError, StoreResult, Value};
use crate::queries::{Columns, people};

const SETTING: &str = "setup_token";

// primary key
const FIND: Query = Query { name: "setting", sql: "SELECT value FROM setting WHERE name = $1" };
const SET: Query = Query {
    name: "set_setting",
    sql: "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
};
const USE: Query =
    Query { name: "use_setup_token", sql: "DELETE FROM setting WHERE name = $1 AND value = $2" };

/// Why no admin was made.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The link is not the one that was printed, or has been used.
    #[error("the link is not valid, or has been used")]
    Closed,
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn kept(token: &str) -> String {
    let hash = Sha256::digest(token.as_bytes());
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// While nobody can sign in: a new one-time token, which takes the place of an earlier one.
///
/// # Errors
/// The store's.
pub async fn open_setup(app: &App) -> StoreResult<Option<String>> {
    if !people::staff(app).await?.is_empty() {
        return Ok(None);
    }
    let token = token(app);
    let params = vec![Value::text(SETTING), Value::text(kept(&token))];
    match app.store.change(vec![Statement { query: SET, params, must_change: None }]).await {
        Ok(_) => Ok(Some(token)),
        Err(AppendError::Store(error)) => Err(error),
        Err(AppendError::Conflict(_) | AppendError::Repeated(_) | AppendError::Taken { .. }) => Ok(None),
    }
}

/// Whether this token still opens the making of the first admin: never once anybody can sign in, however they were made.
///
/// # Errors
/// The store's.
pub async fn setup_is_open(app: &App, token: &str) -> StoreResult<bool> {
    if !people::staff(app).await?.is_empty() {
        return Ok(false);
    }
    let row = app.store.query(FIND, vec![Value::text(SETTING)]).await?.pop();
    Ok(row.is_some_and(|row| Columns::of(row).text() == kept(token)))
}

/// Makes the first admin; the link is good no longer. What was typed wrong can be typed again.
///
/// # Errors
/// `Closed`, what does not fit, the store's.
pub async fn first_admin(
    app: &App,
    link: &str,
    login: &str,
    name: &str,
    password: &str,
) -> Result<PersonId, SetupError> {
    if !setup_is_open(app, link).await? {
        return Err(SetupError::Closed);
    }
    let admin = add_staff(app, login, name, Role::Admin, password).await?;
    let params = vec![Value::text(SETTING), Value::text(kept(link))];
    match app.store.change(vec![Statement { query: USE, params, must_change: None }]).await {
        Ok(_) => Ok(admin),
        Err(AppendError::Store(error)) => Err(error.into()),
        Err(AppendError::Conflict(_) | AppendError::Repeated(_) | AppendError::Taken { .. }) => {
            Err(SetupError::Closed)
        }
    }
}
