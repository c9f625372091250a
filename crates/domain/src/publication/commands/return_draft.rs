//! Whoever was to approve the draft sends it back, and says why.

use serde::{Deserialize, Serialize};
use terms::Audience;

use super::{known, staff, text};
use crate::ctx::Ctx;
use crate::erasable::Erasable;
use crate::publication::event::PublicationEvent;
use crate::publication::part::Part;
use crate::publication::refusal::PublicationRefusal;
use crate::publication::state::{PublicationPhase, PublicationState};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Return {
    pub reason: String,
}

/// # Errors
/// `not_allowed` unless staff, `publication_not_drafted`. Whoever drafted it may take it back.
pub fn may(state: &PublicationState, part: Part) -> Result<(), PublicationRefusal> {
    staff(part)?;
    if state.phase == PublicationPhase::Preview { Ok(()) } else { Err(PublicationRefusal::NothingDrafted) }
}

/// # Errors
/// As [`may`], and the refusals of texts.
pub fn decide(
    state: &PublicationState,
    command: &Return,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<PublicationEvent>, PublicationRefusal> {
    let (_, part) = known(state, ctx)?;
    may(state, part)?;
    let reason = Erasable::new(text(&command.reason, "/reason")?, Audience::Staff);
    Ok(vec![PublicationEvent::Returned { reason }])
}

#[cfg(test)]
mod tests {
    use super::super::given::*;
    use crate::dispute::given::*;

    /// F4: a draft that was sent back can be drafted anew, and is public under no name.
    #[test]
    fn a_draft_that_is_sent_back_is_drafted_anew() {
        let sent_back =
            ended().and(&decider(), draft("")).and(&supervisor(), return_draft("请把金额写粗一些"));
        assert_eq!(sent_back.public(), None);
        sent_back.clone().when(&supervisor(), return_draft("再来")).refused("publication_not_drafted");
        sent_back.and(&decider(), draft(""));
    }
}
