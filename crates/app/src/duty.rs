//! Who is on duty: staff in turn by role, each with a deputy, so that every new case has a named person (F1).

use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

use domain::dispute::DisputeState;
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
    deciders: Vec<PersonId>,
    supervisors: Vec<PersonId>,
    turn: AtomicUsize,
}

impl Roster {
    /// Who is next to judge a penalty case: a decider, and a supervisor, among those who fit.
    pub(crate) fn next_judge(&self, fits: &dyn Fn(PersonId) -> bool) -> Duty {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let pick = |people: &[PersonId]| pick_of(people, turn, fits);
        Duty { decider: pick(&self.deciders), supervisor: pick(&self.supervisors), ..Duty::default() }
    }

    /// Who is next, by role; `case` says who can have no more part in it.
    pub(crate) fn next(&self, case: &DisputeState) -> Duty {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let pick_of = |people: &[PersonId], fits: &dyn Fn(PersonId) -> bool| pick_of(people, turn, fits);
        let pick = |people: &[PersonId]| pick_of(people, &|person| !case.is_party(person));
        // Whoever judged before is not asked again where there is another.
        let anew = |person| {
            case.may_judge(person)
                && !case.has_judged(person)
                && case.in_charge.is_none_or(|now| now.person != person)
        };
        let decider = pick_of(&self.deciders, &anew)
            .or_else(|| pick_of(&self.deciders, &|person| case.may_judge(person)));
        // Where a role has nobody, a supervisor stands in; a case must never be without a person.
        let supervisor = pick(&self.supervisors);
        Duty {
            intake: pick(&self.intake).or(supervisor),
            mediator: pick(&self.mediators).or(supervisor),
            // A supervisor hears what mediation seals and stands in for no decider.
            decider,
            supervisor,
        }
    }
}

/// Whose turn it is among those who fit, and who stands in.
fn pick_of(people: &[PersonId], turn: usize, fits: &dyn Fn(PersonId) -> bool) -> Option<OnDuty> {
    let from = turn % people.len().max(1);
    let (before, after) = people.split_at(from);
    let mut next = after.iter().chain(before).copied().filter(|person| fits(*person));
    Some(OnDuty { person: next.next()?, deputy: next.next() })
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
            Ok(Role::Decider) => roster.deciders.push(person),
            Ok(Role::Admin | Role::Consumer | Role::Merchant | Role::Integrator) | Err(_) => {}
        }
    }
    *app.roster.write().unwrap_or_else(PoisonError::into_inner) = roster;
    Ok(())
}
