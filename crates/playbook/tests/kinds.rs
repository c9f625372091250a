//! Every kind of chapter A is in the mainland pack, with what sets it apart.

#![expect(clippy::unwrap_used, reason = "a test helper that fails should stop the test")]

mod common;

use common::{builtin, kind as key_of, shanghai};
use playbook::{Input, Kind, Playbook, Step};
use terms::{Language, Priority, RemedyType, RuleId};

fn asks(kind: &Kind, question: &str, option: &str) -> bool {
    kind.questions.iter().any(|q| match &q.input {
        Input::Choice { options } => q.key == question && options.iter().any(|o| o.key == option),
        Input::Text { .. } | Input::Date | Input::Amount | Input::YesNo => false,
    })
}

fn cites(kind: &Kind, rule: &str) -> bool {
    kind.legal_basis.iter().any(|id| id.as_str() == rule)
}

fn kind(playbook: &Playbook, key: &str) -> Kind {
    playbook.kind(&key_of(key)).unwrap().clone()
}

fn is_about(playbook: &Playbook, key: &str, id: &str) -> Kind {
    let kind = kind(playbook, key);
    assert_eq!(kind.id, id);
    kind
}

/// A1.1 A1.2 A1.3 A2.1 A2.2 A2.3 A2.4 A3.1 A3.2 A3.3 A3.4 A3.5 A4.1 A4.2 A4.3 A4.4 A5.1 A5.2 A5.3 A5.4 A5.5 A5.6 A6.1 A6.2
/// A6.3 A6.4 A6.5 A6.6 A6.7 A6.8: each once, in the order of the taxonomy.
#[test]
fn every_kind_of_the_taxonomy_is_there_once_and_in_order() {
    let playbook = builtin();
    let ids: Vec<&str> = playbook.kinds().map(|kind| kind.id.as_str()).collect();
    let counts = [(1, 3), (2, 4), (3, 5), (4, 4), (5, 6), (6, 8)];
    let wanted: Vec<String> =
        counts.iter().flat_map(|(group, n)| (1..=*n).map(move |k| format!("A{group}.{k}"))).collect();
    assert_eq!(ids, wanted);
}

/// A: what each kind has: questions, evidence of both sides, remedies, law, prevention.
#[test]
fn every_kind_is_whole() {
    let playbook = builtin();
    for kind in playbook.kinds() {
        let key = &kind.key;
        assert!(kind.questions.iter().any(|q| q.required), "{key} has a question of its own");
        assert!(kind.questions.len() <= 4, "{key}: at most four, or nobody files in two minutes (B1)");
        assert!(!kind.evidence.consumer.is_empty() && !kind.evidence.respondent.is_empty(), "{key}");
        assert!(kind.remedies.contains(&kind.default_remedy), "{key}");
        assert!(!kind.legal_basis.is_empty(), "{key}");
        for rule in &kind.legal_basis {
            assert!(playbook.rule(rule).is_some(), "{key} cites {rule}");
        }
        for language in Language::ALL {
            assert!(
                !kind.prevention.get(*language).is_empty() && !kind.title.get(*language).is_empty(),
                "{key}"
            );
        }
    }
}

/// C4: agreed money can be offered in every kind.
#[test]
fn compensation_may_be_offered_in_every_kind() {
    let playbook = builtin();
    let without: Vec<String> = playbook
        .kinds()
        .filter(|kind| !kind.remedies.contains(&RemedyType::Compensation))
        .map(|kind| kind.key.to_string())
        .collect();
    assert_eq!(without, Vec::<String>::new());
}

/// B13: the kinds that come most have an answer to try first, and always a question after it.
#[test]
fn common_kinds_have_a_self_service_answer_with_a_follow_up() {
    let playbook = builtin();
    for key in [
        "not_as_described",
        "defective",
        "poor_communication",
        "repair",
        "late_delivery",
        "lost_parcel",
        "return_refused",
        "counterfeit_or_false_promotion",
        "payment",
        "after_sales_slow",
        "price_drop",
        "coupon",
        "order_cancelled",
    ] {
        let kind = kind(&playbook, key);
        let answer = kind.self_service.as_ref();
        assert!(answer.is_some_and(|a| !a.answer.is_empty() && !a.follow_up.en.is_empty()), "{key}");
    }
}

/// A1.1: the material is one of the answers, so that the rule on fraud can be asked.
#[test]
fn not_as_described_asks_what_differs() {
    let kind = is_about(&builtin(), "not_as_described", "A1.1");
    for option in ["material", "size", "colour", "function", "accessories", "other"] {
        assert!(asks(&kind, "what_differs", option), "{option}");
    }
    assert!(kind.questions.iter().any(|q| q.key == "what_differs" && q.required));
}

