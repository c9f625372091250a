//! Who is calling: found by an order's number, by the shop's id of the person, or by name.

use app::Orders;
use app::execute::load;
use app::queries::{orders, people};
use domain::order::OrderSnapshot;
use terms::{OrderId, PersonId, Role, order_stream, person_from_outside};

use crate::shell::{Oops, Site};

/// Most people of one name that are shown.
const MOST: usize = 20;

/// What was found.
pub(super) enum Caller {
    /// Nobody was asked for yet.
    Nobody,
    Known {
        person: PersonId,
        name: String,
    },
    /// Nothing is known of this id of the shop, and the officer goes on all the same.
    Anyway {
        person: PersonId,
    },
    Several(Vec<Candidate>),
    Unknown,
}

/// Somebody of that name.
pub(super) struct Candidate {
    pub person: String,
    pub name: String,
    /// What they bought last, to tell people of one name apart.
    pub last: String,
}

impl Caller {
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::Known { person, .. } | Self::Anyway { person } => Some(*person),
            Self::Nobody | Self::Several(_) | Self::Unknown => None,
        }
    }
}

/// The order that a number names, if there is one.
pub(super) async fn order_of(site: &Site, number: &str) -> Result<Option<OrderSnapshot>, Oops> {
    let Ok(id) = OrderId::new(number.trim()) else { return Ok(None) };
    let order = load::<Orders>(&site.app, order_stream(&id).id).await?.state;
    Ok(order.snapshot.as_deref().cloned())
}

/// Finds who is meant. `chosen` is somebody picked from a list; `typed` an order's number, an id of the shop or a name.
pub(super) async fn find(
    site: &Site,
    chosen: &str,
    typed: &str,
    order: Option<&OrderSnapshot>,
    anyway: bool,
) -> Result<Caller, Oops> {
    let typed = typed.trim();
    if let Some(known) = match chosen.parse::<PersonId>() {
        Ok(person) => known(site, person, None).await?,
        Err(_) => None,
    } {
        return Ok(known);
    }
    if typed.is_empty() {
        return match order {
            Some(order) => of_order(site, order).await,
            None => Ok(Caller::Nobody),
        };
    }
    let outside = person_from_outside(&format!("consumer:{typed}"));
    if let Some(known) = known(site, outside, order).await? {
        return Ok(known);
    }
    if let Some(order) = order_of(site, typed).await? {
        return of_order(site, &order).await;
    }
    let named = people::consumers_named(&site.app, typed, MOST).await?;
    match named.as_slice() {
        [] if anyway => Ok(Caller::Anyway { person: outside }),
        [] => Ok(Caller::Unknown),
        [one] => Ok(Caller::Known { person: one.id, name: one.name.clone() }),
        _ => {
            let mut several = Vec::with_capacity(named.len());
            for person in named {
                let last = orders::of_consumer(&site.app, person.id).await?.into_iter().next();
                several.push(Candidate {
                    person: person.id.to_string(),
                    name: person.name,
                    last: last
                        .map_or_else(String::new, |order| format!("{} {}", order.order_id, order.title)),
                });
            }
            Ok(Caller::Several(several))
        }
    }
}

async fn of_order(site: &Site, order: &OrderSnapshot) -> Result<Caller, Oops> {
    let found = known(site, order.consumer, Some(order)).await?;
    let name = order.consumer_name.get().cloned().unwrap_or_default();
    Ok(found.unwrap_or(Caller::Known { person: order.consumer, name }))
}

/// Somebody we have heard of: by signing in, or by an order of theirs.
async fn known(site: &Site, person: PersonId, order: Option<&OrderSnapshot>) -> Result<Option<Caller>, Oops> {
    let row = people::by_id(&site.app, person).await?.filter(|row| row.roles.contains(&Role::Consumer));
    if let Some(row) = row.filter(|row| !row.name.is_empty()) {
        return Ok(Some(Caller::Known { person, name: row.name }));
    }
    let own = match order.filter(|order| order.consumer == person) {
        Some(order) => Some(order.clone()),
        None => match orders::of_consumer(&site.app, person).await?.first() {
            Some(row) => order_of(site, &row.order_id).await?,
            None => None,
        },
    };
    let name = |order: &OrderSnapshot| order.consumer_name.get().cloned().unwrap_or_default();
    Ok(own.map(|order| Caller::Known { person, name: name(&order) }))
}
