//! The commands of a person: register, name, roles, language, consents.

use serde::{Deserialize, Serialize};
use terms::{Audience, Language, MerchantId, PersonId, Role, clean_line};

use super::event::PersonEvent;
use super::refusal::PersonRefusal;
use super::state::PersonState;
use crate::actor::Actor;
use crate::ctx::Ctx;
use crate::erasable::Erasable;

/// Longest name, in characters.
pub const MAX_NAME: usize = 80;

/// Makes a person known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    pub name: String,
    pub role: Role,
    pub merchant: Option<MerchantId>,
    pub language: Language,
}

/// What can be asked of a person's stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonCommand {
    Register(Register),
    Rename { name: String },
    GrantRole { role: Role },
    RevokeRole { role: Role },
    ChooseLanguage { person: PersonId, language: Language },
    Deactivate,
    Reactivate,
    GiveConsent { person: PersonId, consent: String },
    RevokeConsent { person: PersonId, consent: String },
}

/// Decides a person's command: admins and the system manage people, everyone their own language and consents.
///
/// # Errors
/// The refusals of [`PersonRefusal`].
pub fn decide(
    state: &PersonState,
    command: &PersonCommand,
    ctx: &Ctx<'_, '_>,
) -> Result<Vec<PersonEvent>, PersonRefusal> {
    let own = match command {
        PersonCommand::ChooseLanguage { person, .. }
        | PersonCommand::GiveConsent { person, .. }
        | PersonCommand::RevokeConsent { person, .. } => ctx.actor.person() == Some(*person),
        PersonCommand::Register(_)
        | PersonCommand::Rename { .. }
        | PersonCommand::GrantRole { .. }
        | PersonCommand::RevokeRole { .. }
        | PersonCommand::Deactivate
        | PersonCommand::Reactivate => false,
    };
    let manages = *ctx.actor == Actor::System || ctx.actor.role() == Some(Role::Admin);
    if !own && !manages {
        return Err(PersonRefusal::NotAllowed);
    }
    if !state.known && !matches!(command, PersonCommand::Register(_)) {
        return Err(PersonRefusal::UnknownPerson);
    }
    let event = match command {
        PersonCommand::Register(register) => return register_person(state, register),
        PersonCommand::Rename { name } => PersonEvent::Renamed { name: private(clean_name(name)?) },
        PersonCommand::GrantRole { role: Role::Merchant } if state.merchant.is_none() => {
            return Err(PersonRefusal::MerchantMissing);
        }
        PersonCommand::GrantRole { role } if !state.roles.contains(role) => {
            PersonEvent::RoleGranted { role: *role }
        }
        PersonCommand::RevokeRole { role } if state.roles.contains(role) => {
            PersonEvent::RoleRevoked { role: *role }
        }
        PersonCommand::ChooseLanguage { language, .. } if state.language != Some(*language) => {
            PersonEvent::LanguageChosen { language: *language }
        }
        PersonCommand::Deactivate if !state.inactive => PersonEvent::Deactivated,
        PersonCommand::Reactivate if state.inactive => PersonEvent::Reactivated,
        PersonCommand::GiveConsent { consent, .. } if !state.consents.contains(consent) => {
            PersonEvent::ConsentGiven { consent: consent.clone() }
        }
        PersonCommand::RevokeConsent { consent, .. } if state.consents.contains(consent) => {
            PersonEvent::ConsentRevoked { consent: consent.clone() }
        }
        PersonCommand::GrantRole { .. }
        | PersonCommand::RevokeRole { .. }
        | PersonCommand::ChooseLanguage { .. }
        | PersonCommand::Deactivate
        | PersonCommand::Reactivate
        | PersonCommand::GiveConsent { .. }
        | PersonCommand::RevokeConsent { .. } => return Err(PersonRefusal::AlreadyDone),
    };
    Ok(vec![event])
}

fn register_person(state: &PersonState, register: &Register) -> Result<Vec<PersonEvent>, PersonRefusal> {
    if state.known {
        return Err(PersonRefusal::AlreadyDone);
    }
    if (register.role == Role::Merchant) != register.merchant.is_some() {
        return Err(PersonRefusal::MerchantMissing);
    }
    let Register { name, role, merchant, language } = register;
    let name = private(clean_name(name)?);
    Ok(vec![PersonEvent::Registered { name, role: *role, merchant: merchant.clone(), language: *language }])
}

fn clean_name(name: &str) -> Result<String, PersonRefusal> {
    clean_line(name, MAX_NAME).map_err(|_| PersonRefusal::NameInvalid)
}

const fn private(name: String) -> Erasable<String> {
    Erasable::new(name, Audience::Staff)
}
