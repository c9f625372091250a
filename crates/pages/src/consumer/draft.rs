//! A complaint that is being written: kept on the server under a cookie, so that neither a closed page nor a
//! sign-in loses it (K1).

use std::collections::BTreeMap;

use app::App;
use app::ports::{AppendError, Query, Statement, Value};
use app::queries::Columns;
use app::strangers::Doing;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use terms::{CommandId, EvidenceId, KindKey, LineId, OrderId};

use crate::session;
use crate::shell::{Oops, Site, Visit};

/// How long an unfinished complaint waits, in seconds.
const KEPT: i64 = 14 * 24 * 3600;
/// How long that of someone who is not signed in waits.
const KEPT_STRANGE: i64 = 2 * 24 * 3600;
/// Its most bytes: every question answered at length, and no room to fill a disk with.
const MOST_STRANGE: usize = 64 * 1024;
/// How often those who are not signed in may write at theirs from one address within a minute.
const WRITES: u32 = 120;

const fn kept_for(is_someone: bool) -> i64 {
    if is_someone { KEPT } else { KEPT_STRANGE }
}

/// That what was typed is kept, and for how long where that is short.
pub(crate) fn kept_words(texts: texts::Texts, is_signed_in: bool) -> String {
    if is_signed_in {
        return texts.say("filing-saved");
    }
    let days = |seconds: i64| (seconds / (24 * 3600)).to_string();
    texts.with("filing-saved-strange", &[("days", days(KEPT_STRANGE)), ("longer", days(KEPT))])
}

/// What has been said so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Draft {
    pub kind: Option<KindKey>,
    /// What was said to find the kind; the story begins with it.
    pub said: String,
    pub order: Option<OrderId>,
    /// The order came with the link: it is not asked for again.
    pub order_given: bool,
    pub no_order: String,
    /// Without an order: which shop, what, and when it was bought, as far as it is remembered.
    pub shop: String,
    pub item: String,
    pub day: String,
    pub lines: Vec<(LineId, u32)>,
    pub answers: BTreeMap<String, String>,
    pub story: String,
    pub remedies: Vec<String>,
    /// `amount.KEY` and `text.KEY` as typed.
    pub wanted: BTreeMap<String, String>,
    pub evidence: Vec<EvidenceId>,
    pub separate: bool,
    /// The id under which it is filed once.
    pub wish: Option<CommandId>,
}

impl Draft {
    /// Why there is no order, with what is known of the purchase; a line each.
    pub fn without_order(&self, texts: texts::Texts) -> String {
        let known = [
            ("filing-no-order-shop", &self.shop),
            ("filing-no-order-item", &self.item),
            ("filing-no-order-day", &self.day),
        ];
        let known = known.into_iter().filter(|(_, said)| !said.trim().is_empty());
        let lines =
            known.map(|(key, said)| format!("{}{}{}", texts.say(key), texts.say("rules-colon"), said.trim()));
        std::iter::once(self.no_order.clone()).chain(lines).collect::<Vec<_>>().join("\n")
    }
}

const FIND: Query =
    Query { name: "draft_by_token", sql: "SELECT person, data, updated_at FROM draft WHERE token = $1" };
const SAVE: Query = Query {
    name: "save_draft",
    sql: "INSERT INTO draft (token, person, data, updated_at) VALUES ($1, $2, $3, $4) ON CONFLICT (token) DO UPDATE SET person = excluded.person, data = excluded.data, updated_at = excluded.updated_at",
};
const DELETE: Query = Query { name: "delete_draft", sql: "DELETE FROM draft WHERE token = $1" };
const KNOWN: Query = Query { name: "draft_is_known", sql: "SELECT 1 FROM draft WHERE token = $1" };
// draft_updated
const SWEEP: Query = Query {
    name: "sweep_drafts",
    sql: "DELETE FROM draft WHERE updated_at < $1 AND (person IS NULL OR updated_at < $2)",
};

