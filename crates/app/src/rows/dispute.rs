//! A dispute's rows: the case in lists, the lines it holds, its agents; notices and uses of evidence from facts.

use domain::dispute::{Deadline, DisputeEvent, DisputeState, Filed, stage, status};
use terms::{MerchantId, NoticeId, PersonId, Side, Stage};

use super::tables::{AGENT, CLAIMED_LINE, DISPUTE, EVIDENCE_USE, NOTICE};
use super::{Cause, StateRow};
use crate::ports::{RowChange, Value};
use crate::stream::Disputes;

/// Sorts behind every date.
pub const NEVER: i64 = i64::MAX;

/// The rows that stand for a case.
#[must_use]
pub fn rows(id: uuid::Uuid, state: &DisputeState) -> Vec<StateRow> {
    let Some(filed) = &state.filed else { return Vec::new() };
    let mut rows = vec![case(id, state, filed)];
    if state.is_open() {
        rows.extend(lines(id, filed));
    }
    rows.extend(agents(id, state));
    rows.extend(super::publication::ended(id, state));
    rows
}

fn case(id: uuid::Uuid, state: &DisputeState, filed: &Filed) -> StateRow {
    let next = state.next_deadline();
    let claim = filed.claims.first();
    let order = filed.order.as_deref();
    let title =
        order.and_then(|o| filed.lines.first().and_then(|l| o.line(&l.line_id))).map(|l| l.title.clone());
    let name = order.and_then(|o| o.consumer_name.get()).map(|name| masked(name));
    let amount = claim.and_then(|c| c.amount);
    let person = |p: Option<PersonId>| Value::optional(p, |p| Value::uuid(p.0));
    StateRow {
        table: &DISPUTE,
        values: vec![
            Value::uuid(id),
            Value::Int(i64::try_from(filed.number.as_u64()).unwrap_or(i64::MAX)),
            Value::text(filed.kind.as_str()),
            Value::text(stage(state).as_str()),
            Value::text(status(state).as_str()),
            Value::Int(filed.priority.rank()),
            Value::uuid(filed.consumer.0),
            Value::text(filed.respondent.as_ref().map_or("", MerchantId::as_str)),
            Value::text(order.map_or("", |o| o.order_id.as_str())),
            person(state.in_charge.map(|d| d.person)),
            person(state.in_charge.and_then(|d| d.deputy)),
            Value::Int(i64::from(state.is_alive())),
            Value::Int(i64::from(state.accepted_at.is_some())),
            Value::Int(next.map_or(NEVER, |d| first_date(state, d).micros())),
            Value::text(next.map_or("", |d| d.step.as_str())),
            Value::Int(state.filed_at.map_or(0, terms::Instant::micros)),
            Value::Int(last_change(state)),
            Value::text(state.outcome.map_or("", terms::OutcomeCode::as_str)),
            Value::text(title.unwrap_or_default()),
            Value::text(name.unwrap_or_default()),
            Value::text(claim.map_or("", |c| c.remedy_type.as_str())),
            Value::optional(amount, |a| Value::Int(a.minor)),
            Value::text(amount.or(order.map(|o| o.total)).map_or("", |a| a.currency.code())),
            Value::text(preview(state)),
            Value::Int(i64::try_from(state.version).unwrap_or(i64::MAX)),
        ],
    }
}

/// What is late stays so in every list, whatever new date it was given.
fn first_date(state: &DisputeState, limit: &Deadline) -> terms::Instant {
    state.late_since(limit).unwrap_or(limit.due_at)
}

/// The first character of a name and stars: lists show no more of a person than they need.
#[must_use]
pub fn masked(name: &str) -> String {
    name.chars().next().map_or_else(String::new, |first| format!("{first}**"))
}

/// The beginning of what was last said openly, for lists.
fn preview(state: &DisputeState) -> String {
    let open = state.messages.iter().rev().find(|m| m.label == terms::Label::ALL);
    let text = open.and_then(|m| m.text.get()).map_or("", String::as_str);
    text.chars().take(40).map(|c| if c == '\n' { ' ' } else { c }).collect()
}

