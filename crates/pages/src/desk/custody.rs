//! Who got which piece of evidence, and when: the chain of custody (D2), the latest of it in the dossier, all of it on a
//! page of its own.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::App;
use app::case;
use app::queries::uploads::{self, Look, Place};
use app::queries::{disputes, people};
use app::show::CaseView;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use terms::{CaseNumber, EvidenceId, PersonId};

use crate::shell::{Oops, Page, Site, Visit, render};

pub(super) const PATH: &str = "/desk/evidence/{id}/custody";

/// The latest of one piece's trail.
pub(super) struct Trail {
    pub id: String,
    pub lines: Vec<Line>,
    /// There is more before these.
    pub more: bool,
}

/// A line of a trail, in words.
pub(super) struct Line {
    pub at: String,
    pub who: String,
    pub what: String,
    /// How often and until when, if it was more than once.
    pub again: String,
}

/// Lines of each piece in the dossier.
const LATEST: usize = 10;
/// Lines of a page of the whole trail.
const COUNT: usize = 100;

pub(super) async fn trails(app: &App, view: &CaseView, visit: &Visit) -> Result<Vec<Trail>, Oops> {
    let mut trails = Vec::new();
    for item in &view.evidence {
        let (looks, more) = uploads::latest(app, item.id, LATEST).await?;
        trails.push(Trail { id: item.id.to_string(), lines: lines(app, &looks, visit).await?, more });
    }
    Ok(trails)
}

async fn lines(app: &App, looks: &[Look], visit: &Visit) -> Result<Vec<Line>, Oops> {
    let people: Vec<PersonId> = looks.iter().filter_map(|look| look.person).collect();
    let names = people::names(app, people).await?;
    let line = |look: &Look| Line {
        at: texts::date_time(look.at, visit.now, visit.language),
        who: name(look.person, &names, visit),
        what: said(&look.what, visit),
        again: again(look, visit),
    };
    Ok(looks.iter().map(line).collect())
}

fn name(person: Option<PersonId>, names: &BTreeMap<PersonId, String>, visit: &Visit) -> String {
    let system = || visit.texts.say("merchant-by-system");
    person.map_or_else(system, |person| {
        names.get(&person).cloned().unwrap_or_else(|| visit.texts.say("desk-a-person"))
    })
}

/// The word for what was done, where there is one.
fn said(what: &str, visit: &Visit) -> String {
    let key = format!("desk-custody-{what}");
    if visit.texts.has(&key) { visit.texts.say(&key) } else { what.to_owned() }
}

fn again(look: &Look, visit: &Visit) -> String {
    if look.times < 2 {
        return String::new();
    }
    let until = texts::date_time(look.until, visit.now, visit.language);
    visit.texts.with("desk-custody-again", &[("n", look.times.to_string()), ("until", until)])
}

#[derive(Template)]
#[template(path = "desk/custody.html")]
struct CustodyPage<'a> {
    page: Page<'a>,
    sha256: String,
    /// Address and number of the case.
    case: Option<(String, String)>,
    lines: Vec<Line>,
    next: Option<String>,
    /// The trail's beginning, from further on.
    first: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    after: String,
}

fn case_link(digits: &str) -> (String, String) {
    let number = digits.parse().map_or_else(|_| digits.to_owned(), |number: CaseNumber| number.grouped());
    (format!("/desk/cases/{digits}"), number)
}

/// The whole trail of a piece of evidence, page by page.
pub(super) async fn show(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Oops> {
    let id: EvidenceId = id.parse().map_err(|_| Oops::NotFound)?;
    let (actor, _) = visit.signed_in()?;
    let file = case::seen_file(&site.app, id, &actor).await?.filter(|file| file.by_staff);
    let upload = file.ok_or(Oops::NotFound)?.upload;
    let after: Option<Place> = wanted.after.parse().ok();
    let (looks, next) = uploads::trail(&site.app, id, after.unwrap_or(Place::START), COUNT).await?;
    let row = match upload.used_in {
        Some(dispute) => disputes::by_id(&site.app, dispute).await?,
        None => None,
    };
    let here = format!("/desk/evidence/{id}/custody");
    let title = visit.texts.with("desk-custody-of", &[("name", upload.name)]);
    render(&CustodyPage {
        lines: lines(&site.app, &looks, &visit).await?,
        next: next.map(|place| format!("{here}?after={place}")),
        first: after.map(|_| here),
        case: row.map(|row| case_link(&row.digits())),
        sha256: upload.sha256,
        page: Page::new(&site, &visit, title).at(super::queue::PATH),
    })
}
