//! What someone is in one case: a side or its agent, staff, the system, or a stranger.

use terms::{Instant, MandateId, PersonId, Role, Side};

use super::refusal::DisputeRefusal;
use super::state::DisputeState;
use super::verb::Verb;
use crate::actor::Actor;

/// Someone's place in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The consumer, or an agent under a mandate.
    Consumer {
        mandate: Option<MandateId>,
    },
    /// A person of the merchant complained about, or an agent under a mandate.
    Respondent {
        mandate: Option<MandateId>,
    },
    /// Staff who may see the case; `in_charge` is the named person or the deputy, and whoever had no part in it so far
    /// `may_judge`.
    Staff {
        role: Role,
        in_charge: bool,
        may_judge: bool,
    },
    System,
}

impl Standing {
    #[must_use]
    pub const fn side(self) -> Side {
        match self {
            Self::Consumer { .. } => Side::Consumer,
            Self::Respondent { .. } => Side::Respondent,
            Self::Staff { .. } | Self::System => Side::Neutral,
        }
    }
}

/// The actor's place in the case, or `None` for a stranger, for whom the case does not exist.
#[must_use]
pub fn standing(state: &DisputeState, actor: &Actor, now: Instant) -> Option<Standing> {
    let (id, role, merchant) = match actor {
        Actor::System => return Some(Standing::System),
        Actor::Person { id, role, merchant } => (*id, *role, merchant),
    };
    if state.consumer() == Some(id) && role == Role::Consumer {
        return Some(Standing::Consumer { mandate: None });
    }
    if role == Role::Merchant && merchant.is_some() && merchant.as_ref() == state.respondent() {
        // Before acceptance the case is between the consumer and the platform.
        return state.accepted_at.map(|_| Standing::Respondent { mandate: None });
    }
    if role.is_staff() {
        let in_charge = state.in_charge.is_some_and(|d| d.person == id || d.deputy == Some(id));
        return Some(Standing::Staff { role, in_charge, may_judge: state.may_judge(id) });
    }
    let mandate = state.mandates.values().find(|m| m.granted.agent == id && is_valid(m, now))?;
    let by = Some(mandate.granted.id);
    match mandate.granted.side {
        Side::Consumer => Some(Standing::Consumer { mandate: by }),
        Side::Respondent => Some(Standing::Respondent { mandate: by }),
        Side::Neutral => None,
    }
}

/// Whether the agent may act at this moment.
pub(super) fn is_valid(mandate: &super::state::Mandate, now: Instant) -> bool {
    mandate.revoked_at.is_none() && mandate.granted.until.is_none_or(|until| now < until)
}

/// The actor's place, with the agent's mandate held to its scope.
///
/// # Errors
/// `unknown_dispute` for a stranger or before anything was filed, `not_allowed` outside the scope.
pub fn standing_for(
    state: &DisputeState,
    actor: &Actor,
    now: Instant,
    verb: Verb,
) -> Result<Standing, DisputeRefusal> {
    if state.filed.is_none() {
        return Err(DisputeRefusal::UnknownDispute);
    }
    let standing = standing(state, actor, now).ok_or(DisputeRefusal::UnknownDispute)?;
    let mandate = match standing {
        Standing::Consumer { mandate } | Standing::Respondent { mandate } => mandate,
        Standing::Staff { .. } | Standing::System => None,
    };
    let Some(mandate) = mandate.and_then(|id| state.mandates.get(&id)) else { return Ok(standing) };
    let may_mandate = !matches!(verb, Verb::GrantMandate | Verb::RevokeMandate);
    let in_scope = mandate.granted.scope.is_empty() || mandate.granted.scope.contains(&verb);
    if may_mandate && in_scope { Ok(standing) } else { Err(DisputeRefusal::NotAllowed) }
}

/// The person for whom an act counts, when an agent acts.
#[must_use]
pub fn principal(state: &DisputeState, standing: Standing) -> Option<PersonId> {
    match standing {
        Standing::Consumer { mandate: Some(_) } => state.consumer(),
        Standing::Respondent { mandate: Some(id) } => {
            state.mandates.get(&id).and_then(|m| m.granted.principal)
        }
        Standing::Consumer { mandate: None }
        | Standing::Respondent { mandate: None }
        | Standing::Staff { .. }
        | Standing::System => None,
    }
}