/// Only a hash is kept: reading the table gives nobody a draft's cookie.
fn kept(token: &str) -> Value {
    Value::Bytes(Sha256::digest(token.as_bytes()).to_vec())
}

fn fresh_token(app: &App) -> String {
    let bytes: [u8; 24] = app.random();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The draft of this browser; empty if there is none, or if it belongs to someone else who signed in here.
pub(crate) async fn load(site: &Site, visit: &Visit) -> Result<Draft, Oops> {
    let Some(token) = &visit.draft else { return Ok(Draft::default()) };
    let Some(row) = site.app.store.query(FIND, vec![kept(token)]).await?.pop() else {
        return Ok(Draft::default());
    };
    let mut c = Columns::of(row);
    let (owner, data, at) = (c.optional_uuid(), c.text(), c.instant());
    let someone_else = owner.is_some() && owner != visit.session.as_ref().map(|s| s.person.0);
    if someone_else || visit.now.seconds_since(at) > kept_for(owner.is_some()) {
        return Ok(Draft::default());
    }
    Ok(serde_json::from_str(&data).unwrap_or_default())
}

fn written(draft: &Draft) -> Result<String, Oops> {
    serde_json::to_string(draft).map_err(|e| Oops::Broken(e.to_string()))
}

/// Whether there is room for it: whoever is not signed in has a little.
///
/// # Errors
/// None for our own types.
pub(crate) fn fits(visit: &Visit, draft: &Draft) -> Result<bool, Oops> {
    Ok(visit.session.is_some() || written(draft)?.len() <= MOST_STRANGE)
}

/// Keeps the draft; gives the cookie line that belongs to it. Only a token of ours is taken from a browser.
///
/// # Errors
/// Too large, too often: for those who are not signed in; the store's.
pub(crate) async fn save(site: &Site, visit: &Visit, draft: &Draft) -> Result<String, Oops> {
    let known = match &visit.draft {
        Some(token) if !site.app.store.query(KNOWN, vec![kept(token)]).await?.is_empty() => Some(token),
        Some(_) | None => None,
    };
    if visit.session.is_none() {
        if !fits(visit, draft)? {
            return Err(Oops::TooLarge);
        }
        if !site.may_knock("draft", visit.ip, WRITES) {
            return Err(Oops::TooOften);
        }
        if known.is_none() && !site.app.strangers.may(Doing::Begins, visit.ip, visit.now) {
            return Err(Oops::TooOftenToday);
        }
    }
    let token = known.cloned().unwrap_or_else(|| fresh_token(&site.app));
    let person = visit.session.as_ref().map(|s| Value::uuid(s.person.0));
    let params = vec![
        kept(&token),
        person.unwrap_or(Value::Null),
        Value::text(written(draft)?),
        Value::instant(visit.now),
    ];
    let mut statements = vec![Statement { query: SAVE, params, must_change: None }];
    if site.is_time_to_sweep() {
        let old = [KEPT_STRANGE, KEPT].map(|kept| Value::instant(visit.now.plus_seconds(-kept)));
        statements.push(Statement { query: SWEEP, params: old.into(), must_change: None });
    }
    change(site, statements).await?;
    let seconds = kept_for(visit.session.is_some());
    Ok(session::set(session::DRAFT, &token, seconds, site.settings.secure_cookies))
}

/// Forgets the draft; gives the cookie line that removes its cookie.
pub(crate) async fn forget(site: &Site, visit: &Visit) -> Result<String, Oops> {
    if let Some(token) = &visit.draft {
        let gone = Statement { query: DELETE, params: vec![kept(token)], must_change: None };
        change(site, vec![gone]).await?;
    }
    Ok(session::set(session::DRAFT, "", 0, site.settings.secure_cookies))
}

async fn change(site: &Site, statements: Vec<Statement>) -> Result<(), Oops> {
    site.app.store.change(statements).await.map(|_| ()).map_err(|error: AppendError| error.into())
}
