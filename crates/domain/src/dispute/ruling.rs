//! A ruling: who bears how much, what was found and by which evidence, what follows, by which rules and why (C7).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use terms::{
    Audience, EvidenceId, EvidenceState, FindingBasis, Language, Money, OutcomeCode, Party, RuleId,
    TextError, clean_text,
};

use super::check::{self, MAX_TEXT};
use super::event::Remedy;
use super::refusal::DisputeRefusal;
use super::remedies::{self, Setting, can_be_carried_out};
use super::state::{DisputeState, Evidence};
use crate::ctx::Ctx;
use crate::erasable::Erasable;

/// Most findings, and most rules, in one ruling.
pub const MAX_FINDINGS: usize = 30;
pub const MAX_RULES: usize = 30;

/// What who rules decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling {
    pub liability: Liability,
    pub findings: Vec<Finding>,
    pub remedies: Vec<Remedy>,
    pub rule_ids: Vec<RuleId>,
    /// In plain words, in the language of the case at least.
    pub reasons: Erasable<BTreeMap<Language, String>>,
}

/// Shares in a hundred; together a hundred.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Liability {
    #[serde(default)]
    pub consumer: u8,
    #[serde(default)]
    pub respondent: u8,
    #[serde(default)]
    pub third_party: u8,
    #[serde(default)]
    pub platform: u8,
}

impl Liability {
    #[must_use]
    pub const fn of(&self, party: Party) -> u8 {
        match party {
            Party::Consumer => self.consumer,
            Party::Respondent => self.respondent,
            Party::ThirdParty => self.third_party,
            Party::Platform => self.platform,
        }
    }

    fn is_whole(&self) -> bool {
        Party::ALL.iter().map(|party| u16::from(self.of(*party))).sum::<u16>() == 100
    }
}

/// A fact found, with what carries it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub text: Erasable<String>,
    pub evidence_ids: Vec<EvidenceId>,
    pub basis: FindingBasis,
    /// Whose share it explains; `None`: everybody's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Party>,
}

impl Ruling {
    /// How a case ends by it.
    #[must_use]
    pub const fn outcome(&self) -> OutcomeCode {
        if self.remedies.is_empty() {
            OutcomeCode::ResolvedMerchantFavour
        } else if self.liability.consumer == 0 {
            OutcomeCode::ResolvedConsumerFavour
        } else {
            OutcomeCode::ResolvedSplit
        }
    }

    /// Who must carry it out: the respondent, unless the platform alone is liable or complained about.
    #[must_use]
    pub const fn debtor(&self, has_respondent: bool) -> Party {
        if has_respondent && (self.liability.respondent > 0 || self.liability.platform == 0) {
            Party::Respondent
        } else {
            Party::Platform
        }
    }

    /// All the money in it, if there is any.
    #[must_use]
    pub fn money(&self) -> Option<Money> {
        let mut sums = self.remedies.iter().filter_map(|remedy| remedy.amount);
        let first = sums.next()?;
        Some(sums.fold(first, |sum, next| Money::new(sum.currency, sum.minor.saturating_add(next.minor))))
    }
}

/// A ruling as somebody wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenRuling {
    pub liability: Liability,
    #[serde(default)]
    pub findings: Vec<GivenFinding>,
    #[serde(default)]
    pub remedies: Vec<Remedy>,
    #[serde(default)]
    pub rule_ids: Vec<RuleId>,
    #[serde(default)]
    pub reasons: BTreeMap<Language, String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenFinding {
    pub text: String,
    #[serde(default)]
    pub evidence_ids: Vec<EvidenceId>,
    #[serde(default)]
    pub basis: Option<FindingBasis>,
    #[serde(default)]
    pub about: Option<Party>,
}

/// The case as who rules may know it: nothing that mediation seals is in it (C5).
#[must_use]
pub fn for_ruling(state: &DisputeState) -> DisputeState {
    let mut state = state.clone();
    state.messages.retain(|m| m.label.seal.is_none());
    state.evidence.retain(|e| e.label.seal.is_none());
    state.offers.retain(|o| o.seal.is_none());
    state.proposals.clear();
    state
}

