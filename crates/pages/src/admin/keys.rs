//! Keys for programs: the one that the shop signs hand-overs with, and tokens for integrators. Each is shown once.

use std::fmt::Write as _;
use std::sync::Arc;

use app::Persons;
use app::execute::{ExecuteError, Request, execute};
use app::sign_in::{self, HandOverError};
use axum::extract::State;
use axum::response::Response;
use domain::person::{PersonCommand, Register};
use terms::{Language, PersonId, Role, clean_line, person_from_outside};

use super::{News, Once, page};
use crate::shell::{Form, Oops, Site, Trouble, Visit};

pub(super) async fn new_hand_over_key(State(site): State<Arc<Site>>, visit: Visit, _: Form) -> Result<Response, Oops> {
    let mut key = String::with_capacity(64);
    for byte in site.app.random::<32>() {
        let _ = write!(key, "{byte:02x}");
    }
    match sign_in::set_hand_over_key(&site.app, &key).await {
        Ok(()) => page(&site, &visit, News { once: Some(Once::HandOverKey(key)), done: None }, None).await,
        Err(HandOverError::Store(error)) => Err(error.into()),
        Err(error) => Err(Oops::Broken(error.to_string())),
    }
}

/// The person that an integrator's program acts as, by the name it was given.
fn person_of(name: &str) -> PersonId {
    person_from_outside(&format!("integrator:{name}"))
}

pub(super) async fn open_integrator(State(site): State<Arc<Site>>, visit: Visit, form: Form) -> Result<Response, Oops> {
    let Ok(name) = clean_line(form.text("name"), 80) else {
        let trouble = Trouble::at("open-integrator", form, "name", "admin-error-name", visit.texts);
        return page(&site, &visit, News::default(), Some(&trouble)).await;
    };
    let person = person_of(&name);
    register(&site, &visit, &form, person, &name).await?;
    let token = sign_in::open(&site.app, person, Role::Integrator, None, &name).await?;
    let until = texts::date_time(visit.now.plus_seconds(site.app.limits.session_seconds), visit.now, visit.language);
    page(&site, &visit, News { once: Some(Once::IntegratorToken { name, token, until }), done: None }, None).await
}

/// Makes the program known as a person, once.
async fn register(site: &Site, visit: &Visit, form: &Form, person: PersonId, name: &str) -> Result<(), Oops> {
    let (actor, _) = visit.signed_in()?;
    let register = Register { name: name.to_owned(), role: Role::Integrator, merchant: None, language: Language::ZhHans };
    let request = Request::<Persons> {
        id: form.wish(site),
        asked: form.hash(),
        actor,
        on_behalf_of: None,
        occurred_at: None,
        stream: person.0,
        is_new: false,
        command: PersonCommand::Register(register),
        seen: None,
        finishes: None,
    };
    match execute(&site.app, request).await {
        Ok(_) => Ok(()),
        Err(ExecuteError::Store(error)) => Err(error.into()),
        // Known since it got its first token.
        Err(ExecuteError::Refused(refusal)) if refusal.code() == "already_done" => Ok(()),
        Err(ExecuteError::Refused(refusal)) => Err(Oops::Broken(refusal.code().to_owned())),
        Err(ExecuteError::Busy | ExecuteError::Stale { .. } | ExecuteError::KeyReused) => Err(Oops::Busy),
    }
}

pub(super) async fn close_integrator(State(site): State<Arc<Site>>, visit: Visit, form: Form) -> Result<Response, Oops> {
    let Ok(name) = clean_line(form.text("name"), 80) else {
        let trouble = Trouble::at("close-integrator", form, "name", "admin-error-name", visit.texts);
        return page(&site, &visit, News::default(), Some(&trouble)).await;
    };
    sign_in::close_all(&site.app, person_of(&name)).await?;
    let done = visit.texts.with("admin-integrator-closed", &[("name", name)]);
    page(&site, &visit, News { once: None, done: Some(done) }, None).await
}
