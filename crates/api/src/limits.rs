//! How fast one person or one address may write: a token bucket for each, in memory.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use terms::{Instant, PersonId};

/// Most buckets that are remembered; a full one needs no remembering.
const MOST: usize = 100_000;

/// A bucket: `burst` requests at once, refilled by `per_second`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    pub burst: u32,
    pub per_second: u32,
}

/// Limits for writing requests. Reading is not limited here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimits {
    pub per_person: Rate,
    pub per_address: Rate,
}

impl Default for RateLimits {
    /// Far above what a person or a shop's program needs: it stops loops that have gone wild.
    fn default() -> Self {
        Self {
            per_person: Rate { burst: 1_000, per_second: 100 },
            per_address: Rate { burst: 20_000, per_second: 2_000 },
        }
    }
}

/// Who is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Counted {
    Person(PersonId),
    Address(IpAddr),
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    /// Millionths of a request that are left.
    left: i64,
    at: Instant,
}

/// All buckets.
#[derive(Debug)]
pub(crate) struct Limiter {
    limits: RateLimits,
    buckets: Mutex<HashMap<Counted, Bucket>>,
}

impl Limiter {
    pub(crate) fn new(limits: RateLimits) -> Self {
        Self { limits, buckets: Mutex::default() }
    }

    /// Takes one request out of the bucket.
    ///
    /// # Errors
    /// The seconds after which it is worth trying again.
    pub(crate) fn take(&self, who: Counted, now: Instant) -> Result<(), u64> {
        const ONE: i64 = 1_000_000;
        let rate = match who {
            Counted::Person(_) => self.limits.per_person,
            Counted::Address(_) => self.limits.per_address,
        };
        let full = i64::from(rate.burst) * ONE;
        let refilled = |bucket: &Bucket| {
            let micros = (now.micros() - bucket.at.micros()).max(0);
            bucket.left.saturating_add(micros.saturating_mul(i64::from(rate.per_second))).min(full)
        };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST && !buckets.contains_key(&who) {
            // Whoever has not written for a minute starts with a full bucket anyway, or nearly so.
            buckets.retain(|_, bucket| now.seconds_since(bucket.at) < 60);
            if buckets.len() >= MOST {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(who).or_insert(Bucket { left: full, at: now });
        let left = refilled(bucket);
        bucket.at = bucket.at.max(now);
        if left < ONE {
            bucket.left = left;
            let missing = ONE - left;
            let wait = missing.div_ceil_by(i64::from(rate.per_second.max(1)) * ONE);
            return Err(wait);
        }
        bucket.left = left - ONE;
        Ok(())
    }
}

/// Whole seconds, rounded up, at least one.
trait DivCeil {
    fn div_ceil_by(self, by: i64) -> u64;
}

impl DivCeil for i64 {
    fn div_ceil_by(self, by: i64) -> u64 {
        u64::try_from((self + by - 1) / by).unwrap_or(1).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limiter() -> Limiter {
        let slow = Rate { burst: 2, per_second: 1 };
        Limiter::new(RateLimits { per_person: slow, per_address: Rate { burst: 100, per_second: 100 } })
    }

    #[test]
    fn a_bucket_runs_dry_and_fills_again_and_others_have_their_own() {
        let limiter = limiter();
        let now = Instant::from_micros(0);
        let who = Counted::Person(PersonId(uuid::Uuid::from_u128(1)));
        assert_eq!(limiter.take(who, now), Ok(()));
        assert_eq!(limiter.take(who, now), Ok(()));
        assert_eq!(limiter.take(who, now), Err(1));
        assert_eq!(limiter.take(Counted::Person(PersonId(uuid::Uuid::from_u128(2))), now), Ok(()));
        assert_eq!(limiter.take(who, now.plus_seconds(1)), Ok(()));
        assert_eq!(limiter.take(who, now.plus_seconds(1)), Err(1));
    }
}
