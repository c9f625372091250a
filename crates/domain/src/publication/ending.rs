//! When a dispute has come to an end that can be told: nothing is open, and nothing can change it in the ordinary way.

use playbook::Step;
use terms::{Instant, KindKey, Money, OutcomeCode};

use crate::dispute::{DisputeState, Phase};

/// How it came to its final end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// Both sides agreed, and it was carried out.
    Agreement,
    /// A ruling against which nobody appealed in time.
    Ruling,
    /// The decision on appeal.
    Appeal,
}

impl End {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agreement => "agreement",
            Self::Ruling => "ruling",
            Self::Appeal => "appeal",
        }
    }
}

/// The final end, if there is one.
#[must_use]
pub fn final_end(case: &DisputeState) -> Option<End> {
    let can_be_appealed = case.deadlines.iter().any(|limit| limit.step == Step::Appeal);
    let is_over = case.phase == Phase::Closed && case.merged_into.is_none();
    if !is_over || can_be_appealed || case.appeal().is_some() {
        return None;
    }
    match case.outcome? {
        OutcomeCode::ResolvedByAgreement | OutcomeCode::ResolvedWithPayout => {
            (!case.is_performing()).then_some(End::Agreement)
        }
        OutcomeCode::ResolvedConsumerFavour
        | OutcomeCode::ResolvedMerchantFavour
        | OutcomeCode::ResolvedSplit => {
            let last = case.decisions.last()?;
            Some(if last.on_appeal.is_some() { End::Appeal } else { End::Ruling })
        }
        OutcomeCode::Withdrawn
        | OutcomeCode::Refused
        | OutcomeCode::Referred
        | OutcomeCode::Expired
        | OutcomeCode::Merged => None,
    }
}

/// What somebody outside could know a case by; rows of ended cases hold it, to count those that share it (F4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traits {
    pub kind: KindKey,
    /// Of the goods; empty where no order is named.
    pub category: String,
    pub outcome: OutcomeCode,
    /// What the consumer asked for, and what the consumer got, in all.
    pub claimed: Option<Money>,
    pub granted: Option<Money>,
    pub filed_at: Instant,
    pub ended_at: Instant,
}

/// The traits of a case that has come to its final end.
#[must_use]
pub fn traits(case: &DisputeState) -> Option<Traits> {
    final_end(case)?;
    let filed = case.filed.as_ref()?;
    let order = filed.order.as_deref();
    let line = order.and_then(|o| {
        filed.lines.first().and_then(|claimed| o.line(&claimed.line_id)).or_else(|| o.lines.first())
    });
    Some(Traits {
        kind: filed.kind.clone(),
        category: line.map(|line| line.category.clone()).unwrap_or_default(),
        outcome: case.outcome?,
        claimed: sum(filed.claims.iter().filter_map(|claim| claim.amount)),
        granted: granted(case),
        filed_at: case.filed_at?,
        ended_at: case.closed_at?,
    })
}

/// The money of what was agreed or ruled in the end, whether paid yet or not.
#[must_use]
pub fn granted(case: &DisputeState) -> Option<Money> {
    sum(case.obligations.iter().filter(|o| counts(o)).filter_map(|o| o.remedy.amount))
}

fn sum(of: impl Iterator<Item = Money>) -> Option<Money> {
    let mut of = of;
    let first = of.next()?;
    Some(of.fold(first, |sum, next| Money::new(sum.currency, sum.minor.saturating_add(next.minor))))
}

/// Whether an obligation is part of the end: those that fell away are not.
#[must_use]
pub const fn counts(obligation: &crate::dispute::Obligation) -> bool {
    match obligation.state {
        terms::ObligationState::Due
        | terms::ObligationState::Reported
        | terms::ObligationState::Disputed
        | terms::ObligationState::Performed => true,
        terms::ObligationState::Failed | terms::ObligationState::Cancelled => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::given::*;

    /// F2: an agreement is at its end when it was carried out, a ruling when nobody can appeal any more.
    #[test]
    fn a_case_ends_when_nothing_can_change_it() {
        assert_eq!(final_end(&given().responded().state), None);
        let agreed = given().agreed(vec![money(terms::RemedyType::Refund, "899.00")]);
        assert_eq!(final_end(&agreed.state), None, "not paid yet");
        assert_eq!(final_end(&agreed.paid("899.00").state), Some(End::Agreement));
        let ruled = given().ruled();
        assert_eq!(final_end(&ruled.state), None, "the limit to appeal runs");
        let final_ruling = ruled.passed(Step::Appeal).passed(Step::Appeal);
        assert_eq!(final_end(&final_ruling.state), Some(End::Ruling));
        assert_eq!(traits(&final_ruling.state).unwrap().granted, Some(yuan("899.00")));
    }

    /// F2: what was withdrawn, refused or merged has no result to publish.
    #[test]
    fn what_was_not_decided_has_no_result() {
        for case in [given().withdrawn(), given().refused(), given().merged()] {
            assert_eq!(final_end(&case.state), None);
        }
    }
}
