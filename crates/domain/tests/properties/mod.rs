//! Whatever people, limits, policies and the payment provider do, in whatever order: what must hold, holds.

mod checks;
mod dice;
mod moves;
mod world;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use dice::Dice;
use world::World;

/// A course of steps, each with its chance; afterwards the work that is left is done and everything read back.
fn course(steps: &[(u8, u64)]) {
    let mut world = World::new();
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
}

fn search(cases: u32, longest: usize) {
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let steps = vec((any::<u8>(), any::<u64>()), 1..longest);
    if let Err(found) = runner.run(&steps, |steps| {
        course(&steps);
        Ok(())
    }) {
        panic!("{found}");
    }
}

/// C10, C18, F1, D2, H4, B12: never a panic, always a person and a date, never more money than the cap and the rules allow,
/// the state is what its facts make of it, and what is shown as allowed is what is decided.
#[test]
fn in_any_course_of_events_the_promises_hold() {
    search(96, 60);
}

mod long {
    /// As above, longer and more often.
    #[test]
    fn in_many_long_courses_of_events_the_promises_hold() {
        super::search(1_500, 200);
    }
}
