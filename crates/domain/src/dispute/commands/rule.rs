//! Who may judge the case decides it: findings, shares, remedies, rules and reasons (C7).

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{DecisionId, Instant, Party, Role};

use crate::actor::By;
use crate::ctx::Ctx;
use crate::dispute::agree::{dates, off_the_table, owed, superseded};
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::remedies::Setting;
use crate::dispute::ruling::{self, GivenRuling, Ruling};
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// The ruling as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rule {
    pub ruling: GivenRuling,
}

/// # Errors
/// `not_allowed` unless the decider in charge, `wrong_stage`, `on_hold`, `already_done` while a second person reads it,
/// `answer_time_runs` while a side may still answer.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    check::in_phase(state, &[Phase::Ruling])?;
    judges(state, standing)?;
    check::not_on_hold(state)?;
    heard(state)
}

/// Whoever is in charge may judge: a decider, or the mediator whom both sides let.
///
/// # Errors
/// `not_allowed`, `already_done` while a second person reads what was written.
pub(super) fn judges(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    match standing {
        Standing::Staff { role, in_charge: true, may_judge: true }
            if role == Role::Decider || (role == Role::Mediator && state.mediator_may_rule()) => {}
        Standing::Staff { .. }
        | Standing::Consumer { .. }
        | Standing::Respondent { .. }
        | Standing::System => {
            let waits = matches!(standing, Standing::Staff { role: Role::Decider, in_charge: true, .. })
                && state.draft.as_ref().is_some_and(|draft| draft.returned.is_none());
            return Err(if waits { DisputeRefusal::AlreadyDone } else { DisputeRefusal::NotAllowed });
        }
    }
    Ok(())
}

/// Both sides were heard: no time to answer runs any more (C3, C10).
///
/// # Errors
/// `answer_time_runs`.
pub(super) fn heard(state: &DisputeState) -> Result<(), DisputeRefusal> {
    let answers =
        |step| matches!(step, Step::Notice | Step::Response | Step::SupplyInformation | Step::EvidenceAnswer);
    match state.deadlines.iter().filter(|d| answers(d.step)).map(|d| d.due_at).max() {
        Some(until) => Err(DisputeRefusal::AnswerTimeRuns { until }),
        None => Ok(()),
    }
}

/// A ruling of weight waits for a second person before it counts.
///
/// # Errors
/// As [`may`], and the refusals of rulings.
pub fn decide(
    state: &DisputeState,
    command: &Rule,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::Rule)?)?;
    let ruling = Box::new(ruling::check(state, &command.ruling, &Setting::of(state, ctx)?, ctx)?);
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let decision = DecisionId(ctx.ids.uuid());
    if let Some(rule_id) = ctx.playbook.second_person(&kind, ruling.money()).cloned() {
        return Ok(vec![
            DisputeEvent::RulingDrafted { decision, ruling, on_appeal: None, rule_id },
            clock::set(ctx, &kind, Step::RulingReview, Party::Platform, About::default()),
        ]);
    }
    let by = ctx.actor.by();
    made(state, Made { decision, ruling, decided_by: by, second: None }, ctx)
}

/// A ruling that counts.
pub(super) struct Made {
    pub decision: DecisionId,
    pub ruling: Box<Ruling>,
    pub decided_by: By,
    pub second: Option<By>,
}

/// What follows from a ruling: who owes what and by when, the case closed, and the time to appeal.
///
/// # Errors
/// `unknown_dispute`.
pub(super) fn made(
    state: &DisputeState,
    made: Made,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let Made { decision, ruling, decided_by, second } = made;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let obligations = owed(&ruling.remedies, ruling.debtor(state.respondent().is_some()), ctx);
    let outcome = ruling.outcome();
    let mut events = off_the_table(state, None);
    events.extend(superseded(state));
    let ruled = obligations.clone();
    events.push(DisputeEvent::RulingMade { decision, ruling, decided_by, second, obligations: ruled });
    events.push(DisputeEvent::Closed { outcome });
    events.extend(dates(state, &obligations, &kind, ctx));
    for who in [Some(Party::Consumer), state.respondent().map(|_| Party::Respondent)].into_iter().flatten() {
        events.push(clock::set(ctx, &kind, Step::Appeal, who, About::default()));
    }
    Ok(events)
}

