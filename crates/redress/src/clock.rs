//! The clocks of the running program: the machine's, and the demo's, which is moved ahead of it.

use std::sync::atomic::{AtomicI64, Ordering};

use app::ports::Clock;
use terms::Instant;

/// The machine's clock, held so that it never goes back for whoever asks twice.
#[derive(Debug, Default)]
pub struct SystemClock {
    latest: AtomicI64,
}

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        let now = machine_micros();
        let before = self.latest.fetch_max(now, Ordering::SeqCst);
        Instant::from_micros(now.max(before))
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place where the machine's clock is read")]
fn machine_micros() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

/// The machine's clock with an offset that only grows.
#[derive(Debug, Default)]
pub struct DemoClock {
    clock: SystemClock,
    offset: AtomicI64,
}

impl DemoClock {
    /// A clock that shows `now` at this moment and runs on from there.
    #[must_use]
    pub fn at(now: Instant) -> Self {
        let clock = SystemClock::default();
        let offset = AtomicI64::new(now.micros() - clock.now().micros());
        Self { clock, offset }
    }

    /// Moves on by a number of microseconds.
    pub fn advance(&self, micros: i64) {
        self.offset.fetch_add(micros.max(0), Ordering::SeqCst);
    }

    /// Moves on to a moment; an earlier one changes nothing.
    pub fn move_to(&self, to: Instant) {
        self.advance(to.micros() - self.now().micros());
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Instant {
        Instant::from_micros(self.clock.now().micros() + self.offset.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moved_demo_clock_never_goes_back() {
        let start = Instant::from_micros(1_700_000_000_000_000);
        let clock = DemoClock::at(start);
        clock.advance(3_600_000_000);
        clock.advance(-5);
        clock.move_to(start);
        assert!(clock.now() >= start.plus_seconds(3600));
    }
}
