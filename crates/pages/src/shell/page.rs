//! What every template can ask: sentences, dates, who is signed in, what was typed before.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;
use terms::{Language, Role};

use super::{Oops, Site, Trouble, Visit};
use crate::assets;

/// One line of the main navigation.
pub(crate) struct NavItem {
    pub href: &'static str,
    pub text: String,
    pub current: bool,
}

/// A choice of language.
pub(crate) struct LanguageLink {
    pub href: String,
    pub code: &'static str,
    pub short: &'static str,
    pub current: bool,
}

/// The frame of a page: base.html asks it for everything.
pub(crate) struct Page<'a> {
    pub visit: &'a Visit,
    pub site: &'a Site,
    pub title: String,
    /// The address in the navigation that this page belongs to.
    pub here: &'static str,
    /// Where news of this page comes from, if it updates by itself.
    pub live: Option<String>,
    pub trouble: Option<&'a Trouble>,
}

impl<'a> Page<'a> {
    pub fn new(site: &'a Site, visit: &'a Visit, title: impl Into<String>) -> Self {
        Self { visit, site, title: title.into(), here: "", live: None, trouble: None }
    }

    pub fn at(self, here: &'static str) -> Self {
        Self { here, ..self }
    }

    pub fn live(self, live: impl Into<String>) -> Self {
        Self { live: Some(live.into()), ..self }
    }

    pub fn with(self, trouble: Option<&'a Trouble>) -> Self {
        Self { trouble, ..self }
    }

    /// The sentence under a key.
    pub fn t(&self, key: impl AsRef<str>) -> String {
        self.visit.texts.say(key.as_ref())
    }

    pub fn t1(&self, key: impl AsRef<str>, name: &str, value: impl std::fmt::Display) -> String {
        self.visit.texts.with(key.as_ref(), &[(name, value.to_string())])
    }

    pub fn t2(
        &self,
        key: &str,
        one: &str,
        value: impl std::fmt::Display,
        two: &str,
        other: impl std::fmt::Display,
    ) -> String {
        self.visit.texts.with(key, &[(one, value.to_string()), (two, other.to_string())])
    }

    /// A word of the field: `page.word("stage", "negotiation")`.
    pub fn word(&self, vocabulary: &str, key: impl AsRef<str>) -> String {
        self.visit.texts.word(vocabulary, key.as_ref())
    }

