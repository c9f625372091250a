//! The number under which a result is public: random, so that it leads to nobody's case and tells no date.

use std::fmt;
use std::str::FromStr;

use crate::Ids;

/// A result's number such as `4821-0937`: eight digits, the first of them not zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ResultNumber(u32);

/// What was given is no number of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a result's number has eight digits, the first of them not zero")]
pub struct ResultNumberError;

impl ResultNumber {
    /// A new random number; the store refuses the rare one that exists already.
    pub fn random(ids: &mut Ids<'_>) -> Self {
        let body = u64::from_le_bytes(ids.bytes()) % 90_000_000;
        Self(10_000_000 + u32::try_from(body).unwrap_or(0))
    }

    /// The number as an integer, for rows.
    #[must_use]
    pub const fn as_i64(self) -> i64 {
        self.0 as i64
    }

    /// The inverse of [`Self::as_i64`].
    #[must_use]
    pub fn of_i64(number: i64) -> Option<Self> {
        u32::try_from(number).ok().filter(|n| (10_000_000..100_000_000).contains(n)).map(Self)
    }
}

/// As people read it and as it stands in addresses: `4821-0937`.
impl fmt::Display for ResultNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:04}", self.0 / 10_000, self.0 % 10_000)
    }
}

impl FromStr for ResultNumber {
    type Err = ResultNumberError;

    /// Spaces and hyphens between the digits are forgiven.
    fn from_str(given: &str) -> Result<Self, ResultNumberError> {
        let digits: String = given.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        if digits.len() != 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(ResultNumberError);
        }
        digits.parse().ok().and_then(Self::of_i64).ok_or(ResultNumberError)
    }
}

impl TryFrom<String> for ResultNumber {
    type Error = ResultNumberError;
    fn try_from(given: String) -> Result<Self, ResultNumberError> {
        given.parse()
    }
}

impl From<ResultNumber> for String {
    fn from(number: ResultNumber) -> Self {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Instant, SeededEntropy};

    #[test]
    fn a_number_is_read_as_it_is_written_and_nothing_else_is() {
        let mut entropy = SeededEntropy::new(3);
        let number = ResultNumber::random(&mut Ids::new(Instant::from_micros(0), &mut entropy));
        assert_eq!(number.to_string().parse(), Ok(number));
        assert_eq!(ResultNumber::of_i64(number.as_i64()), Some(number));
        for wrong in ["", "0482-1093", "4821-093", "4821-09377", "４８２１０９３７", "abcd-efgh"] {
            assert_eq!(wrong.parse::<ResultNumber>(), Err(ResultNumberError), "{wrong}");
        }
    }
}
