//! The wall itself: figures that lead to their cases.

use std::sync::Arc;

use app::queries::{disputes, people};
use app::statistics::{self, Sort, Standing, Whose};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use terms::Side;
use texts::Texts;

use super::PATH;
use crate::merchant::row::{RowView, Rows, counted};
use crate::shell::{Oops, Page, Site, Visit, render};
use crate::statistics::{Column, Helped, columns, grouped, helped, kind_name};

/// Colleagues on one page.
const PEOPLE: usize = 40;
const OLDEST: usize = 5;
const LOW: usize = 10;
const DAYS: u32 = 14;

/// Figures with the ways to their cases.
struct Line {
    name: String,
    about: String,
    cells: [Cell; 3],
    /// How long the nearest date is past or away.
    nearest: String,
}

struct Cell {
    n: String,
    href: String,
    is_bad: bool,
    /// What a reader of the link alone hears.
    said: String,
}

struct LowLine {
    href: String,
    number: String,
    title: String,
    who: String,
    stars: String,
    at: String,
}

#[derive(Template)]
#[template(path = "supervise/wall.html")]
struct WallPage<'a> {
    page: Page<'a>,
    t: Texts,
    tiles: Vec<(String, Cell)>,
    nobodys: Line,
    people: Vec<Line>,
    next_people: Option<String>,
    first_people: Option<&'static str>,
    kinds: Vec<Line>,
    oldest: Vec<RowView>,
    low: Vec<LowLine>,
    low_bound: u32,
    risk_hours: u32,
    chart: String,
    days: Vec<(String, String, String)>,
    helped: Vec<Helped>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// From which colleague on, counted.
    people: usize,
}

pub(super) async fn show(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, Oops> {
    let (app, t) = (&*site.app, visit.texts);
    let wall = Wall { site: &site, visit: &visit };
    // The version is read before the figures, so that what happens meanwhile is news.
    let seen = app.store.cursor("statistics").await?.0;
    let all = statistics::standing_of(app, &Whose::All, visit.now).await?;
    let staff: Vec<people::PersonRow> = people::staff(app)
        .await?
        .into_iter()
        .filter(|p| p.roles.iter().any(|role| role.is_staff()))
        .collect();
    let from = asked.people.min(staff.len());
    let mut lines = Vec::new();
    for person in staff.iter().skip(from).take(PEOPLE) {
        let roles: Vec<String> = person.roles.iter().map(|role| t.word("role", role.as_str())).collect();
        let mut about = roles.join(&t.say("rules-list-comma"));
        if !person.active {
            about = t.say("wall-gone");
        }
        let (whose, narrow) = (Whose::Person(person.id), format!("person={}", person.id));
        let line = wall.line(person.name.clone(), about, &whose, &narrow).await?;
        // Whoever left stands here only while cases are left with them.
        if person.active || line.has_cases() {
            lines.push(line);
        }
    }
    let mut kinds = Vec::new();
    for kind in app.playbook.kinds() {
        let name = kind_name(app, kind.key.as_str(), t);
        let (whose, narrow) = (Whose::Kind(kind.key.clone()), format!("kind={}", kind.key));
        let line = wall.line(name, String::new(), &whose, &narrow).await?;
        if line.has_cases() {
            kinds.push(line);
        }
    }
    let rows = Rows { playbook: &app.playbook, texts: t, now: visit.now };
    let watch = app.playbook.watch();
    let days = statistics::days(app, visit.now, DAYS).await?;
    let template = WallPage {
        tiles: Sort::ALL
            .iter()
            .zip(wall.cells(all, "", &t.say("wall-all")))
            .map(|(sort, cell)| (t.word("wall", sort.as_str()), cell))
            .collect(),
        nobodys: wall.line(t.say("desk-nobody"), String::new(), &Whose::Nobody, "person=nobody").await?,
        next_people: (staff.len() > from + PEOPLE).then(|| format!("{PATH}?people={}", from + PEOPLE)),
        first_people: (from > 0).then_some(PATH),
        people: lines,
        kinds,
        oldest: statistics::oldest(app, OLDEST).await?.iter().map(|row| rows.view(row)).collect(),
        low: wall.low().await?,
        low_bound: watch.low_rating,
        risk_hours: watch.at_risk_hours,
        chart: chart(&days, t),
        days: days
            .iter()
            .map(|(day, filed, closed)| (brief(*day), grouped(*filed), grouped(*closed)))
            .collect(),
        helped: helped(&site, t, 1).await?,
        page: Page::new(&site, &visit, t.say("wall-title"))
            .at(PATH)
            .live(format!("/supervise/live?seen={seen}")),
        t,
    };
    render(&template)
}

/// `11-25`: the same in every language, and narrow.
fn brief(day: jiff::civil::Date) -> String {
    format!("{:02}-{:02}", day.month(), day.day())
}

fn chart(days: &[(jiff::civil::Date, i64, i64)], t: Texts) -> String {
    let last = days.len().saturating_sub(1);
    let column = |(at, (day, filed, _)): (usize, &(jiff::civil::Date, i64, i64))| Column {
        label: brief(*day),
        n: Some(*filed),
        told: if at == last { grouped(*filed) } else { String::new() },
        strong: at == last,
    };
    let bars: Vec<Column> = days.iter().enumerate().map(column).collect();
    let line: Vec<Option<i64>> = days.iter().map(|(.., closed)| Some(*closed)).collect();
    let sum = |of: fn(&(jiff::civil::Date, i64, i64)) -> i64| days.iter().map(of).sum::<i64>();
    let arguments = [("filed", grouped(sum(|day| day.1))), ("closed", grouped(sum(|day| day.2)))];
    columns("days", &t.say("wall-days"), &t.with("wall-days-desc", &arguments), &bars, &line)
}

impl Line {
    fn has_cases(&self) -> bool {
        self.cells.iter().any(|cell| cell.n != "0")
    }
}

struct Wall<'a> {
    site: &'a Site,
    visit: &'a Visit,
}

