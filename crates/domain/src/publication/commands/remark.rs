//! A side has something to say about the draft; whoever approves it must answer (F2).

use serde::{Deserialize, Serialize};
use terms::Side;

use super::{known, text};
use crate::ctx::Ctx;
use crate::dispute::side_label;
use crate::erasable::Erasable;
use crate::publication::event::PublicationEvent;
use crate::publication::part::Part;
use crate::publication::refusal::PublicationRefusal;
use crate::publication::state::{PublicationPhase, PublicationState};

/// Most remarks of one side on one draft.
pub const MAX_REMARKS: usize = 10;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    pub text: String,
}

/// # Errors
/// `not_allowed` unless one of the sides, `publication_not_drafted` outside the preview, `already_done` past the most.
pub fn may(state: &PublicationState, part: Part) -> Result<Side, PublicationRefusal> {
    let Part::Side(side) = part else { return Err(PublicationRefusal::NotAllowed) };
    if state.phase != PublicationPhase::Preview {
        return Err(PublicationRefusal::NothingDrafted);
    }
    let own = state.remarks.iter().filter(|remark| remark.side == side).count();
    if own >= MAX_REMARKS { Err(PublicationRefusal::AlreadyDone) } else { Ok(side) }
}

/// # Errors
/// As [`may`], and the refusals of texts.
pub fn decide(
    state: &PublicationState,
    command: &Remark,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<PublicationEvent>, PublicationRefusal> {
    let (_, part) = known(state, ctx)?;
    let side = may(state, part)?;
    let text = Erasable::new(text(&command.text, "/text")?, side_label(side).audience);
    Ok(vec![PublicationEvent::Remarked { side, text }])
}

#[cfg(test)]
mod tests {
    use super::super::given::*;
    use crate::dispute::given::*;

    /// F2: what a side says before is answered by whoever approves.
    #[test]
    fn a_remark_is_answered_before_it_is_public() {
        let said = ended().and(&decider(), draft("")).and(&consumer(), remark("月份也请去掉")).later();
        said.clone().when(&supervisor(), approve()).refused_at("publication_remark_unanswered", "/answer");
        said.and(&supervisor(), approve_saying("月份是五个人以上共有的，认不出是谁。"));
    }

    #[test]
    fn remarks_are_for_the_sides_while_there_is_a_draft() {
        ended().when(&consumer(), remark("早了")).refused("publication_not_drafted");
        let drafted = ended().and(&decider(), draft(""));
        drafted.clone().when(&supervisor(), remark("我不是当事人")).refused("not_allowed");
        drafted.when(&consumer(), remark(" ")).refused("text_missing");
    }
}
