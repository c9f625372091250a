//! Language and type size, kept in this browser alone (K2).

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::HeaderValue;
use http::header::SET_COOKIE;
use terms::Language;

use crate::session;
use crate::shell::act::is_local;
use crate::shell::visit::Size;
use crate::shell::{Form, Oops, Page, Site, Visit, render};

struct Choice {
    key: &'static str,
    text: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "doors/settings.html")]
struct SettingsPage<'a> {
    page: Page<'a>,
    languages: Vec<Choice>,
    sizes: Vec<Choice>,
}

pub(super) async fn show(State(site): State<Arc<Site>>, visit: Visit) -> Result<Response, Oops> {
    let own_name = |language: Language| match language {
        Language::ZhHans => "简体中文",
        Language::ZhHant => "繁體中文",
        Language::En => "English",
    };
    let languages = Language::ALL.iter().map(|l| Choice {
        key: l.as_str(),
        text: own_name(*l).to_owned(),
        chosen: *l == visit.language,
    });
    let size = |size: Size| Choice {
        key: size.key(),
        text: visit.texts.say(&format!("settings-size-{}", size.key())),
        chosen: size == visit.size,
    };
    render(&SettingsPage {
        page: Page::new(&site, &visit, visit.texts.say("settings-title")),
        languages: languages.collect(),
        sizes: Size::ALL.map(size).into(),
    })
}

pub(super) async fn keep(State(site): State<Arc<Site>>, form: Form) -> Result<Response, Oops> {
    let back = form.given("back").filter(|back| is_local(back)).unwrap_or_else(|| "/settings".to_owned());
    let mut response = Redirect::to(&back).into_response();
    let language = form.text("language").parse::<Language>().ok().map(|l| (session::LANGUAGE, l.as_str()));
    let size = Size::of(form.text("size")).map(|size| (session::SIZE, size.key()));
    for (name, value) in [language, size].into_iter().flatten() {
        let line = session::set(name, value, session::YEAR, site.settings.secure_cookies);
        if let Ok(line) = HeaderValue::from_str(&line) {
            response.headers_mut().append(SET_COOKIE, line);
        }
    }
    Ok(response)
}
