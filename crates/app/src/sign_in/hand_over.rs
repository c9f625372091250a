//! The shop hands a signed-in customer or merchant over with a short-lived signed token: no second sign-in (K1).
//!
//! The token is a JSON Web Token signed with HMAC-SHA-256 (RFC 7515, RFC 7519, `alg` HS256) under the hand-over
//! key that shop and platform share. Claims: `sub` (the shop's id of the person), `role` (`consumer` or
//! `merchant`), `name`, `merchant_id` for merchants, `exp` (at most ten minutes ahead), `jti` (used once),
//! and optionally `lang` and `order_id`.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use domain::person::Register;
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use terms::{Language, MerchantId, OrderId, PersonId, Role, person_from_outside};

use super::{Session, open, register};
use crate::app::App;
use crate::execute::ExecuteError;
use crate::ports::{AppendError, Query, Statement, StoreError, StoreResult, Value};
use crate::queries::Columns;

/// The longest that a token may be valid, in seconds.
pub const LONGEST: i64 = 600;
/// Clocks of shop and platform may differ by this much, in seconds.
const SKEW: i64 = 60;
/// Shortest key, in bytes (RFC 7518 §3.2).
pub const MIN_KEY: usize = 32;

/// Why a hand-over is not taken.
#[derive(Debug, thiserror::Error)]
pub enum HandOverError {
    #[error("no hand-over key is set")]
    NoKey,
    #[error("not a signed token of ours: {0}")]
    Invalid(&'static str),
    #[error("expired")]
    Expired,
    #[error("used before")]
    Used,
    #[error("busy")]
    Busy,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a hand-over opens.
#[derive(Debug, Clone)]
pub struct HandOver {
    pub token: String,
    pub session: Session,
    pub language: Option<Language>,
    pub order: Option<OrderId>,
}

#[derive(Deserialize)]
struct Head {
    alg: String,
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    role: Role,
    name: String,
    #[serde(default)]
    merchant_id: Option<MerchantId>,
    exp: i64,
    jti: String,
    #[serde(default)]
    lang: Option<Language>,
    #[serde(default)]
    order_id: Option<OrderId>,
}

const KEY: Query = Query { name: "setting", sql: "SELECT value FROM setting WHERE name = $1" };
const SET: Query = Query {
    name: "set_setting",
    sql: "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
};
const USE: Query =
    Query { name: "use_token", sql: "INSERT INTO used_token (id, expires_at) VALUES ($1, $2)" };

const SETTING: &str = "hand_over_key";

/// The key that the shop signs with, if one is set.
///
/// # Errors
/// The store's.
pub async fn hand_over_key(app: &App) -> StoreResult<Option<String>> {
    let row = app.store.query(KEY, vec![Value::text(SETTING)]).await?.pop();
    Ok(row.map(|row| Columns::of(row).text()))
}

/// Sets the key that the shop signs with; earlier tokens are good no longer.
///
/// # Errors
/// Invalid if shorter than [`MIN_KEY`] bytes; the store's.
pub async fn set_hand_over_key(app: &App, key: &str) -> Result<(), HandOverError> {
    if key.len() < MIN_KEY {
        return Err(HandOverError::Invalid("a key has at least 32 bytes"));
    }
    let params = vec![Value::text(SETTING), Value::text(key)];
    change(app, Statement { query: SET, params, must_change: None }).await
}

async fn change(app: &App, statement: Statement) -> Result<(), HandOverError> {
    match app.store.change(vec![statement]).await {
        Ok(_) => Ok(()),
        Err(AppendError::Taken { .. } | AppendError::Conflict(_) | AppendError::Repeated(_)) => {
            Err(HandOverError::Used)
        }
        Err(AppendError::Store(error)) => Err(error.into()),
    }
}

/// Whom a token names.
#[derive(Debug, Clone)]
pub struct Named {
    pub person: PersonId,
    pub name: String,
}

/// Whom a token of the shop names, without using it.
///
/// # Errors
/// See [`HandOverError`].
pub async fn named_by(app: &App, token: &str) -> Result<Named, HandOverError> {
    let (claims, person) = checked(app, token).await?;
    Ok(Named { person, name: claims.name })
}

/// The claims of a token that is good, and the person of whom they tell.
async fn checked(app: &App, token: &str) -> Result<(Claims, PersonId), HandOverError> {
    let key = hand_over_key(app).await?.ok_or(HandOverError::NoKey)?;
    let claims = verified(&key, token)?;
    let now = app.clock.now().micros() / 1_000_000;
    if claims.exp.saturating_add(SKEW) < now {
        return Err(HandOverError::Expired);
    }
    if claims.exp > now + LONGEST + SKEW {
        return Err(HandOverError::Invalid("valid for more than ten minutes"));
    }
    if claims.sub.is_empty() || claims.sub.len() > 128 || claims.jti.is_empty() || claims.jti.len() > 128 {
        return Err(HandOverError::Invalid("sub and jti have 1 to 128 bytes"));
    }
    let outside = match (claims.role, &claims.merchant_id) {
        (Role::Consumer, None) => format!("consumer:{}", claims.sub),
        (Role::Merchant, Some(merchant)) => format!("merchant:{merchant}:{}", claims.sub),
        _ => return Err(HandOverError::Invalid("role is consumer, or merchant with merchant_id")),
    };
    Ok((claims, person_from_outside(&outside)))
}

/// Takes a token of the shop and opens a session for whom it names.
///
/// # Errors
/// See [`HandOverError`].
pub async fn hand_over(app: &App, token: &str) -> Result<HandOver, HandOverError> {
    let (claims, person) = checked(app, token).await?;
    let merchant = claims.merchant_id;
    let id = Sha256::digest(format!("jti:{}", claims.jti)).to_vec();
    let expires = Value::Int(claims.exp.saturating_add(SKEW).saturating_mul(1_000_000));
    change(app, Statement { query: USE, params: vec![Value::Bytes(id), expires], must_change: Some(1) })
        .await?;

    let language = claims.lang.unwrap_or(Language::ZhHans);
    let new = Register { name: claims.name.clone(), role: claims.role, merchant: merchant.clone(), language };
    register(app, person, new).await.map_err(from_execute)?;
    let token = open(app, person, claims.role, merchant.as_ref(), &claims.name).await.map_err(from_append)?;
    let expires_at = app.clock.now().plus_seconds(app.limits.session_seconds);
    let session = Session { person, role: claims.role, merchant, name: claims.name, expires_at };
    Ok(HandOver { token, session, language: claims.lang, order: claims.order_id })
}

fn from_execute(error: ExecuteError) -> HandOverError {
    match error {
        ExecuteError::Store(error) => error.into(),
        ExecuteError::Refused(_) => HandOverError::Invalid("the name cannot be kept"),
        ExecuteError::Stale { .. } | ExecuteError::KeyReused | ExecuteError::Busy => HandOverError::Busy,
    }
}

fn from_append(error: AppendError) -> HandOverError {
    match error {
        AppendError::Store(error) => error.into(),
        AppendError::Conflict(_) | AppendError::Repeated(_) | AppendError::Taken { .. } => {
            HandOverError::Busy
        }
    }
}

/// Checks the signature, in constant time, and reads the claims. Nothing but HS256 is taken.
fn verified(key: &str, token: &str) -> Result<Claims, HandOverError> {
    const MALFORMED: HandOverError = HandOverError::Invalid("three base64url parts are expected");
    if token.len() > 4096 {
        return Err(HandOverError::Invalid("longer than 4096 bytes"));
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(MALFORMED)?;
    let (head, claims) = signed.split_once('.').ok_or(MALFORMED)?;
    let decode = |part: &str| BASE64.decode(part).map_err(|_| MALFORMED);
    let head: Head = serde_json::from_slice(&decode(head)?).map_err(|_| MALFORMED)?;
    if head.alg != "HS256" {
        return Err(HandOverError::Invalid("alg is not HS256"));
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).map_err(|_| HandOverError::NoKey)?;
    mac.update(signed.as_bytes());
    mac.verify_slice(&decode(signature)?)
        .map_err(|_| HandOverError::Invalid("the signature does not fit"))?;
    serde_json::from_slice(&decode(claims)?)
        .map_err(|_| HandOverError::Invalid("a claim is missing or wrong"))
}
