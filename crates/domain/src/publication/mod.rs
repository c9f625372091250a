//! What is published of a dispute: drafted from the record, seen by both sides, approved by a second person, taken down again.

pub mod commands;
mod digest;
mod ending;
mod event;
mod ladder;
mod names;
mod part;
mod public;
mod refusal;
mod state;
mod verb;
#[cfg(test)]
mod walk;

pub use commands::{Background, PublicationCommand, allowed, decide};
pub use digest::{Band, Basis, Digest, Station, Stop, draw, family_of, month};
pub use ending::{End, Traits, final_end, traits};
pub use event::{ConsentItem, DownCause, Drafted, PublicationEvent, Published};
pub use ladder::{Crowd, Sharing, Shown, sharing, shown, sum_in_rows};
pub use part::{Part, officer, part};
pub use public::{Correction, PublicResult, as_published, public};
pub use refusal::PublicationRefusal;
pub use state::{Consent, Gone, Objection, PublicationPhase, PublicationState, Remark, evolve};
pub use verb::PublicationVerb;
