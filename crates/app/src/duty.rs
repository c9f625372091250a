//! Who is on duty: staff in turn by role, each with a deputy, so that every new case has a named person (F1).

use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

use domain::facts::{Duty, OnDuty};
use terms::{PersonId, Role};

use crate::app::App;
use crate::ports::{Query, StoreResult};
use crate::queries::Columns;

/// Active staff by role. New work goes round in turn; that evens the load without a count in the hot path.
#[derive(Debug, Default)]
pub(crate) struct Roster {
    intake: Vec<PersonId>,
    mediators: Vec<PersonId>,
    supervisors: Vec<PersonId>,
    turn: AtomicUsize,
}

impl Roster {
    pub(crate) fn next(&self) -> Duty {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let pick = |people: &[PersonId]| {
            let person = *people.get(turn % people.len().max(1))?;
            let deputy = people.get((turn + 1) % people.len()).copied().filter(|d| *d != person);
            Some(OnDuty { person, deputy })
        };
        // Where a role has nobody, a supervisor stands in; a case must never be without a person.
        let supervisor = pick(&self.supervisors);
        Duty {
            intake: pick(&self.intake).or(supervisor),
            mediator: pick(&self.mediators).or(supervisor),
            supervisor,
        }
    }
}

const STAFF: Query =
    Query { name: "staff", sql: "SELECT role, person FROM staff ORDER BY role, person LIMIT 20000" };

/// Reads who is on duty anew: at start and whenever a person of the staff has changed.
///
/// # Errors
/// The store's.
pub async fn refresh(app: &App) -> StoreResult<()> {
    let mut roster = Roster::default();
    for row in app.store.query(STAFF, Vec::new()).await? {
        let mut row = Columns::of(row);
        let (role, person) = (row.text(), PersonId(row.uuid()));
        match role.parse::<Role>() {
            Ok(Role::IntakeOfficer) => roster.intake.push(person),
            Ok(Role::Mediator) => roster.mediators.push(person),
            Ok(Role::Supervisor) => roster.supervisors.push(person),
            Ok(Role::Decider | Role::Admin | Role::Consumer | Role::Merchant | Role::Integrator) | Err(_) => {
            }
        }
    }
    *app.roster.write().unwrap_or_else(PoisonError::into_inner) = roster;
    Ok(())
}
