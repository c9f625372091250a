//! Colleagues: adding one, giving a new password, taking the key away and giving it back.

use std::sync::Arc;

use app::execute::{ExecuteError, Request, execute};
use app::sign_in::{self, PasswordError};
use app::{Persons, duty, queries};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::Actor;
use domain::person::PersonCommand;
use terms::{PersonId, Role};
use texts::Texts;

use super::{News, page};
use crate::merchant::row::counted;
use crate::shell::{Form, Oops, Site, Trouble, Visit};

/// A colleague in the list.
pub(super) struct StaffView {
    pub id: String,
    pub name: String,
    pub login: String,
    pub roles: String,
    /// Open cases that the person is in charge of.
    pub cases: String,
    pub has_cases: bool,
    pub active: bool,
    /// The administrator who is looking: nobody locks themselves out.
    pub is_me: bool,
}

pub(super) async fn list(site: &Site, me: &Actor, t: Texts) -> Result<Vec<StaffView>, Oops> {
    let comma = t.say("rules-list-comma");
    let logins = queries::people::logins(&site.app).await?;
    let mut staff = Vec::new();
    for person in queries::people::staff(&site.app).await? {
        let cases = queries::disputes::count_of_officer(&site.app, person.id).await?;
        staff.push(StaffView {
            is_me: me.person() == Some(person.id),
            id: person.id.to_string(),
            name: person.name,
            login: logins.get(&person.id).cloned().unwrap_or_default(),
            roles: person
                .roles
                .iter()
                .map(|role| t.word("role", role.as_str()))
                .collect::<Vec<_>>()
                .join(&comma),
            has_cases: cases > 0,
            cases: counted(cases),
            active: person.active,
        });
    }
    Ok(staff)
}

pub(super) async fn add(State(site): State<Arc<Site>>, visit: Visit, form: Form) -> Result<Response, Oops> {
    let t = visit.texts;
    let Ok(role) = form.text("role").parse::<Role>() else {
        let trouble = Trouble::at("add-staff", form, "role", "admin-error-role", t);
        return page(&site, &visit, News::default(), Some(&trouble)).await;
    };
    let (login, name, password) =
        (form.text("login").to_owned(), form.text("name").to_owned(), form.text("password").to_owned());
    match sign_in::add_staff(&site.app, &login, &name, role, &password).await {
        Ok(_) => {
            let done = t.with("admin-added", &[("name", name), ("login", login.trim().to_lowercase())]);
            page(&site, &visit, News { done: Some(done), ..News::default() }, None).await
        }
        Err(error) => refused(&site, &visit, "add-staff", form, error).await,
    }
}

pub(super) async fn set_password(
    State(site): State<Arc<Site>>,
    visit: Visit,
    form: Form,
) -> Result<Response, Oops> {
    let (login, password) = (form.text("login").to_owned(), form.text("password").to_owned());
    let (actor, _) = visit.signed_in()?;
    match sign_in::set_password(&site.app, &actor, &login, &password).await {
        Ok(()) => {
            let done = visit.texts.with("admin-password-set", &[("login", login)]);
            page(&site, &visit, News { done: Some(done), ..News::default() }, None).await
        }
        Err(error) => refused(&site, &visit, "set-password", form, error).await,
    }
}

/// The form comes back with what does not fit.
async fn refused(
    site: &Site,
    visit: &Visit,
    name: &str,
    mut form: Form,
    error: PasswordError,
) -> Result<Response, Oops> {
    let (field, key) = match error {
        PasswordError::Wrong => ("login", "admin-error-login-unknown"),
        PasswordError::Unfit => ("password", "admin-error-password"),
        PasswordError::LoginUnfit => ("login", "admin-error-login"),
        PasswordError::LoginTaken => ("login", "admin-error-login-taken"),
        PasswordError::NameUnfit => ("name", "admin-error-name"),
        PasswordError::RoleUnfit => ("role", "admin-error-role"),
        PasswordError::Store(error) => return Err(error.into()),
    };
    // A password is typed anew, never sent back.
    form.fields.retain(|(field, _)| field != "password");
    let trouble = Trouble::at(name, form, field, key, visit.texts);
    page(site, visit, News::default(), Some(&trouble)).await
}

pub(super) async fn deactivate(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(person): Path<String>,
    form: Form,
) -> Result<Response, Oops> {
    change(&site, &visit, &person, &form, PersonCommand::Deactivate).await
}

pub(super) async fn reactivate(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(person): Path<String>,
    form: Form,
) -> Result<Response, Oops> {
    change(&site, &visit, &person, &form, PersonCommand::Reactivate).await
}

async fn change(
    site: &Site,
    visit: &Visit,
    person: &str,
    form: &Form,
    command: PersonCommand,
) -> Result<Response, Oops> {
    let (actor, _) = visit.signed_in()?;
    let person: PersonId = person.parse().map_err(|_| Oops::NotFound)?;
    if actor.person() == Some(person) {
        return Err(Oops::NotAllowed);
    }
    let name = queries::people::by_id(&site.app, person).await?.ok_or(Oops::NotFound)?.name;
    let key = if command == PersonCommand::Deactivate { "admin-deactivated" } else { "admin-reactivated" };
    let request = Request::<Persons> {
        id: form.wish(site, visit),
        asked: form.hash(),
        actor,
        on_behalf_of: None,
        occurred_at: None,
        stream: person.0,
        is_new: false,
        command,
        seen: None,
        finishes: None,
    };
    match execute(&site.app, request).await {
        Ok(_) => {}
        Err(ExecuteError::Store(error)) => return Err(error.into()),
        Err(ExecuteError::Busy | ExecuteError::Stale { .. } | ExecuteError::KeyReused) => {
            return Err(Oops::Busy);
        }
        // Somebody was faster: it is as it was wished all the same.
        Err(ExecuteError::Refused(refusal)) if refusal.code() == "already_done" => {}
        Err(ExecuteError::Refused(_)) => return Err(Oops::NotAllowed),
    }
    sign_in::close_all(&site.app, person).await?;
    duty::refresh(&site.app).await?;
    let done = visit.texts.with(key, &[("name", name)]);
    page(site, visit, News { done: Some(done), ..News::default() }, None).await
}
