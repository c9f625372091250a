//! The merchant appeals, once and in time; another person says which measures stand.

use serde::{Deserialize, Serialize};
use terms::{DutyId, MeasureId, MeasureState, Party, PenaltyPhase, PenaltyStep};

use super::{closed_if_finished, merchant, named, set, standing, text, violation};
use crate::ctx::Ctx;
use crate::penalty::event::{PenaltyDate, PenaltyEvent};
use crate::penalty::refusal::PenaltyRefusal;
use crate::penalty::standing::PenaltyStanding;
use crate::penalty::state::{PenaltyState, is_stayed};

/// Why the decision is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppealPenalty {
    pub grounds: String,
}

/// What stands; what is not named falls. Nothing is made heavier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecideAppeal {
    #[serde(default)]
    pub upheld: Vec<MeasureId>,
    #[serde(default)]
    pub duties: Vec<DutyId>,
    pub reasons: String,
}

/// # Errors
/// `not_allowed` unless the merchant, `already_done` after one appeal, `too_late`, `penalty_wrong_stage`.
pub(super) fn may_appeal(state: &PenaltyState, standing: PenaltyStanding) -> Result<(), PenaltyRefusal> {
    merchant(standing)?;
    if state.appeal.is_some() {
        return Err(PenaltyRefusal::AlreadyDone);
    }
    if state.decision.as_ref().is_none_or(|decision| decision.dismissed) {
        return Err(PenaltyRefusal::WrongStage);
    }
    if state.date(PenaltyStep::Appeal).is_none() {
        return Err(PenaltyRefusal::TooLate { until: state.closed_at.or(state.decided_at) });
    }
    Ok(())
}

/// # Errors
/// As [`may_appeal`], and the refusals of texts.
pub(super) fn appeal(
    state: &PenaltyState,
    command: &AppealPenalty,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<PenaltyEvent>, PenaltyRefusal> {
    may_appeal(state, standing(state, ctx)?)?;
    let until = state.date(PenaltyStep::Appeal).map(|date| date.due_at);
    if until.is_some_and(|until| ctx.now >= until) {
        return Err(PenaltyRefusal::TooLate { until });
    }
    let stays = violation(state, ctx)?.appeal_stays;
    let in_force = state.measures.iter().filter(|(_, is)| *is == MeasureState::InForce);
    let stayed = in_force.filter(|(m, _)| is_stayed(m.kind, stays)).map(|(m, _)| m.id).collect();
    let mut events = vec![PenaltyEvent::Appealed { grounds: text(&command.grounds, "/grounds")?, stayed }];
    events.extend(named(state, ctx));
    events.extend(set(ctx, PenaltyStep::AppealDecision, Party::Platform));
    Ok(events)
}

/// # Errors
/// `penalty_wrong_stage`, `not_allowed` unless in charge without a part in it.
pub(super) fn may_decide(state: &PenaltyState, standing: PenaltyStanding) -> Result<(), PenaltyRefusal> {
    super::in_phase(state, &[PenaltyPhase::Appealed])?;
    match standing {
        PenaltyStanding::Staff { in_charge: true, may_judge: true, .. } => Ok(()),
        PenaltyStanding::Staff { .. } | PenaltyStanding::Merchant | PenaltyStanding::System => {
            Err(PenaltyRefusal::NotAllowed)
        }
    }
}

/// What stands runs on; the dates of duties that stand move by the time the appeal took.
///
/// # Errors
/// As [`may_decide`]; `unknown_measure`, `unknown_duty`, and the refusals of texts.
pub(super) fn decide(
    state: &PenaltyState,
    command: &DecideAppeal,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<PenaltyEvent>, PenaltyRefusal> {
    may_decide(state, standing(state, ctx)?)?;
    let stands = |is: MeasureState| matches!(is, MeasureState::InForce | MeasureState::Stayed);
    let all: Vec<MeasureId> =
        state.measures.iter().filter(|(_, is)| stands(*is)).map(|(m, _)| m.id).collect();
    if command.upheld.iter().any(|id| !all.contains(id)) {
        return Err(PenaltyRefusal::UnknownMeasure);
    }
    if command.duties.iter().any(|id| state.duty(*id).is_none()) {
        return Err(PenaltyRefusal::UnknownDuty);
    }
    let since = state.appeal.as_ref().map_or(ctx.now, |appeal| appeal.at);
    let took = ctx.now.seconds_since(since).max(0);
    let lifted = all.iter().copied().filter(|id| !command.upheld.contains(id)).collect();
    let mut events = vec![PenaltyEvent::AppealDecided {
        upheld: command.upheld.clone(),
        lifted,
        duties: command.duties.clone(),
        reasons: text(&command.reasons, "/reasons")?,
        decided_by: ctx.actor.by(),
    }];
    let stand = |date: &&PenaltyDate| date.duty.is_some_and(|id| command.duties.contains(&id));
    events.extend(state.dates.iter().filter(stand).map(|date| {
        PenaltyEvent::DateSet(PenaltyDate { due_at: date.due_at.plus_seconds(took), ..date.clone() })
    }));
    closed_if_finished(state, &mut events, ctx);
    Ok(events)
}
