//! Who may see what, and who may open which door: one function and one table.

use terms::{Audience, Label, PersonId, Role, Seal, Side};

use crate::actor::Actor;
use crate::dispute::{DisputeState, Standing, standing};

/// Someone who looks at a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Viewer {
    /// A side or its agent.
    Side(Side),
    /// Staff in a role; who rules never sees what was said in mediation.
    Staff(Role),
    /// The system itself: policies, the sequencer, the owner of the record. Never a door.
    System,
    /// Everybody else, signed in or not.
    Public,
}

/// What is shown of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    Full,
    /// That it exists may be known, what it says may not.
    Masked,
    Hidden,
}

/// The one decision on sight.
#[must_use]
pub const fn sight(viewer: Viewer, label: Label) -> Sight {
    match viewer {
        Viewer::System => Sight::Full,
        Viewer::Public => Sight::Hidden,
        Viewer::Side(side) => match (label.audience, side) {
            (Audience::All, Side::Consumer | Side::Respondent)
            | (Audience::ConsumerSide, Side::Consumer)
            | (Audience::RespondentSide, Side::Respondent) => sealed_for_side(label.seal),
            (
                Audience::All | Audience::ConsumerSide | Audience::RespondentSide | Audience::Staff,
                Side::Neutral,
            )
            | (Audience::ConsumerSide, Side::Respondent)
            | (Audience::RespondentSide, Side::Consumer)
            | (Audience::Staff, Side::Consumer | Side::Respondent) => Sight::Hidden,
        },
        Viewer::Staff(role) => match label.seal {
            Seal::None | Seal::Bystander | Seal::Minor => staff_sight(role),
            Seal::Mediation => match role {
                Role::Mediator | Role::Supervisor => Sight::Full,
                Role::IntakeOfficer
                | Role::Decider
                | Role::Admin
                | Role::Consumer
                | Role::Merchant
                | Role::Integrator => Sight::Hidden,
            },
            Seal::Juror => Sight::Hidden,
        },
    }
}

/// A side sees its own words to the mediator; bystanders and minors are masked for the other side's items.
const fn sealed_for_side(seal: Seal) -> Sight {
    match seal {
        Seal::None | Seal::Mediation => Sight::Full,
        Seal::Bystander | Seal::Minor => Sight::Masked,
        Seal::Juror => Sight::Hidden,
    }
}

/// Admins keep the machine running; cases are not theirs to read.
const fn staff_sight(role: Role) -> Sight {
    match role {
        Role::IntakeOfficer | Role::Mediator | Role::Decider | Role::Supervisor => Sight::Full,
        Role::Admin | Role::Consumer | Role::Merchant | Role::Integrator => Sight::Hidden,
    }
}

/// Whether anything of the item may be shown in full.
#[must_use]
pub fn sees(viewer: Viewer, label: Label) -> bool {
    sight(viewer, label) == Sight::Full
}

/// As what someone looks at this case; `None`: for them it does not exist.
#[must_use]
pub fn viewer(state: &DisputeState, actor: &Actor, now: terms::Instant) -> Option<Viewer> {
    match standing(state, actor, now)? {
        Standing::Consumer { .. } => Some(Viewer::Side(Side::Consumer)),
        Standing::Respondent { .. } => Some(Viewer::Side(Side::Respondent)),
        // Who mediates elsewhere has no business with what was said in confidence here.
        Standing::Staff { role: Role::Mediator, in_charge: false, .. }
            if !actor.person().is_some_and(|person| state.has_mediated(person)) =>
        {
            Some(Viewer::Staff(Role::IntakeOfficer))
        }
        Standing::Staff { role, .. } => Some(Viewer::Staff(role)),
        Standing::System => Some(Viewer::System),
    }
}

/// The version of the case as this viewer counts it.
#[must_use]
pub const fn version_for(state: &DisputeState, viewer: Viewer) -> u64 {
    match viewer {
        Viewer::Side(Side::Consumer) => state.seen_by_consumer,
        Viewer::Side(Side::Respondent) => state.seen_by_respondent,
        Viewer::Side(Side::Neutral) | Viewer::Staff(_) | Viewer::System | Viewer::Public => state.version,
    }
}

/// Who may use a door at all; the case behind it is guarded by [`viewer`] and the domain's decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Everybody, signed in or not.
    Anyone,
    /// Anyone signed in.
    SignedIn,
    Roles(&'static [Role]),
}

/// Whether this person may use the door.
#[must_use]
pub fn may_enter(door: Door, person: Option<(PersonId, Role)>) -> bool {
    match (door, person) {
        (Door::Anyone, _) | (Door::SignedIn, Some(_)) => true,
        (Door::Roles(roles), Some((_, role))) => roles.contains(&role),
        (Door::SignedIn | Door::Roles(_), None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// C5, D8: what is sealed in mediation is for the speaker's side and the mediator; who rules never sees it.
    #[test]
    fn a_word_to_the_mediator_reaches_neither_the_other_side_nor_the_decider() {
        let label = Label { audience: Audience::ConsumerSide, seal: Seal::Mediation };
        assert_eq!(sight(Viewer::Side(Side::Consumer), label), Sight::Full);
        assert_eq!(sight(Viewer::Side(Side::Respondent), label), Sight::Hidden);
        assert_eq!(sight(Viewer::Staff(Role::Mediator), label), Sight::Full);
        assert_eq!(sight(Viewer::Staff(Role::Decider), label), Sight::Hidden);
        assert_eq!(sight(Viewer::Staff(Role::IntakeOfficer), label), Sight::Hidden);
    }

    /// H4: the public sees nothing of a case but what is published.
    #[test]
    fn the_public_sees_no_item_of_a_case() {
        for audience in [Audience::All, Audience::ConsumerSide, Audience::RespondentSide, Audience::Staff] {
            assert_eq!(sight(Viewer::Public, Label::open_to(audience)), Sight::Hidden);
        }
    }

    /// C2, D8: before acceptance the case does not exist for the merchant, nor ever for strangers and rivals.
    #[test]
    fn before_acceptance_the_case_is_between_the_consumer_and_the_platform() {
        use crate::dispute::given::{given, merchant, officer, rival, stranger};
        let filed = given().filed();
        assert_eq!(viewer(&filed.state, &merchant(), filed.now), None);
        assert_eq!(viewer(&filed.state, &officer(), filed.now), Some(Viewer::Staff(Role::IntakeOfficer)));
        let accepted = given().accepted();
        assert_eq!(viewer(&accepted.state, &merchant(), accepted.now), Some(Viewer::Side(Side::Respondent)));
        for other in [stranger(), rival()] {
            assert_eq!(viewer(&accepted.state, &other, accepted.now), None);
        }
    }
}
