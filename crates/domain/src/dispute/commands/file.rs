//! A consumer complains: nothing is accepted half-stored (C1), the number is given at once (B10).

use std::collections::BTreeMap;
use std::sync::Arc;

use playbook::{Input, Kind, Question, Step, WindowAnswer};
use serde::{Deserialize, Serialize};
use terms::{
    Audience, CaseNumber, Channel, EvidenceId, Instant, KindKey, Label, Language, OrderId, OutcomeCode,
    Party, PersonId, ReasonCode, Role, Side,
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
pub fn decide(
    state: &DisputeState,
    command: &File,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
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
    let lines = lines(command, order.as_deref())?;
    duplicate(command, &lines, ctx)?;
    let description = check::text(&command.description, "/description", Audience::All)?;
    let answers = answers(command, kind)?;
    let given = answers.get().cloned().unwrap_or_default();
    let facts = rule_facts(order.as_deref(), &lines, given, filed_at(ctx));
    let (earlier, given_back) = (Vec::new(), Vec::new());
    let setting =
        Setting { kind: &command.kind, order: order.as_deref(), facts, earlier, given_back, counted: 0 };
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
        respondent: order.as_ref().filter(|_| !kind.against_platform).map(|o| o.merchant.clone()),
        order,
        no_order_reason,
        lines,
        description,
        answers,
        claims,
        separate_problem: command.separate_problem,
    }))];
    events.extend(check::evidence_events(Side::Consumer, items, None, Label::ALL));
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
fn order(
    command: &File,
    consumer: PersonId,
    ctx: &Ctx<'_, '_>,
) -> Result<Option<Arc<OrderSnapshot>>, DisputeRefusal> {
    let Some(wanted) = &command.order_id else { return Ok(None) };
    let found = ctx.facts.order.as_ref().and_then(|o| o.snapshot.as_ref());
    match found {
        Some(order) if order.order_id == *wanted && order.consumer == consumer => Ok(Some(Arc::clone(order))),
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
            return Err(DisputeRefusal::QuantityTooLarge {
                pointer: format!("/lines/{n}/quantity"),
                most: line.quantity,
            });
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
            None if question.required => {
                return Err(DisputeRefusal::AnswerMissing { key: question.key.clone() });
            }
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
fn expired(
    ctx: &mut Ctx<'_, '_>,
    kind: &KindKey,
    rule: terms::RuleId,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let reason = ReasonCode::new("window_expired").map_err(|_| DisputeRefusal::UnknownReason)?;
    let text = ctx.playbook.rule(&rule).map_or_else(String::new, |r| r.text.zh_hans.clone());
    Ok(vec![
        DisputeEvent::Refused { reason, text: Erasable::new(text, Audience::All), rule_ids: vec![rule] },
        DisputeEvent::Closed { outcome: OutcomeCode::Refused },
        clock::set(ctx, kind, Step::ObjectToRefusal, Party::Consumer, About::default()),
    ])
}

#[cfg(test)]
mod tests {
    use super::{File, MAX_LINES};
    use crate::dispute::DisputeCommand;
    use crate::dispute::event::{ClaimLine, Remedy};
    use crate::dispute::given::*;
    use crate::dispute::state::Phase;
    use playbook::Step;
    use terms::{Money, RemedyType};

    fn file(change: impl FnOnce(&mut File)) -> DisputeCommand {
        let mut complaint = complaint();
        change(&mut complaint);
        DisputeCommand::File(Box::new(complaint))
    }

    /// C1, B10, F1: a whole complaint is kept under its number, with a person in charge and a date.
    #[test]
    fn a_complete_complaint_is_filed_with_its_number_a_person_and_a_date() {
        let filed = given().when(&consumer(), file(|_| {})).then(&["filed", "assigned", "deadline_set"]);
        assert_eq!(filed.state.filed.as_ref().map(|f| f.number), Some(complaint().number));
        assert_eq!(filed.state.in_charge.map(|d| d.person), Some(person("officer")));
        assert_eq!(filed.steps(), [Step::Screening]);
        assert_eq!(filed.state.filed.as_ref().map(|f| f.lines.len()), Some(1));
    }

    /// F1: without anybody on duty the complaint is kept all the same, with its date.
    #[test]
    fn a_complaint_is_kept_although_nobody_is_on_duty() {
        given().unstaffed().when(&consumer(), file(|_| {})).then(&["filed", "deadline_set"]);
    }

    /// C1: evidence comes with the complaint or not at all.
    #[test]
    fn evidence_comes_in_with_the_complaint() {
        let with = |f: &mut File| f.evidence_ids = vec![upload(1), upload(1)];
        let filed = given().uploaded(&consumer(), 1).when(&consumer(), file(with));
        let filed = filed.then(&["filed", "evidence_provided", "assigned", "deadline_set"]);
        assert_eq!(filed.state.evidence.len(), 1);
    }

    /// C1, D8: a file that is not there, of someone else or in another case is refused, and nothing is kept.
    #[test]
    fn evidence_that_is_not_the_speakers_own_is_refused() {
        let with = |f: &mut File| f.evidence_ids = vec![upload(1)];
        given().when(&consumer(), file(with)).refused_at("unknown_evidence", "/evidence_ids/0");
        given().uploaded(&stranger(), 1).when(&consumer(), file(with)).refused("unknown_evidence");
        let mut used = given().uploaded(&consumer(), 1);
        used.facts.uploads.values_mut().for_each(|u| u.used_in = Some(dispute_id(9)));
        used.when(&consumer(), file(with)).refused("evidence_used_elsewhere");
        let many = |f: &mut File| f.evidence_ids = (0..21).map(upload).collect();
        given().when(&consumer(), file(many)).refused("too_many");
    }

    #[test]
    fn a_case_is_filed_once() {
        given().filed().when(&consumer(), file(|_| {})).refused("already_done");
    }

    /// B5, B6: staff file for a caller; whose complaint it is must be told.
    #[test]
    fn staff_file_for_the_consumer_whom_they_name() {
        let named = |f: &mut File| f.consumer = Some(person("consumer"));
        let filed = given().when(&officer(), file(named)).ok();
        assert_eq!(filed.state.consumer(), Some(person("consumer")));
        given().when(&officer(), file(|_| {})).refused("unknown_person");
        for other in [merchant(), admin(), system()] {
            given().when(&other, file(named)).refused("not_allowed");
        }
    }

    #[test]
    fn a_kind_that_the_rules_do_not_know_is_refused() {
        given().when(&consumer(), file(|f| f.kind = kind("bad_mood"))).refused_at("unknown_kind", "/kind");
    }

    /// H4: nobody learns which orders exist: an unknown one and someone else's are answered alike.
    #[test]
    fn an_unknown_order_and_someone_elses_are_answered_alike() {
        let mut unknown = given();
        unknown.facts.order = None;
        unknown.when(&consumer(), file(|_| {})).refused("unknown_order");
        given().when(&stranger(), file(|_| {})).refused("unknown_order");
    }

    /// A6.6: about the platform itself nobody asks the shop that sold the goods.
    #[test]
    fn a_complaint_about_the_platform_is_not_laid_to_the_shop() {
        let about = |f: &mut File| {
            f.kind = terms::KindKey::new("platform_at_fault").unwrap();
            f.answers = [("part".to_owned(), "coupon".to_owned())].into();
            f.claims = vec![remedy(terms::RemedyType::Correction)];
        };
        let filed = given().when(&consumer(), file(about)).ok();
        assert_eq!(filed.state.respondent(), None);
        assert!(filed.state.order().is_some());
    }

    /// C1: an order number, or why there is none.
    #[test]
    fn without_an_order_the_reason_is_asked_for() {
        given().when(&consumer(), file(|f| f.order_id = None)).refused("order_reason_missing");
        let why = |f: &mut File| {
            f.order_id = None;
            f.no_order_reason = Some("直播间里买的，没有订单号".to_owned());
        };
        let filed = given().when(&consumer(), file(why)).ok();
        assert_eq!(filed.state.respondent(), None);
        let lines = |f: &mut File| {
            why(f);
            f.lines = vec![ClaimLine { line_id: terms::LineId::new("1").unwrap(), quantity: 1 }];
        };
        given().when(&consumer(), file(lines)).refused("unknown_line");
    }

    #[test]
    fn lines_must_be_in_the_order_once_and_not_beyond_their_quantity() {
        let line = |id: &str, quantity| ClaimLine { line_id: terms::LineId::new(id).unwrap(), quantity };
        let refused = |lines: Vec<ClaimLine>| given().when(&consumer(), file(|f| f.lines = lines));
        refused(vec![line("2", 1)]).refused_at("unknown_line", "/lines/0/line_id");
        refused(vec![line("1", 1), line("1", 1)]).refused_at("unknown_line", "/lines/1/line_id");
        refused(vec![line("1", 0)]).refused("quantity_too_large");
        refused(vec![line("1", 2)]).refused_at("quantity_too_large", "/lines/0/quantity");
        refused(vec![line("1", 1); MAX_LINES + 1]).refused("too_many");
    }

    /// B15: the open case on the same goods is named, unless the problem is another one.
    #[test]
    fn a_duplicate_is_found_unless_it_is_a_separate_problem() {
        given().open_case_on("1").when(&consumer(), file(|_| {})).refused("duplicate_complaint");
        given().open_case_on("2").when(&consumer(), file(|_| {})).ok();
        given().open_case_on("1").when(&consumer(), file(|f| f.separate_problem = true)).ok();
    }

    #[test]
    fn answers_are_those_that_the_kind_asks_for() {
        let refused = |given_answers: &[(&str, &str)]| {
            let answers = answers(given_answers);
            given().when(&consumer(), file(|f| f.answers = answers))
        };
        refused(&[]).refused_at("answer_missing", "/answers/what_differs");
        refused(&[("what_differs", "mood")]).refused_at("answer_invalid", "/answers/what_differs");
        refused(&[("what_differs", "size"), ("used", "maybe")]).refused_at("answer_invalid", "/answers/used");
        refused(&[("what_differs", "size"), ("colour", "red")])
            .refused_at("unknown_question", "/answers/colour");
        let long = "长".repeat(301);
        refused(&[("what_differs", "size"), ("how_noticed", &long)]).refused("answer_invalid");
        refused(&[("what_differs", "size"), ("how_noticed", "a\u{202E}b")])
            .refused("text_forbidden_character");
    }

    #[test]
    fn texts_are_checked_where_they_stand() {
        let refused = |text: &str| given().when(&consumer(), file(|f| f.description = text.to_owned()));
        refused(" \n ").refused_at("text_missing", "/description");
        refused(&"字".repeat(5_001)).refused_at("text_too_long", "/description");
        refused("退款\u{202E}001").refused_at("text_forbidden_character", "/description");
        refused(&"👩‍👩‍👧‍👦破了😡".repeat(100)).ok();
    }

    /// C1, C18: what is wanted must be there, be on offer for the kind, and fit the money.
    #[test]
    fn claims_are_held_to_the_kind_the_cap_and_the_rules() {
        let refused = |claims: Vec<Remedy>| given().when(&consumer(), file(|f| f.claims = claims));
        refused(vec![]).refused_at("remedies_missing", "/claims");
        refused(vec![remedy(RemedyType::Apology); 11]).refused("too_many");
        refused(vec![remedy(RemedyType::Repair)]).refused_at("remedy_not_available", "/claims/0");
        refused(vec![remedy(RemedyType::Refund)]).refused_at("amount_missing", "/claims/0/amount");
        refused(vec![money(RemedyType::Apology, "1.00")]).refused("amount_not_expected");
        refused(vec![money(RemedyType::Refund, "899.01")]).refused("above_cap");
        refused(vec![money(RemedyType::Refund, "500"), money(RemedyType::PartialRefund, "400")])
            .refused("above_cap");
        refused(vec![money(RemedyType::StatutoryDamages, "2697.01")]).refused("above_rule");
        refused(vec![money(RemedyType::StatutoryDamages, "2697.00")]).ok();
        refused(vec![money(RemedyType::Compensation, "500"), money(RemedyType::Compensation, "400")])
            .refused("above_rule");
        for minor in [0, -1, i64::MIN] {
            let amount = Some(Money { minor, ..yuan("1") });
            refused(vec![Remedy { amount, ..remedy(RemedyType::Refund) }]).refused("amount_not_positive");
        }
        let most =
            Remedy { amount: Some(Money { minor: i64::MAX, ..yuan("1") }), ..remedy(RemedyType::Refund) };
        refused(vec![most.clone()]).refused("amount_invalid");
        refused(vec![most.clone(), most]).refused("amount_invalid");
        let euro = Some(Money { currency: terms::Currency::Eur, ..yuan("1") });
        refused(vec![Remedy { amount: euro, ..remedy(RemedyType::Refund) }]).refused("currency_differs");
        let text = Some("\0".to_owned());
        refused(vec![Remedy { text, ..remedy(RemedyType::Apology) }]).refused("text_forbidden_character");
    }

    /// Three times the price is for goods that were falsely described, and for nothing else.
    #[test]
    fn statutory_damages_need_the_facts_that_their_rule_asks_for() {
        let claims = vec![money(RemedyType::StatutoryDamages, "500")];
        let answers = answers(&[("what_differs", "size")]);
        let asked = file(|f| {
            f.answers = answers;
            f.claims = claims;
        });
        given().when(&consumer(), asked).refused("no_rule_allows");
    }

    #[test]
    fn a_rule_that_nobody_knows_is_not_written_down_as_the_ground_of_a_refund() {
        let rule_id = terms::RuleId::new("made.up.1").ok();
        let claims = vec![Remedy { rule_id, ..money(RemedyType::Refund, "1") }];
        let filed = given().when(&consumer(), file(|f| f.claims = claims)).ok();
        assert_eq!(filed.state.filed.unwrap().claims[0].rule_id, None);
    }

    /// C2, C8: past the time for it the complaint is taken in, refused by rule, and open to objection.
    #[test]
    fn a_complaint_past_its_time_is_refused_by_rule_and_can_be_objected_to() {
        let late = given().after(200 * DAY).when(&consumer(), file(|_| {}));
        let refused = late.then(&["filed", "assigned", "refused", "closed", "deadline_set"]);
        assert_eq!(refused.state.phase, Phase::Closed);
        assert_eq!(refused.steps(), [Step::ObjectToRefusal]);
        refused.and(&consumer(), object());
    }

    /// B6: a letter counts from the day it arrived, but no letter arrives tomorrow.
    #[test]
    fn a_letter_counts_from_the_day_it_arrived() {
        let mut letter = given().after(200 * DAY);
        letter.occurred_at = Some(WEDNESDAY);
        let named = |f: &mut File| f.consumer = Some(person("consumer"));
        let filed = letter.when(&officer(), file(named)).ok();
        assert_eq!(filed.state.phase, Phase::Screening);
        assert_eq!(filed.state.filed_at, Some(WEDNESDAY));
        let mut tomorrow = given();
        tomorrow.occurred_at = Some(WEDNESDAY.plus_seconds(DAY));
        let filed = tomorrow.when(&officer(), file(named)).ok();
        assert_eq!(filed.state.filed_at, Some(WEDNESDAY));
    }
}
