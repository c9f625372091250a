//! A time limit has run out: what the playbook says follows, told beforehand in the notice (C10, C24).

use playbook::{Consequence, Step};
use serde::{Deserialize, Serialize};
use terms::{Condition, DeadlineId, KindKey, OutcomeCode, Party, Role, Side};

use super::confirm_receipt::{after_receipt, is_shipped};
use super::deny_offer::talk_limit;
use super::propose::expired;
use super::prove_notice::proven;
use super::resume::resumed;
use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::ending::{OffersEnd, before_closing};
use crate::dispute::escalation;
use crate::dispute::event::{Deadline, DisputeEvent, EscalationCause};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::standing;
use crate::dispute::state::{DisputeState, Phase};

/// Which limit. Its job may come late or twice: a limit that no longer runs or was moved is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassDeadline {
    pub deadline: DeadlineId,
}

/// # Errors
/// `not_allowed` unless the system's clock, `stale_deadline`.
pub fn decide(
    state: &DisputeState,
    command: &PassDeadline,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing(state, ctx.actor, ctx.now).ok_or(DisputeRefusal::UnknownDispute)?;
    check::system(standing)?;
    let deadline = state.deadline(command.deadline).ok_or(DisputeRefusal::StaleDeadline)?.clone();
    if ctx.now < deadline.due_at || state.stands_still(&deadline) {
        return Err(DisputeRefusal::StaleDeadline);
    }
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let passed = DisputeEvent::DeadlinePassed {
        deadline: deadline.id,
        step: deadline.step,
        consequence: deadline.consequence,
        seal: deadline.seal,
    };
    let mut events = vec![passed];
    events.extend(follows(state, &deadline, &kind, ctx)?);
    Ok(events)
}

fn follows(
    state: &DisputeState,
    deadline: &Deadline,
    kind: &KindKey,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    match deadline.step {
        Step::Screening
        | Step::NameMediator
        | Step::Mediation
        | Step::NameDecider
        | Step::Ruling
        | Step::RulingReview
        | Step::AppealRuling => Ok(to_supervisor(deadline, kind, ctx)),
        Step::ProposalAnswer => Ok(expired(state, deadline.proposal).into_iter().collect()),
        Step::SupplyInformation => Ok(unanswered_question(state, deadline, kind, ctx)),
        Step::Notice => proven(state, None, true, ctx),
        Step::Response => Ok(silent_respondent(state, kind, ctx)),
        Step::OfferAnswer => expired_offer(state, deadline, ctx),
        Step::NegotiationEnd => Ok(end_of_talk(state, kind, ctx)),
        Step::ReturnShipment => Ok(cancelled(deadline)),
        Step::ReturnReceipt => Ok(deemed_received(state, deadline, kind, ctx)),
        Step::Performance => Ok(not_performed(state, deadline, kind, ctx)),
        Step::ConfirmPerformance => Ok(deemed_performed(deadline, kind, ctx)),
        Step::Hold => Ok(vec![resumed(state, ctx)?]),
        Step::ObjectToRefusal | Step::Appeal | Step::Reopen | Step::Rating | Step::EvidenceAnswer => {
            Ok(Vec::new())
        }
    }
}

/// The platform itself was late: a supervisor takes over, with a new date, so that the breach is seen and ends.
fn to_supervisor(deadline: &Deadline, kind: &KindKey, ctx: &mut Ctx<'_, '_>) -> Vec<DisputeEvent> {
    let mut events = Vec::new();
    if let Some(on_duty) = ctx.facts.duty.supervisor {
        let reason = Some("deadline_passed".to_owned());
        events.push(DisputeEvent::Assigned { on_duty, role: Role::Supervisor, reason });
    }
    events.push(clock::set(ctx, kind, deadline.step, Party::Platform, About::default()));
    events
}

/// A consumer who does not answer lets the case close, with a way back; a merchant's silence never stops it.
fn unanswered_question(
    state: &DisputeState,
    deadline: &Deadline,
    kind: &KindKey,
    ctx: &mut Ctx<'_, '_>,
) -> Vec<DisputeEvent> {
    match (deadline.who, state.phase) {
        // Who rules decides on what there is.
        (_, Phase::Ruling) => Vec::new(),
        (Party::Respondent, Phase::Negotiation) => silent_respondent(state, kind, ctx),
        (Party::Respondent | Party::ThirdParty | Party::Platform, _)
            if [Step::NameMediator, Step::Mediation].iter().any(|s| clock::until(state, *s).is_some()) =>
        {
            Vec::new()
        }
        (Party::Respondent | Party::ThirdParty | Party::Platform, _) => {
            vec![escalation::waits_for(ctx, kind, Step::Mediation, state.has_mediator())]
        }
        (Party::Consumer, _) => closed_with_way_back(state, kind, ctx),
    }
}

