//! One address for every act on a case: a form becomes one command; a no comes back at its form.

pub(crate) mod command;
mod overtaken;
pub(crate) mod ruling;

use std::sync::Arc;

use app::case::{self, Wish};
use app::execute::ExecuteError;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Actor;
use domain::access::{Door, viewer};
use domain::dispute::commands::provide_evidence::ProvideEvidence;
use domain::dispute::commands::send_message::Addressed;
use domain::dispute::{DisputeCommand, Verb};
use futures_util::future::BoxFuture;
use playbook::Step;
use terms::{CaseNumber, CommandId, Currency, DisputeId, Position, Role};
use uuid::Uuid;

use super::page::case_href;
use super::{Form, Oops, Routes, Site, Trouble, Visit};
use crate::{consumer, desk, merchant};

pub(crate) use command::money;

pub(crate) fn routes() -> Routes {
    Routes::new().post("/cases/{number}/{verb}", Door::SignedIn, act)
}

/// The case that an address names, if it exists for this person.
///
/// # Errors
/// Not found, the store's.
pub(crate) async fn find(site: &Site, number: &str) -> Result<(CaseNumber, DisputeId), Oops> {
    let number: CaseNumber = number.parse().map_err(|_| Oops::NotFound)?;
    let id = case::find(&site.app, number).await?.ok_or(Oops::NotFound)?;
    Ok((number, id))
}

/// The case's page for whoever visits, with what went wrong at a form.
pub(crate) fn case_page<'a>(
    site: &'a Site,
    visit: &'a Visit,
    id: DisputeId,
    trouble: Option<&'a Trouble>,
) -> BoxFuture<'a, Result<Response, Oops>> {
    Box::pin(async move {
        let (_, session) = visit.signed_in()?;
        match session.role {
            Role::Merchant => merchant::case_page(site, visit, id, trouble).await,
            Role::IntakeOfficer | Role::Mediator | Role::Decider | Role::Supervisor => {
                desk::case_page(site, visit, id, trouble).await
            }
            Role::Consumer | Role::Admin | Role::Integrator => {
                consumer::case_page(site, visit, id, trouble).await
            }
        }
    })
}

async fn act(
    State(site): State<Arc<Site>>,
    Path((number, verb)): Path<(String, String)>,
    visit: Visit,
    form: Form,
) -> Result<Response, Oops> {
    let verb = Verb::from_path(&verb).ok_or(Oops::NotFound)?;
    let (number, id) = find(&site, &number).await?;
    match attempt(&site, &visit, id, verb, form).await? {
        Ok(form) => {
            let (_, session) = visit.signed_in()?;
            let home = case_href(session.role, number);
            let back = form.given("back").filter(|back| is_local(back)).unwrap_or(home);
            Ok(Redirect::to(&back).into_response())
        }
        Err(trouble) => {
            let trouble = overtaken::tell(&site, &visit, id, verb, trouble).await?;
            let mut response = case_page(&site, &visit, id, Some(&trouble)).await?;
            *response.status_mut() = trouble.status;
            Ok(response)
        }
    }
}

/// Carries a form out; gives it back with what is to be put right if that is no.
///
/// # Errors
/// What is no matter of the form.
pub(crate) async fn attempt(
    site: &Site,
    visit: &Visit,
    id: DisputeId,
    verb: Verb,
    form: Form,
) -> Result<Result<Form, Trouble>, Oops> {
    let (actor, session) = visit.signed_in()?;
    let state = case::state(&site.app, id).await?;
    if viewer(&state, &actor, visit.now).is_none() {
        return Err(Oops::NotFound);
    }
    let name = form.given("form").unwrap_or_else(|| verb.path().to_owned());
    if !form.failed.is_empty() {
        return Ok(Err(Trouble::files(&name, form, visit.texts)));
    }
    // Agreeing to everything binds at once, so it is asked once more.
    let is_asked_again =
        session.role == Role::Merchant && verb == Verb::Respond && form.text("sure").is_empty();
    if is_asked_again && form.text("position") == Position::Accept.as_str() {
        return Ok(Err(Trouble::at(&name, form, "sure", "merchant-error-sure", visit.texts)));
    }
    let into = match form.given("into").and_then(|n| n.parse::<CaseNumber>().ok()) {
        Some(number) => case::find(&site.app, number).await?,
        None => None,
    };
    let currency = state.order().map_or(Currency::Cny, |order| order.total.currency);
    let around = command::Around { this: id, into, currency };
    let command = match command::read(verb, &form, &around) {
        Ok(command) => command,
        Err(wrong) => return Ok(Err(Trouble::at(&name, form, &wrong.field, wrong.key, visit.texts))),
    };
    let seen = form.text("version").parse().ok();
    let wish = Wish { id: form.wish(site, visit), asked: form.hash(), seen };
    match case::act(&site.app, id, actor.clone(), command, wish).await {
        Ok(_) if verb == Verb::ConfirmReceipt && !form.evidence.is_empty() => {
            show_goods(site, visit, id, actor, &name, form).await
        }
        Ok(_) => Ok(Ok(form)),
        Err(ExecuteError::Refused(refusal))
            if verb == Verb::PutOnHold && refusal.code() == "date_invalid" && state.filed.is_some() =>
        {
            let kind = state.filed.as_ref().map(|filed| filed.kind.clone());
            let longest = kind.map(|kind| site.app.playbook.due(&kind, Step::Hold, visit.now).at);
            let date = longest.map_or_else(String::new, |at| texts::date_time(at, visit.now, visit.language));
            let sentence = visit.texts.with("desk-error-hold", &[("date", date)]);
            Ok(Err(Trouble::said(&name, form, "until", sentence)))
        }
        Err(ExecuteError::Store(error)) => Err(error.into()),
        Err(error) => Ok(Err(Trouble::of(error, &name, form, visit.texts)?)),
    }
}

/// Pictures of goods that came back otherwise than sent become evidence, right after it was said how they came.
async fn show_goods(
    site: &Site,
    visit: &Visit,
    id: DisputeId,
    actor: Actor,
    name: &str,
    form: Form,
) -> Result<Result<Form, Trouble>, Oops> {
    let wish = Wish {
        id: CommandId(Uuid::new_v5(&form.wish(site, visit).0, b"goods")),
        asked: form.hash(),
        seen: None,
    };
    let command = DisputeCommand::ProvideEvidence(ProvideEvidence {
        evidence_ids: form.evidence.clone(),
        note: None,
        audience: Addressed::All,
    });
    match case::act(&site.app, id, actor, command, wish).await {
        Ok(_) => Ok(Ok(form)),
        Err(ExecuteError::Store(error)) => Err(error.into()),
        Err(error) => Ok(Err(Trouble::of(error, name, form, visit.texts)?)),
    }
}

/// Whether an address stays on this site: browsers take what begins with two slashes, of either kind, for the name of
/// another one.
pub(crate) fn is_local(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.starts_with('/')
        && !path.contains("//")
        && !path.contains('\\')
        && !address.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert!(is_local("/cases/1") && is_local("/") && is_local("/merchant?q=a//b\\c"));
        let bad = [
            "//evil.example",
            "/\\evil.example",
            "\\/evil.example",
            "/cases//evil.example",
            "/cases/\\evil.example",
            "https://evil.example",
            "",
            "cases",
            "/a\nb",
        ];
        for bad in bad {
            assert!(!is_local(bad), "{bad}");
        }
    }
}
