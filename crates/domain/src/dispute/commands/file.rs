//! A consumer complains: nothing is accepted half-stored (C1), the number is given at once (B10).

use std::collections::BTreeMap;

use playbook::{Input, Kind, Question, Step, WindowAnswer};
use serde::{Deserialize, Serialize};
use terms::{
    Audience, CaseNumber, Channel, EvidenceId, Instant, KindKey, Label, Language, OrderId, OutcomeCode, Party,
    PersonId, ReasonCode, Role, Side,
};

use crate::actor::Actor;
use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::event::{ClaimLine, DisputeEvent, Filed, PlaybookRef, Remedy};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::remedies::{self, Setting, rule_facts};
use crate::dispute::state::DisputeState;
use crate::erasable::Erasable;
use crate::order::OrderSnapshot;

/// Most lines of one order in one complaint.
pub const MAX_LINES: usize = 50;

/// A complaint as it came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    pub number: CaseNumber,
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
    /// Filed by staff for a caller or a letter: whose complaint it is.
    pub consumer: Option<PersonId>,
    /// The person says that it is another problem than the open case on the same line.
    pub separate_problem: bool,
}

/// Decides with `facts.order`, `facts.open_on_order`, `facts.uploads` and `facts.duty`.
///
/// # Errors
/// Every field has its refusal; `duplicate_complaint` names the open case that can be joined.
pub fn decide(state: &DisputeState, command: &File, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    if state.filed.is_some() {
        return Err(DisputeRefusal::AlreadyDone);
    }
    let consumer = consumer(command, ctx)?;
    let kind = ctx.playbook.kind(&command.kind).ok_or(DisputeRefusal::UnknownKind)?;
    let order = order(command, consumer, ctx)?;
    let no_order_reason = match &order {
        Some(_) => None,
        None => match &command.no_order_reason {
            Some(reason) => Some(check::text(reason, "/no_order_reason", Audience::All)?),
            None => return Err(DisputeRefusal::OrderReasonMissing),
        },
    };
    let lines = lines(command, order.as_ref())?;
    duplicate(command, &lines, ctx)?;
    let description = check::text(&command.description, "/description", Audience::All)?;
    let answers = answers(command, kind)?;
    let given = answers.get().cloned().unwrap_or_default();
    let facts = rule_facts(order.as_ref(), &lines, given, filed_at(ctx));
    let (earlier, given_back) = (Vec::new(), Vec::new());
    let setting = Setting { kind: &command.kind, order: order.as_ref(), facts, earlier, given_back };
    let claims = remedies::check(&command.claims, &setting, "/claims", ctx)?;
    let items = check::new_evidence(state, &command.evidence_ids, "/evidence_ids", Audience::All, ctx)?;
    let window = ctx.playbook.window(&command.kind, &setting.facts);

    let playbook = PlaybookRef {
        id: ctx.playbook.id().to_owned(),
        version: ctx.playbook.version().to_owned(),
        fingerprint: ctx.playbook.fingerprint().to_owned(),
    };
    let mut events = vec![DisputeEvent::Filed(Box::new(Filed {
        number: command.number,
        kind: command.kind.clone(),
        priority: kind.priority,
        channel: command.channel,
        language: command.language,
        playbook,
        consumer,
        respondent: order.as_ref().map(|o| o.merchant.clone()),
        order: order.map(Box::new),
        no_order_reason,
        lines,
        description,
        answers,
        claims,
        separate_problem: command.separate_problem,
    }))];
    events.extend(check::evidence_events(Side::Consumer, items, Label::ALL));
    if let Some(on_duty) = ctx.facts.duty.intake {
        events.push(DisputeEvent::Assigned { on_duty, role: Role::IntakeOfficer, reason: None });
    }
    match window {
        WindowAnswer::Expired { rule, .. } => events.extend(expired(ctx, &command.kind, rule)?),
        WindowAnswer::Open { .. } | WindowAnswer::NotApplicable => {
            events.push(clock::set(ctx, &command.kind, Step::Screening, Party::Platform, About::default()));
        }
    }
    Ok(events)
}

fn consumer(command: &File, ctx: &Ctx<'_, '_>) -> Result<PersonId, DisputeRefusal> {
    match ctx.actor {
        Actor::Person { id, role: Role::Consumer, .. } => Ok(*id),
        Actor::Person { role, .. } if role.is_staff() || *role == Role::Integrator => {
            command.consumer.ok_or(DisputeRefusal::UnknownPerson)
        }
        Actor::Person { .. } | Actor::System => Err(DisputeRefusal::NotAllowed),
    }
}

/// When the complaint counts as made: a letter on the day it arrived.
fn filed_at(ctx: &Ctx<'_, '_>) -> Instant {
    ctx.occurred_at.map_or(ctx.now, |occurred| occurred.min(ctx.now))
}

