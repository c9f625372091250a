//! Training, rectification, spot check: shown by the merchant, checked by the platform (G5, G7).

use serde::{Deserialize, Serialize};
use terms::{DutyId, DutyKind, DutyState, Party, PenaltyPhase, PenaltyStep};

use super::{closed_if_finished, date, merchant, staff, standing, text};
use crate::ctx::Ctx;
use crate::penalty::event::{PenaltyDate, PenaltyEvent};
use crate::penalty::refusal::PenaltyRefusal;
use crate::penalty::standing::PenaltyStanding;
use crate::penalty::state::{DutyTrack, PenaltyState};

/// What shows that it is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportDuty {
    pub duty_id: DutyId,
    pub proof: String,
}

/// What the check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckDuty {
    pub duty_id: DutyId,
    pub passed: bool,
    pub note: String,
}

/// What the merchant does and shows; a spot check comes to it.
const fn is_reportable(track: &DutyTrack) -> bool {
    match track.duty.kind {
        DutyKind::Training | DutyKind::Rectification => matches!(track.state, DutyState::Due),
        DutyKind::SpotCheck => false,
    }
}

/// What was shown, and spot checks that are due. The platform does not check what nobody says is done.
const fn is_checkable(track: &DutyTrack) -> bool {
    match track.duty.kind {
        DutyKind::Training | DutyKind::Rectification => matches!(track.state, DutyState::Reported),
        DutyKind::SpotCheck => matches!(track.state, DutyState::Due),
    }
}

/// # Errors
/// `not_allowed` unless the merchant, `penalty_wrong_stage` without a duty of its own that is due.
pub(super) fn may_report(state: &PenaltyState, standing: PenaltyStanding) -> Result<(), PenaltyRefusal> {
    merchant(standing)?;
    let any = state.duties.iter().any(is_reportable);
    if any && state.is_open() { Ok(()) } else { Err(PenaltyRefusal::WrongStage) }
}

/// # Errors
/// As [`may_report`]; `unknown_duty`, and the refusals of texts.
pub(super) fn report(
    state: &PenaltyState,
    command: &ReportDuty,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<PenaltyEvent>, PenaltyRefusal> {
    may_report(state, standing(state, ctx)?)?;
    let track = state.duty(command.duty_id).ok_or(PenaltyRefusal::UnknownDuty)?;
    if !is_reportable(track) {
        return Err(PenaltyRefusal::WrongStage);
    }
    let duty = track.duty.id;
    let mut events = vec![PenaltyEvent::DutyReported { duty, proof: text(&command.proof, "/proof")? }];
    // The check is the platform's, by the same kind of date.
    let check = date(ctx, PenaltyStep::Decision, Party::Platform);
    events.extend(check.map(|date| {
        PenaltyEvent::DateSet(PenaltyDate { step: PenaltyStep::Duty, duty: Some(duty), ..date })
    }));
    Ok(events)
}

/// # Errors
/// `not_allowed`, `penalty_wrong_stage` while an appeal runs or without anything to check.
pub(super) fn may_check(state: &PenaltyState, standing: PenaltyStanding) -> Result<(), PenaltyRefusal> {
    staff(standing)?;
    super::in_phase(state, &[PenaltyPhase::Decided])?;
    if state.duties.iter().any(is_checkable) { Ok(()) } else { Err(PenaltyRefusal::WrongStage) }
}

/// # Errors
/// As [`may_check`]; `unknown_duty`, and the refusals of texts.
pub(super) fn check(
    state: &PenaltyState,
    command: &CheckDuty,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<PenaltyEvent>, PenaltyRefusal> {
    may_check(state, standing(state, ctx)?)?;
    let track = state.duty(command.duty_id).ok_or(PenaltyRefusal::UnknownDuty)?;
    if !is_checkable(track) {
        return Err(PenaltyRefusal::WrongStage);
    }
    let (duty, passed, note) = (track.duty.id, command.passed, text(&command.note, "/note")?);
    let mut events = vec![PenaltyEvent::DutyChecked { duty, passed, note }];
    closed_if_finished(state, &mut events, ctx);
    Ok(events)
}
