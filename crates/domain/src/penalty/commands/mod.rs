//! The commands of a penalty case.

mod answer;
mod appeal;
mod assign;
mod decide;
mod duty;
mod hold;
mod open;
mod pass_date;
mod report;
#[cfg(test)]
mod tests;

use playbook::Violation;
use serde::{Deserialize, Serialize};
use terms::{Audience, DutyId, MeasureId, PenaltyPhase, PenaltyStep, Role, clean_text};

use super::event::{PenaltyDate, PenaltyEvent};
use super::refusal::PenaltyRefusal;
use super::standing::{PenaltyStanding, penalty_standing};
use super::state::PenaltyState;
use super::verb::PenaltyVerb;
use crate::ctx::Ctx;
use crate::dispute::MAX_TEXT;
use crate::erasable::Erasable;

pub use answer::AnswerCharge;
pub use appeal::{AppealPenalty, DecideAppeal};
pub use assign::AssignPenalty;
pub use decide::{DecidePenalty, GivenDuty, GivenMeasure};
pub use duty::{CheckDuty, ReportDuty};
pub use hold::{ImposeHold, ReviewHold};
pub use open::OpenPenalty;
pub use report::ReportPenalty;

/// What can be asked of a penalty case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PenaltyCommand {
    Open(Box<OpenPenalty>),
    ImposeHold(ImposeHold),
    ReviewHold(ReviewHold),
    /// The merchant has seen the charge, or it counts as seen.
    ProveNotice,
    Answer(AnswerCharge),
    Assign(AssignPenalty),
    Decide(Box<DecidePenalty>),
    Appeal(AppealPenalty),
    DecideAppeal(DecideAppeal),
    ReportDuty(ReportDuty),
    CheckDuty(CheckDuty),
    Report(ReportPenalty),
    PassDate {
        step: PenaltyStep,
        #[serde(default)]
        hold: Option<MeasureId>,
        #[serde(default)]
        duty: Option<DutyId>,
    },
}

