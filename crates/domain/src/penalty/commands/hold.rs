//! Goods are taken down before anything is decided: only for danger, counterfeit or fraud, looked at by another within a day.

use serde::{Deserialize, Serialize};
use terms::{HoldGround, MeasureId, MeasureKind, Party, PenaltyPhase, PenaltyStep};

use super::{date, goods, staff, standing, text, violation};
use crate::ctx::Ctx;
use crate::merchant::Measure;
use crate::penalty::event::{PenaltyDate, PenaltyEvent};
use crate::penalty::refusal::PenaltyRefusal;
use crate::penalty::standing::PenaltyStanding;
use crate::penalty::state::PenaltyState;

/// Why, and which goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImposeHold {
    pub ground: HoldGround,
    pub goods: Vec<String>,
    /// What makes the evidence strong.
    pub reasons: String,
}

/// Whether the hold stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewHold {
    pub keep: bool,
    pub reasons: String,
}

/// # Errors
/// `not_allowed`, `penalty_wrong_stage` once decided, `already_done` while one runs.
pub(super) fn may_impose(state: &PenaltyState, standing: PenaltyStanding) -> Result<(), PenaltyRefusal> {
    super::in_phase(state, &[PenaltyPhase::Charged, PenaltyPhase::Answered])?;
    staff(standing)?;
    if state.hold().is_some() { Err(PenaltyRefusal::AlreadyDone) } else { Ok(()) }
}

/// # Errors
/// As [`may_impose`]; `hold_not_allowed` where the table names no such ground, `goods_missing`.
pub(super) fn impose(
    state: &PenaltyState,
    command: &ImposeHold,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<PenaltyEvent>, PenaltyRefusal> {
    may_impose(state, standing(state, ctx)?)?;
    let violation = violation(state, ctx)?;
    if !violation.holds.contains(&command.ground) {
        return Err(PenaltyRefusal::HoldNotAllowed);
    }
    let goods = goods(&command.goods, "/goods")?;
    if goods.is_empty() {
        return Err(PenaltyRefusal::GoodsMissing { pointer: "/goods".to_owned() });
    }
    let charge = state.charge.as_ref().ok_or(PenaltyRefusal::UnknownPenalty)?;
    let id = MeasureId(ctx.ids.uuid());
    let measure = Measure {
        id,
        kind: MeasureKind::Delisting,
        violation: violation.key.clone(),
        number: charge.number,
        points: None,
        amount: None,
        goods,
        from: ctx.now,
        until: None,
        interim: true,
    };
    let reasons = text(&command.reasons, "/reasons")?;
    let mut events = vec![PenaltyEvent::HoldImposed { measure, ground: command.ground, reasons }];
    let review = date(ctx, PenaltyStep::HoldReview, Party::Platform);
    events.extend(review.map(|date| PenaltyEvent::DateSet(PenaltyDate { hold: Some(id), ..date })));
    Ok(events)
}

/// Another than who imposed it.
///
/// # Errors
/// `not_allowed`, `penalty_wrong_stage` without a hold that waits for its review.
pub(super) fn may_review(state: &PenaltyState, standing: PenaltyStanding) -> Result<(), PenaltyRefusal> {
    staff(standing)?;
    if state.hold().is_none_or(|hold| hold.reviewed.is_some()) {
        return Err(PenaltyRefusal::WrongStage);
    }
    match standing {
        PenaltyStanding::Staff { may_judge: true, .. } => Ok(()),
        PenaltyStanding::Staff { .. } | PenaltyStanding::Merchant | PenaltyStanding::System => {
            Err(PenaltyRefusal::NotAllowed)
        }
    }
}

/// # Errors
/// As [`may_review`], and the refusals of texts.
pub(super) fn review(
    state: &PenaltyState,
    command: &ReviewHold,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<PenaltyEvent>, PenaltyRefusal> {
    may_review(state, standing(state, ctx)?)?;
    let hold = state.hold().ok_or(PenaltyRefusal::WrongStage)?.measure.id;
    let reasons = text(&command.reasons, "/reasons")?;
    Ok(vec![PenaltyEvent::HoldReviewed { hold, kept: command.keep, reasons }])
}
