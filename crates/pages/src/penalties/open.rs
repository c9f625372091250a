//! Laying a charge: from a dispute, with the evidence that the merchant could see, or without one.

use std::sync::Arc;

use app::case::{self, Wish};
use app::penalty;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::penalty::OpenPenalty;
use serde::Deserialize;
use terms::{CaseNumber, DisputeId, EvidenceState, MerchantId, PenaltyId, ViolationKey};

use crate::shell::{Form, Oops, Page, Site, Trouble, Visit, render_as};

pub(super) const PATH: &str = "/desk/penalties/new";
const FORM: &str = "open-penalty";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    case: String,
}

#[derive(Template)]
#[template(path = "penalties/new.html")]
struct NewPage<'a> {
    page: Page<'a>,
    /// Digits and grouped number of the dispute.
    case: Option<(String, String)>,
    merchant: String,
    /// Key, title, whether its kinds include the dispute's, what the rule says.
    violations: Vec<(String, String, bool, String)>,
    exhibits: Vec<(String, String)>,
    goods: String,
}

pub(super) async fn show(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Oops> {
    page(&site, &visit, &wanted.case, None).await
}

async fn dispute(
    site: &Site,
    visit: &Visit,
    digits: &str,
) -> Result<Option<(DisputeId, app::show::CaseView)>, Oops> {
    let (actor, _) = visit.signed_in()?;
    let Ok(number) = digits.parse::<CaseNumber>() else { return Ok(None) };
    let Some(id) = case::find(&site.app, number).await? else { return Ok(None) };
    Ok(case::view(&site.app, id, &actor, &visit.texts).await?.map(|view| (id, view)))
}

async fn page(site: &Site, visit: &Visit, digits: &str, trouble: Option<&Trouble>) -> Result<Response, Oops> {
    let found = dispute(site, visit, digits).await?;
    let view = found.as_ref().map(|(_, view)| view);
    let kind = view.map(|view| view.kind.clone());
    let order = view.and_then(|view| view.order.as_deref());
    let violation = |v: &playbook::Violation| {
        let rule = site.app.playbook.rule(&v.rule).map(|rule| rule.text.get(visit.language).to_owned());
        let fits = kind.as_ref().is_some_and(|kind| v.kinds.contains(kind));
        (v.key.to_string(), v.title.get(visit.language).to_owned(), fits, rule.unwrap_or_default())
    };
    let evidence = view.into_iter().flat_map(|view| &view.evidence);
    let template = NewPage {
        page: Page::new(site, visit, visit.texts.say("penalty-new-title"))
            .at(super::list::PATH)
            .with(trouble),
        case: view.map(|view| (view.number.to_string(), view.number.grouped())),
        merchant: order.map_or_else(String::new, |order| order.merchant_name.clone()),
        violations: site.app.playbook.penalties().violations.iter().map(violation).collect(),
        exhibits: evidence
            .filter(|e| e.state != EvidenceState::Refuted)
            .map(|e| (e.id.to_string(), e.name.clone().unwrap_or_default()))
            .collect(),
        goods: order
            .map(|order| order.lines.iter().map(|line| line.title.clone()).collect::<Vec<_>>().join("\n"))
            .unwrap_or_default(),
    };
    let status = trouble.map_or(http::StatusCode::OK, |trouble| trouble.status);
    render_as(status, &template)
}

/// One thing a line.
pub(super) fn lines(typed: &str) -> Vec<String> {
    typed.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

pub(super) async fn send(State(site): State<Arc<Site>>, visit: Visit, form: Form) -> Result<Response, Oops> {
    let (actor, session) = visit.signed_in()?;
    let digits = form.text("case").to_owned();
    let found = dispute(&site, &visit, &digits).await?;
    let Ok(violation) = ViolationKey::new(form.text("violation")) else {
        let trouble = Trouble::at(FORM, form, "violation", "penalty-error-violation", visit.texts);
        return page(&site, &visit, &digits, Some(&trouble)).await;
    };
    let merchant = form.given("merchant").and_then(|id| MerchantId::new(id.trim()).ok());
    let command = OpenPenalty {
        violation,
        text: form.text("text").to_owned(),
        dispute: found.as_ref().map(|(id, _)| *id),
        merchant_name: merchant.as_ref().map(ToString::to_string).unwrap_or_default(),
        merchant,
        goods: lines(form.text("goods")),
        evidence_ids: form.all("exhibit").filter_map(|id| id.parse().ok()).collect(),
        automated: false,
    };
    let wish = Wish { id: form.wish(&site, &visit), asked: form.hash(), seen: None };
    match penalty::open(&site.app, actor, command, wish).await {
        Ok(done) => {
            let state = penalty::state(&site.app, PenaltyId(done.stream)).await?;
            let number = state.charge.as_ref().map(|charge| charge.number).ok_or(Oops::NotFound)?;
            Ok(Redirect::to(&super::href(session.role, number)).into_response())
        }
        Err(error) => {
            let trouble = Trouble::of(error, FORM, form, visit.texts)?;
            page(&site, &visit, &digits, Some(&trouble)).await
        }
    }
}