/// An unknown order and someone else's are answered alike, so that nobody learns which orders exist.
fn order(command: &File, consumer: PersonId, ctx: &Ctx<'_, '_>) -> Result<Option<OrderSnapshot>, DisputeRefusal> {
    let Some(wanted) = &command.order_id else { return Ok(None) };
    let found = ctx.facts.order.as_ref().and_then(|o| o.snapshot.as_deref());
    match found {
        Some(order) if order.order_id == *wanted && order.consumer == consumer => Ok(Some(order.clone())),
        Some(_) | None => Err(DisputeRefusal::UnknownOrder),
    }
}

fn lines(command: &File, order: Option<&OrderSnapshot>) -> Result<Vec<ClaimLine>, DisputeRefusal> {
    if command.lines.len() > MAX_LINES {
        return Err(DisputeRefusal::TooMany { pointer: "/lines".to_owned(), most: MAX_LINES });
    }
    let Some(order) = order else {
        return match command.lines.first() {
            None => Ok(Vec::new()),
            Some(_) => Err(DisputeRefusal::UnknownLine { pointer: "/lines/0/line_id".to_owned() }),
        };
    };
    if command.lines.is_empty() {
        let all = order.lines.iter().map(|l| ClaimLine { line_id: l.line_id.clone(), quantity: l.quantity });
        return Ok(all.collect());
    }
    for (n, claimed) in command.lines.iter().enumerate() {
        let twice = command.lines[..n].iter().any(|earlier| earlier.line_id == claimed.line_id);
        let line = order.line(&claimed.line_id).filter(|_| !twice);
        let Some(line) = line else {
            return Err(DisputeRefusal::UnknownLine { pointer: format!("/lines/{n}/line_id") });
        };
        if claimed.quantity == 0 || claimed.quantity > line.quantity {
            return Err(DisputeRefusal::QuantityTooLarge { pointer: format!("/lines/{n}/quantity"), most: line.quantity });
        }
    }
    Ok(command.lines.clone())
}

fn duplicate(command: &File, lines: &[ClaimLine], ctx: &Ctx<'_, '_>) -> Result<(), DisputeRefusal> {
    if command.separate_problem {
        return Ok(());
    }
    let same_line = |open: &&crate::facts::OpenDispute| lines.iter().any(|l| open.lines.contains(&l.line_id));
    match ctx.facts.open_on_order.iter().find(same_line) {
        Some(open) => Err(DisputeRefusal::DuplicateComplaint { number: open.number }),
        None => Ok(()),
    }
}

/// Answers to the kind's questions: those required are there, choices are among the options, nothing unasked.
fn answers(command: &File, kind: &Kind) -> Result<Erasable<BTreeMap<String, String>>, DisputeRefusal> {
    for key in command.answers.keys() {
        if !kind.questions.iter().any(|q| q.key == *key) {
            return Err(DisputeRefusal::UnknownQuestion { key: key.clone() });
        }
    }
    let mut given = BTreeMap::new();
    for question in &kind.questions {
        let answer = command.answers.get(&question.key).filter(|a| !a.trim().is_empty());
        match answer {
            Some(answer) if fits(question, answer) => {
                given.insert(question.key.clone(), answer.clone());
            }
            Some(_) => return Err(DisputeRefusal::AnswerInvalid { key: question.key.clone() }),
            None if question.required => return Err(DisputeRefusal::AnswerMissing { key: question.key.clone() }),
            None => {}
        }
    }
    check::answers(&given, Audience::All)
}

fn fits(question: &Question, answer: &str) -> bool {
    match &question.input {
        Input::Choice { options } => options.iter().any(|option| option.key == answer),
        Input::YesNo => matches!(answer, "yes" | "no"),
        Input::Text { max } => answer.chars().count() <= *max,
        Input::Date => answer.parse::<jiff::civil::Date>().is_ok(),
        Input::Amount => terms::Money::parse(terms::Currency::Cny, answer).is_ok(),
    }
}

/// Past the time for it: taken in, refused by rule with its reason, and open to objection.
fn expired(ctx: &mut Ctx<'_, '_>, kind: &KindKey, rule: terms::RuleId) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let reason = ReasonCode::new("window_expired").map_err(|_| DisputeRefusal::UnknownReason)?;
    let text = ctx.playbook.rule(&rule).map_or_else(String::new, |r| r.text.zh_hans.clone());
    Ok(vec![
        DisputeEvent::Refused { reason, text: Erasable::new(text, Audience::All), rule_ids: vec![rule] },
        DisputeEvent::Closed { outcome: OutcomeCode::Refused },
        clock::set(ctx, kind, Step::ObjectToRefusal, Party::Consumer, About::default()),
    ])
}
