//! The number that people use for a case: twelve digits in three groups, short enough to be read
//! out over the phone, random so that it cannot be guessed in order, the last digit a check digit.
//!
//! Digits only, because letters are misheard between languages. The check digit is Damm's (2004): it
//! finds every single wrong digit and every swap of two neighbours, the two mistakes people make.

use std::fmt;
use std::str::FromStr;

use crate::Ids;

const DIGITS: usize = 12;

/// Damm's totally anti-symmetric quasigroup of order ten.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

fn damm(digits: impl Iterator<Item = u8>) -> u8 {
    digits.fold(0, |interim, digit| DAMM[usize::from(interim)][usize::from(digit)])
}

/// Why what was typed is no case number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CaseNumberError {
    /// Not twelve digits (spaces and hyphens between them do not count).
    #[error("a case number has {DIGITS} digits")]
    WrongLength,
    /// Twelve digits, but one of them is wrong or two are swapped.
    #[error("the check digit does not fit: a digit is wrong or two are swapped")]
    WrongCheckDigit,
}

/// A case number such as `4821 0937 5516` (B10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CaseNumber(u64);

impl CaseNumber {
    /// A new random number; the store refuses the rare one that exists already.
    pub fn random(ids: &mut Ids<'_>) -> Self {
        // 64 random bits over 9·10^10 numbers: the bias of the remainder is below 10^-8.
        let body = 10_000_000_000 + u64::from_le_bytes(ids.bytes()) % 90_000_000_000;
        let check = damm(digits_of(body, DIGITS - 1));
        Self(body * 10 + u64::from(check))
    }

    /// The number as an integer, for rows.
    #[must_use]
    pub const fn as_u64(self) -> u64 {
        self.0
    }

    /// As people read it: `4821 0937 5516`.
    #[must_use]
    pub fn grouped(self) -> String {
        let digits = self.to_string();
        format!("{} {} {}", &digits[..4], &digits[4..8], &digits[8..])
    }
}

fn digits_of(number: u64, count: usize) -> impl Iterator<Item = u8> {
    let mut power = 10_u64.pow(u32::try_from(count - 1).unwrap_or(0));
    std::iter::from_fn(move || {
        if power == 0 {
            return None;
        }
        let digit = number / power % 10;
        power /= 10;
        u8::try_from(digit).ok()
    })
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012}", self.0)
    }
}

impl FromStr for CaseNumber {
    type Err = CaseNumberError;

    /// Reads what people type: full-width digits, spaces, hyphens and dots are forgiven.
    fn from_str(given: &str) -> Result<Self, CaseNumberError> {
        let mut number = 0_u64;
        let mut count = 0;
        for c in given.chars() {
            let digit = match c {
                '0'..='9' => u32::from(c) - u32::from('0'),
                '０'..='９' => u32::from(c) - u32::from('０'),
                ' ' | '-' | '.' | '·' | '\u{00A0}' | '\u{3000}' | '\u{2009}' | '－' | '–' => continue,
                _ => return Err(CaseNumberError::WrongLength),
            };
            count += 1;
            if count > DIGITS {
                return Err(CaseNumberError::WrongLength);
            }
            number = number * 10 + u64::from(digit);
        }
        if count != DIGITS {
            return Err(CaseNumberError::WrongLength);
        }
        if damm(digits_of(number, DIGITS)) != 0 {
            return Err(CaseNumberError::WrongCheckDigit);
        }
        Ok(Self(number))
    }
}

impl TryFrom<String> for CaseNumber {
    type Error = CaseNumberError;
    fn try_from(given: String) -> Result<Self, CaseNumberError> {
        given.parse()
    }
}

impl From<CaseNumber> for String {
    fn from(number: CaseNumber) -> Self {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Instant, SeededEntropy};

    fn number(seed: u64) -> CaseNumber {
        let mut entropy = SeededEntropy::new(seed);
        CaseNumber::random(&mut Ids::new(Instant::from_micros(0), &mut entropy))
    }

    /// B10: read out over the phone without mistakes.
    #[test]
    fn every_single_wrong_digit_and_every_swap_of_neighbours_is_found() {
        for seed in 0..50 {
            let right = number(seed).to_string();
            assert_eq!(right.parse::<CaseNumber>().unwrap().to_string(), right);
            for at in 0..DIGITS {
                for digit in '0'..='9' {
                    let mut wrong = right.clone();
                    wrong.replace_range(at..=at, &digit.to_string());
                    assert_eq!(wrong.parse::<CaseNumber>().is_ok(), wrong == right);
                }
                if at > 0 {
                    let mut swapped: Vec<char> = right.chars().collect();
                    swapped.swap(at - 1, at);
                    let swapped: String = swapped.into_iter().collect();
                    assert_eq!(swapped.parse::<CaseNumber>().is_ok(), swapped == right);
                }
            }
        }
    }

    /// B10: what people type is forgiven.
    #[test]
    fn full_width_digits_spaces_and_hyphens_are_forgiven() {
        let right = number(3);
        let plain = right.to_string();
        let typed: String =
            plain.chars().map(|c| char::from_u32(u32::from(c) - 0x30 + 0xFF10).unwrap()).collect();
        assert_eq!(typed.parse(), Ok(right));
        assert_eq!(right.grouped().parse(), Ok(right));
        assert_eq!(plain[..11].parse::<CaseNumber>(), Err(CaseNumberError::WrongLength));
    }
}
