//! Who looked at which piece of evidence, and when: the chain of custody (D2).

use std::collections::BTreeMap;

use app::App;
use app::queries::{people, uploads};
use app::show::CaseView;
use terms::PersonId;

use crate::shell::{Oops, Visit};

/// The trail of one piece.
pub(super) struct Trail {
    pub id: String,
    pub looks: Vec<Look>,
}

pub(super) struct Look {
    pub at: String,
    pub who: String,
    pub what: String,
}

/// Most items whose trail is shown.
const MOST: usize = 50;

pub(super) async fn trails(app: &App, view: &CaseView, visit: &Visit) -> Result<Vec<Trail>, Oops> {
    let mut trails = Vec::new();
    for item in view.evidence.iter().take(MOST) {
        let looks = uploads::trail(app, item.id).await?;
        let people: Vec<PersonId> = looks.iter().filter_map(|(_, person, _)| *person).collect();
        let names = people::names(app, people).await?;
        let look = |(at, person, what): &(terms::Instant, Option<PersonId>, String)| Look {
            at: texts::date_time(*at, visit.now, visit.language),
            who: name(*person, &names, visit),
            what: said(what, visit),
        };
        trails.push(Trail { id: item.id.to_string(), looks: looks.iter().map(look).collect() });
    }
    Ok(trails)
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
