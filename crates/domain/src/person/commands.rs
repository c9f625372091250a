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
    ResetPassword,
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
        | PersonCommand::Reactivate
        | PersonCommand::ResetPassword => false,
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
        PersonCommand::ResetPassword => PersonEvent::PasswordReset,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::given::{PLAYBOOK, WEDNESDAY, admin, consumer, merchant, person, shop, system};
    use crate::fact::Fact;
    use crate::facts::Facts;
    use crate::person::evolve;
    use crate::refusal::Refuse;
    use terms::{Ids, SeededEntropy};

    fn done(
        state: &PersonState,
        actor: &Actor,
        command: &PersonCommand,
    ) -> Result<PersonState, &'static str> {
        let (facts, mut entropy) = (Facts::default(), SeededEntropy::new(1));
        let mut ids = Ids::new(WEDNESDAY, &mut entropy);
        let (on_behalf_of, now, occurred_at) = (None, WEDNESDAY, None);
        let ctx =
            Ctx { actor, on_behalf_of, now, occurred_at, playbook: &PLAYBOOK, facts: &facts, ids: &mut ids };
        let events = decide(state, command, &ctx).map_err(|refusal| refusal.code())?;
        Ok(events.into_iter().fold(state.clone(), |state, event| {
            let (by, label) = (actor.by(), event.label());
            evolve(state, &Fact { at: now, occurred_at, by, on_behalf_of, label, event })
        }))
    }

    fn register(name: &str, role: Role, merchant: Option<MerchantId>) -> PersonCommand {
        PersonCommand::Register(Register {
            name: name.to_owned(),
            role,
            merchant,
            language: Language::ZhHans,
        })
    }

    fn known() -> PersonState {
        done(&PersonState::default(), &system(), &register(" 陈雨桐 ", Role::Consumer, None)).unwrap()
    }

    /// K1: made known once, under a clean name.
    #[test]
    fn a_person_is_registered_once() {
        assert_eq!(known().name.as_deref(), Some("陈雨桐"));
        let again = register("陈雨桐", Role::Consumer, None);
        assert_eq!(done(&known(), &system(), &again), Err("already_done"));
        for name in ["", " ", "a\u{202E}b", "a\nb", &"长".repeat(MAX_NAME + 1)] {
            let wrong = register(name, Role::Consumer, None);
            assert_eq!(done(&PersonState::default(), &admin(), &wrong), Err("name_invalid"));
        }
    }

    /// A merchant's staff belong to a merchant, and nobody else does.
    #[test]
    fn merchants_staff_belong_to_a_merchant() {
        let nobody = PersonState::default();
        assert_eq!(done(&nobody, &admin(), &register("a", Role::Merchant, None)), Err("merchant_missing"));
        assert_eq!(
            done(&nobody, &admin(), &register("a", Role::Consumer, Some(shop()))),
            Err("merchant_missing")
        );
        assert!(done(&nobody, &admin(), &register("a", Role::Merchant, Some(shop()))).is_ok());
        let grant = PersonCommand::GrantRole { role: Role::Merchant };
        assert_eq!(done(&known(), &admin(), &grant), Err("merchant_missing"));
    }

    /// C12: roles are given and taken by admins, once each.
    #[test]
    fn admins_give_and_take_roles() {
        let grant = PersonCommand::GrantRole { role: Role::Mediator };
        let mediator = done(&known(), &admin(), &grant).unwrap();
        assert_eq!(done(&mediator, &admin(), &grant), Err("already_done"));
        let revoke = PersonCommand::RevokeRole { role: Role::Mediator };
        let plain = done(&mediator, &admin(), &revoke).unwrap();
        assert_eq!(done(&plain, &admin(), &revoke), Err("already_done"));
        for other in [consumer(), merchant()] {
            assert_eq!(done(&known(), &other, &grant), Err("not_allowed"));
        }
        assert_eq!(done(&PersonState::default(), &admin(), &grant), Err("unknown_person"));
    }

    /// H4, F4: language and consents are one's own, and what was agreed to can be taken back.
    #[test]
    fn language_and_consents_are_ones_own() {
        let me = person("consumer");
        let consent = || "survey".to_owned();
        let give = PersonCommand::GiveConsent { person: me, consent: consent() };
        let agreed = done(&known(), &consumer(), &give).unwrap();
        assert_eq!(done(&agreed, &consumer(), &give), Err("already_done"));
        let take = PersonCommand::RevokeConsent { person: me, consent: consent() };
        assert!(done(&agreed, &consumer(), &take).unwrap().consents.is_empty());
        assert_eq!(done(&known(), &consumer(), &take), Err("already_done"));
        assert_eq!(done(&agreed, &merchant(), &take), Err("not_allowed"));
        let choose = PersonCommand::ChooseLanguage { person: me, language: Language::En };
        let english = done(&known(), &consumer(), &choose).unwrap();
        assert_eq!(done(&english, &consumer(), &choose), Err("already_done"));
    }

    #[test]
    fn who_left_can_come_back_and_may_change_the_name() {
        let gone = done(&known(), &admin(), &PersonCommand::Deactivate).unwrap();
        assert_eq!(done(&gone, &admin(), &PersonCommand::Deactivate), Err("already_done"));
        let back = done(&gone, &admin(), &PersonCommand::Reactivate).unwrap();
        assert_eq!(done(&back, &admin(), &PersonCommand::Reactivate), Err("already_done"));
        let renamed = done(&back, &admin(), &PersonCommand::Rename { name: "陈雨".to_owned() }).unwrap();
        assert_eq!(renamed.name.as_deref(), Some("陈雨"));
    }
}
