//! Handing the complaint in: its number at once, or the open case that it may belong to.

use std::sync::Arc;

use app::case::{self, Complaint, Wish};
use app::execute::ExecuteError;
use app::queries::disputes;
use app::strangers::{Doing, is_guest};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::viewer;
use domain::dispute::commands::send_message::{Addressed, SendMessage};
use domain::dispute::{DisputeCommand, Remedy};
use http::StatusCode;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use terms::{CaseNumber, Channel, Currency, PersonId, Role};

use super::keep::FORM;
use super::show::{self, Showing, claim_lines};
use super::steps::{self, Step};
use super::{draft, order_of, with_cookie};
use crate::consumer::case::next::{NextStep, RuleName, next_step};
use crate::consumer::draft::Draft;
use crate::shell::act::{find, money};
use crate::shell::{Form, Oops, Page, Site, Trouble, Visit, render, sight};

/// The number of the open case that the complaint came back for, if it did.
pub(super) fn duplicate_of(trouble: Option<&Trouble>) -> Option<String> {
    trouble.and_then(|t| t.typed.given("duplicate"))
}

pub(super) async fn submit(
    site: &Site,
    visit: &Visit,
    mut draft: Draft,
    form: &Form,
) -> Result<Response, Oops> {
    let (actor, session) = match visit.signed_in() {
        Ok(signed_in) => signed_in,
        // The draft waits; after signing in they are back at the review.
        Err(_) => return Ok(Redirect::to("/sign-in?then=/file/review").into_response()),
    };
    if session.role != Role::Consumer {
        return Err(Oops::NotAllowed);
    }
    if draft.kind.is_none() {
        // Sent from another tab already: the draft is gone, the case is there.
        return sent_before(site, visit, session.person).await;
    }
    draft.separate |= form.text("separate") == "yes";
    let wish = *draft.wish.get_or_insert_with(|| site.wish());
    let cookie = draft::save(site, visit, &draft).await?;
    let order = order_of(site, visit, &draft).await?;
    let asked = serde_json::to_vec(&draft).map_err(|e| Oops::Broken(e.to_string()))?;
    let wish = Wish { id: wish, asked: Sha256::digest(asked).to_vec(), seen: None };
    let guest = is_guest(session.person);
    if guest && !site.app.strangers.may(Doing::Complains, visit.ip, visit.now) {
        let most = [("most", Doing::Complains.most().to_string())];
        let mut trouble = Trouble::said(FORM, Form::default(), "", visit.texts.with("guest-limit", &most));
        trouble.status = StatusCode::TOO_MANY_REQUESTS;
        let response = back_at(site, visit, &draft, Step::Review, &trouble).await?;
        return Ok(with_cookie(response, &cookie));
    }
    let filed = case::file(&site.app, actor, complaint(visit, &draft, order.as_ref())?, wish).await;
    if guest && filed.is_err() {
        site.app.strangers.give_back(Doing::Complains, visit.ip);
    }
    match filed {
        Ok(outcome) => {
            let gone = draft::forget(site, visit).await?;
            let to = format!("/cases/{}/filed", outcome.number);
            Ok(with_cookie(Redirect::to(&to).into_response(), &gone))
        }
        Err(ExecuteError::KeyReused) => {
            // Filed before, then changed with the way back: what is sent now is another complaint.
            draft.wish = None;
            let cookie = draft::save(site, visit, &draft).await?;
            Ok(with_cookie(Redirect::to("/file/review").into_response(), &cookie))
        }
        Err(error) => {
            let response = come_back(site, visit, &draft, error).await?;
            Ok(with_cookie(response, &cookie))
        }
    }
}

/// How long a complaint may lie behind a page that is sent a second time, in seconds.
const JUST_SENT: i64 = 24 * 3600;

/// What is said where nothing is left to send: the number under which it was sent, or the first question.
async fn sent_before(site: &Site, visit: &Visit, person: PersonId) -> Result<Response, Oops> {
    let newest = disputes::of_consumer(&site.app, person, None, 1).await?.into_iter().next();
    let newest = newest.filter(|row| visit.now.seconds_since(row.filed_at) < JUST_SENT);
    let to =
        newest.map_or_else(|| Step::Kind.href(), |row| format!("/cases/{}/filed?again=yes", row.digits()));
    Ok(Redirect::to(&to).into_response())
}

/// For how many days the browser of someone without an account knows them.
pub(super) fn guest_days(site: &Site) -> i64 {
    site.app.limits.session_seconds / (24 * 3600)
}