fn closed_with_way_back(state: &DisputeState, kind: &KindKey, ctx: &mut Ctx<'_, '_>) -> Vec<DisputeEvent> {
    let mut events = before_closing(state, ctx, OffersEnd::Expired);
    events.push(DisputeEvent::Closed { outcome: OutcomeCode::Expired });
    events.push(clock::set(ctx, kind, Step::Reopen, Party::Consumer, About::default()));
    events
}

fn silent_respondent(state: &DisputeState, kind: &KindKey, ctx: &mut Ctx<'_, '_>) -> Vec<DisputeEvent> {
    if state.phase != Phase::Negotiation {
        return Vec::new();
    }
    escalation::escalate(state, ctx, kind, Side::Neutral, EscalationCause::RespondentSilent, None)
}

fn expired_offer(
    state: &DisputeState,
    deadline: &Deadline,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let Some(offer) = deadline.offer else { return Ok(Vec::new()) };
    let mut events = vec![DisputeEvent::OfferExpired { offer, seal: deadline.seal }];
    events.extend(talk_limit(state, ctx)?);
    Ok(events)
}

/// If the consumer had the last word, the merchant is the silent one and the platform steps in; else the case closes.
fn end_of_talk(state: &DisputeState, kind: &KindKey, ctx: &mut Ctx<'_, '_>) -> Vec<DisputeEvent> {
    if state.last_word == Some(Side::Consumer) || state.response.is_none() {
        silent_respondent(state, kind, ctx)
    } else {
        closed_with_way_back(state, kind, ctx)
    }
}

fn cancelled(deadline: &Deadline) -> Vec<DisputeEvent> {
    deadline
        .obligation
        .map(|obligation| DisputeEvent::ObligationCancelled { obligation })
        .into_iter()
        .collect()
}

/// A merchant that does not say how the goods arrived cannot keep the money by silence.
fn deemed_received(
    state: &DisputeState,
    deadline: &Deadline,
    kind: &KindKey,
    ctx: &mut Ctx<'_, '_>,
) -> Vec<DisputeEvent> {
    let found =
        deadline.obligation.and_then(|id| state.obligation(id)).filter(|o| o.is_open() && is_shipped(o));
    let Some(obligation) = found else { return Vec::new() };
    let condition = Condition::AsSent;
    let received =
        DisputeEvent::ReceiptConfirmed { obligation: obligation.id, condition, note: None, deemed: true };
    vec![received, after_receipt(obligation, kind, ctx)]
}

/// Money that the platform was to see through goes to a supervisor; what the merchant failed to do reopens the case (E4).
fn not_performed(
    state: &DisputeState,
    deadline: &Deadline,
    kind: &KindKey,
    ctx: &mut Ctx<'_, '_>,
) -> Vec<DisputeEvent> {
    let Some(obligation) = deadline.obligation else { return Vec::new() };
    if deadline.who == Party::Platform {
        let mut events = Vec::new();
        if let Some(on_duty) = ctx.facts.duty.supervisor {
            let reason = Some("payout_overdue".to_owned());
            events.push(DisputeEvent::Assigned { on_duty, role: Role::Supervisor, reason });
        }
        events.push(clock::set(ctx, kind, Step::Performance, Party::Platform, About::obligation(obligation)));
        return events;
    }
    let failed = (obligation, EscalationCause::PerformanceFailed);
    if state.appeal().is_some() {
        return escalation::goes_on(state, ctx, kind, Side::Neutral, failed);
    }
    let mut events = vec![DisputeEvent::ObligationFailed { obligation }];
    if !state.is_open() {
        events.extend(escalation::goes_on(state, ctx, kind, Side::Neutral, failed));
    }
    events
}