impl Wall<'_> {
    fn cells(&self, standing: Standing, narrow: &str, name: &str) -> [Cell; 3] {
        let t = self.visit.texts;
        Sort::ALL.map(|sort| {
            let n = match sort {
                Sort::Open => standing.open,
                Sort::AtRisk => standing.at_risk,
                Sort::Late => standing.late,
            };
            let and = if narrow.is_empty() { "" } else { "&" };
            let said =
                [("name", name.to_owned()), ("what", t.word("wall", sort.as_str())), ("n", counted(n))];
            Cell {
                href: format!("/supervise/cases?what={}{and}{narrow}", sort.as_str()),
                is_bad: sort == Sort::Late && n > 0,
                n: counted(n),
                said: t.with("wall-said", &said),
            }
        })
    }

    async fn line(&self, name: String, about: String, whose: &Whose, narrow: &str) -> Result<Line, Oops> {
        let (app, visit) = (&*self.site.app, self.visit);
        let standing = statistics::standing_of(app, whose, visit.now).await?;
        let nearest = if standing.open > 0 {
            let first = statistics::watched(app, whose, Sort::Open, None, 1, visit.now).await?.cases;
            let due = first.first().and_then(disputes::CaseRow::due);
            due.map(|due| crate::merchant::row::left(due, visit.now, visit.texts)).unwrap_or_default()
        } else {
            String::new()
        };
        Ok(Line { cells: self.cells(standing, narrow, &name), name, about, nearest })
    }

    /// Low ratings with their cases (B14).
    async fn low(&self) -> Result<Vec<LowLine>, Oops> {
        let (app, visit, t) = (&*self.site.app, self.visit, self.visit.texts);
        let low = statistics::latest_low(app, LOW).await?;
        let line = |low: statistics::Low| {
            let digits = low.case.digits();
            let rows = Rows { playbook: &app.playbook, texts: t, now: visit.now };
            let row = rows.view(&low.case);
            let side = low.side.unwrap_or(Side::Neutral);
            LowLine {
                href: format!("/desk/cases/{digits}"),
                number: row.grouped,
                title: row.title,
                who: t.with(&format!("wall-rated-{}", low.about), &[("who", t.word("side", side.as_str()))]),
                stars: t.with("merchant-stars", &[("n", low.score.to_string())]),
                at: texts::moment(low.at, visit.now, visit.language),
            }
        };
        Ok(low.into_iter().map(line).collect())
    }
}
