//! Notices in the app: what someone is told, and the proof that it reached them (B11, C19).

use terms::{DisputeId, Instant, NoticeId};

use super::Columns;
use crate::app::App;
use crate::ports::{AppendError, Query, Statement, StoreResult, Value};

/// One notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRow {
    pub id: NoticeId,
    pub dispute: DisputeId,
    pub number: i64,
    pub code: String,
    /// What it is about, where that is no dispute.
    pub about: String,
    pub at: Instant,
    pub state: String,
    pub proven_at: Option<Instant>,
}

// notice_recipient
const OF_RECIPIENT: Query = Query {
    name: "notices_of_recipient",
    sql: "SELECT id, dispute, number, code, args, at, state, proven_at FROM notice WHERE recipient = $1 AND (at, id) < ($2, $3) ORDER BY at DESC, id DESC LIMIT $4",
};

// primary key
const PROVE: Query = Query {
    name: "prove_notice",
    sql: "UPDATE notice SET state = 'proven', proven_at = $2 WHERE id = $1 AND state = 'pending'",
};

/// Someone's notices, newest first, behind a position.
///
/// # Errors
/// The store's.
pub async fn of(
    app: &App,
    recipient: &str,
    before: Option<(Instant, NoticeId)>,
    count: usize,
) -> StoreResult<Vec<NoticeRow>> {
    let (at, id) = before.map_or((i64::MAX, uuid::Uuid::max()), |(at, id)| (at.micros(), id.0));
    let count = i64::try_from(count.clamp(1, 100)).unwrap_or(50);
    let params = vec![Value::text(recipient), Value::Int(at), Value::uuid(id), Value::Int(count)];
    let read = |row| {
        let mut c = Columns::of(row);
        NoticeRow {
            id: NoticeId(c.uuid()),
            dispute: DisputeId(c.uuid()),
            number: c.int(),
            code: c.text(),
            about: c.text(),
            at: c.instant(),
            state: c.text(),
            proven_at: c.optional_int().map(Instant::from_micros),
        }
    };
    Ok(app.store.query(OF_RECIPIENT, params).await?.into_iter().map(read).collect())
}

/// Writes down that notices were shown to their recipient: the proof of delivery in the app.
///
/// # Errors
/// The store's.
pub async fn prove(app: &App, shown: &[NoticeRow]) -> Result<(), AppendError> {
    let now = Value::instant(app.clock.now());
    let pending = shown.iter().filter(|notice| notice.state == "pending");
    let statements: Vec<Statement> = pending
        .map(|notice| Statement {
            query: PROVE,
            params: vec![Value::uuid(notice.id.0), now.clone()],
            must_change: None,
        })
        .collect();
    if statements.is_empty() {
        return Ok(());
    }
    app.store.change(statements).await.map(|_| ())
}
