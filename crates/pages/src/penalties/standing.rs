//! A merchant's standing: points, measures, deposit, what it owes, its penalty cases (G4, G8).

use std::sync::Arc;

use app::case::Wish;
use app::penalty;
use app::queries::penalties::{self, PAGE};
use app::show::penalty::{MeasureView, StandingView, standing};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::merchant::MerchantAct;
use terms::{Currency, Instant, MeasureState, MerchantId, Money, Role};

use super::case::measure_words;
use super::list::{Line, line};
use crate::shell::{Form, Oops, Page, Site, Trouble, Visit, render_as};

pub(super) const PATH: &str = "/merchant/standing";

#[derive(Template)]
#[template(path = "penalties/standing.html")]
struct StandingPage<'a> {
    page: Page<'a>,
    v: StandingView,
    lines: Vec<Line>,
    /// Points and what they lead to, and whether that is reached.
    thresholds: Vec<(u32, String, bool)>,
    may_book: bool,
    is_own: bool,
}

impl StandingPage<'_> {
    fn when(&self, at: &Instant) -> String {
        texts::date_time(*at, self.page.visit.now, self.page.visit.language)
    }

    fn measure(&self, m: &MeasureView) -> String {
        measure_words(&self.page, m)
    }

    fn in_force(&self) -> Vec<&MeasureView> {
        self.v.measures.iter().filter(|m| m.state == MeasureState::InForce).collect()
    }

    fn past(&self) -> Vec<&MeasureView> {
        self.v.measures.iter().filter(|m| m.state != MeasureState::InForce).take(20).collect()
    }

    fn action(&self, act: &str) -> String {
        format!("/desk/merchants/{}/{act}", self.v.merchant)
    }
}

pub(super) async fn own(State(site): State<Arc<Site>>, visit: Visit) -> Result<Response, Oops> {
    let (_, session) = visit.signed_in()?;
    let merchant = session.merchant.clone().ok_or(Oops::NotFound)?;
    page(&site, &visit, &merchant, None).await
}

pub(super) async fn of(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Oops> {
    let merchant = MerchantId::new(id).map_err(|_| Oops::NotFound)?;
    page(&site, &visit, &merchant, None).await
}

async fn page(
    site: &Site,
    visit: &Visit,
    merchant: &MerchantId,
    trouble: Option<&Trouble>,
) -> Result<Response, Oops> {
    let (_, session) = visit.signed_in()?;
    let v = standing(&site.app, merchant).await?;
    let mut rows = penalties::of_merchant(&site.app, merchant, None).await?;
    rows.truncate(PAGE);
    let thresholds = site.app.playbook.penalties().thresholds.iter();
    let threshold =
        |t: &playbook::Threshold| (t.points, t.title.get(visit.language).to_owned(), v.points >= t.points);
    let is_own = session.role == Role::Merchant;
    let title = visit.texts.say(if is_own { "standing-title" } else { "standing-title-of" });
    let template = StandingPage {
        page: Page::new(site, visit, title).at(if is_own { PATH } else { super::list::PATH }).with(trouble),
        lines: rows.iter().map(|row| line(site, visit, session.role, row)).collect(),
        thresholds: thresholds.map(threshold).collect(),
        may_book: session.role == Role::Supervisor,
        is_own,
        v,
    };
    render_as(trouble.map_or(http::StatusCode::OK, |trouble| trouble.status), &template)
}

pub(super) async fn book(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path((id, act)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Oops> {
    let merchant = MerchantId::new(id).map_err(|_| Oops::NotFound)?;
    let (actor, _) = visit.signed_in()?;
    let amount = Money::parse(Currency::Cny, form.text("amount").trim());
    let reference = form.text("reference").to_owned();
    let what = match (act.as_str(), amount) {
        ("leave", _) => MerchantAct::Leave,
        ("pay-deposit", Ok(amount)) => MerchantAct::PayDeposit { reference, amount },
        ("recover", Ok(amount)) => MerchantAct::Recover { reference, amount },
        ("pay-deposit" | "recover", Err(_)) => {
            let trouble = Trouble::at(&act, form, "amount", "penalty-error-amount", visit.texts);
            return page(&site, &visit, &merchant, Some(&trouble)).await;
        }
        _ => return Err(Oops::NotFound),
    };
    let wish = Wish { id: form.wish(&site, &visit), asked: form.hash(), seen: None };
    let name = merchant.to_string();
    match penalty::book(&site.app, merchant.clone(), name, what, actor, wish).await {
        Ok(_) => Ok(Redirect::to(&format!("/desk/merchants/{merchant}")).into_response()),
        Err(error) => {
            let trouble = Trouble::of(error, &act, form, visit.texts)?;
            page(&site, &visit, &merchant, Some(&trouble)).await
        }
    }
}
