//! What strangers may do within a day, counted by where they come from: they leave nothing else to count by.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use terms::{Instant, PersonId};

/// Most places that are remembered for one thing; past it the counts begin anew.
const MOST_PLACES: usize = 50_000;
/// The window of the limits, in seconds.
const DAY: i64 = 24 * 3600;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Doing {
    /// Beginning a complaint without being signed in: what is typed is kept here.
    Begins,
    /// Signing in with nothing but a name.
    SignsIn,
    /// Filing a complaint as somebody who only left a name.
    Complains,
    /// Objecting to a published result.
    Objects,
}

impl Doing {
    /// How often within a day from one place. Shops hand their own customers over, so these are the few without an
    /// account; an office or a village may share an address.
    #[must_use]
    pub const fn most(self) -> u32 {
        match self {
            Self::Begins => 300,
            Self::SignsIn => 30,
            Self::Complains => 10,
            Self::Objects => 5,
        }
    }
}

/// Where someone comes from: an IPv4 address, or the part of an IPv6 address that one connection is given (RFC 6177:
/// at least 56 bits), within which the addresses are the caller's to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Place {
    V4([u8; 4]),
    V6([u8; 7]),
}

impl Place {
    fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::V4(address.octets()),
            IpAddr::V6(address) => {
                let [a, b, c, d, e, f, g, ..] = address.octets();
                Self::V6([a, b, c, d, e, f, g])
            }
        }
    }
}

/// The counts, in memory: a restart forgives.
#[derive(Debug, Default)]
pub struct Strangers(Mutex<HashMap<(Doing, Place), (Instant, u32)>>);

impl Strangers {
    /// Whether this may be done once more today; it counts as done. Callers whose address is not known are not
    /// counted: behind a proxy that names nobody, all would share one limit and one of them could lock out the rest.
    #[must_use]
    pub fn may(&self, doing: Doing, from: Option<IpAddr>, now: Instant) -> bool {
        let Some(place) = from.map(Place::of) else { return true };
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= MOST_PLACES && !counts.contains_key(&(doing, place)) {
            counts.retain(|_, (since, _)| now.seconds_since(*since) < DAY);
            if counts.len() >= MOST_PLACES {
                counts.clear();
            }
        }
        let (since, count) = counts.entry((doing, place)).or_insert((now, 0));
        if now.seconds_since(*since) >= DAY {
            (*since, *count) = (now, 0);
        }
        if *count >= doing.most() {
            return false;
        }
        *count += 1;
        true
    }

    /// It was not done after all.
    pub fn give_back(&self, doing: Doing, from: Option<IpAddr>) {
        let Some(place) = from.map(Place::of) else { return };
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, count)) = counts.get_mut(&(doing, place)) {
            *count = count.saturating_sub(1);
        }
    }
}

/// Someone who only left a name: their id was made here and now, those of the shop's people are made from its ids.
#[must_use]
pub fn is_guest(person: PersonId) -> bool {
    person.0.get_version_num() == 7
}

#[cfg(test)]
mod tests {
    use super::*;

    /// H4: a day's limit is for one place and one thing, and ends with the day.
    #[test]
    fn a_place_has_its_limit_for_a_day() {
        let strangers = Strangers::default();
        let now = Instant::from_micros(0);
        let ask = |address: &str, now| strangers.may(Doing::Complains, address.parse().ok(), now);
        for _ in 0..Doing::Complains.most() {
            assert!(ask("203.0.113.7", now) && ask("2001:db8:0:1::1", now));
        }
        assert!(!ask("203.0.113.7", now) && !ask("::ffff:203.0.113.7", now));
        assert!(
            !ask("2001:db8:0:1:ffff::2", now) && !ask("2001:db8:0:2::1", now),
            "another address of theirs"
        );
        assert!(ask("203.0.113.8", now) && ask("2001:db8:0:100::1", now), "others have their own");
        assert!(strangers.may(Doing::SignsIn, "203.0.113.7".parse().ok(), now));
        assert!((0..100).all(|_| strangers.may(Doing::Complains, None, now)));
        strangers.give_back(Doing::Complains, "203.0.113.7".parse().ok());
        assert!(ask("203.0.113.7", now) && !ask("203.0.113.7", now));
        assert!(ask("203.0.113.7", now.plus_seconds(DAY)));
    }
}
