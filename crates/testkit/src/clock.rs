//! A clock that stands still until it is moved.

use std::sync::atomic::{AtomicI64, Ordering};

use app::ports::Clock;
use terms::Instant;

/// Time as a test wants it. It goes forward only, unless it is explicitly set back.
#[derive(Debug)]
pub struct MovedClock {
    micros: AtomicI64,
}

impl MovedClock {
    #[must_use]
    pub const fn new(now: Instant) -> Self {
        Self { micros: AtomicI64::new(now.micros()) }
    }

    /// Moves on to a moment; an earlier one changes nothing.
    pub fn set(&self, to: Instant) {
        self.micros.fetch_max(to.micros(), Ordering::SeqCst);
    }

    /// Moves on by whole seconds.
    pub fn advance_seconds(&self, seconds: u32) {
        self.micros.fetch_add(i64::from(seconds) * 1_000_000, Ordering::SeqCst);
    }

    /// Moves on by whole hours.
    pub fn advance_hours(&self, hours: u32) {
        self.micros.fetch_add(i64::from(hours) * 3_600_000_000, Ordering::SeqCst);
    }

    /// A machine whose clock was put back: only for tests of exactly that.
    pub fn set_back(&self, to: Instant) {
        self.micros.store(to.micros(), Ordering::SeqCst);
    }
}

impl Clock for MovedClock {
    fn now(&self) -> Instant {
        Instant::from_micros(self.micros.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_goes_back_only_when_told_to() {
        let noon = Instant::from_micros(1_764_000_000_000_000);
        let clock = MovedClock::new(noon);
        clock.advance_hours(2);
        clock.set(noon);
        assert_eq!(clock.now(), noon.plus_seconds(7200));
        clock.set_back(noon);
        assert_eq!(clock.now(), noon);
    }
}