    pub fn lang(&self) -> &'static str {
        self.visit.language.as_str()
    }

    pub fn version(&self) -> &'static str {
        assets::version()
    }

    pub fn size_class(&self) -> &'static str {
        self.visit.size.class()
    }

    /// A new id for a form, so that sending it twice does it once.
    pub fn wish(&self) -> String {
        self.site.wish().to_string()
    }

    pub fn languages(&self) -> Vec<LanguageLink> {
        let link = |l: &Language| LanguageLink {
            href: self.visit.in_language(*l),
            code: l.as_str(),
            short: match l {
                Language::ZhHans => "简",
                Language::ZhHant => "繁",
                Language::En => "EN",
            },
            current: *l == self.visit.language,
        };
        Language::ALL.iter().map(link).collect()
    }

    fn role(&self) -> Option<Role> {
        self.visit.session.as_ref().map(|s| s.role)
    }

    pub fn signed_in(&self) -> bool {
        self.visit.session.is_some()
    }

    /// Denser pages for those who work here all day.
    pub fn is_staff(&self) -> bool {
        self.role().is_some_and(|role| role != Role::Consumer)
    }

    /// Name, and for everybody but consumers what they are here.
    pub fn who(&self) -> String {
        match &self.visit.session {
            None => String::new(),
            Some(s) if s.role == Role::Consumer => s.name.clone(),
            Some(s) => format!("{} · {}", s.name, self.word("role", s.role.as_str())),
        }
    }

    pub fn home(&self) -> &'static str {
        self.role().map_or("/", home_of)
    }

    pub fn nav(&self) -> Vec<NavItem> {
        let items: &[(&'static str, &str)] = match self.role() {
            None => &[("/", "nav-entrance"), ("/track", "nav-track"), ("/rules", "nav-rules")],
            Some(Role::Consumer) => &[
                ("/", "nav-entrance"),
                ("/cases", "nav-cases"),
                ("/notices", "nav-notices"),
                ("/rules", "nav-rules"),
            ],
            Some(Role::Merchant) => &[
                ("/merchant", "nav-merchant"),
                ("/merchant/standing", "nav-standing"),
                ("/notices", "nav-notices"),
                ("/rules", "nav-rules"),
            ],
            Some(Role::Mediator) => {
                &[("/desk", "nav-desk"), ("/notices", "nav-notices"), ("/rules", "nav-rules")]
            }
            Some(Role::IntakeOfficer | Role::Decider) => &[
                ("/desk", "nav-desk"),
                ("/desk/penalties", "nav-penalties"),
                ("/notices", "nav-notices"),
                ("/rules", "nav-rules"),
            ],
            Some(Role::Supervisor) => &[
                ("/desk", "nav-desk"),
                ("/supervise", "nav-supervise"),
                ("/desk/penalties", "nav-penalties"),
                ("/notices", "nav-notices"),
                ("/rules", "nav-rules"),
            ],
            Some(Role::Admin) => &[("/admin", "nav-admin"), ("/rules", "nav-rules")],
            Some(Role::Integrator) => &[("/rules", "nav-rules")],
        };
        let item = |(href, key): &(&'static str, &str)| NavItem {
            href,
            text: self.t(key),
            current: *href == self.here,
        };
        items.iter().map(item).collect()
    }

    /// This page's own address, also where it answers to a form.
    pub fn address(&self) -> &str {
        &self.visit.path
    }

    /// This page's address, to come back to.
    pub fn then(&self) -> String {
        super::oops::form_encoded(&self.visit.path)
    }

    /// An icon of the sheet, as markup; it says nothing by itself, words stand beside it.
    pub fn icon(&self, name: &str) -> String {
        format!(
            "<svg class=\"i\" aria-hidden=\"true\"><use href=\"/assets/icons.svg?v={}#{name}\"/></svg>",
            self.version()
        )
    }

    /// The mistake at a field, as markup above it; empty where there is none.
    pub fn err(&self, form: impl AsRef<str>, field: impl AsRef<str>) -> String {
        let (form, field) = (form.as_ref(), field.as_ref());
        let sentence = self.error(form, field);
        if sentence.is_empty() {
            return String::new();
        }
        let (icon, word) = (self.icon("warning"), escaped(&self.t("shell-error")));
        let (id, sentence) = (escaped(&format!("{form}-{field}-e")), escaped(&sentence));
        format!(
            "<p class=\"err\" id=\"{id}\">{icon}<span><span class=\"visually-hidden\">{word} </span>{sentence}</span></p>"
        )
    }

    /// The attributes that tie a field to its mistake; empty where there is none.
    pub fn invalid(&self, form: impl AsRef<str>, field: impl AsRef<str>) -> String {
        let (form, field) = (form.as_ref(), field.as_ref());
        if self.error(form, field).is_empty() {
            return String::new();
        }
        format!("aria-invalid=\"true\" aria-describedby=\"{}\"", escaped(&format!("{form}-{field}-e")))
    }

    /// The hidden fields of a form that anyone may send whatever has happened meanwhile.
    pub fn free(&self, form: impl AsRef<str>) -> String {
        let form = form.as_ref();
        let mut fields = hidden("form", form) + &hidden("wish", &self.wish());
        for id in self.brought(form) {
            fields += &hidden("evidence_id", &id);
        }
        fields
    }

    /// The hidden fields of a form that is about the case exactly as it is shown.
    pub fn tied(&self, form: impl AsRef<str>, version: impl std::fmt::Display) -> String {
        self.free(form) + &hidden("version", &version.to_string())
    }

    // What was typed before, when a form comes back with a mistake.

    /// What was typed into a field of the form that came back, else `standard`.
    pub fn typed(&self, form: impl AsRef<str>, field: impl AsRef<str>, standard: impl AsRef<str>) -> String {
        let back = self.trouble.filter(|t| t.form == form.as_ref());
        back.map_or_else(|| standard.as_ref().to_owned(), |t| t.typed.text(field.as_ref()).to_owned())
    }

    /// Whether this choice was made in the form that came back, else `standard`.
    pub fn chosen(
        &self,
        form: impl AsRef<str>,
        field: impl AsRef<str>,
        value: impl AsRef<str>,
        standard: impl std::borrow::Borrow<bool>,
    ) -> bool {
        let back = self.trouble.filter(|t| t.form == form.as_ref());
        back.map_or(*standard.borrow(), |t| t.typed.all(field.as_ref()).any(|typed| typed == value.as_ref()))
    }

    /// The sentence to show at a field, if that is where the mistake is; empty otherwise.
    pub fn error(&self, form: impl AsRef<str>, field: impl AsRef<str>) -> String {
        let back = self.trouble.filter(|t| t.form == form.as_ref());
        let mistake = back.and_then(|t| t.mistakes.iter().find(|m| m.field == field.as_ref()));
        mistake.map(|m| m.sentence.clone()).unwrap_or_default()
    }

    /// Whether this form came back: its box is opened.
    pub fn came_back(&self, form: impl AsRef<str>) -> bool {
        self.trouble.is_some_and(|t| t.form == form.as_ref())
    }

    /// Files that the form that came back had already brought along.
    pub fn brought(&self, form: impl AsRef<str>) -> Vec<String> {
        let back = self.trouble.filter(|t| t.form == form.as_ref());
        back.map_or_else(Vec::new, |t| t.typed.evidence.iter().map(ToString::to_string).collect())
    }

    /// What happened instead of what was wished, where there is nothing to put right.
    pub fn news(&self) -> Option<&str> {
        self.trouble.filter(|t| t.mistakes.is_empty()).map(|t| t.next_step.as_str())
    }

    /// Above the mistakes: how many, or that it could not be done at all.
    pub fn alarm_title(&self) -> String {
        match self.trouble {
            Some(t) if t.is_no_slip() => self.t("shell-not-done"),
            Some(_) | None => self.t1("shell-mistakes", "count", self.mistakes().len()),
        }
    }

    pub fn mistakes(&self) -> &[super::form::Mistake] {
        self.trouble.map_or(&[], |t| &t.mistakes)
    }

    pub fn trouble_next(&self) -> &str {
        self.trouble.map_or("", |t| &t.next_step)
    }

    pub fn trouble_form(&self) -> &str {
        self.trouble.map_or("", |t| &t.form)
    }

    pub fn full_title(&self) -> String {
        match self.trouble {
            Some(t) if t.is_no_slip() => {
                format!("{}{}{}", self.t("shell-not-done"), self.t("rules-colon"), self.title)
            }
            Some(t) => self.t2("shell-title-mistakes", "count", t.mistakes.len(), "title", &self.title),
            None => self.title.clone(),
        }
    }
}

