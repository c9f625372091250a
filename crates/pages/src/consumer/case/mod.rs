//! A case as its consumer reads it: the next step first, then everything that was said and done.

mod cards;
mod ended;
mod filed;
mod history;
pub(crate) mod next;
mod remedies;
mod talk;

use std::sync::Arc;

use app::case;
use app::show::CaseView;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::dispute::Verb;
use terms::{DisputeId, Role};

use super::filing_cards::{OrderCard, RemedyCard};
use crate::merchant::lens::Lens;
use crate::shell::act::{case_page as any_case_page, find};
use crate::shell::page::case_href;
use crate::shell::{Oops, Page, Site, Trouble, Visit, render, sight};
use cards::{EvidenceCard, MandateCard, ObligationCard, OfferCard, StageMark};
use ended::Ended;
use filed::FiledCard;
use history::Happening;
use next::{NextStep, RuleName, next_step};
use talk::Said;

/// What may be done now, so that a template asks by name.
pub(super) struct May {
    pub accept_offer: bool,
    pub make_offer: bool,
    pub deny_offer: bool,
    pub withdraw_offer: bool,
    pub send_message: bool,
    pub provide_evidence: bool,
    pub escalate: bool,
    pub withdraw: bool,
    pub reopen: bool,
    pub object: bool,
    pub supply: bool,
    pub ship: bool,
    pub confirm: bool,
    pub dispute: bool,
    pub grant: bool,
    pub revoke: bool,
    pub rate: bool,
}

impl May {
    fn of(view: &CaseView) -> Self {
        Self {
            accept_offer: view.allows(Verb::AcceptOffer),
            make_offer: view.allows(Verb::MakeOffer),
            deny_offer: view.allows(Verb::DenyOffer),
            withdraw_offer: view.allows(Verb::WithdrawOffer),
            send_message: view.allows(Verb::SendMessage),
            provide_evidence: view.allows(Verb::ProvideEvidence),
            escalate: view.allows(Verb::Escalate),
            withdraw: view.allows(Verb::Withdraw),
            reopen: view.allows(Verb::Reopen),
            object: view.allows(Verb::Object),
            supply: view.allows(Verb::SupplyInformation),
            ship: view.allows(Verb::ReportShipment),
            confirm: view.allows(Verb::ConfirmPerformance),
            dispute: view.allows(Verb::DisputePerformance),
            grant: view.allows(Verb::GrantMandate),
            revoke: view.allows(Verb::RevokeMandate),
            rate: view.allows(Verb::Rate),
        }
    }
}

/// Why the case was not taken on.
struct RefusedCard {
    reason: String,
    text: String,
    rules: Vec<RuleName>,
    objections: Vec<String>,
    /// Until when one can object.
    until: String,
    /// Why there is no objecting any more; empty while there is.
    over: String,
}

#[derive(Template)]
#[template(path = "consumer/case.html")]
struct CasePage<'a> {
    page: Page<'a>,
    number: String,
    grouped: String,
    version: u64,
    kind: String,
    stage: String,
    status_key: &'static str,
    status: String,
    order: Option<OrderCard>,
    money: Vec<(String, String)>,
    next: Option<NextStep>,
    ended: Option<Ended>,
    filed: FiledCard,
    performing: bool,
    stages: Vec<StageMark>,
    may: May,
    asked: Vec<(String, String)>,
    refused: Option<RefusedCard>,
    /// An offer of the other side waits: the answer is given there.
    offer_waits: bool,
    /// Said at the top where something else comes first: an offer still waits, and until when.
    offer_too: Option<String>,
    offers: Vec<OfferCard>,
    counter: Vec<RemedyCard>,
    obligations: Vec<ObligationCard>,
    days: Vec<(String, Vec<Said>)>,
    evidence: Vec<EvidenceCard>,
    mandates: Vec<MandateCard>,
    rated: Option<(u8, String)>,
    history: Vec<Happening>,
    hold: Option<String>,
    merged_into: Option<String>,
    officer: String,
    closed: bool,
    /// The case as the parts of mediation and ruling read it, the same for both sides.
    c: Lens<'a>,
    /// The draft of a public result, or the result: where it is, and what can be done about it.
    result: Option<(String, String)>,
}

pub(super) async fn show_case(
    State(site): State<Arc<Site>>,
    Path(number): Path<String>,
    visit: Visit,
) -> Result<Response, Oops> {
    let (number, id) = find(&site, &number).await?;
    let (_, session) = visit.signed_in()?;
    if session.role != Role::Consumer {
        // Others have their own page of the case; agents of a merchant's side come here too.
        let home = case_href(session.role, number);
        if !home.starts_with("/cases/") {
            return Ok(Redirect::to(&home).into_response());
        }
    }
    any_case_page(&site, &visit, id, None).await
}

