//! The decision on appeal: the ruling stands, is changed, or goes back. It is final within the platform (C8).

use std::collections::BTreeMap;

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{AppealOutcome, DecisionId, Money, Party, RemedyType};

use super::rule::{Made, heard, judges};
use super::stay::moved;
use crate::ctx::Ctx;
use crate::dispute::agree::{dates, owed, superseded};
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::escalation;
use crate::dispute::event::{Borne, DisputeEvent, Remedy, ReopenCause};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::remedies::Setting;
use crate::dispute::ruling::{self, GivenRuling, Ruling};
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{Decision, DisputeState, Obligation, Phase};
use crate::dispute::verb::Verb;

/// What becomes of the ruling, and the decision as it was written. Without an outcome, one that gives the same is a confirmation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleOnAppeal {
    #[serde(default)]
    pub outcome: Option<AppealOutcome>,
    #[serde(flatten)]
    pub ruling: GivenRuling,
}

/// # Errors
/// `wrong_stage` without an appeal, `not_allowed` unless who was named for it, `already_done` while a second person reads
/// it, `answer_time_runs` while a side may still answer.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    check::in_phase(state, &[Phase::Closed])?;
    if state.appeal().is_none() {
        return Err(DisputeRefusal::WrongStage { stage: crate::dispute::stage(state) });
    }
    judges(state, standing)?;
    heard(state)
}

/// The ruling that is appealed against.
fn appealed(state: &DisputeState) -> Result<&Decision, DisputeRefusal> {
    let wrong_stage = DisputeRefusal::WrongStage { stage: crate::dispute::stage(state) };
    state.decisions.last().ok_or(wrong_stage)
}

/// # Errors
/// As [`may`], and the refusals of rulings.
pub fn decide(
    state: &DisputeState,
    command: &RuleOnAppeal,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::RuleOnAppeal)?)?;
    let before = &appealed(state)?.ruling;
    let same = command.ruling.liability == before.liability && gives(&command.ruling.remedies, before);
    let usual = if same { AppealOutcome::Confirmed } else { AppealOutcome::Changed };
    let outcome = command.outcome.unwrap_or(usual);
    let ruling = match outcome {
        AppealOutcome::Changed => {
            ruling::check(state, &command.ruling, &Setting::on_appeal(state, ctx)?, ctx)?
        }
        // Shares and remedies stay as they were ruled; findings, rules and reasons are the appeal's own.
        AppealOutcome::Confirmed | AppealOutcome::SentBack => {
            let stands =
                GivenRuling { liability: before.liability, remedies: Vec::new(), ..command.ruling.clone() };
            let own = ruling::check(state, &stands, &Setting::on_appeal(state, ctx)?, ctx)?;
            Ruling { remedies: before.remedies.clone(), ..own }
        }
    };
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let (decision, ruling) = (DecisionId(ctx.ids.uuid()), Box::new(ruling));
    let weight =
        ctx.playbook.second_person(&kind, ruling.money()).filter(|_| outcome == AppealOutcome::Changed);
    if let Some(rule_id) = weight.cloned() {
        return Ok(vec![
            DisputeEvent::RulingDrafted { decision, ruling, on_appeal: Some(outcome), rule_id },
            clock::set(ctx, &kind, Step::RulingReview, Party::Platform, About::default()),
        ]);
    }
    let decided_by = ctx.actor.by();
    decided(state, outcome, Made { decision, ruling, decided_by, second: None }, ctx)
}

fn gives(remedies: &[Remedy], before: &Ruling) -> bool {
    let key = |r: &Remedy| (r.remedy_type, r.amount);
    remedies.iter().map(key).eq(before.remedies.iter().map(key))
}