fn last_change(state: &DisputeState) -> i64 {
    let times = [
        state.filed_at,
        state.accepted_at,
        state.closed_at,
        state.response.as_ref().map(|r| r.at),
        state.offers.last().map(|o| o.ended_at.unwrap_or(o.at)),
        state.messages.last().map(|m| m.at),
        state.evidence.last().map(|e| e.at),
        state.escalation.as_ref().map(|e| e.at),
        state.handovers.last().map(|h| h.at),
        state.ratings.last().map(|r| r.at),
        state.proposals.last().map(|p| p.ended_at.unwrap_or(p.at)),
        state.decisions.last().map(|d| d.at),
        state.appeals.last().map(|a| a.at),
        state.deadlines.last().map(|d| d.set_at),
    ];
    times.into_iter().flatten().map(terms::Instant::micros).max().unwrap_or(0)
}

fn lines(id: uuid::Uuid, filed: &Filed) -> impl Iterator<Item = StateRow> {
    let slot = if filed.separate_problem { id } else { uuid::Uuid::nil() };
    let number = i64::try_from(filed.number.as_u64()).unwrap_or(i64::MAX);
    let order = filed.order.as_ref().map(|o| o.order_id.clone());
    filed.lines.iter().filter_map(move |line| {
        Some(StateRow {
            table: &CLAIMED_LINE,
            values: vec![
                Value::text(order.as_ref()?.as_str()),
                Value::text(line.line_id.as_str()),
                Value::uuid(slot),
                Value::uuid(id),
                Value::Int(number),
            ],
        })
    })
}

fn agents(id: uuid::Uuid, state: &DisputeState) -> impl Iterator<Item = StateRow> {
    let valid = state.mandates.values().filter(|m| m.revoked_at.is_none());
    valid.map(move |m| StateRow {
        table: &AGENT,
        values: vec![
            Value::uuid(m.granted.agent.0),
            Value::uuid(id),
            Value::Int(m.granted.until.map_or(NEVER, terms::Instant::micros)),
        ],
    })
}

/// Notices that the fact gives rise to, and evidence that it puts to use.
#[must_use]
pub fn entries(cause: &Cause<'_, Disputes>) -> Vec<RowChange> {
    let mut rows = Vec::new();
    if let DisputeEvent::EvidenceProvided { items, .. } = &cause.fact.event {
        rows.extend(items.iter().map(|item| RowChange::Insert {
            table: &EVIDENCE_USE,
            values: vec![
                Value::uuid(item.evidence_id.0),
                Value::uuid(cause.stream),
                Value::instant(cause.fact.at),
            ],
        }));
    }
    if let (Some(code), Some(filed)) = (notice_code(&cause.fact.event), &cause.state.filed) {
        for (n, recipient) in recipients(cause, filed).into_iter().enumerate() {
            rows.push(notice(cause, filed, code, recipient, n));
        }
    }
    rows
}

