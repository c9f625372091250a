//! Takes due jobs and does them: a command commits with the job's id, so a repeat is answered from the store.

use std::time::Duration;

use domain::dispute::DisputeCommand;
use domain::dispute::commands::pass_deadline::PassDeadline;
use domain::dispute::commands::record_refusal::RecordRefusal;
use domain::merchant::MerchantAct;
use domain::order::OrderCommand;
use domain::payout::{PayoutCommand, ProviderAnswer};
use domain::policies::{Effect, Reaction};
use domain::{Actor, AnyCommand, Refuse};
use terms::{
    CommandId, DisputeId, Instant, JobId, Money, ObligationId, Payer, PayoutId, StreamId, StreamKind,
};

use super::work::Work;
use crate::app::App;
use crate::execute::{ExecuteError, Request, execute, load};
use crate::ports::{Job, StoreError, StoreResult};
use crate::stream::{Disputes, Merchants, Orders, Payouts, Penalties, Persons, Publications, Stream};

/// Seconds for which a taken job is nobody else's.
const LEASE: i64 = 60;
/// Jobs taken at once.
const BATCH: usize = 64;
/// The longest wait when nothing is due: a moved clock and other nodes' jobs are seen by then at the latest.
const LONGEST_NAP: Duration = Duration::from_secs(1);

/// How a job ended.
enum Outcome {
    Done,
    /// Try again at this moment, for this reason.
    Again(Instant, String),
}

/// Works until told to stop.
pub async fn run_jobs(app: &App, mut stop: tokio::sync::watch::Receiver<bool>) {
    loop {
        if *stop.borrow() {
            return;
        }
        match run_due(app).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::warn!(%error, "jobs wait for the store"),
        }
        tokio::select! {
            () = app.jobs_due.notified() => {}
            () = tokio::time::sleep(nap(app).await) => {}
            _ = stop.changed() => {}
        }
    }
}

async fn nap(app: &App) -> Duration {
    let now = app.clock.now();
    match app.store.next_job_at().await {
        Ok(Some(at)) => {
            let micros = u64::try_from((at.micros() - now.micros()).max(0)).unwrap_or(0);
            Duration::from_micros(micros).clamp(Duration::from_millis(1), LONGEST_NAP)
        }
        Ok(None) | Err(_) => LONGEST_NAP,
    }
}

/// Does what is due now, once; gives the number of jobs that were taken.
///
/// # Errors
/// The store's.
pub async fn run_due(app: &App) -> StoreResult<usize> {
    let now = app.clock.now();
    let jobs = app.store.take_jobs(now, now.plus_seconds(LEASE), BATCH).await?;
    let count = jobs.len();
    for job in jobs {
        match perform(app, &job).await {
            Ok(Outcome::Done) => app.store.settle_job(&job, None).await?,
            Ok(Outcome::Again(at, why)) => app.store.settle_job(&job, Some((at, why))).await?,
            Err(error) => {
                tracing::warn!(job = %job.id, kind = job.kind, %error, "a job is put off");
                app.store.settle_job(&job, Some((later(app, job.attempts), error.to_string()))).await?;
            }
        }
    }
    Ok(count)
}

/// Longer after each try, at most an hour.
fn later(app: &App, attempts: u32) -> Instant {
    let seconds = 2_i64.saturating_pow(attempts.min(12)).min(3600);
    app.clock.now().plus_seconds(seconds)
}

async fn perform(app: &App, job: &Job) -> StoreResult<Outcome> {
    match Work::read(job)? {
        Work::Deadline { dispute, deadline } => {
            let command = DisputeCommand::PassDeadline(PassDeadline { deadline });
            // A limit that no longer runs refuses: there is nothing to do.
            let _ = system::<Disputes>(app, dispute.0, command, job.id, Some(job.id)).await?;
            Ok(Outcome::Done)
        }
        Work::Reaction { stream, reaction: Reaction::Command { policy, stream: target, command, at: _ } } => {
            let origin = origin(stream, &command);
            let refused = dispatch(app, target, command, job.id).await?;
            // A date that was met or moved meanwhile is stale: there is nothing to do.
            let is_nothing = |code: &&str| matches!(*code, "already_done" | "stale_deadline");
            if let Some(code) = refused.filter(|code| !is_nothing(code)) {
                tell(app, job, origin, policy, code).await?;
            }
            Ok(Outcome::Done)
        }
        Work::Reaction { reaction: Reaction::Effect { effect, .. }, .. } => match effect {
            Effect::SendRefund { payout, transaction, amount, from } => {
                refund(app, job, payout, (transaction, amount, from)).await
            }
        },
    }
}

/// Carries out a policy's command; gives the code if it was refused.
async fn dispatch(
    app: &App,
    target: StreamId,
    command: AnyCommand,
    job: JobId,
) -> StoreResult<Option<&'static str>> {
    match command {
        AnyCommand::Dispute(c) => system::<Disputes>(app, target.id, *c, job, Some(job)).await,
        AnyCommand::Order(c) => system::<Orders>(app, target.id, *c, job, Some(job)).await,
        AnyCommand::Payout(c) => system::<Payouts>(app, target.id, c, job, Some(job)).await,
        AnyCommand::Person(c) => system::<Persons>(app, target.id, c, job, Some(job)).await,
        AnyCommand::Publication(c) => system::<Publications>(app, target.id, *c, job, Some(job)).await,
        AnyCommand::Merchant(c) => system::<Merchants>(app, target.id, *c, job, Some(job)).await,
        AnyCommand::Penalty(c) => system::<Penalties>(app, target.id, *c, job, Some(job)).await,
    }
}

