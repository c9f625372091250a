//! Stage and status of a dispute: computed from its state, never stored.

use terms::{Party, Stage, Status};

use super::state::{DisputeState, Phase};

/// Where the case stands.
#[must_use]
pub const fn stage(state: &DisputeState) -> Stage {
    match state.phase {
        Phase::Absent | Phase::Screening => Stage::Screening,
        Phase::Negotiation => Stage::Negotiation,
        Phase::Mediation => Stage::Mediation,
        Phase::Ruling => Stage::Ruling,
        Phase::Closed => Stage::Closed,
    }
}

/// Who must act: whoever the next deadline names; nobody once all is carried out.
#[must_use]
pub fn status(state: &DisputeState) -> Status {
    if state.hold.is_some() {
        return Status::OnHold;
    }
    match state.next_deadline() {
        Some(next) => match next.who {
            Party::Consumer => Status::WaitingForConsumer,
            Party::Respondent => Status::WaitingForRespondent,
            Party::ThirdParty => Status::WaitingForThirdParty,
            Party::Platform => Status::UnderReview,
        },
        None if state.is_open() || state.is_performing() => Status::UnderReview,
        None => Status::Resolved,
    }
}
