//! The cases behind a figure of the wall, page by page.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::queries::people;
use app::statistics::{self, Place, Sort, Whose};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use terms::{KindKey, PersonId};
use texts::Texts;

use super::PATH;
use crate::merchant::row::{RowView, Rows};
use crate::shell::{Oops, Page, Site, Visit, render};
use crate::statistics::kind_name;

const COUNT: usize = 30;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    what: String,
    /// An id, or `nobody`.
    person: String,
    kind: String,
    after: String,
}

struct Tab {
    href: String,
    text: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "supervise/cases.html")]
struct CasesPage<'a> {
    page: Page<'a>,
    t: Texts,
    tabs: Vec<Tab>,
    rows: Vec<(RowView, String)>,
    next: Option<String>,
    first: Option<String>,
}

pub(super) async fn show(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, Oops> {
    let (app, t) = (&*site.app, visit.texts);
    let sort = Sort::of(&asked.what).unwrap_or(Sort::Open);
    let (whose, name) = whose(&site, &asked, t).await?;
    let after: Option<Place> = asked.after.parse().ok();
    let page = statistics::watched(app, &whose, sort, after, COUNT, visit.now).await?;
    let in_charge: Vec<PersonId> = page.cases.iter().filter_map(|row| row.in_charge).collect();
    let names: BTreeMap<PersonId, String> = people::names(app, in_charge).await?;
    let rows = Rows { playbook: &app.playbook, texts: t, now: visit.now };
    let row = |row: &app::queries::disputes::CaseRow| {
        let name = row.in_charge.and_then(|person| names.get(&person).cloned());
        (rows.view(row), name.unwrap_or_else(|| t.say("desk-nobody")))
    };
    let href = |sort: Sort, after: Option<Place>| {
        let mut href = format!("/supervise/cases?what={}", sort.as_str());
        for (key, value) in [("person", &asked.person), ("kind", &asked.kind)] {
            if !value.is_empty() {
                href.push_str(&format!("&{key}={}", crate::shell::oops::form_encoded(value)));
            }
        }
        if let Some(after) = after {
            href.push_str(&format!("&after={after}"));
        }
        href
    };
    let title = t.with("wall-cases-title", &[("what", t.word("wall", sort.as_str())), ("name", name)]);
    let template = CasesPage {
        tabs: Sort::ALL
            .map(|each| Tab {
                href: href(each, None),
                text: t.word("wall", each.as_str()),
                current: each == sort,
            })
            .into_iter()
            .collect(),
        rows: page.cases.iter().map(row).collect(),
        next: page.next.map(|place| href(sort, Some(place))),
        first: after.map(|_| href(sort, None)),
        page: Page::new(&site, &visit, title).at(PATH),
        t,
    };
    render(&template)
}

/// Whose cases, and what the title calls them.
async fn whose(site: &Site, asked: &Asked, t: Texts) -> Result<(Whose, String), Oops> {
    if asked.person == "nobody" {
        return Ok((Whose::Nobody, t.say("desk-nobody")));
    }
    if !asked.person.is_empty() {
        let person: PersonId = asked.person.parse().map_err(|_| Oops::NotFound)?;
        let known = people::by_id(&site.app, person).await?.ok_or(Oops::NotFound)?;
        return Ok((Whose::Person(person), known.name));
    }
    if !asked.kind.is_empty() {
        let kind = KindKey::new(asked.kind.clone()).map_err(|_| Oops::NotFound)?;
        site.app.playbook.kind(&kind).ok_or(Oops::NotFound)?;
        let name = kind_name(&site.app, kind.as_str(), t);
        return Ok((Whose::Kind(kind), name));
    }
    Ok((Whose::All, t.say("wall-all")))
}
