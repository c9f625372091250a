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
pub fn decide(
    state: &DisputeState,
    command: &Rate,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;
    use terms::{Audience, Label};

    fn rate(score: u8, about: RatingAbout) -> DisputeCommand {
        DisputeCommand::Rate(Rate { score, text: Some("还行".to_owned()), about })
    }

    /// B14: of any step and of the end, by both sides, each for the platform's eyes.
    #[test]
    fn both_sides_rate_a_step_and_the_end() {
        let rated = given().responded().when(&consumer(), rate(2, RatingAbout::Step)).then(&["rated"]);
        let ended = rated.and(&consumer(), withdraw());
        let ended = ended
            .and(&consumer(), rate(5, RatingAbout::Outcome))
            .and(&merchant(), rate(1, RatingAbout::Outcome));
        assert_eq!(ended.state.ratings.len(), 3);
        assert_eq!(
            ended.state.ratings[2].text.as_ref().map(crate::Erasable::audience),
            Some(Audience::RespondentSide)
        );
        let event = DisputeEvent::Rated {
            side: terms::Side::Consumer,
            score: 5,
            text: None,
            about: RatingAbout::Outcome,
        };
        assert_eq!(event.label(), Label::CONSUMER_SIDE);
        ended.when(&consumer(), rate(5, RatingAbout::Outcome)).refused("already_done");
    }

    /// B14: before acceptance the merchant has nothing to rate and learns of nothing.
    #[test]
    fn before_acceptance_only_the_consumer_rates() {
        given().filed().when(&merchant(), rate(1, RatingAbout::Step)).refused("unknown_dispute");
        given().filed().and(&consumer(), rate(1, RatingAbout::Step));
    }

    #[test]
    fn from_one_to_five_and_the_end_only_at_the_end() {
        for score in [0, 6, u8::MAX] {
            given()
                .responded()
                .when(&consumer(), rate(score, RatingAbout::Step))
                .refused_at("score_out_of_range", "/score");
        }
        given().responded().when(&consumer(), rate(3, RatingAbout::Outcome)).refused("wrong_stage");
        given().responded().when(&officer(), rate(3, RatingAbout::Step)).refused("not_allowed");
        given().merged().when(&consumer(), rate(3, RatingAbout::Outcome)).refused("merged");
        let text = Some("长".repeat(5_001));
        let long = DisputeCommand::Rate(Rate { score: 3, text, about: RatingAbout::Step });
        given().responded().when(&consumer(), long).refused("text_too_long");
        let mut many = given().responded();
        for _ in 0..MAX_RATINGS {
            many = many.and(&consumer(), rate(3, RatingAbout::Step));
        }
        many.when(&consumer(), rate(3, RatingAbout::Step)).refused("already_done");
    }
}
