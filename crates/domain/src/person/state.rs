//! What is known of a person.

use std::collections::BTreeSet;

use terms::{Language, MerchantId, Role};

use super::event::PersonEvent;
use crate::fact::Fact;

/// State of a person's stream.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonState {
    pub known: bool,
    pub name: Option<String>,
    pub roles: BTreeSet<Role>,
    pub merchant: Option<MerchantId>,
    pub language: Option<Language>,
    pub inactive: bool,
    pub consents: BTreeSet<String>,
}

/// Applies a fact; total.
#[must_use]
pub fn evolve(mut state: PersonState, fact: &Fact<PersonEvent>) -> PersonState {
    match &fact.event {
        PersonEvent::Registered { name, role, merchant, language } => {
            state.known = true;
            state.name = name.get().cloned();
            state.roles.insert(*role);
            state.merchant.clone_from(merchant);
            state.language = Some(*language);
        }
        PersonEvent::Renamed { name } => state.name = name.get().cloned(),
        PersonEvent::RoleGranted { role } => {
            state.roles.insert(*role);
        }
        PersonEvent::RoleRevoked { role } => {
            state.roles.remove(role);
        }
        PersonEvent::LanguageChosen { language } => state.language = Some(*language),
        PersonEvent::Deactivated => state.inactive = true,
        PersonEvent::Reactivated => state.inactive = false,
        PersonEvent::PasswordReset => {}
        PersonEvent::ConsentGiven { consent } => {
            state.consents.insert(consent.clone());
        }
        PersonEvent::ConsentRevoked { consent } => {
            state.consents.remove(consent);
        }
    }
    state
}
