//! A penalty case: a charge against a merchant, its answer, a decision by another person, measures, appeal (G4).

mod commands;
mod event;
mod refusal;
mod standing;
mod state;
mod verb;

pub use commands::{
    AnswerCharge, AppealPenalty, AssignPenalty, CheckDuty, DecideAppeal, DecidePenalty, GivenDuty,
    GivenMeasure, ImposeHold, OpenPenalty, PenaltyCommand, ReportDuty, ReportPenalty, ReviewHold, decide,
    may,
};
pub use event::{Charge, Duty, Exhibit, PenaltyDate, PenaltyDecision, PenaltyEvent};
pub use refusal::PenaltyRefusal;
pub use standing::{PenaltyStanding, penalty_standing};
pub use state::{Answer, DutyTrack, Hold, PenaltyAppeal, PenaltyState, Report, evolve};
pub use verb::PenaltyVerb;
