//! The case is given to a named person, with the history of who had it before (F1).

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{PersonId, Role, clean_line};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock;
use crate::dispute::escalation;
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, is_valid, standing_for};
use crate::dispute::state::{DisputeState, Mandate, Phase};
use crate::dispute::verb::Verb;
use crate::facts::{NamedPerson, OnDuty};

/// To whom; `None` means to oneself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assign {
    #[serde(default)]
    pub to: Option<PersonId>,
    #[serde(default)]
    pub deputy: Option<PersonId>,
    #[serde(default)]
    pub reason: Option<String>,
}

/// Whoever is in charge may hand over, a supervisor always, and staff may take a case that has nobody.
///
/// # Errors
/// `not_allowed`, `wrong_stage` once everything is carried out.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    check::alive(state)?;
    match standing {
        Standing::Staff { role: Role::Supervisor, .. } | Standing::Staff { in_charge: true, .. } => Ok(()),
        Standing::Staff { in_charge: false, .. } if state.in_charge.is_none() => Ok(()),
        Standing::Staff { .. }
        | Standing::Consumer { .. }
        | Standing::Respondent { .. }
        | Standing::System => Err(DisputeRefusal::NotAllowed),
    }
}

/// Decides with `facts.named` and `facts.deputy`: both must be active staff, and neither may be a party to the case or
/// act for one.
///
/// # Errors
/// As [`may`]; `unknown_person`, `person_unfit`, `already_done`, and the refusals of texts.
pub fn decide(
    state: &DisputeState,
    command: &Assign,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::Assign)?)?;
    let named = ctx.facts.named.as_ref().ok_or(DisputeRefusal::UnknownPerson)?;
    let wanted = command.to.or(ctx.actor.person());
    if wanted != Some(named.person) {
        return Err(DisputeRefusal::UnknownPerson);
    }
    let waits_for = |step| clock::until(state, step).is_some();
    let judging = state.phase == Phase::Ruling || state.appeal().is_some();
    // Who can mediate or judge is named as that where one is waited for; a case that is judged goes to who may judge,
    // or to a supervisor who finds one.
    let mediates = waits_for(Step::NameMediator) && named.roles.contains(&Role::Mediator);
    let judges = judging && named.roles.contains(&Role::Decider) && state.may_judge(named.person);
    let staff = named.roles.iter().copied().find(|role| role.is_staff());
    let supervisor = named.roles.iter().copied().find(|role| *role == Role::Supervisor);
    let role = match (mediates, judging) {
        (true, _) => Some(Role::Mediator),
        (false, true) if judges => Some(Role::Decider),
        (false, true) => supervisor,
        (false, false) => staff,
    };
    let is_party = |person| {
        let acts = |m: &Mandate| m.granted.agent == person && is_valid(m, ctx.now);
        state.consumer() == Some(person) || state.mandates.values().any(acts)
    };
    let deputy = command.deputy.filter(|d| *d != named.person);
    let stands_in = |n: &NamedPerson| {
        let able = if judging && role == Some(Role::Decider) {
            n.roles.contains(&Role::Decider) && state.may_judge(n.person)
        } else {
            n.roles.iter().any(|r| r.is_staff())
        };
        Some(n.person) == deputy && n.active && !is_party(n.person) && able
    };
    if deputy.is_some() && !ctx.facts.deputy.as_ref().is_some_and(stands_in) {
        return Err(DisputeRefusal::DeputyUnfit);
    }
    let role = role.filter(|_| named.active && !is_party(named.person));
    let Some(role) = role else { return Err(DisputeRefusal::PersonUnfit) };
    let on_duty = OnDuty { person: named.person, deputy };
    if state.in_charge == Some(on_duty) {
        return Err(DisputeRefusal::AlreadyDone);
    }
    let reason = match &command.reason {
        Some(reason) if !reason.trim().is_empty() => {
            let wrong = |why| DisputeRefusal::Text { pointer: "/reason".to_owned(), why };
            Some(clean_line(reason, 500).map_err(wrong)?)
        }
        Some(_) | None => None,
    };
    let mut events = vec![DisputeEvent::Assigned { on_duty, role, reason }];
    let begins = match role {
        Role::Mediator if mediates => Some(Step::Mediation),
        Role::Decider if waits_for(Step::NameDecider) && state.appeal().is_some() => Some(Step::AppealRuling),
        Role::Decider if waits_for(Step::NameDecider) => Some(Step::Ruling),
        _ => None,
    };
    if let Some(step) = begins {
        let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
        events.push(escalation::waits_for(ctx, &kind, step, true));
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;

    fn assign(to: Option<&str>, deputy: Option<&str>, reason: Option<&str>) -> DisputeCommand {
        let (to, deputy, reason) = (to.map(person), deputy.map(person), reason.map(str::to_owned));
        DisputeCommand::Assign(Assign { to, deputy, reason })
    }

    fn named(roles: &[Role]) -> Given {
        given().responded().naming("colleague", roles)
    }

    /// F1: handed over with a deputy and a reason; who had the case before is kept.
    #[test]
    fn whoever_is_in_charge_hands_the_case_over() {
        let handed =
            named(&[Role::Consumer, Role::IntakeOfficer]).deputising("officer", &[Role::IntakeOfficer]);
        let handed = handed
            .when(&officer(), assign(Some("colleague"), Some("officer"), Some("休假")))
            .then(&["assigned"]);
        let charge = handed.state.in_charge.unwrap();
        assert_eq!((charge.person, charge.deputy), (person("colleague"), Some(person("officer"))));
        assert_eq!(handed.state.handovers.len(), 2);
        assert_eq!(handed.state.in_charge_as, Some(Role::IntakeOfficer));
        handed.when(&supervisor(), assign(Some("colleague"), Some("officer"), None)).refused("already_done");
    }

    /// F1: a case that nobody has can be taken by any of the staff.
    #[test]
    fn staff_take_a_case_that_nobody_has() {
        let free = given().unstaffed().filed().naming("colleague", &[Role::IntakeOfficer]);
        free.and(&colleague(), assign(None, None, None));
        named(&[Role::IntakeOfficer]).when(&colleague(), assign(None, None, None)).refused("not_allowed");
        named(&[Role::IntakeOfficer]).and(&supervisor(), assign(Some("colleague"), None, None));
    }

    /// C5, F1: where a mediator is waited for, handing the case to one names them, and their own limit runs.
    #[test]
    fn handing_over_to_a_mediator_names_them() {
        let waiting = given().responded().unstaffed().and(&consumer(), escalate());
        assert_eq!(waiting.steps(), [Step::NameMediator]);
        let waiting = waiting.naming("colleague", &[Role::IntakeOfficer, Role::Mediator]);
        let named = waiting
            .when(&supervisor(), assign(Some("colleague"), None, None))
            .then(&["assigned", "deadline_set"]);
        assert_eq!((named.state.in_charge_as, named.steps()), (Some(Role::Mediator), vec![Step::Mediation]));
        // Handed on later, the mediator's time does not begin anew.
        let due = named.deadline(Step::Mediation).due_at;
        let next = named.naming("other", &[Role::Mediator]);
        let next = next.when(&supervisor(), assign(Some("other"), None, None)).then(&["assigned"]);
        assert_eq!(next.deadline(Step::Mediation).due_at, due);
    }

    /// C11: nobody judges a case in which they, or whom they stand for, have a part.
    #[test]
    fn a_case_is_not_given_to_a_party_or_to_someone_unfit() {
        let to = || assign(Some("colleague"), None, None);
        named(&[Role::Admin, Role::Merchant]).when(&officer(), to()).refused_at("person_unfit", "/to");
        let mut gone = named(&[Role::IntakeOfficer]);
        gone.facts.named.as_mut().unwrap().active = false;
        gone.when(&officer(), to()).refused("person_unfit");
        let party = given().responded().naming("consumer", &[Role::Consumer, Role::IntakeOfficer]);
        party.when(&officer(), assign(Some("consumer"), None, None)).refused("person_unfit");
        named(&[Role::IntakeOfficer])
            .deputising("consumer", &[Role::IntakeOfficer])
            .when(&officer(), assign(Some("colleague"), Some("consumer"), None))
            .refused_at("deputy_unfit", "/deputy");
        named(&[Role::IntakeOfficer])
            .deputising("other", &[Role::Consumer])
            .when(&officer(), assign(Some("colleague"), Some("other"), None))
            .refused("deputy_unfit");
        named(&[Role::IntakeOfficer])
            .when(&officer(), assign(Some("colleague"), Some("nobody"), None))
            .refused("deputy_unfit");
        let acting = given()
            .responded()
            .naming("agent", &[Role::Consumer])
            .and(&consumer(), mandate("agent", &[], None));
        let acting = acting.naming("agent", &[Role::IntakeOfficer]);
        acting.when(&officer(), assign(Some("agent"), None, None)).refused("person_unfit");
    }

    #[test]
    fn the_person_must_be_known_and_the_case_alive() {
        given().responded().when(&officer(), assign(Some("colleague"), None, None)).refused("unknown_person");
        named(&[Role::Mediator])
            .when(&officer(), assign(Some("nobody"), None, None))
            .refused("unknown_person");
        named(&[Role::Mediator])
            .when(&officer(), assign(Some("colleague"), None, Some("\0")))
            .refused("text_forbidden_character");
        named(&[Role::Mediator])
            .when(&consumer(), assign(Some("colleague"), None, None))
            .refused("not_allowed");
        named(&[Role::Mediator])
            .when(&system(), assign(Some("colleague"), None, None))
            .refused("not_allowed");
        let closed = named(&[Role::Mediator]).and(&consumer(), withdraw());
        closed.when(&officer(), assign(Some("colleague"), None, None)).refused("wrong_stage");
        given()
            .apologised()
            .naming("colleague", &[Role::Mediator])
            .and(&officer(), assign(Some("colleague"), None, None));
    }
}
