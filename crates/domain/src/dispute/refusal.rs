//! Why a dispute says no; each code has its sentence and next step in every language.

use terms::{
    CaseNumber, Instant, Money, MoneyError, OfferState, Party, RemedyType, RuleId, Stage, TextError,
};

use crate::refusal::{Refuse, Severity, text_arguments, text_code};

/// Every reasoned no of a dispute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DisputeRefusal {
    UnknownDispute,
    NotAllowed,
    /// Not possible in this stage.
    WrongStage {
        stage: Stage,
    },
    OnHold,
    NotOnHold,
    /// Carried on in another case.
    Merged {
        into: CaseNumber,
    },
    NotMerged,
    AlreadyDone,
    UnknownKind,
    /// The order does not exist, or is someone else's and no mandate shows a right to it: the same answer for both.
    UnknownOrder,
    OrderReasonMissing,
    UnknownLine {
        pointer: String,
    },
    QuantityTooLarge {
        pointer: String,
        most: u32,
    },
    /// Another open case is about the same line; joining it is offered.
    DuplicateComplaint {
        number: CaseNumber,
    },
    AboveCap {
        remaining: Money,
    },
    /// Money beyond the price paid that no rule of this kind allows.
    NoRuleAllows {
        pointer: String,
        remedy: RemedyType,
    },
    /// More than the cited rule allows.
    AboveRule {
        pointer: String,
        rule: RuleId,
        most: Money,
    },
    CurrencyDiffers {
        pointer: String,
    },
    AmountMissing {
        pointer: String,
    },
    AmountNotExpected {
        pointer: String,
    },
    AmountInvalid {
        pointer: String,
        why: MoneyError,
    },
    AmountNotPositive {
        pointer: String,
    },
    RemedyNotAvailable {
        pointer: String,
        remedy: RemedyType,
    },
    RemediesMissing {
        pointer: String,
    },
    /// Money needs an order that it was paid for.
    OrderNeeded,
    AnswerMissing {
        key: String,
    },
    AnswerInvalid {
        key: String,
    },
    UnknownQuestion {
        key: String,
    },
    Text {
        pointer: String,
        why: TextError,
    },
    TooMany {
        pointer: String,
        most: usize,
    },
    UnknownEvidence {
        pointer: String,
    },
    EvidenceUsedElsewhere {
        pointer: String,
    },
    UnknownOffer,
    OfferNotOpen {
        state: OfferState,
    },
    OwnOffer,
    UnknownObligation,
    ObligationNotOpen,
    /// The goods have not been authorised, sent or received yet, as the step needs.
    ReturnNotReady,
    NoReturnNeeded,
    /// Only a refund that the provider refused can be tried again.
    PayoutNotFailed,
    /// No refund that the merchant owes has failed, or it was paid from deposit or fund already.
    NothingToEnforce,
    UnknownReason,
    DateInvalid {
        pointer: String,
    },
    UnknownPerson,
    PersonUnfit,
    /// Whoever is to stand in does not fit.
    DeputyUnfit,
    ScoreOutOfRange,
    UnknownMandate,
    NothingAsked,
    /// The time for it has passed.
    TooLate {
        since: Instant,
    },
    /// A limit's command came too early or for a limit that no longer runs: nothing to do.
    StaleDeadline,
    CannotMergeItself,
    CannotMergeOthers,
    UnknownProposal,
    /// The four shares are not a hundred together.
    LiabilityNotWhole,
    /// Something is to be given although nobody but the consumer is liable.
    LiabilityMissing,
    /// No finding explains this party's share.
    FindingMissing {
        party: Party,
    },
    /// Nothing carries the finding.
    FindingUnsupported {
        pointer: String,
    },
    /// A refuted item cannot carry a finding.
    EvidenceRefuted {
        pointer: String,
    },
    RuleMissing,
    UnknownRule {
        pointer: String,
    },
    /// A side may still answer until then.
    AnswerTimeRuns {
        until: Instant,
    },
    NothingDrafted,
}