/// Until when `side` may appeal.
pub(super) fn appealable_until(state: &DisputeState, who: Party) -> Option<Instant> {
    state.deadlines.iter().find(|d| d.step == Step::Appeal && d.who == who).map(|d| d.due_at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::commands::send_message::Addressed;
    use crate::dispute::given::*;
    use crate::dispute::{DisputeCommand, GivenFinding, Liability};
    use terms::{FindingBasis, OutcomeCode, RemedyType};

    fn stage() -> Given {
        given().ruling_stage()
    }

    fn with(change: impl FnOnce(&mut GivenRuling)) -> DisputeCommand {
        let mut changed = ruling();
        change(&mut changed);
        rule(changed)
    }

    fn finding(evidence_ids: Vec<terms::EvidenceId>, basis: Option<FindingBasis>) -> GivenFinding {
        GivenFinding { text: "面料不是全羊毛。".to_owned(), evidence_ids, basis, about: None }
    }

    /// C7, C9: facts, shares, remedies, rules and reasons; each thing owed has its debtor and date, and both may appeal.
    #[test]
    fn a_ruling_closes_the_case_with_what_is_owed_and_time_to_appeal() {
        let ruled = stage().when(&decider(), rule(ruling()));
        let ruled = ruled.then(&["ruling_made", "closed", "deadline_set", "deadline_set", "deadline_set"]);
        assert_eq!(ruled.state.outcome, Some(OutcomeCode::ResolvedConsumerFavour));
        assert_eq!(ruled.steps(), [Step::Performance, Step::Appeal, Step::Appeal]);
        assert_eq!(ruled.state.obligations[0].debtor, Party::Respondent);
        assert!(ruled.state.obligations[0].decision.is_some());
    }

    /// C7: how it ends follows from what is given and who bears it.
    #[test]
    fn the_outcome_follows_from_the_ruling() {
        let outcome = |command| stage().and(&decider(), command).state.outcome;
        assert_eq!(outcome(with(|r| r.remedies.clear())), Some(OutcomeCode::ResolvedMerchantFavour));
        let split = with(|r| {
            r.liability = Liability { consumer: 40, respondent: 60, ..Liability::default() };
            r.remedies = vec![money(RemedyType::PartialRefund, "539.40")];
        });
        assert_eq!(outcome(split), Some(OutcomeCode::ResolvedSplit));
        let by_platform = with(|r| r.liability = Liability { platform: 100, ..Liability::default() });
        assert_eq!(stage().and(&decider(), by_platform).state.obligations[0].debtor, Party::Platform);
    }

    /// C5, C7: what was said in mediation is no evidence here, and changes nothing in a ruling.
    #[test]
    fn what_mediation_seals_carries_no_finding() {
        let told = given().escalated().uploaded(&merchant(), 7);
        let sealed = DisputeCommand::SendMessage(crate::dispute::commands::send_message::SendMessage {
            text: "质检报告，只给调解员".to_owned(),
            evidence_ids: vec![upload(7)],
            audience: Addressed::Mediator,
        });
        let told = told.and(&merchant(), sealed).and(&consumer(), escalate());
        let on_it = with(|r| r.findings = vec![finding(vec![upload(7)], None)]);
        told.clone().when(&decider(), on_it).refused_at("unknown_evidence", "/findings/0/evidence_ids/0");
        let with_it = told.and(&decider(), rule(ruling()));
        let without = stage().and(&decider(), rule(ruling()));
        assert_eq!(with_it.state.decisions[0].ruling, without.state.decisions[0].ruling);
    }

    /// D3, C7: a finding stands on evidence that holds, on the order, on what was admitted, or on proven silence.
    #[test]
    fn a_finding_stands_on_what_holds() {
        let shown = given().escalated().uploaded(&consumer(), 1);
        let shown = shown
            .and(&consumer(), evidence(&[upload(1)], Addressed::All))
            .passed(Step::EvidenceAnswer)
            .and(&consumer(), escalate());
        let on_it = || with(|r| r.findings = vec![finding(vec![upload(1)], None)]);
        shown.clone().and(&decider(), on_it());
        let refuted =
            DisputeCommand::AssessEvidence(crate::dispute::commands::assess_evidence::AssessEvidence {
                evidence_id: upload(1),
                state: terms::EvidenceState::Refuted,
                how: "反查原图".to_owned(),
                reason: "照片是别的商品".to_owned(),
            });
        let refuted = shown.and(&decider(), refuted);
        refuted.when(&decider(), on_it()).refused_at("evidence_refuted", "/findings/0/evidence_ids/0");
        let bare = with(|r| r.findings = vec![finding(Vec::new(), None)]);
        stage().when(&decider(), bare).refused_at("finding_unsupported", "/findings/0");
        let silence = || with(|r| r.findings = vec![finding(Vec::new(), Some(FindingBasis::Silence))]);
        stage().when(&decider(), silence()).refused("finding_unsupported");
        let silent =
            given().accepted().passed(Step::Notice).passed(Step::Response).and(&consumer(), escalate());
        silent.and(&decider(), silence());
    }

    /// C7: shares are whole and explained, sums allowed, rules known, reasons given.
    #[test]
    fn a_ruling_is_whole_and_explained() {
        let refused = |command| stage().when(&decider(), command);
        let lacks = with(|r| r.liability.respondent = 90);
        refused(lacks).refused_at("liability_not_whole", "/liability");
        refused(with(|r| r.findings.clear())).refused_at("finding_missing", "/findings");
        let other = with(|r| r.findings[0].about = Some(Party::Consumer));
        refused(other).refused_at("finding_missing", "/findings");
        let nobody = with(|r| r.liability = Liability { consumer: 100, ..Liability::default() });
        refused(nobody).refused_at("liability_missing", "/liability");
        refused(with(|r| r.rule_ids.clear())).refused_at("rule_missing", "/rule_ids");
        let unknown = with(|r| r.rule_ids = vec![terms::RuleId::new("no.such").unwrap()]);
        refused(unknown).refused_at("unknown_rule", "/rule_ids/0");
        refused(with(|r| r.reasons.clear())).refused_at("text_missing", "/reasons/zh-Hans");
        refused(with(|r| r.remedies = vec![money(RemedyType::Refund, "900")])).refused("above_cap");
        let much = with(|r| r.remedies = vec![money(RemedyType::Compensation, "9000")]);
        refused(much).refused("above_rule");
        let many = with(|r| r.findings = vec![finding(Vec::new(), Some(FindingBasis::Admitted)); 31]);
        refused(many).refused_at("too_many", "/findings");
    }

    /// C7, C11: neither a side, nor who mediated, nor anybody but the decider in charge; and only when both were heard.
    #[test]
    fn the_decider_in_charge_rules_once_both_were_heard() {
        for other in [consumer(), merchant(), officer(), mediator(), supervisor(), second_decider()] {
            stage().when(&other, rule(ruling())).refused("not_allowed");
        }
        stage().when(&stranger(), rule(ruling())).refused("unknown_dispute");
        given().escalated().when(&mediator(), rule(ruling())).refused("wrong_stage");
        let unheard = given().accepted().and(&consumer(), escalate()).and(&consumer(), escalate());
        unheard.when(&decider(), rule(ruling())).refused("answer_time_runs");
        let held = stage().and(&decider(), hold(WEDNESDAY.plus_seconds(DAY)));
        held.when(&decider(), rule(ruling())).refused("on_hold");
        stage().and(&decider(), rule(ruling())).when(&decider(), rule(ruling())).refused("wrong_stage");
    }

    /// C10: what comes late gives the other side time to answer it, and an answer is no new lateness.
    #[test]
    fn late_evidence_can_be_answered_before_anything_is_ruled() {
        let late = stage().uploaded(&consumer(), 1).uploaded(&merchant(), 2);
        let late = late.when(&consumer(), evidence(&[upload(1)], Addressed::All));
        let late = late.then(&["evidence_provided", "deadline_set"]);
        assert_eq!(late.deadline(Step::EvidenceAnswer).who, Party::Respondent);
        late.clone().when(&decider(), rule(ruling())).refused("answer_time_runs");
        let answered = late.when(&merchant(), evidence(&[upload(2)], Addressed::All));
        let answered = answered.then(&["evidence_provided"]);
        assert_eq!(answered.steps(), [Step::Ruling]);
        answered.and(&decider(), rule(ruling()));
    }

    /// C10: also what comes with a message, an answer or while the platform mediates gives time; nothing slips in unanswered.
    #[test]
    fn evidence_gives_time_to_answer_by_whatever_way_it_comes() {
        let with_picture = |given: Given| {
            let (text, evidence_ids) = ("看这张".to_owned(), vec![upload(1)]);
            let said = crate::dispute::commands::send_message::SendMessage {
                text,
                evidence_ids,
                audience: Addressed::All,
            };
            let given = given.uploaded(&consumer(), 1);
            given.when(&consumer(), DisputeCommand::SendMessage(said))
        };
        let late = with_picture(stage()).then(&["evidence_provided", "deadline_set", "message_sent"]);
        late.when(&decider(), rule(ruling())).refused("answer_time_runs");
        let mediated = with_picture(given().escalated()).ok().and(&consumer(), escalate());
        mediated.when(&decider(), rule(ruling())).refused("answer_time_runs");
    }

    /// E4, C7: what was ruled and not done is for the platform to rule on again.
    #[test]
    fn what_was_ruled_and_not_done_is_ruled_on_again() {
        let apology = with(|r| r.remedies = vec![remedy(RemedyType::Apology)]);
        let failed = stage().and(&decider(), apology).passed(Step::Performance);
        assert_eq!((failed.state.phase, failed.steps()), (Phase::Ruling, vec![Step::Ruling]));
        failed.and(&decider(), rule(ruling()));
    }

    /// C10: a platform that is late with its ruling is seen to be, and a supervisor finds another decider.
    #[test]
    fn a_late_ruling_is_handed_on_by_a_supervisor() {
        let late = stage().passed(Step::Ruling);
        assert_eq!(late.state.in_charge_as, Some(Role::Supervisor));
        late.when(&supervisor(), rule(ruling())).refused("not_allowed");
    }
}
