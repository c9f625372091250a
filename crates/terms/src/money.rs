//! Money in whole minor units of one currency; never a float, never mixed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A currency of ISO 4217 that the system settles in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    Cny,
    Eur,
    Usd,
    Hkd,
    Twd,
    Gbp,
    Jpy,
}

impl Currency {
    pub const ALL: &'static [Self] =
        &[Self::Cny, Self::Eur, Self::Usd, Self::Hkd, Self::Twd, Self::Gbp, Self::Jpy];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cny => "CNY",
            Self::Eur => "EUR",
            Self::Usd => "USD",
            Self::Hkd => "HKD",
            Self::Twd => "TWD",
            Self::Gbp => "GBP",
            Self::Jpy => "JPY",
        }
    }

    /// Digits after the point (ISO 4217's minor unit).
    #[must_use]
    pub const fn digits(self) -> u32 {
        match self {
            Self::Jpy => 0,
            Self::Cny | Self::Eur | Self::Usd | Self::Hkd | Self::Twd | Self::Gbp => 2,
        }
    }

    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Cny | Self::Jpy => "¥",
            Self::Eur => "€",
            Self::Usd => "$",
            Self::Hkd => "HK$",
            Self::Twd => "NT$",
            Self::Gbp => "£",
        }
    }
}

impl FromStr for Currency {
    type Err = MoneyError;
    fn from_str(given: &str) -> Result<Self, MoneyError> {
        match given {
            "CNY" => Ok(Self::Cny),
            "EUR" => Ok(Self::Eur),
            "USD" => Ok(Self::Usd),
            "HKD" => Ok(Self::Hkd),
            "TWD" => Ok(Self::Twd),
            "GBP" => Ok(Self::Gbp),
            "JPY" => Ok(Self::Jpy),
            _ => Err(MoneyError::UnknownCurrency),
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Why a sum cannot be taken or computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    #[error("not a currency we settle in")]
    UnknownCurrency,
    #[error("not a decimal number such as 299.00")]
    NotADecimal,
    #[error("more digits after the point than the currency has")]
    TooPrecise,
    #[error("too large")]
    TooLarge,
    #[error("two currencies cannot be added")]
    CurrenciesDiffer,
}

/// How a remainder below the minor unit is dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// Half a minor unit and more goes up.
    HalfUp,
    /// Towards zero.
    Down,
}

/// A sum in one currency. JSON: `{"currency":"CNY","value":"299.00"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money {
    pub currency: Currency,
    pub minor: i64,
}

/// 10 trillion minor units: far above any order, far below overflow when summed.
const LARGEST: i64 = 10_000_000_000_000;

