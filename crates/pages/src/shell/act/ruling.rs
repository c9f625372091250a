//! A ruling as its form has it: shares, up to ten findings, remedies, rules, reasons.

use std::collections::BTreeMap;

use domain::dispute::{GivenFinding, GivenRuling, Liability};
use terms::{Currency, Language, Party};

use super::command::{Wrong, remedies, wrong};
use crate::shell::Form;

/// How many findings the form has room for.
pub(crate) const FINDINGS: usize = 10;

pub(super) fn read(form: &Form, currency: Currency) -> Result<GivenRuling, Wrong> {
    let share = |party: Party| {
        let field = format!("liability.{party}");
        let typed = form.text(&field).trim().trim_end_matches(['%', '％']).to_owned();
        if typed.is_empty() {
            return Ok(0);
        }
        typed.parse::<u8>().map_err(|_| wrong(field, "shell-share"))
    };
    let liability = Liability {
        consumer: share(Party::Consumer)?,
        respondent: share(Party::Respondent)?,
        third_party: share(Party::ThirdParty)?,
        platform: share(Party::Platform)?,
    };
    let findings = (0..FINDINGS).filter_map(|n| finding(form, n)).collect();
    let mut reasons = BTreeMap::new();
    for language in Language::ALL {
        if let Some(text) = form.given(&format!("reasons.{language}")) {
            reasons.insert(*language, text);
        }
    }
    let rule_ids = form.all("rule_id").filter_map(|id| terms::RuleId::new(id).ok()).collect();
    Ok(GivenRuling { liability, findings, remedies: remedies(form, currency)?, rule_ids, reasons })
}

/// A finding without a word is none.
fn finding(form: &Form, n: usize) -> Option<GivenFinding> {
    let at = |field: &str| format!("finding.{n}.{field}");
    let evidence_ids: Vec<_> = form.all(&at("evidence")).filter_map(|id| id.parse().ok()).collect();
    let text = form.given(&at("text"));
    if text.is_none() && evidence_ids.is_empty() {
        return None;
    }
    Some(GivenFinding {
        text: text.unwrap_or_default(),
        evidence_ids,
        basis: form.text(&at("basis")).parse().ok(),
        about: form.text(&at("about")).parse().ok(),
    })
}