/// The page of one case, with what went wrong at a form.
pub(crate) async fn page(
    site: &Site,
    visit: &Visit,
    id: DisputeId,
    trouble: Option<&Trouble>,
) -> Result<Response, Oops> {
    let (actor, _) = visit.signed_in()?;
    let trouble = trouble.map(|trouble| RuleName::told(trouble.clone(), site, visit));
    let trouble = trouble.as_ref();
    let view = sight::view(site, visit, id, &actor).await?;
    let facts = case::facts(&site.app, id, &actor, 0, 1_000).await?.unwrap_or_default();
    let title =
        view.kind_title.as_ref().map_or_else(|| view.kind.to_string(), |t| t.get(visit.language).to_owned());
    let refused = view.refusal.as_ref().map(|r| refused(site, visit, &view, r));
    let waiting = view
        .offers
        .iter()
        .filter(|o| o.state == terms::OfferState::Proposed && o.by != view.your_side)
        .min_by_key(|o| o.expires_at);
    let offer_first = view.next.is_some_and(|next| next.what == playbook::Step::OfferAnswer);
    let mine = view.ratings.iter().find(|r| r.by == view.your_side);
    render(&CasePage {
        page: Page::new(site, visit, title.clone())
            .at("/cases")
            .live(format!("/live/{}?seen={}", view.number, view.version))
            .with(trouble),
        number: view.number.to_string(),
        grouped: view.number.grouped(),
        version: view.version,
        kind: title,
        stage: ended::stage_word(&view, visit),
        status_key: view.status.as_str(),
        status: status(&view, visit),
        order: view.order.as_ref().map(|order| super::filing_cards::chip(order, visit)),
        money: money(&view, visit),
        next: next_step(&view, site, visit),
        ended: ended::ended(&view, &facts, visit),
        filed: filed::filed(&view, site, visit),
        performing: ended::is_performing(&view),
        stages: cards::stages(&view, visit),
        may: May::of(&view),
        asked: view
            .asked
            .iter()
            .filter(|q| q.to == view.your_side)
            .map(|q| (q.key.clone(), q.text.clone()))
            .collect(),
        refused,
        offer_waits: waiting.is_some(),
        offer_too: waiting.filter(|_| !offer_first).map(|offer| {
            let at = offer.expires_at.map(|at| texts::date_time(at, visit.now, visit.language));
            match at {
                Some(until) => visit.texts.with("case-offer-too", &[("until", until)]),
                None => visit.texts.say("case-offer-still"),
            }
        }),
        offers: cards::offers(&view, site, visit),
        counter: remedies::cards(site, &view, visit),
        obligations: cards::obligations(&view, visit),
        days: talk::days(&view, &facts, visit),
        evidence: cards::evidence(&view, visit),
        mandates: cards::mandates(&view, visit),
        rated: mine.map(|r| (r.score, r.text.clone().unwrap_or_default())),
        history: history::happenings(&facts, &view, visit),
        hold: view.hold.as_ref().map(|hold| {
            let until = texts::date_time(hold.until, visit.now, visit.language);
            visit
                .texts
                .with("case-hold", &[("until", until), ("reason", hold.reason.clone().unwrap_or_default())])
        }),
        merged_into: view.merged_into.map(|number| number.to_string()),
        officer: view.assigned_to.clone().unwrap_or_default(),
        closed: view.closed_at.is_some(),
        c: Lens { app: &site.app, view: &view, t: visit.texts, now: visit.now, in_charge: false },
        result: crate::results::card(site, visit, id, &view.number.to_string()).await?,
    })
}

fn refused(site: &Site, visit: &Visit, view: &CaseView, refusal: &app::show::RefusalView) -> RefusedCard {
    let l = visit.language;
    let playbook = &site.app.playbook;
    let reason = playbook.refusals().find(|(code, _)| **code == refusal.reason_code);
    RefusedCard {
        reason: reason.map_or_else(|| refusal.reason_code.to_string(), |(_, text)| text.get(l).to_owned()),
        text: refusal.text.clone().unwrap_or_default(),
        rules: refusal.rule_ids.iter().map(|id| RuleName::of(id, site, visit)).collect(),
        objections: refusal.objections.clone(),
        until: ended::until(view, Verb::Object, visit).unwrap_or_default(),
        over: if view.allows(Verb::Object) {
            String::new()
        } else if refusal.objections.is_empty() {
            visit.texts.say("case-object-over")
        } else {
            visit.texts.say("case-object-heard")
        },
    }
}

/// Whose turn it is, said to the reader: never "the consumer" to the consumer.
fn status(view: &CaseView, visit: &Visit) -> String {
    match view.status {
        terms::Status::WaitingForConsumer if view.your_side == terms::Side::Consumer => {
            visit.texts.say("turn-you")
        }
        terms::Status::WaitingForConsumer => visit.texts.say("turn-consumer"),
        terms::Status::WaitingForRespondent => visit.texts.say("turn-respondent"),
        terms::Status::WaitingForThirdParty => visit.texts.say("turn-third_party"),
        terms::Status::UnderReview => visit.texts.say("turn-platform"),
        terms::Status::OnHold | terms::Status::Resolved => visit.texts.word("status", view.status.as_str()),
    }
}

fn money(view: &CaseView, visit: &Visit) -> Vec<(String, String)> {
    let Some(money) = view.money else { return Vec::new() };
    let line = |key: &str, sum: terms::Money| (visit.texts.say(key), sum.readable());
    let mut lines = vec![line("case-money-paid", money.paid)];
    if money.reserved.is_positive() {
        lines.push(line("case-money-reserved", money.reserved));
    }
    if money.settled.is_positive() {
        lines.push(line("case-money-settled", money.settled));
    }
    lines.push(line("case-money-remaining", money.remaining));
    lines
}