/// Decides on a penalty case.
///
/// # Errors
/// The refusals of [`PenaltyRefusal`].
pub fn decide(
    state: &PenaltyState,
    command: &PenaltyCommand,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<PenaltyEvent>, PenaltyRefusal> {
    match command {
        PenaltyCommand::Open(c) => open::decide(state, c, ctx),
        PenaltyCommand::ImposeHold(c) => hold::impose(state, c, ctx),
        PenaltyCommand::ReviewHold(c) => hold::review(state, c, ctx),
        PenaltyCommand::ProveNotice => answer::prove_notice(state, ctx),
        PenaltyCommand::Answer(c) => answer::decide(state, c, ctx),
        PenaltyCommand::Assign(c) => assign::decide(state, c, ctx),
        PenaltyCommand::Decide(c) => decide::decide(state, c, ctx),
        PenaltyCommand::Appeal(c) => appeal::appeal(state, c, ctx),
        PenaltyCommand::DecideAppeal(c) => appeal::decide(state, c, ctx),
        PenaltyCommand::ReportDuty(c) => duty::report(state, c, ctx),
        PenaltyCommand::CheckDuty(c) => duty::check(state, c, ctx),
        PenaltyCommand::Report(c) => report::decide(state, c, ctx),
        PenaltyCommand::PassDate { step, hold, duty } => pass_date::decide(state, (*step, *hold, *duty), ctx),
    }
}

/// Whether someone of this standing may do it now, whatever they would give: the very check that `decide` makes.
///
/// # Errors
/// The refusal that `decide` would answer for it.
pub fn may(verb: PenaltyVerb, state: &PenaltyState, standing: PenaltyStanding) -> Result<(), PenaltyRefusal> {
    match verb {
        PenaltyVerb::ImposeHold => hold::may_impose(state, standing),
        PenaltyVerb::ReviewHold => hold::may_review(state, standing),
        PenaltyVerb::Answer => answer::may(state, standing),
        PenaltyVerb::Assign => assign::may(state, standing),
        PenaltyVerb::Decide => decide::may(state, standing),
        PenaltyVerb::Appeal => appeal::may_appeal(state, standing),
        PenaltyVerb::DecideAppeal => appeal::may_decide(state, standing),
        PenaltyVerb::ReportDuty => duty::may_report(state, standing),
        PenaltyVerb::CheckDuty => duty::may_check(state, standing),
        PenaltyVerb::Report => report::may(state, standing),
    }
}

fn standing(state: &PenaltyState, ctx: &Ctx<'_, '_>) -> Result<PenaltyStanding, PenaltyRefusal> {
    penalty_standing(state, ctx.actor).ok_or(PenaltyRefusal::UnknownPenalty)
}

fn in_phase(state: &PenaltyState, phases: &[PenaltyPhase]) -> Result<(), PenaltyRefusal> {
    let fits = state.phase.is_some_and(|phase| phases.contains(&phase));
    if fits { Ok(()) } else { Err(PenaltyRefusal::WrongStage) }
}

const fn merchant(standing: PenaltyStanding) -> Result<(), PenaltyRefusal> {
    match standing {
        PenaltyStanding::Merchant => Ok(()),
        PenaltyStanding::Staff { .. } | PenaltyStanding::System => Err(PenaltyRefusal::NotAllowed),
    }
}

/// Deciders and supervisors; intake officers look on.
const fn staff(standing: PenaltyStanding) -> Result<(), PenaltyRefusal> {
    match standing {
        PenaltyStanding::Staff { role: Role::Decider | Role::Supervisor, .. } => Ok(()),
        PenaltyStanding::Staff { .. } | PenaltyStanding::Merchant | PenaltyStanding::System => {
            Err(PenaltyRefusal::NotAllowed)
        }
    }
}

fn text(given: &str, pointer: &str) -> Result<Erasable<String>, PenaltyRefusal> {
    match clean_text(given, MAX_TEXT) {
        Ok(text) => Ok(Erasable::new(text, Audience::RespondentSide)),
        Err(why) => Err(PenaltyRefusal::Text { pointer: pointer.to_owned(), why }),
    }
}

/// Goods as the shop names them: at most a hundred.
fn goods(given: &[String], pointer: &str) -> Result<Vec<String>, PenaltyRefusal> {
    const MOST: usize = 100;
    let mut goods = Vec::new();
    for (n, name) in given.iter().take(MOST).enumerate() {
        let name = terms::clean_line(name, 200)
            .map_err(|why| PenaltyRefusal::Text { pointer: format!("{pointer}/{n}"), why })?;
        goods.push(name);
    }
    Ok(goods)
}

/// The fact that a limit of the pack starts now.
fn date(ctx: &Ctx<'_, '_>, step: PenaltyStep, who: terms::Party) -> Option<PenaltyDate> {
    let (due, rule) = ctx.playbook.penalty_due(step, ctx.now)?;
    Some(PenaltyDate {
        step,
        who,
        due_at: due.at,
        rule_id: rule.clone(),
        why: due.why,
        hold: None,
        duty: None,
    })
}

fn set(ctx: &Ctx<'_, '_>, step: PenaltyStep, who: terms::Party) -> Option<PenaltyEvent> {
    date(ctx, step, who).map(PenaltyEvent::DateSet)
}

fn violation<'a>(state: &PenaltyState, ctx: &Ctx<'a, '_>) -> Result<&'a Violation, PenaltyRefusal> {
    let charge = state.charge.as_ref().ok_or(PenaltyRefusal::UnknownPenalty)?;
    ctx.playbook.violation(&charge.violation).ok_or(PenaltyRefusal::UnknownViolation)
}

/// Somebody who had no part in it is named: a decider, else a supervisor.
fn named(state: &PenaltyState, ctx: &Ctx<'_, '_>) -> Option<PenaltyEvent> {
    let fits = |person| !state.had_a_part(person) && ctx.actor.person() != Some(person);
    let decider = ctx.facts.duty.decider.filter(|d| fits(d.person)).map(|d| (d, Role::Decider));
    let supervisor = ctx.facts.duty.supervisor.filter(|d| fits(d.person)).map(|d| (d, Role::Supervisor));
    let (mut on_duty, role) = decider.or(supervisor)?;
    on_duty.deputy = on_duty.deputy.filter(|deputy| fits(*deputy));
    Some(PenaltyEvent::Assigned { on_duty, role, reason: None })
}

/// Closes what is finished once these facts hold.
fn closed_if_finished(state: &PenaltyState, events: &mut Vec<PenaltyEvent>, ctx: &Ctx<'_, '_>) {
    let after = events.iter().fold(state.clone(), |state, event| {
        let fact = crate::Fact {
            at: ctx.now,
            occurred_at: None,
            by: ctx.actor.by(),
            on_behalf_of: None,
            label: event.label(),
            event: event.clone(),
        };
        super::state::evolve(state, &fact)
    });
    if after.is_finished() {
        events.push(PenaltyEvent::Closed);
    }
}