fn complaint(
    visit: &Visit,
    draft: &Draft,
    order: Option<&domain::order::OrderSnapshot>,
) -> Result<Complaint, Oops> {
    let currency = order.map_or(Currency::Cny, |order| order.total.currency);
    let claim = |key: &String| {
        let remedy_type = key.parse().ok()?;
        let own =
            |field: &str| draft.wanted.get(&format!("{field}.{key}")).filter(|text| !text.trim().is_empty());
        let amount = own("amount").and_then(|typed| money(currency, typed));
        Some(Remedy { remedy_type, amount, text: own("text").cloned(), rule_id: None })
    };
    Ok(Complaint {
        kind: draft.kind.clone().ok_or(Oops::Unreadable)?,
        order_id: draft.order.clone(),
        no_order_reason: Some(draft.without_order(visit.texts)).filter(|reason| {
            draft.order.is_none() && !reason.trim().is_empty() && !draft.no_order.trim().is_empty()
        }),
        lines: claim_lines(draft, order),
        description: draft.story.clone(),
        answers: draft.answers.clone(),
        claims: draft.remedies.iter().filter_map(claim).collect(),
        evidence_ids: draft.evidence.clone(),
        channel: Channel::Web,
        language: visit.language,
        consumer: None,
        separate_problem: draft.separate,
        occurred_at: None,
    })
}

/// The page that asks for what was refused, with everything that was typed.
async fn come_back(site: &Site, visit: &Visit, draft: &Draft, error: ExecuteError) -> Result<Response, Oops> {
    let (mut typed, mut step) = (Form::default(), Step::Review);
    if let ExecuteError::Refused(refusal) = &error {
        let refusal = refusal.as_ref();
        step = refusal.pointer().map_or(Step::Review, |pointer| Step::of_pointer(&pointer));
        let number = refusal.arguments().into_iter().find(|(name, _)| *name == "number");
        if let (true, Some((_, number))) = (domain::Refuse::code(refusal) == "duplicate_complaint", number) {
            typed.fields.push(("duplicate".to_owned(), number));
        }
    }
    for remedy in &draft.remedies {
        typed.fields.push(("remedy".to_owned(), remedy.clone()));
    }
    typed.fields.extend(draft.wanted.clone());
    typed.fields.extend(draft.answers.iter().map(|(key, answer)| (format!("answer.{key}"), answer.clone())));
    typed.fields.push(("story".to_owned(), draft.story.clone()));
    for (name, said) in
        [("no_order", &draft.no_order), ("shop", &draft.shop), ("item", &draft.item), ("day", &draft.day)]
    {
        typed.fields.push((name.to_owned(), said.clone()));
    }
    let trouble = RuleName::told(Trouble::of(error, FORM, typed, visit.texts)?, site, visit);
    back_at(site, visit, draft, step, &trouble).await
}

/// A page of the filing with what is to be put right; the review where that page does not exist.
async fn back_at(
    site: &Site,
    visit: &Visit,
    draft: &Draft,
    step: Step,
    trouble: &Trouble,
) -> Result<Response, Oops> {
    let order = order_of(site, visit, draft).await?;
    let all = steps::steps(draft, &site.app.playbook, order.as_ref());
    let step = if all.contains(&step) { step } else { Step::Review };
    let from_review = step != Step::Review;
    let showing = Showing { draft, order: order.as_ref(), all: &all, step: &step, from_review };
    let mut response = show::step(site, visit, &showing, Some(trouble)).await?;
    *response.status_mut() = trouble.status;
    Ok(response)
}

/// The complaint joins an open case: its words and files go there as a message.
pub(super) async fn join(State(site): State<Arc<Site>>, visit: Visit, form: Form) -> Result<Response, Oops> {
    let (number, id) = find(&site, form.text("number")).await?;
    let (actor, _) = visit.signed_in()?;
    let state = case::state(&site.app, id).await?;
    viewer(&state, &actor, visit.now).ok_or(Oops::NotFound)?;
    let draft = draft::load(&site, &visit).await?;
    let message = SendMessage {
        text: draft.story.clone(),
        evidence_ids: draft.evidence.clone(),
        audience: Addressed::All,
    };
    let wish = Wish { id: form.wish(&site, &visit), asked: form.hash(), seen: None };
    match case::act(&site.app, id, actor, DisputeCommand::SendMessage(message), wish).await {
        Ok(_) => {
            let gone = draft::forget(&site, &visit).await?;
            Ok(with_cookie(Redirect::to(&format!("/cases/{number}")).into_response(), &gone))
        }
        Err(error) => come_back(&site, &visit, &draft, error).await,
    }
}

#[derive(Template)]
#[template(path = "consumer/filed.html")]
struct FiledPage<'a> {
    page: Page<'a>,
    number: CaseNumber,
    grouped: String,
    next: Option<NextStep>,
    /// Sent a second time: nothing new was filed.
    again: bool,
    guest: bool,
    guest_days: i64,
}

#[derive(Deserialize)]
pub(super) struct Again {
    again: Option<String>,
}

/// The number, large, and what happens now (B11).
pub(super) async fn filed(
    State(site): State<Arc<Site>>,
    Path(number): Path<String>,
    Query(asked): Query<Again>,
    visit: Visit,
) -> Result<Response, Oops> {
    let (number, id) = find(&site, &number).await?;
    let (actor, session) = visit.signed_in()?;
    let view = sight::view(&site, &visit, id, &actor).await?;
    render(&FiledPage {
        page: Page::new(&site, &visit, visit.texts.say("filed-title")).at("/cases"),
        number,
        grouped: number.grouped(),
        next: next_step(&view, &site, &visit),
        again: asked.again.is_some(),
        guest: is_guest(session.person),
        guest_days: guest_days(&site),
    })
}
