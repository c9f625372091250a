//! What someone may do to a case now: the very set that `decide` enforces.

use terms::Instant;

use super::commands;
use super::standing::standing_for;
use super::state::DisputeState;
use super::verb::Verb;
use crate::actor::Actor;

/// Every verb that `decide` would not refuse for who, where or when.
#[must_use]
pub fn allowed(state: &DisputeState, actor: &Actor, now: Instant) -> Vec<Verb> {
    let may = |verb: &Verb| {
        standing_for(state, actor, now, *verb)
            .and_then(|standing| commands::may(*verb, state, standing, now))
            .is_ok()
    };
    Verb::ALL.iter().copied().filter(may).collect()
}
