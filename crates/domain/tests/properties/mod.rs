//! Whatever people, limits, policies and the payment provider do, in whatever order: what must hold, holds.

mod checks;
mod dice;
mod moves;
mod wish;
mod world;

use std::cell::RefCell;
use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use terms::RemedyType;

use dice::Dice;
use world::World;

/// How often each event happened, by its key.
type Seen = BTreeMap<String, u32>;

/// A course of steps, each with its chance; afterwards the work that is left is done and everything read back.
fn course(steps: &[(u8, u64)], seen: &RefCell<Seen>) {
    let mut world = World::new();
    match steps.first().map(|(what, _)| what % 8) {
        Some(0 | 1) => moves::agreed(&mut world, RemedyType::Refund),
        Some(2 | 3) => moves::agreed(&mut world, RemedyType::RefundWithReturn),
        Some(4) => moves::called_in(&mut world),
        Some(_) | None => {}
    }
    for (what, seed) in steps {
        moves::step(&mut world, *what, *seed);
        checks::hold(&world);
    }
    let mut dice = Dice::new(steps.len() as u64);
    for _ in 0..100 {
        world.work(&mut dice);
        checks::hold(&world);
    }
    checks::replays(&world);
    checks::survives_erasing(&world, &mut dice);
    for key in world.happened() {
        *seen.borrow_mut().entry(key).or_default() += 1;
    }
}

fn search(mut runner: TestRunner, longest: usize) -> Seen {
    let seen = RefCell::new(Seen::new());
    let steps = vec((any::<u8>(), any::<u64>()), 1..longest);
    let searched = runner.run(&steps, |steps| {
        course(&steps, &seen);
        Ok(())
    });
    if let Err(found) = searched {
        panic!("{found}");
    }
    seen.into_inner()
}

fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

/// C10, C18, F1, D2, H4, B12: never a panic, always a person and a date, never more money than the cap and the rules allow,
/// the state is what its facts make of it, and what is shown as allowed is what is decided. The same courses each time.
#[test]
fn in_any_course_of_events_the_promises_hold() {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let seen = search(TestRunner::new_with_rng(config(320), rng), 100);
    // A search that reaches nothing proves nothing.
    for key in [
        "accepted",
        "agreement_reached",
        "appeal_decided",
        "appeal_raised",
        "closed",
        "evidence_assessed",
        "information_supplied",
        "mandate_granted",
        "merged_into",
        "merge_undone",
        "money_due",
        "money_reserved",
        "money_settled",
        "notice_proven",
        "objection_raised",
        "obligation_failed",
        "offer_accepted",
        "offer_expired",
        "paid",
        "paid_outside",
        "performance_disputed",
        "proposal_answered",
        "proposal_ended",
        "proposal_made",
        "put_on_hold",
        "rated",
        "receipt_confirmed",
        "reopened",
        "resumed",
        "return_authorised",
        "ruling_made",
        "shipment_reported",
        "withdrawn",
    ] {
        assert!(seen.contains_key(key), "no course came to {key}: {seen:?}");
    }
}

mod long {
    use super::{TestRunner, config, search};

    /// As above, longer, more often, and other courses each time.
    #[test]
    fn in_many_long_courses_of_events_the_promises_hold() {
        search(TestRunner::new(config(1_000)), 200);
    }
}