/// The key of the notice that a fact is told with; `None`: nobody needs to be told.
#[must_use]
pub const fn notice_code(event: &DisputeEvent) -> Option<&'static str> {
    match event {
        DisputeEvent::Filed(_) => Some("filed"),
        DisputeEvent::Accepted => Some("accepted"),
        DisputeEvent::Refused { .. } => Some("refused"),
        DisputeEvent::InformationRequested { .. } => Some("information_requested"),
        DisputeEvent::InformationSupplied { .. } => Some("information_supplied"),
        DisputeEvent::Responded { .. } => Some("responded"),
        DisputeEvent::OfferMade { .. } => Some("offer_made"),
        DisputeEvent::OfferAccepted { .. } => Some("offer_accepted"),
        DisputeEvent::OfferDenied { .. } => Some("offer_denied"),
        DisputeEvent::OfferWithdrawn { .. } => Some("offer_withdrawn"),
        DisputeEvent::OfferExpired { .. } => Some("offer_expired"),
        DisputeEvent::MessageSent { .. } => Some("message_sent"),
        DisputeEvent::EvidenceProvided { .. } => Some("evidence_provided"),
        DisputeEvent::Escalated { to: Stage::Ruling, .. } => Some("escalated_to_ruling"),
        DisputeEvent::Escalated { .. } => Some("escalated"),
        DisputeEvent::ProposalMade { .. } => Some("proposal_made"),
        DisputeEvent::ProposalAnswered { .. } => Some("proposal_answered"),
        DisputeEvent::ProposalEnded { .. } => Some("proposal_ended"),
        DisputeEvent::MediatorAllowed { .. } => Some("mediator_allowed"),
        DisputeEvent::RulingMade { .. } => Some("ruling_made"),
        DisputeEvent::AppealRaised { .. } => Some("appeal_raised"),
        DisputeEvent::Stayed { .. } => Some("stayed"),
        DisputeEvent::AppealDecided { .. } => Some("appeal_decided"),
        DisputeEvent::Referred { .. } => Some("referred"),
        DisputeEvent::PutOnHold { .. } => Some("put_on_hold"),
        DisputeEvent::Resumed { .. } => Some("resumed"),
        DisputeEvent::Withdrawn { .. } => Some("withdrawn"),
        DisputeEvent::ReturnAuthorised { .. } => Some("return_authorised"),
        DisputeEvent::ShipmentReported { .. } => Some("shipment_reported"),
        DisputeEvent::ReceiptConfirmed { .. } => Some("receipt_confirmed"),
        DisputeEvent::PerformanceReported { .. } => Some("performance_reported"),
        DisputeEvent::PerformanceConfirmed { .. } => Some("performance_confirmed"),
        DisputeEvent::PerformanceDisputed { .. } => Some("performance_disputed"),
        DisputeEvent::ObligationFailed { .. } => Some("obligation_failed"),
        DisputeEvent::PayoutRecorded { .. } => Some("payout_recorded"),
        DisputeEvent::PayoutRetried { .. } => Some("payout_retried"),
        DisputeEvent::Covered { .. } => Some("covered"),
        DisputeEvent::Closed { .. } => Some("closed"),
        DisputeEvent::Reopened { .. } => Some("reopened"),
        DisputeEvent::MergedInto { .. } => Some("merged_into"),
        DisputeEvent::MergeUndone { .. } => Some("merge_undone"),
        DisputeEvent::MandateGranted(_) => Some("mandate_granted"),
        DisputeEvent::Assigned { .. }
        | DisputeEvent::DeadlineSet(_)
        | DisputeEvent::DeadlinePassed { .. }
        | DisputeEvent::ObjectionRaised { .. }
        | DisputeEvent::NoticeProven { .. }
        | DisputeEvent::AgreementReached { .. }
        | DisputeEvent::EvidenceAssessed { .. }
        | DisputeEvent::RulingDrafted { .. }
        | DisputeEvent::RulingReturned { .. }
        | DisputeEvent::ObligationCancelled { .. }
        | DisputeEvent::EnforcementOrdered { .. }
        | DisputeEvent::MandateRevoked { .. }
        | DisputeEvent::Absorbed { .. }
        | DisputeEvent::AbsorptionUndone { .. }
        | DisputeEvent::Rated { .. }
        | DisputeEvent::FollowUpRefused { .. }
        | DisputeEvent::PartErased { .. } => None,
    }
}

/// Both sides get the same notice of what both may see (C11); nobody is told of their own act, except the consumer of having filed (B11).
fn recipients(cause: &Cause<'_, Disputes>, filed: &Filed) -> Vec<String> {
    let label = cause.fact.label;
    let by = cause.fact.by.person();
    let filed_now = matches!(cause.fact.event, DisputeEvent::Filed(_));
    let mut to = Vec::with_capacity(2);
    let consumer_sees = domain::access::sees(domain::access::Viewer::Side(Side::Consumer), label);
    if consumer_sees && (by != Some(filed.consumer) || filed_now) {
        to.push(format!("person:{}", filed.consumer));
    }
    let respondent_sees = domain::access::sees(domain::access::Viewer::Side(Side::Respondent), label);
    let by_merchant = matches!(cause.fact.by, domain::By::Person { role: terms::Role::Merchant, .. });
    let told = respondent_sees && !by_merchant && cause.state.accepted_at.is_some();
    if let Some(merchant) = filed.respondent.as_ref().filter(|_| told) {
        to.push(format!("merchant:{merchant}"));
    }
    to
}

fn notice(cause: &Cause<'_, Disputes>, filed: &Filed, code: &str, recipient: String, n: usize) -> RowChange {
    let id = NoticeId(terms::job_id(cause.event_id, "notice", n).0);
    RowChange::Insert {
        table: &NOTICE,
        values: vec![
            Value::uuid(id.0),
            Value::text(recipient),
            Value::uuid(cause.stream),
            Value::Int(i64::try_from(filed.number.as_u64()).unwrap_or(i64::MAX)),
            Value::text(code),
            Value::text(""),
            Value::instant(cause.fact.at),
            Value::text("app"),
            Value::text("pending"),
            Value::Null,
        ],
    }
}