/// What follows from the decision.
///
/// # Errors
/// `unknown_dispute`.
pub(super) fn decided(
    state: &DisputeState,
    outcome: AppealOutcome,
    made: Made,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let Made { decision, ruling, decided_by, second } = made;
    let moved = moved(state, ctx);
    let mut events: Vec<DisputeEvent> = Vec::new();
    let (mut obligations, mut borne) = (Vec::new(), Vec::new());
    if outcome == AppealOutcome::Changed {
        let settled = settle(state, appealed(state)?.id, &ruling.remedies);
        obligations = owed(&settled.owed, ruling.debtor(state.respondent().is_some()), ctx);
        borne = settled.borne;
    }
    if outcome != AppealOutcome::Confirmed {
        events.extend(superseded(state));
    }
    let owes = obligations.clone();
    events.push(DisputeEvent::AppealDecided {
        decision,
        outcome,
        ruling,
        decided_by,
        second,
        obligations: owes,
        borne,
        moved,
    });
    match outcome {
        AppealOutcome::Confirmed => {}
        AppealOutcome::Changed => events.extend(dates(state, &obligations, &kind, ctx)),
        AppealOutcome::SentBack => {
            events.push(DisputeEvent::Reopened { cause: ReopenCause::SentBack, reason: None });
            events.extend(escalation::another_decider(state, ctx, &kind, Step::Ruling));
        }
    }
    Ok(events)
}

/// What a changed ruling leaves to be given, and what the platform bears of what was given before.
struct Settled {
    owed: Vec<Remedy>,
    borne: Vec<Borne>,
}

/// All that gives the price back counts as one; everything else by its type.
const fn class(remedy: RemedyType) -> RemedyType {
    if remedy.returns_price() { RemedyType::Refund } else { remedy }
}

