//! The shape of every fact, on file: what was recorded once must be readable for ever.
//!
//! A changed shape needs a new schema number and an upcaster (docs/adr/0005-domain.md), never a changed file. New
//! variants get their file by running the test once with `WRITE_GOLDEN=1`.

mod dispute;
mod others;

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::path::PathBuf;

use domain::{By, Fact};
use serde::Serialize;
use serde::de::DeserializeOwned;
use terms::{Label, Role};

use crate::given::{WEDNESDAY, person};

/// Pairs each variant with a sample; a variant without one does not compile.
macro_rules! samples {
    ($of:ident { $($pattern:pat => $sample:expr),+ $(,)? }) => {
        pub fn samples() -> Vec<$of> {
            const fn has_a_sample(event: &$of) {
                match event { $($pattern => {}),+ }
            }
            let all = vec![$($sample),+];
            all.iter().for_each(has_a_sample);
            all
        }
    };
}
pub(crate) use samples;

fn check<E>(stream: &str, events: Vec<E>, label: impl Fn(&E) -> Label)
where
    E: Serialize + DeserializeOwned + PartialEq + Debug,
{
    let mut seen = BTreeSet::new();
    for event in events {
        let key = match serde_json::to_value(&event).expect("an event is JSON") {
            serde_json::Value::String(key) => key,
            serde_json::Value::Object(map) => map.keys().next().cloned().expect("a key"),
            other => panic!("{other}"),
        };
        assert!(seen.insert(key.clone()), "two samples of {key}, so another has none");
        let fact = Fact {
            at: WEDNESDAY,
            occurred_at: Some(WEDNESDAY.plus_seconds(-60)),
            by: By::Person { id: person("consumer"), role: Role::Consumer },
            on_behalf_of: Some(person("merchant")),
            label: label(&event),
            event,
        };
        compare(&format!("{stream}.{key}.json"), &fact);
    }
}

fn compare<E>(file: &str, fact: &Fact<E>)
where
    E: Serialize + DeserializeOwned + PartialEq + Debug,
{
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/events").join(file);
    let written = serde_json::to_string_pretty(fact).expect("a fact is JSON") + "\n";
    if std::env::var_os("WRITE_GOLDEN").is_some() && !path.exists() {
        std::fs::write(&path, &written).expect("the file can be written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{file}: {error}"));
    assert_eq!(written, kept, "{file}: the shape changed");
    let read: Fact<E> = serde_json::from_str(&kept).expect("what was recorded can be read");
    assert_eq!(read, *fact, "{file}: it reads back as something else");
}

/// D2: every fact of a dispute keeps its shape.
#[test]
fn the_facts_of_a_dispute_keep_their_shape() {
    check("dispute", dispute::samples(), domain::dispute::DisputeEvent::label);
}

/// D2, C18: every fact of money keeps its shape.
#[test]
fn the_facts_of_an_order_and_a_payout_keep_their_shape() {
    check("order", others::order::samples(), domain::order::OrderEvent::label);
    check("payout", others::payout::samples(), domain::payout::PayoutEvent::label);
    check("merchant", others::merchant::samples(), domain::merchant::MerchantEvent::label);
}

/// D2, G4: every fact of a penalty case keeps its shape.
#[test]
fn the_facts_of_a_penalty_case_keep_their_shape() {
    check("penalty", others::penalty::samples(), domain::penalty::PenaltyEvent::label);
}

/// D2, H4: every fact of a person keeps its shape.
#[test]
fn the_facts_of_a_person_keep_their_shape() {
    check("person", others::person::samples(), domain::person::PersonEvent::label);
}

/// D2, F2: every fact of what is published keeps its shape.
#[test]
fn the_facts_of_a_publication_keep_their_shape() {
    check("publication", others::publication::samples(), domain::publication::PublicationEvent::label);
}
