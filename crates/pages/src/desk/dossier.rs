//! One case as staff work on it: both sides beside each other, what the platform knows, evidence, dates, and every act.

use app::case;
use app::queries::people;
use app::show::CaseView;
use askama::Template;
use axum::response::Response;
use playbook::Step;
use terms::{CaseNumber, DisputeId, OfferState, PersonId, Role, Side};
use texts::Texts;

use super::around::{self, Like, Record};
use super::compare::{self, Chosen, Compare};
use super::custody::{Trail, trails};
use super::facts::{self, Facts};
use crate::merchant::lens::{Lens, RemedyLine, Said, StepBox};
use crate::shell::{Oops, Page, Site, Trouble, Visit, render};

/// Most facts on the axis.
const MOST_FACTS: usize = 1_000;

/// Someone whom a case can be given to.
struct Colleague {
    id: String,
    is_deputy: bool,
    name: String,
    roles: String,
}

/// How far apart the sides are, in money and in kind.
struct Gap {
    claimed: String,
    offered: String,
    difference: String,
    /// Remedies that both sides name.
    common: Vec<String>,
}

#[derive(Template)]
#[template(path = "desk/dossier.html")]
struct DossierPage<'a> {
    page: Page<'a>,
    t: Texts,
    c: Lens<'a>,
    steps: Vec<StepBox>,
    trails: Vec<Trail>,
    colleagues: Vec<Colleague>,
    refusals: Vec<(String, String)>,
    offered: Vec<RemedyLine>,
    offered_total: String,
    gap: Option<Gap>,
    facts: Facts,
    compare: Compare,
    like: Option<Like>,
    /// The merchant's earlier cases, where they matter.
    record: Option<Record>,
    /// Who turned the complaint down.
    refused_by: String,
    /// Whoever looks has the case.
    is_mine: bool,
    /// The deputy as it is, kept when the case is taken over.
    deputy: String,
    /// The last day until which the case may be on hold.
    longest_hold: String,
    /// Whoever looks may charge the merchant; the cases that came of it.
    may_charge: bool,
    penalties: Vec<(String, String)>,
}

impl DossierPage<'_> {
    /// Whoever got a piece of evidence lately; `None`: nobody ever did.
    fn trail(&self, id: &str) -> Option<&Trail> {
        self.trails.iter().find(|trail| trail.id == id && !trail.lines.is_empty())
    }
}

/// The penalty cases that came of the dispute: address and number.
async fn charged(site: &Site, id: DisputeId, role: Role) -> Result<Vec<(String, String)>, Oops> {
    let line = |row: &app::queries::penalties::PenaltyRow| {
        let digits = format!("{:012}", row.number);
        let number = digits.parse().map_or_else(|_| digits.clone(), |n: CaseNumber| n.grouped());
        (crate::penalties::href(role, &digits), number)
    };
    Ok(app::queries::penalties::of_dispute(&site.app, id).await?.iter().map(line).collect())
}

