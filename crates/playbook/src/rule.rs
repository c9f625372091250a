//! Rules of law and of the platform, and what they say about the facts of a case.

use std::collections::BTreeMap;

use jiff::civil::Date;
use terms::{Instant, KindKey, Mark, Money, RemedyType, RuleApplies, RuleId};

use crate::kind::Localised;

/// A rule in our own words, with its source and how surely it has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub id: RuleId,
    pub title: Localised,
    pub text: Localised,
    pub source: String,
    pub mark: Mark,
    pub applies_by: RuleApplies,
    pub valid_from: Date,
    pub valid_until: Option<Date>,
}

impl Rule {
    /// Whether the rule was law (or the platform's rule) on that day.
    #[must_use]
    pub fn is_in_force(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_until.is_none_or(|last| day <= last)
    }
}

/// What is known of a case when a rule is asked; unknown is `None`, never a guess.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleFacts {
    pub paid: Option<Money>,
    /// What was paid for the lines complained about.
    pub line_price: Option<Money>,
    pub freight: Option<Money>,
    pub ordered_at: Option<Instant>,
    pub promised_at: Option<Instant>,
    pub shipped_at: Option<Instant>,
    pub delivered_at: Option<Instant>,
    pub filed_at: Option<Instant>,
    pub category: Option<String>,
    pub answers: BTreeMap<String, String>,
}

/// Money beyond the price paid that a rule allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extra {
    pub rule: RuleId,
    pub remedy_type: RemedyType,
    pub max: Money,
    /// The working, line by line.
    pub working: Vec<Localised>,
}

/// Whether a complaint of a kind may still be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WindowAnswer {
    Open { until: Option<Instant> },
    Expired { since: Instant, rule: RuleId },
    NotApplicable,
}

/// A kind that a description may be about.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    pub kind: KindKey,
    /// From 0 to 1.
    pub confidence: f32,
    /// The words that led to it.
    pub why: Vec<String>,
}