/// What the consumer has, or is on its way, stays theirs and counts towards the new ruling; beyond it the platform bears it.
fn settle(state: &DisputeState, appealed: DecisionId, remedies: &[Remedy]) -> Settled {
    let mut given: BTreeMap<RemedyType, i64> = BTreeMap::new();
    let of_ruling = state.obligations.iter().filter(|o| o.decision == Some(appealed));
    let kept: Vec<&Obligation> = of_ruling.filter(|o| o.stays()).collect();
    for o in &kept {
        *given.entry(class(o.remedy.remedy_type)).or_default() += o.remedy.amount.map_or(0, |a| a.minor);
    }
    let mut owed = Vec::new();
    for remedy in remedies {
        let class = class(remedy.remedy_type);
        match (remedy.amount, given.get_mut(&class)) {
            (_, None) => owed.push(remedy.clone()),
            (None, Some(_)) => {}
            (Some(amount), Some(has)) => {
                let counted = amount.minor.min(*has);
                *has -= counted;
                if amount.minor > counted {
                    let rest = Some(Money::new(amount.currency, amount.minor - counted));
                    owed.push(Remedy { amount: rest, ..remedy.clone() });
                }
            }
        }
    }
    let mut borne = Vec::new();
    for o in kept.iter().filter(|o| o.remedy.remedy_type.pays_money()) {
        let (Some(amount), Some(beyond)) = (o.remedy.amount, given.get_mut(&class(o.remedy.remedy_type)))
        else {
            continue;
        };
        let part = amount.minor.min(*beyond);
        if part > 0 {
            *beyond -= part;
            borne.push(Borne { obligation: o.id, amount: Money::new(amount.currency, part) });
        }
    }
    Settled { owed, borne }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::given::*;
    use terms::{OutcomeCode, Role};

    fn appealed() -> Given {
        let appealed = given().ruled().facing("decider-3").and(&merchant(), appeal());
        appealed.passed(Step::EvidenceAnswer)
    }

    /// C8: what gives the same is a confirmation; nothing changes in what is owed, and it is final.
    #[test]
    fn a_ruling_that_stands_is_final() {
        let confirmed =
            appealed().when(&third_decider(), on_appeal(None, ruling())).then(&["appeal_decided"]);
        assert_eq!(confirmed.state.decisions[1].on_appeal, Some(AppealOutcome::Confirmed));
        assert_eq!(confirmed.state.obligations.len(), 1);
        assert!(confirmed.state.appeal().is_none());
        confirmed.when(&consumer(), appeal()).refused("already_done");
    }

    /// C8: what was not under way falls away, the new ruling's sums take its place, with their dates.
    #[test]
    fn a_changed_ruling_takes_the_place_of_what_was_owed() {
        let mut changed = ruling();
        changed.liability =
            ruling::Liability { consumer: 50, respondent: 50, ..ruling::Liability::default() };
        changed.remedies = vec![money(RemedyType::PartialRefund, "449.50")];
        let changed = appealed().when(&third_decider(), on_appeal(None, changed));
        let changed = changed.then(&["obligation_cancelled", "appeal_decided", "deadline_set"]);
        assert_eq!(changed.state.outcome, Some(OutcomeCode::ResolvedSplit));
        assert_eq!(changed.state.obligations[1].remedy.amount, Some(yuan("449.50")));
    }

    /// C8, C9: what the consumer received in good faith stays theirs; the platform bears the difference.
    #[test]
    fn the_platform_bears_what_was_received_in_good_faith() {
        let mut money_back = ruling();
        money_back.remedies = vec![money(RemedyType::Refund, "899.00")];
        let ruled = given().ruling_stage().and(&decider(), rule(money_back));
        let paid = ruled.paid("899.00").facing("decider-3").and(&merchant(), appeal());
        let mut less = ruling();
        less.remedies = vec![money(RemedyType::PartialRefund, "300.00")];
        let less = paid.clone().passed(Step::EvidenceAnswer).when(&third_decider(), on_appeal(None, less));
        let less = less.then(&["appeal_decided"]);
        assert_eq!(less.borne(), [yuan("599.00")]);
        let mut nothing = ruling();
        nothing.remedies.clear();
        let nothing = paid.passed(Step::EvidenceAnswer).when(&third_decider(), on_appeal(None, nothing)).ok();
        assert_eq!(nothing.borne(), [yuan("899.00")]);
        assert_eq!(nothing.state.outcome, Some(OutcomeCode::ResolvedMerchantFavour));
    }

    /// C8: sent back, somebody rules who had no part in the ruling nor in the appeal.
    #[test]
    fn a_ruling_that_goes_back_is_made_by_somebody_else() {
        let back = appealed().when(&third_decider(), on_appeal(Some(AppealOutcome::SentBack), ruling()));
        let back = back.then(&["obligation_cancelled", "appeal_decided", "reopened", "deadline_set"]);
        assert_eq!(back.state.phase, Phase::Ruling);
        assert_eq!(back.steps(), [Step::NameDecider]);
        let assign = |name: &str| {
            let to = Some(person(name));
            let assign = crate::dispute::commands::assign::Assign { to, deputy: None, reason: None };
            crate::dispute::DisputeCommand::Assign(assign)
        };
        let back = back.naming("decider-3", &[Role::Decider]);
        let back = back.when(&supervisor(), assign("decider-3")).refused("person_unfit");
        let named = back.naming("decider-2", &[Role::Decider]).and(&supervisor(), assign("decider-2"));
        named.and(&second_decider(), rule(ruling())).and(&consumer(), appeal());
    }

    #[test]
    fn the_appeal_is_decided_by_who_was_named_when_both_were_heard() {
        let early = given().ruled().facing("decider-3").and(&merchant(), appeal());
        early.when(&third_decider(), on_appeal(None, ruling())).refused("answer_time_runs");
        for other in [consumer(), merchant(), decider(), second_decider(), supervisor()] {
            appealed().when(&other, on_appeal(None, ruling())).refused("not_allowed");
        }
        given().ruled().when(&decider(), on_appeal(None, ruling())).refused("wrong_stage");
        let mut silent = ruling();
        silent.reasons.clear();
        appealed().when(&third_decider(), on_appeal(None, silent)).refused("text_missing");
    }
}
