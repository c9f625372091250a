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
pub fn decide(
    state: &DisputeState,
    command: &GrantMandate,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::GrantMandate)?;
    may(state, standing)?;
    let agent =
        ctx.facts.named.as_ref().filter(|n| n.person == command.to).ok_or(DisputeRefusal::UnknownPerson)?;
    let is_party = state.consumer() == Some(agent.person) || ctx.actor.person() == Some(agent.person);
    let is_staff = agent.roles.iter().any(|role| role.is_staff());
    let other_agent =
        state.mandates.values().any(|m| m.granted.agent == agent.person && is_valid(m, ctx.now));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::given::*;
    use terms::Role;

    fn known() -> Given {
        given().responded().naming("agent", &[Role::Consumer])
    }

    /// B18: within the scope the agent acts for the side, outside it and after the end not.
    #[test]
    fn an_agent_acts_within_scope_and_time() {
        let until = WEDNESDAY.plus_seconds(DAY);
        let scope = [Verb::Withdraw, Verb::SendMessage, Verb::SendMessage];
        let acting =
            known().when(&consumer(), mandate("agent", &scope, Some(until))).then(&["mandate_granted"]);
        assert_eq!(
            acting.state.mandates.values().next().unwrap().granted.scope,
            [Verb::SendMessage, Verb::Withdraw]
        );
        assert!(acting.may(&agent(), Verb::Withdraw) && !acting.may(&agent(), Verb::Escalate));
        acting.clone().when(&agent(), escalate()).refused("not_allowed");
        acting.clone().after(DAY).when(&agent(), withdraw()).refused("unknown_dispute");
        acting.and(&agent(), withdraw());
    }

    /// B18: the empty scope is everything but letting others act in turn.
    #[test]
    fn an_agent_does_not_let_others_act() {
        let acting = known().and(&consumer(), mandate("agent", &[], None)).naming("third", &[Role::Consumer]);
        assert!(acting.may(&agent(), Verb::Escalate) && !acting.may(&agent(), Verb::GrantMandate));
        acting.when(&agent(), mandate("third", &[], None)).refused("not_allowed");
    }

    /// B18: the merchant's agent acts for the merchant, and for whom is written down.
    #[test]
    fn a_merchants_agent_acts_for_the_person_who_let_them() {
        let acting = known().and(&merchant(), mandate("agent", &[], None));
        let standing = crate::dispute::standing(&acting.state, &agent(), acting.now).unwrap();
        assert_eq!(standing.side(), Side::Respondent);
        assert_eq!(crate::dispute::principal(&acting.state, standing), Some(person("merchant")));
    }

    /// B18, C11: nobody acts for both sides, for a side and the platform, or for themselves.
    #[test]
    fn an_agent_stands_on_one_side_only() {
        let refused = |name: &str, roles: &[Role]| {
            given().responded().naming(name, roles).when(&consumer(), mandate(name, &[], None))
        };
        refused("consumer", &[Role::Consumer]).refused_at("person_unfit", "/to");
        refused("officer", &[Role::IntakeOfficer]).refused("person_unfit");
        let acting = known().and(&consumer(), mandate("agent", &[], None));
        acting.when(&merchant(), mandate("agent", &[], None)).refused("person_unfit");
        let mut gone = known();
        gone.facts.named.as_mut().unwrap().active = false;
        gone.when(&consumer(), mandate("agent", &[], None)).refused("person_unfit");
    }

    #[test]
    fn a_mandate_that_ran_out_can_be_given_anew() {
        let acting = known().and(&consumer(), mandate("agent", &[], Some(WEDNESDAY.plus_seconds(HOUR))));
        acting.after(DAY).and(&consumer(), mandate("agent", &[], None));
    }

    #[test]
    fn the_agent_is_known_the_end_to_come_and_the_giver_a_side() {
        given().responded().when(&consumer(), mandate("agent", &[], None)).refused("unknown_person");
        known().when(&consumer(), mandate("third", &[], None)).refused("unknown_person");
        known()
            .when(&consumer(), mandate("agent", &[], Some(WEDNESDAY)))
            .refused_at("date_invalid", "/until");
        known().when(&officer(), mandate("agent", &[], None)).refused("not_allowed");
        let early = given().filed().naming("agent", &[Role::Consumer]);
        early.when(&merchant(), mandate("agent", &[], None)).refused("unknown_dispute");
        let mut full = known().and(&consumer(), mandate("agent", &[], None));
        let one = full.state.mandates.values().next().unwrap().clone();
        full.state.mandates = (0..20).map(|n| (MandateId(uuid::Uuid::from_u128(n)), one.clone())).collect();
        full.when(&consumer(), mandate("agent", &[], None)).refused("too_many");
    }
}