impl Money {
    #[must_use]
    pub const fn new(currency: Currency, minor: i64) -> Self {
        Self { currency, minor }
    }

    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self { currency, minor: 0 }
    }

    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.minor > 0
    }

    /// # Errors
    /// Different currencies, or a sum that is too large.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::CurrenciesDiffer);
        }
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::TooLarge)?;
        Ok(Self { minor, ..self })
    }

    /// # Errors
    /// Different currencies, or a difference that is too large.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.plus(Self { minor: -other.minor, ..other })
    }

    /// # Errors
    /// A product that is too large.
    pub fn times(self, factor: i64) -> Result<Self, MoneyError> {
        let minor = self.minor.checked_mul(factor).ok_or(MoneyError::TooLarge)?;
        Ok(Self { minor, ..self })
    }

    /// `numerator/denominator` of this sum; a denominator of zero counts as one.
    ///
    /// # Errors
    /// A result that is too large.
    pub fn fraction(self, numerator: i64, denominator: i64, rounding: Rounding) -> Result<Self, MoneyError> {
        let denominator = i128::from(if denominator == 0 { 1 } else { denominator });
        let product = i128::from(self.minor) * i128::from(numerator);
        let minor = match rounding {
            Rounding::Down => product / denominator,
            Rounding::HalfUp => (2 * product + denominator).div_euclid(2 * denominator),
        };
        let minor = i64::try_from(minor).map_err(|_| MoneyError::TooLarge)?;
        Ok(Self { minor, ..self })
    }

    /// The sum as decimal text without currency: `299.00`.
    #[must_use]
    pub fn decimal(self) -> String {
        let digits = self.currency.digits() as usize;
        let sign = if self.minor < 0 { "-" } else { "" };
        let all = format!("{:0width$}", self.minor.unsigned_abs(), width = digits + 1);
        let (whole, part) = all.split_at(all.len() - digits);
        if digits == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
    }

    /// As people read it, thousands grouped: `¥1,001.00`.
    #[must_use]
    pub fn readable(self) -> String {
        let decimal = Self { minor: self.minor.abs(), ..self }.decimal();
        let (whole, part) = decimal.split_once('.').map_or((decimal.as_str(), None), |(w, p)| (w, Some(p)));
        let mut grouped = String::new();
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let sign = if self.minor < 0 { "−" } else { "" };
        let symbol = self.currency.symbol();
        part.map_or_else(|| format!("{sign}{symbol}{grouped}"), |p| format!("{sign}{symbol}{grouped}.{p}"))
    }

    /// Reads decimal text such as `299`, `299.5` or `299.00`; full-width digits are forgiven.
    ///
    /// # Errors
    /// Not a decimal, more digits than the currency has, or too large.
    pub fn parse(currency: Currency, given: &str) -> Result<Self, MoneyError> {
        let (negative, digits) = given.strip_prefix('-').map_or((false, given), |rest| (true, rest));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(part) || digits.ends_with('.') {
            return Err(MoneyError::NotADecimal);
        }
        let places = currency.digits() as usize;
        if part.len() > places && part[places..].bytes().any(|b| b != b'0') {
            return Err(MoneyError::TooPrecise);
        }
        let part = &part[..part.len().min(places)];
        let padded = format!("{whole}{part:0<places$}");
        let minor: i64 = padded.parse().map_err(|_| MoneyError::TooLarge)?;
        if minor > LARGEST {
            return Err(MoneyError::TooLarge);
        }
        Ok(Self { currency, minor: if negative { -minor } else { minor } })
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.currency, self.decimal())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shape<'a> {
    currency: Currency,
    #[serde(borrow)]
    value: std::borrow::Cow<'a, str>,
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        Shape { currency: self.currency, value: self.decimal().into() }.serialize(s)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let shape = Shape::deserialize(d)?;
        Self::parse(shape.currency, &shape.value).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn yuan(text: &str) -> Result<Money, MoneyError> {
        Money::parse(Currency::Cny, text)
    }

    #[test]
    fn decimal_text_is_read_exactly_or_refused() {
        assert_eq!(yuan("299.5").unwrap().minor, 29_950);
        assert_eq!(yuan("299.500").unwrap().minor, 29_950);
        assert_eq!(yuan("299.505"), Err(MoneyError::TooPrecise));
        assert_eq!(yuan("1e3"), Err(MoneyError::NotADecimal));
        assert_eq!(yuan("."), Err(MoneyError::NotADecimal));
        assert_eq!(yuan("99999999999999999999"), Err(MoneyError::TooLarge));
        assert_eq!(Money::parse(Currency::Jpy, "12.00").unwrap().minor, 12);
    }

    #[test]
    fn people_read_groups_of_three() {
        assert_eq!(yuan("1234567.8").unwrap().readable(), "¥1,234,567.80");
        assert_eq!(Money::new(Currency::Cny, -5).readable(), "−¥0.05");
    }

    #[test]
    fn fractions_round_as_told() {
        let price = yuan("0.05").unwrap();
        assert_eq!(price.fraction(1, 2, Rounding::HalfUp).unwrap().minor, 3);
        assert_eq!(price.fraction(1, 2, Rounding::Down).unwrap().minor, 2);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(minor in -LARGEST..LARGEST) {
            let money = Money::new(Currency::Cny, minor);
            let json = serde_json::to_string(&money).unwrap();
            prop_assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money);
        }
    }
}
