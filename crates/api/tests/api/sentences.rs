//! Every code has its sentence and its next step, in every language.

use api::Trouble;
use domain::Refuse;
use domain::dispute::{DisputeRefusal as D, Verb};
use domain::order::OrderRefusal as O;
use domain::payout::PayoutRefusal as P;
use domain::person::PersonRefusal as N;
use playbook::{Consequence, Step, WhyCode};
use terms::{
    CaseNumber, Currency, Ids, Instant, Language, Money, MoneyError, OfferState, RemedyType, RuleId,
    SeededEntropy, Stage, TextError,
};
use texts::Texts;

fn disputes() -> Vec<D> {
    let mut entropy = SeededEntropy::new(1);
    let number = CaseNumber::random(&mut Ids::new(Instant::from_micros(0), &mut entropy));
    let money = Money::new(Currency::Cny, 100);
    let at = || "/claims/0".to_owned();
    let text = |why| D::Text { pointer: at(), why };
    vec![
        D::UnknownDispute,
        D::NotAllowed,
        D::WrongStage { stage: Stage::Closed },
        D::OnHold,
        D::NotOnHold,
        D::Merged { into: number },
        D::NotMerged,
        D::AlreadyDone,
        D::UnknownKind,
        D::UnknownOrder,
        D::OrderReasonMissing,
        D::UnknownLine { pointer: at() },
        D::QuantityTooLarge { pointer: at(), most: 1 },
        D::DuplicateComplaint { number },
        D::AboveCap { remaining: money },
        D::NoRuleAllows { pointer: at(), remedy: RemedyType::Compensation },
        D::AboveRule { pointer: at(), rule: RuleId::new("cn.crpl.55").unwrap(), most: money },
        D::CurrencyDiffers { pointer: at() },
        D::AmountMissing { pointer: at() },
        D::AmountNotExpected { pointer: at() },
        D::AmountInvalid { pointer: at(), why: MoneyError::TooPrecise },
        D::AmountNotPositive { pointer: at() },
        D::RemedyNotAvailable { pointer: at(), remedy: RemedyType::Repair },
        D::RemediesMissing { pointer: at() },
        D::OrderNeeded,
        D::AnswerMissing { key: "k".to_owned() },
        D::AnswerInvalid { key: "k".to_owned() },
        D::UnknownQuestion { key: "k".to_owned() },
        text(TextError::Empty),
        text(TextError::TooLong { length: 2, max: 1 }),
        text(TextError::ForbiddenCharacter { code: 0, at: 1 }),
        D::TooMany { pointer: at(), most: 1 },
        D::UnknownEvidence { pointer: at() },
        D::EvidenceUsedElsewhere { pointer: at() },
        D::UnknownOffer,
        D::OfferNotOpen { state: OfferState::Expired },
        D::OwnOffer,
        D::UnknownObligation,
        D::PayoutNotFailed,
        D::NothingToEnforce,
        D::ObligationNotOpen,
        D::ReturnNotReady,
        D::NoReturnNeeded,
        D::UnknownReason,
        D::DateInvalid { pointer: at() },
        D::UnknownPerson,
        D::PersonUnfit,
        D::DeputyUnfit,
        D::ScoreOutOfRange,
        D::UnknownMandate,
        D::NothingAsked,
        D::TooLate { since: Instant::from_micros(0) },
        D::StaleDeadline,
        D::CannotMergeItself,
        D::CannotMergeOthers,
        D::UnknownProposal,
        D::LiabilityNotWhole,
        D::LiabilityMissing,
        D::FindingMissing { party: terms::Party::Platform },
        D::FindingUnsupported { pointer: at() },
        D::EvidenceRefuted { pointer: at() },
        D::RuleMissing,
        D::UnknownRule { pointer: at() },
        D::AnswerTimeRuns { until: Instant::from_micros(0) },
        D::NothingDrafted,
    ]
}

/// A new refusal does not compile here until it stands in the list above.
fn is_listed(refusal: &D) -> bool {
    match refusal {
        D::UnknownDispute
        | D::NotAllowed
        | D::WrongStage { .. }
        | D::OnHold
        | D::NotOnHold
        | D::Merged { .. }
        | D::NotMerged
        | D::AlreadyDone
        | D::UnknownKind
        | D::UnknownOrder
        | D::OrderReasonMissing
        | D::UnknownLine { .. }
        | D::QuantityTooLarge { .. }
        | D::DuplicateComplaint { .. }
        | D::AboveCap { .. }
        | D::NoRuleAllows { .. }
        | D::AboveRule { .. }
        | D::CurrencyDiffers { .. }
        | D::AmountMissing { .. }
        | D::AmountNotExpected { .. }
        | D::AmountInvalid { .. }
        | D::AmountNotPositive { .. }
        | D::RemedyNotAvailable { .. }
        | D::RemediesMissing { .. }
        | D::OrderNeeded
        | D::AnswerMissing { .. }
        | D::AnswerInvalid { .. }
        | D::UnknownQuestion { .. }
        | D::Text { .. }
        | D::TooMany { .. }
        | D::UnknownEvidence { .. }
        | D::EvidenceUsedElsewhere { .. }
        | D::UnknownOffer
        | D::OfferNotOpen { .. }
        | D::OwnOffer
        | D::UnknownObligation
        | D::PayoutNotFailed
        | D::NothingToEnforce
        | D::ObligationNotOpen
        | D::ReturnNotReady
        | D::NoReturnNeeded
        | D::UnknownReason
        | D::DateInvalid { .. }
        | D::UnknownPerson
        | D::PersonUnfit
        | D::DeputyUnfit
        | D::ScoreOutOfRange
        | D::UnknownMandate
        | D::NothingAsked
        | D::TooLate { .. }
        | D::StaleDeadline
        | D::CannotMergeItself
        | D::CannotMergeOthers
        | D::UnknownProposal
        | D::LiabilityNotWhole
        | D::LiabilityMissing
        | D::FindingMissing { .. }
        | D::FindingUnsupported { .. }
        | D::EvidenceRefuted { .. }
        | D::RuleMissing
        | D::UnknownRule { .. }
        | D::AnswerTimeRuns { .. }
        | D::NothingDrafted => true,
    }
}