/// A1.2: who must prove what is told, and six months of durable goods are cited.
#[test]
fn defective_says_who_must_prove_what() {
    let kind = is_about(&builtin(), "defective", "A1.2");
    assert!(kind.burden_of_proof.is_some() && cites(&kind, "cn.crpl.23"));
}

/// A1.3 C10: danger comes first in every queue and has the shortest times.
#[test]
fn unsafe_goods_come_before_everything() {
    let playbook = builtin();
    let kind = is_about(&playbook, "unsafe_goods", "A1.3");
    assert_eq!(kind.priority, Priority::Safety);
    let others: Vec<&Kind> = playbook.kinds().filter(|other| other.key != kind.key).collect();
    assert!(others.iter().all(|other| other.priority != Priority::Safety));
    let start = shanghai("2026-03-02 10:00");
    for step in [Step::Screening, Step::Response, Step::NegotiationEnd] {
        let due = playbook.due(&kind.key, step, start).at;
        assert!(others.iter().all(|other| playbook.due(&other.key, step, start).at > due), "{step:?}");
    }
}

/// A2.4 A6.4 A6.5: harassment, stolen money and fakes do not wait.
#[test]
fn what_gets_worse_by_waiting_is_urgent() {
    let playbook = builtin();
    for (key, id) in
        [("review_or_harassment", "A2.4"), ("payment", "A6.4"), ("counterfeit_or_false_promotion", "A6.5")]
    {
        assert_eq!(is_about(&playbook, key, id).priority, Priority::Urgent, "{key}");
    }
}

/// A6.3 A6.4 A6.5 A6.6: what may have no order can be filed without one.
#[test]
fn kinds_without_an_order_can_be_filed() {
    let playbook = builtin();
    let without: Vec<&str> =
        playbook.kinds().filter(|kind| !kind.needs_order).map(|kind| kind.id.as_str()).collect();
    assert_eq!(without, ["A6.3", "A6.4", "A6.5", "A6.6"]);
}

/// A6.8: the guardian has time to decide, and silence is no consent.
#[test]
fn a_minors_case_gives_the_guardian_thirty_days() {
    let playbook = builtin();
    let kind = is_about(&playbook, "minor", "A6.8");
    let limit = playbook.limit(&kind.key, Step::OfferAnswer);
    assert_eq!((limit.amount, limit.rule.as_str()), (playbook::Amount::CalendarDays(30), "cn.cc.19-20"));
}

/// A4.1: the refund after a return is due by law within seven days, and a due date of law is never paused (C10).
#[test]
fn a_refund_after_a_return_is_due_in_seven_days_by_law() {
    let playbook = builtin();
    let kind = is_about(&playbook, "return_refused", "A4.1");
    let limit = playbook.limit(&kind.key, Step::Performance);
    assert_eq!(limit.class, terms::DeadlineClass::Statutory);
    assert_eq!(limit.amount, playbook::Amount::CalendarDays(7));
}

/// F7: the rules in force are named by id, version and fingerprint, and that no lawyer has signed them off.
#[test]
fn the_pack_says_what_it_is_and_that_no_lawyer_answers_for_it_yet() {
    let playbook = builtin();
    assert_eq!(playbook.id(), "cn-mainland");
    assert_eq!(playbook.fingerprint().len(), 64);
    assert_eq!(playbook.sign_off(), None);
}

/// F7: a rule whose text nobody has read says so.
#[test]
fn rules_say_how_surely_they_were_read() {
    let playbook = builtin();
    let id = RuleId::new("cn.ecl.57").unwrap();
    assert_eq!(playbook.rule(&id).unwrap().mark, terms::Mark::Memory);
    let id = RuleId::new("cn.crpl.55").unwrap();
    assert_eq!(playbook.rule(&id).unwrap().mark, terms::Mark::Verified);
}

/// C2: reasons for refusing are told in every language, the passed time among them.
#[test]
fn refusals_are_known_by_their_code() {
    let playbook = builtin();
    let known = |code: &str| playbook.knows_refusal(&terms::ReasonCode::new(code).unwrap());
    assert!(known("window_expired") && known("no_dispute_shown"));
    assert!(!known("because"));
    assert!(playbook.refusals().all(|(_, text)| !text.zh_hant.is_empty() && !text.en.is_empty()));
}