/// Silence confirms only where the rules say so; else the platform asks.
fn deemed_performed(deadline: &Deadline, kind: &KindKey, ctx: &mut Ctx<'_, '_>) -> Vec<DisputeEvent> {
    let Some(obligation) = deadline.obligation else { return Vec::new() };
    if deadline.consequence == Consequence::CountsAsPerformed {
        return vec![DisputeEvent::PerformanceConfirmed { obligation, deemed: true, note: None }];
    }
    vec![clock::set(ctx, kind, Step::Performance, Party::Platform, About::obligation(obligation))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::given::*;
    use terms::{OfferState, RemedyType};

    /// C10: the platform's own delay is seen and ends: a supervisor takes over with a new date.
    #[test]
    fn a_platform_that_is_late_hands_over_to_a_supervisor() {
        let late = given().filed().passed(Step::Screening);
        assert_eq!(late.state.in_charge_as, Some(Role::Supervisor));
        assert_eq!(late.steps(), [Step::Screening]);
        let first = late.state.late_since(&late.deadline(Step::Screening));
        let again = late.passed(Step::Screening);
        assert_eq!(again.state.passed.len(), 2);
        // A new date does not make it less late; doing it does.
        assert_eq!(
            (again.state.late_since(&again.deadline(Step::Screening)), first.is_some()),
            (first, true)
        );
        assert_eq!(again.and(&supervisor(), accept()).state.late, []);
        assert_eq!(given().escalated().passed(Step::Mediation).steps(), [Step::Mediation]);
    }

    /// C24: a merchant's silence moves the case on, as the notice said.
    #[test]
    fn a_silent_merchant_brings_the_platform_in() {
        let silent = given().accepted().passed(Step::Notice).passed(Step::Response);
        assert_eq!(silent.state.phase, Phase::Mediation);
        assert_eq!(
            silent.state.escalation.as_ref().map(|e| e.cause),
            Some(EscalationCause::RespondentSilent)
        );
    }

    /// C24: at the end of the talk whoever was silent bears it.
    #[test]
    fn the_end_of_the_talk_falls_on_the_silent_side() {
        let by_consumer = given().responded().passed(Step::NegotiationEnd);
        assert_eq!(by_consumer.state.outcome, Some(OutcomeCode::Expired));
        assert_eq!(by_consumer.steps(), [Step::Reopen]);
        let word = message("我不同意", crate::dispute::commands::send_message::Addressed::All);
        let by_merchant = given().responded().and(&consumer(), word).passed(Step::NegotiationEnd);
        assert_eq!(by_merchant.state.phase, Phase::Mediation);
    }

    /// C4: an offer expires by itself; the talk goes on.
    #[test]
    fn an_offer_expires_by_itself() {
        let offered = given().responded().and(&merchant(), offer(vec![remedy(RemedyType::Apology)]));
        let expired = offered.clone().passed(Step::OfferAnswer);
        assert_eq!(expired.state.offers[0].state, OfferState::Expired);
        assert_eq!(expired.steps(), [Step::NegotiationEnd]);
        let mut closed = offered;
        closed.state.deadlines.retain(|d| d.step == Step::NegotiationEnd);
        assert_eq!(closed.passed(Step::NegotiationEnd).state.offers[0].state, OfferState::Expired);
    }

    /// C2: a question that the consumer leaves open closes the case with a way back, the merchant's never stops it.
    #[test]
    fn an_open_question_is_borne_by_who_was_asked() {
        let consumer_silent =
            given().responded().and(&officer(), ask(Side::Consumer, &["？"])).passed(Step::SupplyInformation);
        assert_eq!(consumer_silent.state.outcome, Some(OutcomeCode::Expired));
        let asked = given().responded().and(&officer(), ask(Side::Respondent, &["？"]));
        let merchant_silent = asked.passed(Step::SupplyInformation);
        assert_eq!(merchant_silent.state.phase, Phase::Mediation);
        // In mediation the mediator's own limit simply runs on, and may ask again.
        let mediated = given().escalated();
        let due = mediated.deadline(Step::Mediation).due_at;
        let mediated = mediated.and(&mediator(), ask(Side::Respondent, &["？"]));
        let id = mediated.deadline(Step::SupplyInformation);
        let mut mediated = mediated;
        mediated.now = id.due_at;
        let silent = mediated.when(&system(), pass(id.id)).then(&["deadline_passed"]);
        assert_eq!(silent.deadline(Step::Mediation).due_at, due);
        silent.and(&mediator(), ask(Side::Respondent, &["？"]));
    }

    /// E4: what the merchant failed to do in time reopens the case.
    #[test]
    fn an_obligation_not_kept_reopens_the_case() {
        let failed = given().agreed(vec![remedy(RemedyType::Apology)]).passed(Step::Performance);
        assert_eq!(failed.state.phase, Phase::Mediation);
        assert_eq!(failed.state.obligations[0].state, terms::ObligationState::Failed);
        assert_eq!(failed.steps(), [Step::Mediation]);
    }

    /// A limit's command may come early, late, twice, or for a limit that is gone: it never counts twice.
    #[test]
    fn a_limits_command_counts_once_and_only_when_due() {
        let case = given().accepted();
        let notice = case.deadline(Step::Notice);
        let case = case.when(&system(), pass(notice.id)).refused("stale_deadline");
        let told = case.passed(Step::Notice);
        told.when(&system(), pass(notice.id)).refused("stale_deadline");
        given().accepted().when(&system(), pass(terms::DeadlineId::default())).refused("stale_deadline");
        for other in [consumer(), officer()] {
            given().accepted().after(9 * DAY).when(&other, pass(notice.id)).refused("not_allowed");
        }
        given().accepted().when(&stranger(), pass(notice.id)).refused("unknown_dispute");
    }

    /// A right that is not used lapses, and nothing else happens.
    #[test]
    fn a_right_that_is_not_used_lapses() {
        assert_eq!(given().withdrawn().passed(Step::Reopen).steps(), []);
        assert_eq!(given().refused().passed(Step::ObjectToRefusal).steps(), []);
    }
}
