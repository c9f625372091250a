//! Who someone is: sessions, the shop's signed hand-over, passwords of staff, and the first admin.

mod hand_over;
mod password;
mod setup;

use domain::Actor;
use domain::person::PersonCommand;
use sha2::{Digest, Sha256};
use terms::{Instant, MerchantId, PersonId, Role};

use crate::app::App;
use crate::execute::{ExecuteError, Request, execute, load};
use crate::ports::{AppendError, Query, Statement, StoreResult, Value};
use crate::queries::Columns;

pub use hand_over::{HandOver, HandOverError, hand_over, hand_over_key, named_by, set_hand_over_key};
pub use password::{PasswordError, add_staff, set_password, sign_in};
pub use setup::{SetupError, first_admin, open_setup, setup_is_open};

/// Someone who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub person: PersonId,
    pub role: Role,
    pub merchant: Option<MerchantId>,
    pub name: String,
    pub expires_at: Instant,
}

impl Session {
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Person { id: self.person, role: self.role, merchant: self.merchant.clone() }
    }

    /// To whom notices for this person are addressed.
    #[must_use]
    pub fn recipient(&self) -> String {
        match &self.merchant {
            Some(merchant) => format!("merchant:{merchant}"),
            None => format!("person:{}", self.person),
        }
    }
}

// primary key
const FIND: Query = Query {
    name: "session_by_token",
    sql: "SELECT person, role, merchant, name, expires_at FROM session WHERE token = $1 AND expires_at > $2",
};
const INSERT: Query = Query {
    name: "insert_session",
    sql: "INSERT INTO session (token, person, role, merchant, name, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
};
const DELETE: Query = Query { name: "delete_session", sql: "DELETE FROM session WHERE token = $1" };
const DELETE_OF: Query = Query { name: "delete_sessions_of", sql: "DELETE FROM session WHERE person = $1" };

/// What is kept of a token: its hash, so that the table gives nobody a way in.
fn kept(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// A new random token, 32 bytes in base64url.
fn token(app: &App) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(app.random::<32>())
}

/// Opens a session and gives its token; only its hash is kept.
///
/// # Errors
/// The store's.
pub async fn open(
    app: &App,
    person: PersonId,
    role: Role,
    merchant: Option<&MerchantId>,
    name: &str,
) -> Result<String, AppendError> {
    let token = token(app);
    let now = app.clock.now();
    let params = vec![
        Value::Bytes(kept(&token)),
        Value::uuid(person.0),
        Value::text(role.as_str()),
        Value::text(merchant.map_or("", MerchantId::as_str)),
        Value::text(name),
        Value::instant(now),
        Value::instant(now.plus_seconds(app.limits.session_seconds)),
    ];
    app.store.change(vec![Statement { query: INSERT, params, must_change: Some(1) }]).await?;
    Ok(token)
}

/// Who holds this token; `None`: nobody, or no longer.
///
/// # Errors
/// The store's.
pub async fn find(app: &App, token: &str) -> StoreResult<Option<Session>> {
    let params = vec![Value::Bytes(kept(token)), Value::instant(app.clock.now())];
    let Some(row) = app.store.query(FIND, params).await?.pop() else { return Ok(None) };
    let mut c = Columns::of(row);
    let (person, role, merchant, name) = (PersonId(c.uuid()), c.text(), c.text(), c.text());
    let Ok(role) = role.parse() else { return Ok(None) };
    let merchant = MerchantId::new(merchant).ok();
    Ok(Some(Session { person, role, merchant, name, expires_at: c.instant() }))
}

/// Ends a session.
///
/// # Errors
/// The store's.
pub async fn close(app: &App, token: &str) -> Result<(), AppendError> {
    let params = vec![Value::Bytes(kept(token))];
    app.store.change(vec![Statement { query: DELETE, params, must_change: None }]).await.map(|_| ())
}

/// Ends every session of a person, when a password or role has changed.
///
/// # Errors
/// The store's.
pub async fn close_all(app: &App, person: PersonId) -> Result<(), AppendError> {
    let params = vec![Value::uuid(person.0)];
    app.store.change(vec![Statement { query: DELETE_OF, params, must_change: None }]).await.map(|_| ())
}

/// Makes a person known if they are not yet; someone known keeps their name unless it changed.
pub async fn register(
    app: &App,
    person: PersonId,
    register: domain::person::Register,
) -> Result<(), ExecuteError> {
    let known = load::<crate::stream::Persons>(app, person.0).await?.state;
    let wanted = match &known.name {
        _ if !known.known => PersonCommand::Register(register),
        Some(name) if *name == register.name => return Ok(()),
        Some(_) | None => PersonCommand::Rename { name: register.name },
    };
    match command(app, &Actor::System, person, wanted).await {
        Ok(()) => Ok(()),
        // Two doors at once: the other one made the person known.
        Err(ExecuteError::Refused(refusal)) if domain::Refuse::code(refusal.as_ref()) == "already_done" => {
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// Carries out a command of a person's stream.
async fn command(
    app: &App,
    actor: &Actor,
    person: PersonId,
    command: PersonCommand,
) -> Result<(), ExecuteError> {
    let request = Request::<crate::stream::Persons> {
        id: crate::case::Wish::once(app).id,
        asked: Vec::new(),
        actor: actor.clone(),
        on_behalf_of: None,
        occurred_at: None,
        stream: person.0,
        is_new: false,
        command,
        seen: None,
        finishes: None,
    };
    execute(app, request).await.map(|_| ())
}