/// Where someone of a role begins.
pub(crate) const fn home_of(role: Role) -> &'static str {
    match role {
        Role::Consumer | Role::Integrator => "/",
        Role::Merchant => "/merchant",
        Role::IntakeOfficer | Role::Mediator | Role::Decider | Role::Supervisor => "/desk",
        Role::Admin => "/admin",
    }
}

/// The address of a case's page for someone of a role.
pub(crate) fn case_href(role: Role, number: impl std::fmt::Display) -> String {
    match role {
        Role::Merchant => format!("/merchant/cases/{number}"),
        Role::IntakeOfficer | Role::Mediator | Role::Decider | Role::Supervisor => {
            format!("/desk/cases/{number}")
        }
        Role::Consumer | Role::Admin | Role::Integrator => format!("/cases/{number}"),
    }
}

/// The page as an answer.
pub(crate) fn render(template: &impl Template) -> Result<Response, Oops> {
    render_as(StatusCode::OK, template)
}

/// The page as an answer with a status of its own.
pub(crate) fn render_as(status: StatusCode, template: &impl Template) -> Result<Response, Oops> {
    Ok((status, Html(template.render()?)).into_response())
}

/// Text as it may stand in markup and attributes.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

fn hidden(name: &str, value: &str) -> String {
    format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escaped(value))
}
