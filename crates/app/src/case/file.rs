//! Filing a complaint through any door: the number is drawn here, and drawn again should it exist.

use std::collections::BTreeMap;

use domain::Actor;
use domain::dispute::commands::file::File;
use domain::dispute::{ClaimLine, DisputeCommand, Remedy};
use record::Receipt;
use terms::{CaseNumber, Channel, DisputeId, EvidenceId, Ids, Instant, KindKey, Language, OrderId, PersonId};

use super::Wish;
use crate::app::App;
use crate::execute::{ExecuteError, Request, execute, load};
use crate::stream::Disputes;

/// A complaint as a door has read it.
#[derive(Debug, Clone)]
pub struct Complaint {
    pub kind: KindKey,
    pub order_id: Option<OrderId>,
    pub no_order_reason: Option<String>,
    pub lines: Vec<ClaimLine>,
    pub description: String,
    pub answers: BTreeMap<String, String>,
    pub claims: Vec<Remedy>,
    pub evidence_ids: Vec<EvidenceId>,
    pub channel: Channel,
    pub language: Language,
    /// For staff and integrators: whose complaint it is.
    pub consumer: Option<PersonId>,
    pub separate_problem: bool,
    pub occurred_at: Option<Instant>,
}

/// What the person is told at once (B11).
#[derive(Debug, Clone)]
pub struct FileOutcome {
    pub dispute: DisputeId,
    pub number: CaseNumber,
    pub receipt: Option<Receipt>,
}

/// How often another number is drawn because the first exists already: at ten million cases one in ten thousand does.
const DRAWS: usize = 4;

/// Files the complaint. Under the same wish the same case is answered.
///
/// # Errors
/// As [`execute`].
pub async fn file(
    app: &App,
    actor: Actor,
    complaint: Complaint,
    wish: Wish,
) -> Result<FileOutcome, ExecuteError> {
    for _ in 1..DRAWS {
        match draw(app, actor.clone(), complaint.clone(), wish.clone()).await {
            Err(ExecuteError::Busy) => {}
            done => return done,
        }
    }
    draw(app, actor, complaint, wish).await
}

async fn draw(
    app: &App,
    actor: Actor,
    complaint: Complaint,
    wish: Wish,
) -> Result<FileOutcome, ExecuteError> {
    let (stream, number) = {
        let mut entropy = app.entropy();
        let mut ids = Ids::new(app.clock.now(), entropy.as_mut());
        (ids.uuid(), CaseNumber::random(&mut ids))
    };
    let command = File {
        number,
        kind: complaint.kind,
        order_id: complaint.order_id,
        no_order_reason: complaint.no_order_reason,
        lines: complaint.lines,
        description: complaint.description,
        answers: complaint.answers,
        claims: complaint.claims,
        evidence_ids: complaint.evidence_ids,
        channel: complaint.channel,
        language: complaint.language,
        consumer: complaint.consumer,
        separate_problem: complaint.separate_problem,
    };
    let request = Request::<Disputes> {
        id: wish.id,
        asked: wish.asked,
        actor,
        on_behalf_of: None,
        occurred_at: complaint.occurred_at,
        stream,
        is_new: true,
        command: DisputeCommand::File(Box::new(command)),
        seen: None,
        finishes: None,
    };
    let done = execute(app, request).await?;
    let dispute = DisputeId(done.stream);
    let number = if done.repeated {
        let first = load::<Disputes>(app, done.stream).await?.state;
        first.filed.as_ref().map_or(number, |filed| filed.number)
    } else {
        number
    };
    Ok(FileOutcome { dispute, number, receipt: done.receipt })
}
