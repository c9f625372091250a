//! A side lets someone act for it, for what and until when (B18).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use terms::{Instant, MandateId, PersonId, Side};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::event::{DisputeEvent, NewMandate};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, is_valid, standing_for};
use crate::dispute::state::DisputeState;
use crate::dispute::verb::Verb;

/// Most mandates in one case, revoked ones counted.
pub const MAX_MANDATES: usize = 20;

/// Who may act, for what (empty: everything), until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantMandate {
    pub to: PersonId,
    #[serde(default)]
    pub scope: Vec<Verb>,
    #[serde(default)]
    pub until: Option<Instant>,
}

/// # Errors
/// `not_allowed` unless the side itself, `too_many`.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    check::a_side(standing)?;
    if state.mandates.len() >= MAX_MANDATES {
        return Err(DisputeRefusal::TooMany { pointer: "/to".to_owned(), most: MAX_MANDATES });
    }
    Ok(())
}

/// Decides with `facts.named`: the agent must be known, active and on neither side nor the platform's staff.
///
/// # Errors
/// As [`may`]; `unknown_person`, `person_unfit`, `date_invalid`.
pub fn decide(state: &DisputeState, command: &GrantMandate, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::GrantMandate)?;
    may(state, standing)?;
    let agent = ctx.facts.named.as_ref().filter(|n| n.person == command.to).ok_or(DisputeRefusal::UnknownPerson)?;
    let is_party = state.consumer() == Some(agent.person) || ctx.actor.person() == Some(agent.person);
    let is_staff = agent.roles.iter().any(|role| role.is_staff());
    let other_agent = state.mandates.values().any(|m| m.granted.agent == agent.person && is_valid(m, ctx.now));
    if is_party || is_staff || other_agent || !agent.active {
        return Err(DisputeRefusal::PersonUnfit);
    }
    if let Some(until) = command.until {
        check::later(until, ctx.now, "/until")?;
    }
    let principal = match standing.side() {
        Side::Consumer => state.consumer(),
        Side::Respondent | Side::Neutral => ctx.actor.person(),
    };
    let scope: BTreeSet<Verb> = command.scope.iter().copied().collect();
    Ok(vec![DisputeEvent::MandateGranted(NewMandate {
        id: MandateId(ctx.ids.uuid()),
        side: standing.side(),
        principal,
        agent: agent.person,
        scope: scope.into_iter().collect(),
        until: command.until,
    })])
}