async fn system<S: Stream>(
    app: &App,
    stream: uuid::Uuid,
    command: S::Command,
    id: JobId,
    finishes: Option<JobId>,
) -> StoreResult<Option<&'static str>> {
    let request = Request::<S> {
        id: CommandId(id.0),
        asked: Vec::new(),
        actor: Actor::System,
        on_behalf_of: None,
        occurred_at: None,
        stream,
        is_new: false,
        command,
        seen: None,
        finishes,
    };
    match execute(app, request).await {
        Ok(_) => Ok(None),
        Err(ExecuteError::Refused(refusal)) => Ok(Some(Refuse::code(refusal.as_ref()))),
        Err(ExecuteError::Store(error)) => Err(error),
        Err(ExecuteError::Busy | ExecuteError::Stale { .. } | ExecuteError::KeyReused) => {
            Err(StoreError::Unavailable("others were faster".to_owned()))
        }
    }
}

/// The case, and the obligation in it, that a policy's command is about: a refusal is told there.
fn origin(stream: StreamId, command: &AnyCommand) -> Option<(DisputeId, Option<ObligationId>)> {
    let own = (stream.kind == StreamKind::Dispute).then_some((DisputeId(stream.id), None));
    match command {
        AnyCommand::Order(c) => match c.as_ref() {
            OrderCommand::Reserve(r) => Some((r.cause, Some(ObligationId(r.reservation.0)))),
            OrderCommand::MakeDue(r) => {
                own.map(|(dispute, _)| (dispute, Some(ObligationId(r.reservation.0))))
            }
            OrderCommand::Report(_)
            | OrderCommand::Release(_)
            | OrderCommand::Settle(_)
            | OrderCommand::PayOutside(_) => own,
        },
        AnyCommand::Payout(PayoutCommand::Request(r)) => {
            Some((r.dispute, Some(ObligationId(r.reservation.0))))
        }
        AnyCommand::Payout(PayoutCommand::RecordAnswer(_) | PayoutCommand::Retry { .. })
        | AnyCommand::Dispute(_)
        | AnyCommand::Person(_)
        | AnyCommand::Publication(_)
        | AnyCommand::Penalty(_) => own,
        AnyCommand::Merchant(c) => match &c.act {
            MerchantAct::Cover(cover) => Some((cover.dispute, Some(cover.obligation))),
            MerchantAct::PayDeposit { .. }
            | MerchantAct::Recover { .. }
            | MerchantAct::Leave
            | MerchantAct::PassRecovery { .. }
            | MerchantAct::Impose { .. }
            | MerchantAct::Stay { .. }
            | MerchantAct::Resume { .. }
            | MerchantAct::End { .. } => own,
        },
    }
}

/// A refusal comes back to the case as a fact for a person.
async fn tell(
    app: &App,
    job: &Job,
    origin: Option<(DisputeId, Option<ObligationId>)>,
    policy: String,
    code: &'static str,
) -> StoreResult<()> {
    tracing::warn!(job = %job.id, policy, code, "a policy was refused");
    let Some((dispute, obligation)) = origin else { return Ok(()) };
    let refusal = RecordRefusal { policy, code: code.to_owned(), obligation };
    let id = JobId(uuid::Uuid::new_v5(&job.id.0, b"refused"));
    system::<Disputes>(app, dispute.0, DisputeCommand::RecordRefusal(refusal), id, None).await.map(|_| ())
}

/// Sends a refund, or asks first what became of it if it was sent before: a time-out may have paid.
async fn refund(
    app: &App,
    job: &Job,
    payout: PayoutId,
    (transaction, amount, from): (String, Money, Payer),
) -> StoreResult<Outcome> {
    let known = if job.attempts > 1 { app.payments.look_up(job.id).await } else { None };
    let answer = match known {
        Some(ProviderAnswer::Unknown { reason }) => {
            return Ok(Outcome::Again(later(app, job.attempts), reason));
        }
        Some(answer) => answer,
        None => app.payments.refund(job.id, transaction, amount, from).await,
    };
    let again = match &answer {
        ProviderAnswer::Paid { paid, .. } if paid.minor < amount.minor => Some("paid in part".to_owned()),
        ProviderAnswer::Pending { .. } => Some("pending at the provider".to_owned()),
        ProviderAnswer::Unknown { reason } => Some(reason.clone()),
        ProviderAnswer::Paid { .. } | ProviderAnswer::Failed { .. } => None,
    };
    // Each answer has an id of its own, so that the same answer twice is recorded once.
    let id = JobId(uuid::Uuid::new_v5(&job.id.0, &serde_json::to_vec(&answer).unwrap_or_default()));
    let command = PayoutCommand::RecordAnswer(answer);
    let refused = system::<Payouts>(app, payout.0, command, id, None).await?;
    if let Some(code) = refused.filter(|code| *code != "already_done") {
        let state = load::<Payouts>(app, payout.0).await?.state;
        let origin = state.request.as_ref().map(|r| (r.dispute, Some(ObligationId(r.reservation.0))));
        tell(app, job, origin, "payout_requested_sends_refund".to_owned(), code).await?;
    }
    Ok(again.map_or(Outcome::Done, |why| Outcome::Again(later(app, job.attempts), why)))
}