/// The ruling as it will stand in the record.
///
/// # Errors
/// `liability_not_whole`, `finding_missing`, `finding_unsupported`, `unknown_evidence`, `evidence_refuted`,
/// `liability_missing`, `rule_missing`, `unknown_rule`, and the refusals of texts and remedies.
pub fn check(
    state: &DisputeState,
    given: &GivenRuling,
    setting: &Setting<'_>,
    ctx: &Ctx<'_, '_>,
) -> Result<Ruling, DisputeRefusal> {
    let state = &for_ruling(state);
    let filed = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?;
    if !given.liability.is_whole() {
        return Err(DisputeRefusal::LiabilityNotWhole);
    }
    if given.findings.len() > MAX_FINDINGS {
        return Err(DisputeRefusal::TooMany { pointer: "/findings".to_owned(), most: MAX_FINDINGS });
    }
    let findings: Vec<Finding> = given
        .findings
        .iter()
        .enumerate()
        .map(|(n, finding)| self::finding(state, finding, n))
        .collect::<Result<_, _>>()?;
    for party in Party::ALL.iter().filter(|party| given.liability.of(**party) > 0) {
        if !findings.iter().any(|f| f.about.is_none_or(|about| about == *party)) {
            return Err(DisputeRefusal::FindingMissing { party: *party });
        }
    }
    let remedies = if given.remedies.is_empty() {
        Vec::new()
    } else {
        if given.liability.consumer == 100 {
            return Err(DisputeRefusal::LiabilityMissing);
        }
        remedies::check(&given.remedies, setting, "/remedies", ctx)?
    };
    can_be_carried_out(&remedies, state.order())?;
    let rule_ids = rules(given, &remedies, ctx)?;
    let reasons = reasons(given, filed.language)?;
    Ok(Ruling { liability: given.liability, findings, remedies, rule_ids, reasons })
}

fn finding(state: &DisputeState, given: &GivenFinding, n: usize) -> Result<Finding, DisputeRefusal> {
    let at = format!("/findings/{n}");
    let text = check::text(&given.text, &format!("{at}/text"), Audience::All)?;
    if given.evidence_ids.len() > check::MAX_EVIDENCE_PER_ACT {
        let most = check::MAX_EVIDENCE_PER_ACT;
        return Err(DisputeRefusal::TooMany { pointer: format!("{at}/evidence_ids"), most });
    }
    for (k, id) in given.evidence_ids.iter().enumerate() {
        let pointer = format!("{at}/evidence_ids/{k}");
        let found = state.evidence.iter().find(|e| e.item.evidence_id == *id);
        match found {
            None => return Err(DisputeRefusal::UnknownEvidence { pointer }),
            Some(Evidence { state: EvidenceState::Refuted, .. }) => {
                return Err(DisputeRefusal::EvidenceRefuted { pointer });
            }
            Some(_) => {}
        }
    }
    let basis = given.basis.unwrap_or(FindingBasis::Evidence);
    let carried = match basis {
        FindingBasis::Evidence => !given.evidence_ids.is_empty(),
        FindingBasis::OrderRecord => state.order().is_some(),
        FindingBasis::Admitted => true,
        FindingBasis::Silence => state.response.is_none() && state.respondent_notified.is_some(),
    };
    if !carried {
        return Err(DisputeRefusal::FindingUnsupported { pointer: at });
    }
    let about = given.about;
    Ok(Finding { text, evidence_ids: given.evidence_ids.clone(), basis, about })
}

/// The rules named, and those by which remedies go beyond the price.
fn rules(given: &GivenRuling, remedies: &[Remedy], ctx: &Ctx<'_, '_>) -> Result<Vec<RuleId>, DisputeRefusal> {
    if given.rule_ids.len() > MAX_RULES {
        return Err(DisputeRefusal::TooMany { pointer: "/rule_ids".to_owned(), most: MAX_RULES });
    }
    let mut rules: Vec<RuleId> = Vec::new();
    for (n, rule) in given.rule_ids.iter().enumerate() {
        if ctx.playbook.rule(rule).is_none() {
            return Err(DisputeRefusal::UnknownRule { pointer: format!("/rule_ids/{n}") });
        }
        if !rules.contains(rule) {
            rules.push(rule.clone());
        }
    }
    if rules.is_empty() {
        return Err(DisputeRefusal::RuleMissing);
    }
    for rule in remedies.iter().filter_map(|remedy| remedy.rule_id.as_ref()) {
        if !rules.contains(rule) {
            rules.push(rule.clone());
        }
    }
    Ok(rules)
}

fn reasons(
    given: &GivenRuling,
    language: Language,
) -> Result<Erasable<BTreeMap<Language, String>>, DisputeRefusal> {
    let mut kept = BTreeMap::new();
    for (language, text) in given.reasons.iter().filter(|(_, text)| !text.trim().is_empty()) {
        let wrong = |why| DisputeRefusal::Text { pointer: format!("/reasons/{language}"), why };
        kept.insert(*language, clean_text(text, MAX_TEXT).map_err(wrong)?);
    }
    if !kept.contains_key(&language) {
        let pointer = format!("/reasons/{language}");
        return Err(DisputeRefusal::Text { pointer, why: TextError::Empty });
    }
    Ok(Erasable::new(kept, Audience::All))
}
