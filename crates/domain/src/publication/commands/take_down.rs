//! A result goes off the page: because a person decided so, because its time is over, or because the case goes on (F4).

use serde::{Deserialize, Serialize};
use terms::{Audience, ResultNumber};

use super::{known, only_system, staff, text};
use crate::ctx::Ctx;
use crate::erasable::Erasable;
use crate::publication::event::{DownCause, PublicationEvent};
use crate::publication::part::Part;
use crate::publication::refusal::PublicationRefusal;
use crate::publication::state::{PublicationPhase, PublicationState};

/// On request, or because something is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeDown {
    pub reason: String,
}

/// The result of that number has been public long enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expire {
    pub number: ResultNumber,
}

/// # Errors
/// `not_allowed` unless staff, `publication_not_public`.
pub fn may(state: &PublicationState, part: Part) -> Result<(), PublicationRefusal> {
    staff(part)?;
    if state.phase == PublicationPhase::Public { Ok(()) } else { Err(PublicationRefusal::NotPublic) }
}

/// # Errors
/// As [`may`], and the refusals of texts.
pub fn decide(
    state: &PublicationState,
    command: &TakeDown,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<PublicationEvent>, PublicationRefusal> {
    let (_, part) = known(state, ctx)?;
    may(state, part)?;
    let reason = Some(Erasable::new(text(&command.reason, "/reason")?, Audience::Staff));
    Ok(down(state, DownCause::Decided, reason).into_iter().collect())
}

/// # Errors
/// `not_allowed` unless the system, `already_done` if it is gone or has been published anew since.
pub fn expire(
    state: &PublicationState,
    command: Expire,
    ctx: &Ctx<'_, '_>,
) -> Result<Vec<PublicationEvent>, PublicationRefusal> {
    only_system(ctx)?;
    let present = state.published.as_ref().filter(|p| p.number == command.number && p.valid_until <= ctx.now);
    present.ok_or(PublicationRefusal::AlreadyDone)?;
    let gone = down(state, DownCause::Expired, None).ok_or(PublicationRefusal::AlreadyDone)?;
    Ok(vec![gone])
}

/// # Errors
/// `not_allowed` unless the system, `already_done` where nothing is public or drafted.
pub fn follow_reopening(
    state: &PublicationState,
    ctx: &Ctx<'_, '_>,
) -> Result<Vec<PublicationEvent>, PublicationRefusal> {
    only_system(ctx)?;
    if state.phase == PublicationPhase::Preview {
        let reason = Erasable::new("case_reopened".to_owned(), Audience::Staff);
        return Ok(vec![PublicationEvent::Returned { reason }]);
    }
    let gone = down(state, DownCause::CaseReopened, None).ok_or(PublicationRefusal::AlreadyDone)?;
    Ok(vec![gone])
}

/// The fact that takes down what is public.
pub(super) fn down(
    state: &PublicationState,
    cause: DownCause,
    reason: Option<Erasable<String>>,
) -> Option<PublicationEvent> {
    let published = state.published.as_ref().filter(|_| state.phase == PublicationPhase::Public)?;
    Some(PublicationEvent::TakenDown { number: published.number, cause, reason })
}

#[cfg(test)]
mod tests {
    use super::super::given::*;
    use super::*;
    use crate::dispute::given::*;
    use crate::publication::PublicationCommand;

    /// F4: a result goes when its time is over, by the system alone, and a stale order changes nothing.
    #[test]
    fn a_result_goes_when_its_time_is_over() {
        let public = public();
        let number = public.state.published.as_ref().unwrap().number;
        let expire = || PublicationCommand::Expire(Expire { number });
        public.clone().when(&system(), expire()).refused("already_done");
        public.clone().when(&supervisor(), expire()).refused("not_allowed");
        let mut old = public;
        old.now = old.state.published.as_ref().unwrap().valid_until;
        assert_eq!(old.public(), None, "past its time it is shown no more, whether the job came or not");
        let gone = old.and(&system(), expire());
        assert_eq!(gone.state.gone.len(), 1);
        gone.when(&system(), expire()).refused("already_done");
    }

    /// F4: taken down on request, with a reason; published anew under another number.
    #[test]
    fn what_was_taken_down_comes_back_only_under_another_number() {
        let public = public();
        let first = public.state.published.as_ref().unwrap().number;
        public.clone().when(&consumer(), take_down("请撤下")).refused("not_allowed");
        let gone = public.and(&supervisor(), take_down("当事人请求"));
        assert_eq!(gone.public(), None);
        gone.clone().when(&supervisor(), take_down("再撤")).refused("publication_not_public");
        let again = gone.and(&decider(), draft("")).later().and(&supervisor(), approve());
        assert_ne!(again.state.published.as_ref().unwrap().number, first);
    }

    /// F2, E4: a case that is opened again has no result any more.
    #[test]
    fn a_case_that_goes_on_has_no_result() {
        let follow = || PublicationCommand::FollowReopening;
        ended().when(&system(), follow()).refused("already_done");
        assert_eq!(public().and(&system(), follow()).public(), None);
        let drafted = ended().and(&decider(), draft("")).and(&system(), follow());
        assert_eq!(drafted.state.phase, PublicationPhase::Absent);
        public().when(&supervisor(), follow()).refused("not_allowed");
    }
}
