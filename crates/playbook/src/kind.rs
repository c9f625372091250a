//! A kind of dispute: what is asked, shown, offered and cited for it.

use serde::{Deserialize, Serialize};
use terms::{EvidenceKind, KindKey, Language, Priority, RemedyType, RuleId};

/// A text in every language of the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Localised {
    #[serde(rename = "zh-Hans")]
    pub zh_hans: String,
    #[serde(rename = "zh-Hant")]
    pub zh_hant: String,
    pub en: String,
}

impl Localised {
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::ZhHans => &self.zh_hans,
            Language::ZhHant => &self.zh_hant,
            Language::En => &self.en,
        }
    }
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    Choice { options: Vec<Choice> },
    Text { max: usize },
    Date,
    Amount,
    YesNo,
}

/// One answer to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub key: String,
    pub text: Localised,
}

/// One question at filing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub key: String,
    pub text: Localised,
    pub hint: Option<Localised>,
    pub input: Input,
    pub required: bool,
}

/// A piece of evidence that one side is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    pub key: String,
    pub text: Localised,
    pub kinds: Vec<EvidenceKind>,
    pub required: bool,
}

/// What each side is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EvidenceAsks {
    pub consumer: Vec<Ask>,
    pub respondent: Vec<Ask>,
}

/// An answer shown before filing (B13), with the question that follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelfService {
    pub title: Localised,
    pub answer: Vec<Localised>,
    pub follow_up: Localised,
}

/// A kind of dispute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    pub key: KindKey,
    /// Its id in the taxonomy: `A1.1`.
    pub id: String,
    pub title: Localised,
    pub summary: Localised,
    pub priority: Priority,
    pub needs_order: bool,
    /// The platform itself is complained about, whoever sold the goods (A6.6).
    pub against_platform: bool,
    pub questions: Vec<Question>,
    pub evidence: EvidenceAsks,
    pub remedies: Vec<RemedyType>,
    pub default_remedy: RemedyType,
    pub self_service: Option<SelfService>,
    pub legal_basis: Vec<RuleId>,
    pub prevention: Localised,
    pub burden_of_proof: Option<Localised>,
}
