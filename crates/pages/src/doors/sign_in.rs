//! Signing in: the shop hands its customers and merchants over, staff have passwords, a guest needs a name only.

use std::sync::Arc;

use app::Persons;
use app::execute::{ExecuteError, Request, execute};
use app::sign_in::{self, HandOverError, PasswordError};
use app::strangers::Doing;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Actor;
use domain::person::{PersonCommand, Register};
use http::HeaderValue;
use http::header::SET_COOKIE;
use serde::Deserialize;
use terms::{Ids, PersonId, Role};

use crate::consumer::forget_draft;
use crate::session;
use crate::shell::act::is_local;
use crate::shell::page::home_of;
use crate::shell::{Form, Oops, Page, Site, Trouble, Visit, render_as};

/// Attempts by one address within a minute.
const ATTEMPTS: u32 = 10;
/// Hand-overs from one address within a minute: a whole office may sit behind it.
const HAND_OVERS: u32 = 60;
const FORM: &str = "sign-in";
const GUEST: &str = "guest";

#[derive(Template)]
#[template(path = "doors/sign_in.html")]
struct SignInPage<'a> {
    page: Page<'a>,
    then: String,
    /// A complaint waits: it is said that nothing is lost.
    filing: bool,
    /// Why the shop's hand-over did not work.
    hand_over: String,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    then: Option<String>,
}

pub(super) async fn show(
    State(site): State<Arc<Site>>,
    Query(asked): Query<Asked>,
    visit: Visit,
) -> Result<Response, Oops> {
    page(&site, &visit, asked.then.as_deref().unwrap_or_default(), None, String::new())
}

fn page(
    site: &Site,
    visit: &Visit,
    then: &str,
    trouble: Option<&Trouble>,
    hand_over: String,
) -> Result<Response, Oops> {
    let then = if is_local(then) { then.to_owned() } else { String::new() };
    let status = trouble.map_or(http::StatusCode::OK, |t| t.status);
    let page = Page::new(site, visit, visit.texts.say("sign-in-title")).with(trouble);
    let filing = then.starts_with("/file") || visit.draft.is_some();
    render_as(status, &SignInPage { page, then, filing, hand_over })
}

/// Signed in: the cookie is set, and they go on to where they wanted to be.
fn enter(site: &Site, token: &str, to: &str) -> Response {
    let line = session::cookie(token, site.app.limits.session_seconds, site.settings.secure_cookies);
    let mut response = Redirect::to(to).into_response();
    set_cookie(&mut response, &line);
    response
}

fn set_cookie(response: &mut Response, line: &str) {
    if let Ok(line) = HeaderValue::from_str(line) {
        response.headers_mut().append(SET_COOKIE, line);
    }
}

fn wanted(then: &str, role: Role) -> &str {
    if is_local(then) && then != "/" { then } else { home_of(role) }
}

pub(super) async fn with_password(
    State(site): State<Arc<Site>>,
    visit: Visit,
    form: Form,
) -> Result<Response, Oops> {
    if !site.may_knock("sign-in", visit.ip, ATTEMPTS) {
        return Err(Oops::TooOften);
    }
    let then = form.text("then").to_owned();
    let key = match sign_in::sign_in(&site.app, form.text("login"), form.text("password"), visit.ip).await {
        Ok((token, session)) => return Ok(enter(&site, &token, wanted(&then, session.role))),
        Err(PasswordError::Store(error)) => return Err(error.into()),
        Err(
            PasswordError::Wrong
            | PasswordError::Unfit
            | PasswordError::LoginUnfit
            | PasswordError::LoginTaken
            | PasswordError::NameUnfit
            | PasswordError::RoleUnfit,
        ) => "sign-in-wrong",
    };
    let trouble = Trouble::at(FORM, without_password(form), "login", key, visit.texts);
    page(&site, &visit, &then, Some(&trouble), String::new())
}

/// A password is never written into a page again.
fn without_password(mut form: Form) -> Form {
    form.fields.retain(|(name, _)| name != "password");
    form
}

/// Someone without an account at the shop: known by this browser and the case number alone.
pub(super) async fn as_guest(
    State(site): State<Arc<Site>>,
    visit: Visit,
    form: Form,
) -> Result<Response, Oops> {
    if !site.may_knock("guest", visit.ip, ATTEMPTS) {
        return Err(Oops::TooOften);
    }
    let then = form.text("then").to_owned();
    if !site.app.strangers.may(Doing::SignsIn, visit.ip, visit.now) {
        let mut trouble = Trouble::at(GUEST, form, "name", "sign-in-guest-limit", visit.texts);
        trouble.status = http::StatusCode::TOO_MANY_REQUESTS;
        return page(&site, &visit, &then, Some(&trouble), String::new());
    }
    let name = form.text("name").trim().to_owned();
    let person = {
        let mut entropy = site.app.entropy();
        PersonId(Ids::new(visit.now, entropy.as_mut()).uuid())
    };
    let new = Register { name: name.clone(), role: Role::Consumer, merchant: None, language: visit.language };
    let request = Request::<Persons> {
        id: site.wish(),
        asked: Vec::new(),
        actor: Actor::System,
        on_behalf_of: None,
        occurred_at: None,
        stream: person.0,
        is_new: true,
        command: PersonCommand::Register(new),
        seen: None,
        finishes: None,
    };
    match execute(&site.app, request).await {
        Ok(_) => {
            let token = sign_in::open(&site.app, person, Role::Consumer, None, &name).await?;
            Ok(enter(&site, &token, wanted(&then, Role::Consumer)))
        }
        Err(ExecuteError::Store(error)) => Err(error.into()),
        Err(error) => {
            let mut trouble = Trouble::of(error, GUEST, form, visit.texts)?;
            // The only thing typed is the name.
            for mistake in &mut trouble.mistakes {
                "name".clone_into(&mut mistake.field);
            }
            page(&site, &visit, &then, Some(&trouble), String::new())
        }
    }
}

