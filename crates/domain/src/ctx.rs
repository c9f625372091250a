//! All that a decision may look at besides the stream's own state.

use playbook::Playbook;
use terms::{Ids, Instant, PersonId};

use crate::actor::Actor;
use crate::facts::Facts;

/// The circumstances of one decision; the same circumstances always give the same decision.
#[derive(Debug)]
pub struct Ctx<'a, 'ids> {
    pub actor: &'a Actor,
    /// Whom the actor says to act for, if not for themselves.
    pub on_behalf_of: Option<PersonId>,
    pub now: Instant,
    /// When it happened outside, if that was earlier (a letter's date of arrival).
    pub occurred_at: Option<Instant>,
    pub playbook: &'a Playbook,
    pub facts: &'a Facts,
    pub ids: &'a mut Ids<'ids>,
}