impl Refuse for DisputeRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownDispute => "unknown_dispute",
            Self::NotAllowed => "not_allowed",
            Self::WrongStage { .. } => "wrong_stage",
            Self::OnHold => "on_hold",
            Self::NotOnHold => "not_on_hold",
            Self::Merged { .. } => "merged",
            Self::NotMerged => "not_merged",
            Self::AlreadyDone => "already_done",
            Self::UnknownKind => "unknown_kind",
            Self::UnknownOrder => "unknown_order",
            Self::OrderReasonMissing => "order_reason_missing",
            Self::UnknownLine { .. } => "unknown_line",
            Self::QuantityTooLarge { .. } => "quantity_too_large",
            Self::DuplicateComplaint { .. } => "duplicate_complaint",
            Self::AboveCap { .. } => "above_cap",
            Self::NoRuleAllows { .. } => "no_rule_allows",
            Self::AboveRule { .. } => "above_rule",
            Self::CurrencyDiffers { .. } => "currency_differs",
            Self::AmountMissing { .. } => "amount_missing",
            Self::AmountNotExpected { .. } => "amount_not_expected",
            Self::AmountInvalid { .. } => "amount_invalid",
            Self::AmountNotPositive { .. } => "amount_not_positive",
            Self::RemedyNotAvailable { .. } => "remedy_not_available",
            Self::RemediesMissing { .. } => "remedies_missing",
            Self::OrderNeeded => "order_needed",
            Self::AnswerMissing { .. } => "answer_missing",
            Self::AnswerInvalid { .. } => "answer_invalid",
            Self::UnknownQuestion { .. } => "unknown_question",
            Self::Text { why, .. } => text_code(*why),
            Self::TooMany { .. } => "too_many",
            Self::UnknownEvidence { .. } => "unknown_evidence",
            Self::EvidenceUsedElsewhere { .. } => "evidence_used_elsewhere",
            Self::UnknownOffer => "unknown_offer",
            Self::OfferNotOpen { .. } => "offer_not_open",
            Self::OwnOffer => "own_offer",
            Self::UnknownObligation => "unknown_obligation",
            Self::ObligationNotOpen => "obligation_not_open",
            Self::ReturnNotReady => "return_not_ready",
            Self::NoReturnNeeded => "no_return_needed",
            Self::PayoutNotFailed => "payout_not_failed",
            Self::NothingToEnforce => "nothing_to_enforce",
            Self::UnknownReason => "unknown_reason",
            Self::DateInvalid { .. } => "date_invalid",
            Self::UnknownPerson => "unknown_person",
            Self::PersonUnfit => "person_unfit",
            Self::DeputyUnfit => "deputy_unfit",
            Self::ScoreOutOfRange => "score_out_of_range",
            Self::UnknownMandate => "unknown_mandate",
            Self::NothingAsked => "nothing_asked",
            Self::TooLate { .. } => "too_late",
            Self::StaleDeadline => "stale_deadline",
            Self::CannotMergeItself => "cannot_merge_itself",
            Self::CannotMergeOthers => "cannot_merge_others",
            Self::UnknownProposal => "unknown_proposal",
            Self::LiabilityNotWhole => "liability_not_whole",
            Self::LiabilityMissing => "liability_missing",
            Self::FindingMissing { .. } => "finding_missing",
            Self::FindingUnsupported { .. } => "finding_unsupported",
            Self::EvidenceRefuted { .. } => "evidence_refuted",
            Self::RuleMissing => "rule_missing",
            Self::UnknownRule { .. } => "unknown_rule",
            Self::AnswerTimeRuns { .. } => "answer_time_runs",
            Self::NothingDrafted => "nothing_drafted",
        }
    }

    fn severity(&self) -> Severity {
        match self {
            Self::UnknownDispute => Severity::NotFound,
            Self::NotAllowed => Severity::NotAllowed,
            Self::WrongStage { .. }
            | Self::OnHold
            | Self::NotOnHold
            | Self::Merged { .. }
            | Self::NotMerged
            | Self::AlreadyDone
            | Self::DuplicateComplaint { .. }
            | Self::AboveCap { .. }
            | Self::EvidenceUsedElsewhere { .. }
            | Self::OfferNotOpen { .. }
            | Self::OwnOffer
            | Self::ObligationNotOpen
            | Self::ReturnNotReady
            | Self::NoReturnNeeded
            | Self::PayoutNotFailed
            | Self::NothingToEnforce
            | Self::NothingAsked
            | Self::TooLate { .. }
            | Self::AnswerTimeRuns { .. }
            | Self::NothingDrafted
            | Self::StaleDeadline => Severity::Conflict,
            Self::UnknownKind
            | Self::UnknownOrder
            | Self::OrderReasonMissing
            | Self::UnknownLine { .. }
            | Self::QuantityTooLarge { .. }
            | Self::NoRuleAllows { .. }
            | Self::AboveRule { .. }
            | Self::CurrencyDiffers { .. }
            | Self::AmountMissing { .. }
            | Self::AmountNotExpected { .. }
            | Self::AmountInvalid { .. }
            | Self::AmountNotPositive { .. }
            | Self::RemedyNotAvailable { .. }
            | Self::RemediesMissing { .. }
            | Self::OrderNeeded
            | Self::AnswerMissing { .. }
            | Self::AnswerInvalid { .. }
            | Self::UnknownQuestion { .. }
            | Self::Text { .. }
            | Self::TooMany { .. }
            | Self::UnknownEvidence { .. }
            | Self::UnknownOffer
            | Self::UnknownObligation
            | Self::UnknownReason
            | Self::DateInvalid { .. }
            | Self::UnknownPerson
            | Self::PersonUnfit
            | Self::DeputyUnfit
            | Self::ScoreOutOfRange
            | Self::UnknownMandate
            | Self::CannotMergeItself
            | Self::CannotMergeOthers
            | Self::UnknownProposal
            | Self::LiabilityNotWhole
            | Self::LiabilityMissing
            | Self::FindingMissing { .. }
            | Self::FindingUnsupported { .. }
            | Self::EvidenceRefuted { .. }
            | Self::RuleMissing
            | Self::UnknownRule { .. } => Severity::Invalid,
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::UnknownLine { pointer }
            | Self::QuantityTooLarge { pointer, .. }
            | Self::NoRuleAllows { pointer, .. }
            | Self::AboveRule { pointer, .. }
            | Self::CurrencyDiffers { pointer }
            | Self::AmountMissing { pointer }
            | Self::AmountNotExpected { pointer }
            | Self::AmountInvalid { pointer, .. }
            | Self::AmountNotPositive { pointer }
            | Self::RemedyNotAvailable { pointer, .. }
            | Self::RemediesMissing { pointer }
            | Self::Text { pointer, .. }
            | Self::TooMany { pointer, .. }
            | Self::UnknownEvidence { pointer }
            | Self::EvidenceUsedElsewhere { pointer }
            | Self::FindingUnsupported { pointer }
            | Self::EvidenceRefuted { pointer }
            | Self::UnknownRule { pointer }
            | Self::DateInvalid { pointer } => Some(pointer.clone()),
            Self::AnswerMissing { key } | Self::AnswerInvalid { key } | Self::UnknownQuestion { key } => {
                Some(format!("/answers/{key}"))
            }
            Self::UnknownKind => Some("/kind".to_owned()),
            Self::UnknownOrder => Some("/order_id".to_owned()),
            Self::OrderReasonMissing => Some("/no_order_reason".to_owned()),
            Self::UnknownOffer => Some("/offer_id".to_owned()),
            Self::UnknownObligation => Some("/obligation_id".to_owned()),
            Self::UnknownReason => Some("/reason_code".to_owned()),
            Self::UnknownPerson | Self::PersonUnfit => Some("/to".to_owned()),
            Self::DeputyUnfit => Some("/deputy".to_owned()),
            Self::ScoreOutOfRange => Some("/score".to_owned()),
            Self::UnknownMandate => Some("/mandate_id".to_owned()),
            Self::CannotMergeItself | Self::CannotMergeOthers => Some("/into".to_owned()),
            Self::UnknownProposal => Some("/proposal_id".to_owned()),
            Self::LiabilityNotWhole | Self::LiabilityMissing => Some("/liability".to_owned()),
            Self::FindingMissing { .. } => Some("/findings".to_owned()),
            Self::RuleMissing => Some("/rule_ids".to_owned()),
            Self::UnknownDispute
            | Self::NotAllowed
            | Self::WrongStage { .. }
            | Self::OnHold
            | Self::NotOnHold
            | Self::Merged { .. }
            | Self::NotMerged
            | Self::AlreadyDone
            | Self::DuplicateComplaint { .. }
            | Self::AboveCap { .. }
            | Self::OrderNeeded
            | Self::OfferNotOpen { .. }
            | Self::OwnOffer
            | Self::ObligationNotOpen
            | Self::ReturnNotReady
            | Self::NoReturnNeeded
            | Self::PayoutNotFailed
            | Self::NothingToEnforce
            | Self::NothingAsked
            | Self::TooLate { .. }
            | Self::AnswerTimeRuns { .. }
            | Self::NothingDrafted
            | Self::StaleDeadline => None,
        }
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::WrongStage { stage } => vec![("stage", stage.to_string())],
            Self::Merged { into } => vec![("number", into.to_string())],
            Self::DuplicateComplaint { number } => vec![("number", number.to_string())],
            Self::QuantityTooLarge { most, .. } => vec![("most", most.to_string())],
            Self::AboveCap { remaining } => vec![("remaining", remaining.readable())],
            Self::NoRuleAllows { remedy, .. } | Self::RemedyNotAvailable { remedy, .. } => {
                vec![("remedy", remedy.to_string())]
            }
            Self::AboveRule { rule, most, .. } => vec![("rule", rule.to_string()), ("most", most.readable())],
            Self::AnswerMissing { key } | Self::AnswerInvalid { key } | Self::UnknownQuestion { key } => {
                vec![("key", key.clone())]
            }
            Self::Text { why, .. } => text_arguments(*why),
            Self::TooMany { most, .. } => vec![("most", most.to_string())],
            Self::OfferNotOpen { state } => vec![("state", state.to_string())],
            Self::TooLate { since } => vec![("since", since.to_string())],
            Self::AnswerTimeRuns { until } => vec![("until", until.to_string())],
            Self::FindingMissing { party } => vec![("party", party.to_string())],
            Self::AmountInvalid { why, .. } => vec![("why", why.to_string())],
            Self::UnknownDispute
            | Self::NotAllowed
            | Self::OnHold
            | Self::NotOnHold
            | Self::NotMerged
            | Self::AlreadyDone
            | Self::UnknownKind
            | Self::UnknownOrder
            | Self::OrderReasonMissing
            | Self::UnknownLine { .. }
            | Self::CurrencyDiffers { .. }
            | Self::AmountMissing { .. }
            | Self::AmountNotExpected { .. }
            | Self::AmountNotPositive { .. }
            | Self::RemediesMissing { .. }
            | Self::OrderNeeded
            | Self::UnknownEvidence { .. }
            | Self::EvidenceUsedElsewhere { .. }
            | Self::UnknownOffer
            | Self::OwnOffer
            | Self::UnknownObligation
            | Self::ObligationNotOpen
            | Self::ReturnNotReady
            | Self::NoReturnNeeded
            | Self::PayoutNotFailed
            | Self::NothingToEnforce
            | Self::UnknownReason
            | Self::DateInvalid { .. }
            | Self::UnknownPerson
            | Self::PersonUnfit
            | Self::DeputyUnfit
            | Self::ScoreOutOfRange
            | Self::UnknownMandate
            | Self::NothingAsked
            | Self::StaleDeadline
            | Self::CannotMergeItself
            | Self::CannotMergeOthers
            | Self::UnknownProposal
            | Self::LiabilityNotWhole
            | Self::LiabilityMissing
            | Self::FindingUnsupported { .. }
            | Self::EvidenceRefuted { .. }
            | Self::RuleMissing
            | Self::UnknownRule { .. }
            | Self::NothingDrafted => Vec::new(),
        }
    }
}
