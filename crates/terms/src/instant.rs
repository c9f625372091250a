//! A moment in time, in whole microseconds since 1970 (UTC); written as RFC 3339.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Microseconds since 1970-01-01T00:00:00Z. Rows keep the number, events and the API the RFC 3339 text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

/// 9999-12-30T00:00:00Z: past this, RFC 3339 has no four-digit year for every zone.
const LATEST: i64 = 253_402_128_000_000_000;
/// 0001-01-02T00:00:00Z.
const EARLIEST: i64 = -62_135_510_400_000_000;

impl Instant {
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        if micros > LATEST {
            Self(LATEST)
        } else if micros < EARLIEST {
            Self(EARLIEST)
        } else {
            Self(micros)
        }
    }

    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    #[must_use]
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Later by a whole number of seconds (earlier if negative); stays within four-digit years.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self::from_micros(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    #[must_use]
    pub const fn plus(self, duration: SignedDuration) -> Self {
        let micros = duration.as_micros();
        let micros = if micros > i64::MAX as i128 { i64::MAX } else { micros as i64 };
        Self::from_micros(self.0.saturating_add(micros))
    }

    /// Whole seconds from `earlier` to this moment, negative if it is later.
    #[must_use]
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0) / 1_000_000
    }
}

impl From<Timestamp> for Instant {
    fn from(t: Timestamp) -> Self {
        Self::from_micros(t.as_microsecond())
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.timestamp(), f)
    }
}

impl FromStr for Instant {
    type Err = jiff::Error;
    fn from_str(given: &str) -> Result<Self, jiff::Error> {
        given.parse::<Timestamp>().map(Self::from)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_as_rfc_3339_in_utc_and_read_back() {
        let at = Instant::from_micros(1_764_027_270_123_456);
        let json = serde_json::to_string(&at).unwrap();
        assert_eq!(json, "\"2025-11-24T23:34:30.123456Z\"");
        assert_eq!(serde_json::from_str::<Instant>(&json).unwrap(), at);
    }
}
