//! A dispute between a consumer and a merchant, from the complaint to what was carried out.

mod agree;
pub mod allowed;
mod check;
mod clock;
pub mod commands;
mod ending;
mod escalation;
mod event;
mod evolve;
#[cfg(test)]
pub(crate) mod given;
mod refusal;
mod remedies;
mod ruling;
mod stage;
mod standing;
mod state;
mod verb;

pub use check::{MAX_EVIDENCE, MAX_EVIDENCE_PER_ACT, MAX_TEXT};
pub use commands::{DisputeCommand, decide};
pub use event::{
    AskedQuestion, Borne, ClaimLine, Deadline, DisputeEvent, EscalationCause, EvidenceItem, Filed,
    MovedDeadline, NewMandate, NewObligation, PayoutResult, PlaybookRef, RatingAbout, Remedy, ReopenCause,
    side_label,
};
pub use evolve::{evolve, other_side};
pub use refusal::DisputeRefusal;
pub use remedies::rule_facts;
pub use ruling::{Finding, GivenFinding, GivenRuling, Liability, Ruling, for_ruling};
pub use stage::{stage, status};
pub use standing::{Standing, principal, standing};
pub use state::{
    Appeal, Assessment, Decision, DisputeState, Draft, Escalation, Evidence, Handover, Hold, Mandate,
    Message, Objection, Obligation, Offer, Phase, Proposal, ProposalAnswer, Rating, Referral, Refusal,
    Response, Returning, Stay, Supplied,
};
pub use verb::Verb;
