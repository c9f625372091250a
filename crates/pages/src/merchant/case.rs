//! The merchant's page of one case: what to do by when, then everything it has to answer with.

use app::case;
use app::show::CaseView;
use askama::Template;
use axum::response::Response;
use terms::DisputeId;
use texts::Texts;

use super::lens::{Lens, Said, StepBox};
use crate::desk::around::{self, Record};
use crate::shell::{Oops, Page, Site, Trouble, Visit, render};

/// Most facts on the axis: a case rarely has a hundred.
pub(crate) const MOST_FACTS: usize = 1_000;

#[derive(Template)]
#[template(path = "merchant/case.html")]
struct CasePage<'a> {
    page: Page<'a>,
    t: Texts,
    c: Lens<'a>,
    steps: Vec<StepBox>,
    /// The merchant has just been told by looking at this page.
    first_sight: bool,
    /// Its earlier cases, where the platform looks at them.
    record: Option<Record>,
    /// The draft of a public result, or the result: where it is, and what can be done about it.
    result: Option<(String, String)>,
}

/// A case as the merchant sees it. Looking at it proves the notice (C19), and the page says so.
pub(super) async fn page(
    site: &Site,
    visit: &Visit,
    id: DisputeId,
    trouble: Option<&Trouble>,
) -> Result<Response, Oops> {
    let (actor, _) = visit.signed_in()?;
    let app = &site.app;
    // Whether the case exists for them is asked first, so that no stranger's look proves anything.
    case::view(app, id, &actor, &visit.texts).await?.ok_or(Oops::NotFound)?;
    let first_sight = case::prove_sight(app, id, &actor).await?;
    let view: CaseView = case::view(app, id, &actor, &visit.texts).await?.ok_or(Oops::NotFound)?;
    let facts = case::facts(app, id, &actor, 0, MOST_FACTS).await?.ok_or(Oops::NotFound)?;
    let c = Lens { app, view: &view, t: visit.texts, now: visit.now, in_charge: false };
    let title = visit.texts.with("merchant-case-title", &[("title", c.title()), ("kind", c.kind())]);
    let page = Page::new(site, visit, title)
        .at(super::inbox::PATH)
        .live(format!("/live/{}?seen={}", view.number, view.version))
        .with(trouble);
    let state = case::state(app, id).await?;
    let record = around::record(app, &view, state.respondent(), visit.texts, visit.now).await?;
    let result = crate::results::card(site, visit, id, &view.number.to_string()).await?;
    render(&CasePage { page, t: visit.texts, steps: c.history(&facts), c, first_sight, record, result })
}