fn orders() -> [O; 8] {
    let money = Money::new(Currency::Cny, 100);
    [
        O::UnknownOrder,
        O::NotAllowed,
        O::Inconsistent { field: "lines" },
        O::AboveCap { remaining: money },
        O::CurrencyDiffers,
        O::UnknownReservation,
        O::AboveReservation { open: money },
        O::AlreadyDone,
    ]
}

/// B17, C2: nobody meets a code without a sentence and a next step in their language.
#[test]
fn every_code_has_its_sentence_and_its_next_step_in_every_language() {
    let mut all: Vec<Box<dyn Refuse>> = Vec::new();
    for refusal in disputes() {
        assert!(is_listed(&refusal));
        all.push(Box::new(refusal));
    }
    all.extend(orders().into_iter().map(|r| Box::new(r) as Box<dyn Refuse>));
    let payouts = [
        P::UnknownPayout,
        P::NotAllowed,
        P::AlreadyDone,
        P::NotFailed,
        P::AmountNotPositive,
        P::CurrencyDiffers,
        P::PaidTooMuch,
    ];
    all.extend(payouts.into_iter().map(|r| Box::new(r) as Box<dyn Refuse>));
    let persons =
        [N::UnknownPerson, N::NotAllowed, N::AlreadyDone, N::NameInvalid, N::MerchantMissing, N::LastAdmin];
    all.extend(persons.into_iter().map(|r| Box::new(r) as Box<dyn Refuse>));
    all.extend(Trouble::samples().into_iter().map(|r| Box::new(r) as Box<dyn Refuse>));
    for language in Language::ALL {
        let texts = Texts::of(*language);
        for refusal in &all {
            let told = texts::tell(refusal.as_ref(), *language);
            for sentence in [&told.sentence, &told.next_step] {
                assert!(!sentence.starts_with("refusal-"), "{language}: {sentence}");
                assert!(!sentence.contains("{$") && !sentence.contains('\u{FFFD}'), "{language}: {sentence}");
            }
        }
        for trouble in Trouble::samples() {
            assert!(texts.has(&format!("problem-{}", trouble.status().as_u16())), "{trouble:?}");
        }
        for status in [404, 403, 409, 422] {
            assert!(texts.has(&format!("problem-{status}")));
        }
    }
}

/// B12: each step, consequence, working, verb and fact of a case has its words.
#[test]
fn every_step_consequence_working_verb_and_fact_has_its_words() {
    let mut keys: Vec<String> = Vec::new();
    keys.extend(Step::ALL.iter().map(|w| format!("step-{}", w.as_str())));
    keys.extend(Consequence::ALL.iter().map(|w| format!("consequence-{}", w.as_str())));
    keys.extend(WhyCode::ALL.iter().map(|w| format!("why-{}", w.as_str())));
    keys.extend(Verb::ALL.iter().map(|w| format!("verb-{}", w.as_str())));
    keys.extend(FACTS.iter().map(|fact| format!("fact-{fact}")));
    let told = FACTS.iter().filter(|fact| !SILENT.contains(fact));
    keys.extend(told.map(|fact| format!("notice-{fact}")));
    for language in Language::ALL {
        for key in &keys {
            assert!(Texts::of(*language).has(key), "{language}: {key}");
        }
    }
}

/// Every kind of fact, as the history names it.
const FACTS: &[&str] = &[
    "filed",
    "assigned",
    "deadline_set",
    "deadline_passed",
    "information_requested",
    "information_supplied",
    "accepted",
    "refused",
    "objection_raised",
    "notice_proven",
    "responded",
    "offer_made",
    "offer_accepted",
    "offer_denied",
    "offer_withdrawn",
    "offer_expired",
    "agreement_reached",
    "message_sent",
    "evidence_provided",
    "evidence_assessed",
    "escalated",
    "escalated_to_ruling",
    "proposal_made",
    "proposal_answered",
    "proposal_ended",
    "mediator_allowed",
    "ruling_drafted",
    "ruling_returned",
    "ruling_made",
    "appeal_raised",
    "stayed",
    "appeal_decided",
    "referred",
    "put_on_hold",
    "resumed",
    "withdrawn",
    "return_authorised",
    "shipment_reported",
    "receipt_confirmed",
    "performance_reported",
    "performance_confirmed",
    "payout_retried",
    "performance_disputed",
    "obligation_failed",
    "obligation_cancelled",
    "payout_recorded",
    "mandate_granted",
    "mandate_revoked",
    "merged_into",
    "absorbed",
    "merge_undone",
    "absorption_undone",
    "closed",
    "reopened",
    "rated",
    "follow_up_refused",
    "part_erased",
];
/// Facts that nobody is told of by a notice.
const SILENT: &[&str] = &[
    "assigned",
    "deadline_set",
    "deadline_passed",
    "objection_raised",
    "notice_proven",
    "agreement_reached",
    "evidence_assessed",
    "ruling_drafted",
    "ruling_returned",
    "obligation_cancelled",
    "mandate_revoked",
    "absorbed",
    "absorption_undone",
    "rated",
    "follow_up_refused",
    "part_erased",
];
