//! The first administrator, made once with the link that the server printed.

use std::sync::Arc;

use app::sign_in::{self, PasswordError, SetupError};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::shell::{Form, Oops, Page, Site, Trouble, Visit, render_as};

const FORM: &str = "setup";
/// Attempts by one address within a minute.
const ATTEMPTS: u32 = 10;

#[derive(Template)]
#[template(path = "doors/setup.html")]
struct SetupPage<'a> {
    page: Page<'a>,
    token: String,
    open: bool,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    token: Option<String>,
}

pub(super) async fn show(
    State(site): State<Arc<Site>>,
    Query(asked): Query<Asked>,
    visit: Visit,
) -> Result<Response, Oops> {
    if !site.may_knock("setup", visit.ip, ATTEMPTS) {
        return Err(Oops::TooOften);
    }
    page(&site, &visit, asked.token.unwrap_or_default(), None).await
}

async fn page(
    site: &Site,
    visit: &Visit,
    token: String,
    trouble: Option<&Trouble>,
) -> Result<Response, Oops> {
    let open = sign_in::setup_is_open(&site.app, &token).await?;
    let page = Page::new(site, visit, visit.texts.say("setup-title")).with(trouble);
    let status = match trouble {
        Some(trouble) => trouble.status,
        None if open => http::StatusCode::OK,
        None => http::StatusCode::GONE,
    };
    render_as(status, &SetupPage { page, token, open })
}

pub(super) async fn make(
    State(site): State<Arc<Site>>,
    visit: Visit,
    mut form: Form,
) -> Result<Response, Oops> {
    if !site.may_knock("setup", visit.ip, ATTEMPTS) {
        return Err(Oops::TooOften);
    }
    let token = form.text("token").to_owned();
    let (login, name, password) = (form.text("login"), form.text("name"), form.text("password"));
    let made = sign_in::first_admin(&site.app, &token, login, name, password).await;
    let (field, key) = match made {
        Ok(_) => return Ok(Redirect::to("/sign-in?then=/admin").into_response()),
        Err(SetupError::Store(error) | SetupError::Password(PasswordError::Store(error))) => {
            return Err(error.into());
        }
        Err(SetupError::Closed) => return page(&site, &visit, token, None).await,
        Err(SetupError::Password(error)) => match error {
            PasswordError::Unfit => ("password", "setup-password-unfit"),
            PasswordError::LoginUnfit => ("login", "setup-login-unfit"),
            PasswordError::LoginTaken => ("login", "setup-login-taken"),
            PasswordError::NameUnfit | PasswordError::RoleUnfit => ("name", "setup-name-unfit"),
            PasswordError::Wrong | PasswordError::Store(_) => ("login", "sign-in-wrong"),
        },
    };
    form.fields.retain(|(name, _)| name != "password");
    let trouble = Trouble::at(FORM, form, field, key, visit.texts);
    page(&site, &visit, token, Some(&trouble)).await
}
