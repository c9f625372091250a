//! One penalty case, for the merchant and for staff: charge, answer, decision with its reasons, appeal, duties.

use std::sync::Arc;

use app::penalty;
use app::queries::people;
use app::show::penalty::{MeasureView, PenaltyView, view};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::penalty::PenaltyVerb;
use playbook::Violation;
use terms::{CaseNumber, DutyState, Instant, MeasureState, PenaltyId, PenaltyStep, Role, RuleId, Side};

use crate::shell::{Oops, Page, Site, Trouble, Visit, render_as};

#[derive(Template)]
#[template(path = "penalties/case.html")]
struct CasePage<'a> {
    page: Page<'a>,
    v: PenaltyView,
    violation: Option<&'a Violation>,
    is_merchant: bool,
    /// Deciders and supervisors to whom it can be given.
    people: Vec<(String, String)>,
}

impl CasePage<'_> {
    fn action(&self, verb: &str) -> String {
        format!("/penalties/{}/{verb}", self.v.number)
    }

    fn can(&self, verb: &str) -> bool {
        PenaltyVerb::from_path(verb).is_some_and(|verb| self.v.can(verb))
    }

    fn when(&self, at: &Instant) -> String {
        texts::date_time(*at, self.page.visit.now, self.page.visit.language)
    }

    fn title(&self) -> String {
        let title = self.v.violation_title.as_ref();
        title.map_or_else(|| self.v.violation.to_string(), |t| t.get(self.page.visit.language).to_owned())
    }

    fn rule(&self, id: &RuleId) -> String {
        let rule = self.page.site.app.playbook.rule(id);
        rule.map_or_else(|| id.to_string(), |rule| rule.title.get(self.page.visit.language).to_owned())
    }

    fn measure(&self, m: &MeasureView) -> String {
        measure_words(&self.page, m)
    }

    fn stands(&self, m: &MeasureView) -> bool {
        matches!(m.state, MeasureState::InForce | MeasureState::Stayed)
    }

    /// What to do next, by when, and whose turn it is.
    fn next(&self) -> Option<(String, String)> {
        let tasks = self.v.dates.iter().filter(|date| date.step != PenaltyStep::Appeal);
        let date = tasks.min_by_key(|date| date.due_at).or_else(|| self.v.dates.first())?;
        let what = self.page.word("penalty-step", date.step.as_str());
        let who = self.page.word("party", date.who.as_str());
        Some((self.page.t2("penalty-next-who", "who", who, "what", what), self.when(&date.due_at)))
    }

    fn is_due(&self, state: &DutyState) -> bool {
        *state == DutyState::Due
    }

    fn dispute_href(&self, number: &CaseNumber) -> String {
        let place = if self.is_merchant { "merchant" } else { "desk" };
        format!("/{place}/cases/{number}")
    }

    fn merchant_href(&self) -> String {
        if self.is_merchant {
            super::standing::PATH.to_owned()
        } else {
            format!("/desk/merchants/{}", self.v.merchant)
        }
    }
}

/// A measure in a line of words.
pub(super) fn measure_words(page: &Page<'_>, m: &MeasureView) -> String {
    let mut words = vec![page.word("measure", m.kind.as_str())];
    if let Some(points) = m.points {
        words.push(page.t1("measure-points-n", "n", points));
    }
    if let Some(amount) = m.amount {
        words.push(amount.readable());
    }
    if !m.goods.is_empty() {
        words.push(m.goods.join("、"));
    }
    if let Some(until) = m.until {
        let until = texts::date_time(until, page.visit.now, page.visit.language);
        words.push(page.t1("measure-until", "until", until));
    }
    words.join(" · ")
}

pub(super) async fn show(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(number): Path<String>,
) -> Result<Response, Oops> {
    let number: CaseNumber = number.parse().map_err(|_| Oops::NotFound)?;
    let id = penalty::find(&site.app, number).await?.ok_or(Oops::NotFound)?;
    let (actor, _) = visit.signed_in()?;
    penalty::prove_sight(&site.app, id, &actor).await?;
    page(&site, &visit, id, None).await
}

pub(super) async fn page(
    site: &Site,
    visit: &Visit,
    id: PenaltyId,
    trouble: Option<&Trouble>,
) -> Result<Response, Oops> {
    let (actor, session) = visit.signed_in()?;
    let v = view(&site.app, id, &actor, &visit.texts).await?.ok_or(Oops::NotFound)?;
    let people = if v.can(PenaltyVerb::Assign) {
        let judges = |p: &people::PersonRow| {
            p.active && p.roles.iter().any(|role| matches!(role, Role::Decider | Role::Supervisor))
        };
        let staff = people::staff(&site.app).await?;
        staff.into_iter().filter(judges).map(|p| (p.id.to_string(), p.name)).collect()
    } else {
        Vec::new()
    };
    let title = visit.texts.with("penalty-title", &[("number", v.number.grouped())]);
    let here = if v.your_side == Side::Respondent { super::standing::PATH } else { super::list::PATH };
    let template = CasePage {
        page: Page::new(site, visit, title).at(here).with(trouble),
        violation: site.app.playbook.violation(&v.violation),
        is_merchant: session.role == Role::Merchant,
        people,
        v,
    };
    render_as(trouble.map_or(http::StatusCode::OK, |trouble| trouble.status), &template)
}
