//! Keys for programs: the one that the shop signs hand-overs with, and tokens for integrators. Each is shown once.

use std::fmt::Write as _;
use std::sync::Arc;

use app::execute::ExecuteError;
use app::queries::people;
use app::sign_in::{self, HandOverError};
use axum::extract::State;
use axum::response::Response;
use domain::person::Register;
use terms::{Language, PersonId, Role, clean_line, person_from_outside};

use super::{News, Once, page};
use crate::shell::{Form, Oops, Site, Trouble, Visit};

pub(super) async fn new_hand_over_key(
    State(site): State<Arc<Site>>,
    visit: Visit,
    _: Form,
) -> Result<Response, Oops> {
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

/// A program with its tokens that are still good.
pub(super) struct ProgramView {
    pub name: String,
    /// When each token was made, and until when it is good.
    pub tokens: Vec<(String, String)>,
}

pub(super) async fn list(site: &Site, visit: &Visit) -> Result<Vec<ProgramView>, Oops> {
    let when = |at| texts::date_time(at, visit.now, visit.language);
    let mut programs: Vec<ProgramView> = Vec::new();
    for row in people::programs(&site.app).await? {
        let token = (when(row.made), when(row.until));
        match programs.last_mut().filter(|last| last.name == row.name) {
            Some(last) => last.tokens.push(token),
            None => programs.push(ProgramView { name: row.name, tokens: vec![token] }),
        }
    }
    Ok(programs)
}

/// The person that an integrator's program acts as, by the name it was given.
fn person_of(name: &str) -> PersonId {
    person_from_outside(&format!("integrator:{name}"))
}

pub(super) async fn open_integrator(
    State(site): State<Arc<Site>>,
    visit: Visit,
    form: Form,
) -> Result<Response, Oops> {
    let Ok(name) = clean_line(form.text("name"), 80) else {
        let trouble = Trouble::at("open-integrator", form, "name", "admin-error-name", visit.texts);
        return page(&site, &visit, News::default(), Some(&trouble)).await;
    };
    let person = person_of(&name);
    let new =
        Register { name: name.clone(), role: Role::Integrator, merchant: None, language: Language::ZhHans };
    match sign_in::register(&site.app, person, new).await {
        Ok(()) => {}
        Err(ExecuteError::Store(error)) => return Err(error.into()),
        Err(ExecuteError::Refused(refusal)) => return Err(Oops::Broken(refusal.code().to_owned())),
        Err(ExecuteError::Busy | ExecuteError::Stale { .. } | ExecuteError::KeyReused) => {
            return Err(Oops::Busy);
        }
    }
    let token = sign_in::open(&site.app, person, Role::Integrator, None, &name).await?;
    let until =
        texts::date_time(visit.now.plus_seconds(site.app.limits.session_seconds), visit.now, visit.language);
    page(&site, &visit, News { once: Some(Once::IntegratorToken { name, token, until }), done: None }, None)
        .await
}

pub(super) async fn close_integrator(
    State(site): State<Arc<Site>>,
    visit: Visit,
    form: Form,
) -> Result<Response, Oops> {
    let Ok(name) = clean_line(form.text("name"), 80) else {
        let trouble = Trouble::at("close-integrator", form, "name", "admin-error-name", visit.texts);
        return page(&site, &visit, News::default(), Some(&trouble)).await;
    };
    let person = person_of(&name);
    // A name mistyped must not look as if its tokens were void.
    if !people::programs(&site.app).await?.iter().any(|program| program.person == person) {
        let trouble = Trouble::at("close-integrator", form, "name", "admin-error-program", visit.texts);
        return page(&site, &visit, News::default(), Some(&trouble)).await;
    }
    sign_in::close_all(&site.app, person).await?;
    let done = visit.texts.with("admin-integrator-closed", &[("name", name)]);
    page(&site, &visit, News { once: None, done: Some(done) }, None).await
}
