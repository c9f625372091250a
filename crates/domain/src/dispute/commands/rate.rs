//! Either side says how it was: of any step while the case runs, and once of the end (B14).

use serde::{Deserialize, Serialize};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::event::{DisputeEvent, RatingAbout, side_label};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// One to five, with words if one likes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    pub score: u8,
    #[serde(default)]
    pub text: Option<String>,
    pub about: RatingAbout,
}

/// Most ratings by one side in one case.
pub const MAX_RATINGS: usize = 20;

/// # Errors
/// `not_allowed` unless one of the sides, `already_done` once the end has been rated, `merged`.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    let side = check::a_side(standing)?;
    check::in_phase(state, &[Phase::Screening, Phase::Negotiation, Phase::Mediation, Phase::Closed])?;
    let own = state.ratings.iter().filter(|r| r.side == side);
    if own.clone().count() >= MAX_RATINGS || own.clone().any(|r| r.about == RatingAbout::Outcome) {
        return Err(DisputeRefusal::AlreadyDone);
    }
    Ok(())
}

/// # Errors
/// As [`may`]; `score_out_of_range`, `wrong_stage` for the end before there is one, and the refusals of texts.
pub fn decide(state: &DisputeState, command: &Rate, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::Rate)?;
    may(state, standing)?;
    if command.about == RatingAbout::Outcome {
        check::in_phase(state, &[Phase::Closed])?;
    }
    if !(1..=5).contains(&command.score) {
        return Err(DisputeRefusal::ScoreOutOfRange);
    }
    let side = standing.side();
    let text = check::note(command.text.as_deref(), "/text", side_label(side).audience)?;
    Ok(vec![DisputeEvent::Rated { side, score: command.score, text, about: command.about }])
}