#[derive(Deserialize, Default)]
pub(super) struct Token {
    token: Option<String>,
    then: Option<String>,
    order: Option<String>,
}

#[derive(Template)]
#[template(path = "doors/other_person.html")]
struct OtherPersonPage<'a> {
    page: Page<'a>,
    token: String,
    then: String,
    order: String,
    /// Who is signed in, and whom the shop sends.
    which: String,
    go: String,
    stay: String,
}

/// The shop sends its customer here: straight to the draft, the order, or the inbox (K1). A browser in which somebody
/// else is signed in is asked first: nobody is moved into another's account by a link.
pub(super) async fn hand_over(
    State(site): State<Arc<Site>>,
    Query(asked): Query<Token>,
    visit: Visit,
) -> Result<Response, Oops> {
    let Some(session) = &visit.session else { return take_over(&site, &visit, asked).await };
    if !site.may_knock("hand-over", visit.ip, HAND_OVERS) {
        return Err(Oops::TooOften);
    }
    match sign_in::named_by(&site.app, asked.token.as_deref().unwrap_or_default()).await {
        Ok(named) if named.person == session.person => take_over(&site, &visit, asked).await,
        Ok(named) => {
            let names = [("now", session.name.clone()), ("next", named.name)];
            let say = |key| visit.texts.with(key, &names);
            let page = OtherPersonPage {
                page: Page::new(&site, &visit, visit.texts.say("hand-over-other")),
                token: asked.token.unwrap_or_default(),
                then: asked.then.unwrap_or_default(),
                order: asked.order.unwrap_or_default(),
                which: say("hand-over-other-now"),
                go: say("hand-over-other-go"),
                stay: say("hand-over-other-stay"),
            };
            render_as(http::StatusCode::OK, &page)
        }
        Err(error) => not_taken(&site, &visit, &asked, error),
    }
}

/// The change of person was confirmed: the session so far ends.
pub(super) async fn hand_over_anyway(
    State(site): State<Arc<Site>>,
    visit: Visit,
    form: Form,
) -> Result<Response, Oops> {
    let asked = Token { token: form.given("token"), then: form.given("then"), order: form.given("order") };
    take_over(&site, &visit, asked).await
}

async fn take_over(site: &Site, visit: &Visit, asked: Token) -> Result<Response, Oops> {
    if !site.may_knock("hand-over", visit.ip, HAND_OVERS) {
        return Err(Oops::TooOften);
    }
    let over = match sign_in::hand_over(&site.app, asked.token.as_deref().unwrap_or_default()).await {
        Ok(over) => over,
        Err(error) => return not_taken(site, visit, &asked, error),
    };
    if let Some(token) = &visit.token {
        sign_in::close(&site.app, token).await?;
    }
    let order = over.order.map(|order| order.to_string()).or(asked.order);
    let to = match (asked.then.filter(|then| is_local(then)), order, over.session.role) {
        (Some(then), ..) => then,
        (None, Some(order), Role::Consumer) => {
            format!("/file?order={}", crate::shell::oops::form_encoded(&order))
        }
        (None, _, Role::Consumer) if visit.draft.is_some() => "/file".to_owned(),
        (None, _, role) => home_of(role).to_owned(),
    };
    let mut response = enter(site, &over.token, &to);
    if let Some(language) = over.language {
        let secure = site.settings.secure_cookies;
        set_cookie(&mut response, &session::set(session::LANGUAGE, language.as_str(), session::YEAR, secure));
    }
    Ok(response)
}

fn not_taken(site: &Site, visit: &Visit, asked: &Token, error: HandOverError) -> Result<Response, Oops> {
    let key = match error {
        HandOverError::Store(error) => return Err(error.into()),
        HandOverError::Busy => return Err(Oops::Busy),
        HandOverError::NoKey => "hand-over-no-key",
        HandOverError::Expired => "hand-over-expired",
        HandOverError::Used => "hand-over-used",
        HandOverError::Invalid(why) => {
            tracing::warn!(why, "a hand-over was not taken");
            "hand-over-invalid"
        }
    };
    let then = asked.then.as_deref().unwrap_or_default();
    let mut response = page(site, visit, then, None, visit.texts.say(key))?;
    *response.status_mut() = http::StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// Signs out; on a shared computer the next person finds no draft either.
pub(super) async fn out(State(site): State<Arc<Site>>, visit: Visit) -> Result<Response, Oops> {
    if let Some(token) = &visit.token {
        sign_in::close(&site.app, token).await?;
    }
    let gone = forget_draft(&site, &visit).await?;
    let mut response = Redirect::to("/").into_response();
    set_cookie(&mut response, &session::cookie("", 0, site.settings.secure_cookies));
    set_cookie(&mut response, &gone);
    Ok(response)
}
