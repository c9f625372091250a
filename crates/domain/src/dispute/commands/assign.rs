//! The case is given to a named person, with the history of who had it before (F1).

use serde::{Deserialize, Serialize};
use terms::{PersonId, Role, clean_line};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, is_valid, standing_for};
use crate::dispute::state::{DisputeState, Mandate, Phase};
use crate::dispute::verb::Verb;
use crate::facts::OnDuty;

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
    if !state.is_performing() {
        check::in_phase(state, &[Phase::Screening, Phase::Negotiation, Phase::Mediation])?;
    }
    match standing {
        Standing::Staff { role: Role::Supervisor, .. } | Standing::Staff { in_charge: true, .. } => Ok(()),
        Standing::Staff { in_charge: false, .. } if state.in_charge.is_none() => Ok(()),
        Standing::Staff { .. } | Standing::Consumer { .. } | Standing::Respondent { .. } | Standing::System => {
            Err(DisputeRefusal::NotAllowed)
        }
    }
}

/// Decides with `facts.named`: the person must be active staff; neither they nor the deputy may be a party to the case
/// or act for one.
///
/// # Errors
/// As [`may`]; `unknown_person`, `person_unfit`, `already_done`, and the refusals of texts.
pub fn decide(state: &DisputeState, command: &Assign, ctx: &mut Ctx<'_, '_>) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::Assign)?)?;
    let named = ctx.facts.named.as_ref().ok_or(DisputeRefusal::UnknownPerson)?;
    let wanted = command.to.or(ctx.actor.person());
    if wanted != Some(named.person) {
        return Err(DisputeRefusal::UnknownPerson);
    }
    let role = named.roles.iter().copied().find(|role| role.is_staff());
    let is_party = |person| {
        let acts = |m: &Mandate| m.granted.agent == person && is_valid(m, ctx.now);
        state.consumer() == Some(person) || state.mandates.values().any(acts)
    };
    let fit = named.active && !is_party(named.person) && !command.deputy.is_some_and(is_party);
    let role = role.filter(|_| fit);
    let Some(role) = role else { return Err(DisputeRefusal::PersonUnfit) };
    let on_duty = OnDuty { person: named.person, deputy: command.deputy.filter(|d| *d != named.person) };
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
    Ok(vec![DisputeEvent::Assigned { on_duty, role, reason }])
}