/// A case as staff see it.
pub(super) async fn page(
    site: &Site,
    visit: &Visit,
    id: DisputeId,
    trouble: Option<&Trouble>,
    chosen: &Chosen,
) -> Result<Response, Oops> {
    let (actor, session) = visit.signed_in()?;
    let (app, t) = (&site.app, visit.texts);
    let view = case::view(app, id, &actor, &t).await?.ok_or(Oops::NotFound)?;
    let history = case::facts(app, id, &actor, 0, MOST_FACTS).await?.ok_or(Oops::NotFound)?;
    let state = case::state(app, id).await?;
    // What mediators know was said in confidence: they lay no charge and see none.
    let may_charge = state.accepted_at.is_some() && session.role != Role::Mediator;
    let penalties = if may_charge { charged(site, id, session.role).await? } else { Vec::new() };
    let me = actor.person();
    let duty = state.in_charge;
    let is_mine = duty.is_some_and(|duty| Some(duty.person) == me);
    let deputy = duty.and_then(|duty| duty.deputy);
    let c = Lens {
        app,
        view: &view,
        t,
        now: visit.now,
        in_charge: is_mine || (deputy.is_some() && deputy == me),
    };
    let by = state.refusal.as_ref().and_then(|refusal| refusal.by.person());
    let refused_by = people::names(app, by).await?.into_values().next().unwrap_or_default();
    let title = t.with("merchant-case-title", &[("title", c.title()), ("kind", c.kind())]);
    let standing = standing_offer(&view);
    let language = visit.language;
    let template = DossierPage {
        page: Page::new(site, visit, title)
            .at(super::queue::PATH)
            .live(format!("/live/{}?seen={}", view.number, view.version))
            .with(trouble),
        t,
        may_charge,
        penalties,
        steps: c.history(&history),
        trails: trails(app, &view, visit).await?,
        colleagues: colleagues(site, t, deputy).await?,
        refused_by,
        is_mine,
        deputy: deputy.filter(|deputy| Some(*deputy) != me).map(|d| d.to_string()).unwrap_or_default(),
        refusals: app
            .playbook
            .refusals()
            .map(|(code, text)| (code.to_string(), text.get(language).to_owned()))
            .collect(),
        offered: c.remedies(standing),
        offered_total: c.total(standing),
        gap: gap(&view, standing, &c, t),
        facts: facts::of(&c, standing),
        compare: compare::of(app, &c, &actor, chosen).await?,
        like: around::like(app, &view, t, visit.now).await?,
        record: around::record(app, &view, state.respondent(), t, visit.now).await?,
        longest_hold: c.when(&app.playbook.due(&view.kind, Step::Hold, visit.now).at),
        c,
    };
    render(&template)
}

/// What the merchant stands by: its latest offer, else what its answer named.
fn standing_offer(view: &CaseView) -> &[app::show::RemedyView] {
    let offers = view.offers.iter().rev().filter(|offer| offer.by == Side::Respondent);
    let open =
        offers.clone().find(|offer| matches!(offer.state, OfferState::Proposed | OfferState::Accepted));
    let answered = view.response.as_ref().map(|response| response.remedies.as_slice()).unwrap_or_default();
    open.or_else(|| offers.clone().next()).map_or(answered, |offer| &offer.remedies)
}

fn gap(view: &CaseView, standing: &[app::show::RemedyView], c: &Lens<'_>, t: Texts) -> Option<Gap> {
    view.response.as_ref()?;
    let sum = |remedies: &[app::show::RemedyView]| {
        remedies.iter().filter_map(|r| r.amount).map(|a| a.minor).sum::<i64>()
    };
    let currency = view.claims.iter().filter_map(|claim| claim.amount).map(|amount| amount.currency).next();
    let difference =
        currency.map(|currency| terms::Money::new(currency, sum(&view.claims) - sum(standing)).readable());
    let common = view
        .claims
        .iter()
        .filter(|claim| standing.iter().any(|offer| offer.remedy_type == claim.remedy_type));
    Some(Gap {
        claimed: c.claimed(),
        offered: c.total(standing),
        difference: difference.unwrap_or_default(),
        common: common.map(|claim| t.word("remedy", claim.remedy_type.as_str())).collect(),
    })
}

/// Active staff, by name.
async fn colleagues(site: &Site, t: Texts, deputy: Option<PersonId>) -> Result<Vec<Colleague>, Oops> {
    let comma = t.say("rules-list-comma");
    let staff = people::staff(&site.app)
        .await?
        .into_iter()
        .filter(|p| p.active && p.roles.iter().any(|role| role.is_staff()));
    let view = |person: people::PersonRow| Colleague {
        is_deputy: Some(person.id) == deputy,
        id: person.id.to_string(),
        roles: person.roles.iter().map(|role| t.word("role", role.as_str())).collect::<Vec<_>>().join(&comma),
        name: person.name,
    };
    Ok(staff.map(view).collect())
}
