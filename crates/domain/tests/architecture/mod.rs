//! Who builds on whom among our crates: arrows point down, so that the rules of the field know nothing of the machinery.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// What each crate may build on; `testkit` only in tests besides.
const MAY_USE: &[(&str, &[&str])] = &[
    ("terms", &[]),
    ("record", &[]),
    ("playbook", &["terms"]),
    ("domain", &["terms", "playbook"]),
    ("texts", &["terms", "playbook", "domain", "app"]),
    ("app", &["terms", "playbook", "domain", "record"]),
    ("store", &["terms", "domain", "record", "app"]),
    ("adapters", &["terms", "playbook", "domain", "record", "app"]),
    ("channels", &["terms", "playbook", "domain", "record", "app", "texts"]),
    ("testkit", &["terms", "playbook", "domain", "record", "app", "adapters"]),
    ("api", &["terms", "playbook", "domain", "record", "app", "texts", "adapters"]),
    ("pages", &["terms", "playbook", "domain", "record", "app", "texts", "adapters"]),
];

/// These put everything together and may use all of it.
const ON_TOP: &[&str] = &["redress", "bench", "e2e"];

struct Crate {
    uses: BTreeSet<String>,
    in_tests: BTreeSet<String>,
}

fn ours() -> BTreeMap<String, Crate> {
    let cargo = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(cargo.status.success(), "{}", String::from_utf8_lossy(&cargo.stderr));
    let metadata: Value = serde_json::from_slice(&cargo.stdout).expect("cargo's JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let name = |value: &Value| value["name"].as_str().expect("a name").to_owned();
    let known: BTreeSet<String> = packages.iter().map(name).collect();
    let crate_of = |package: &Value| {
        let all = package["dependencies"].as_array().expect("dependencies");
        let of = |tests: bool| {
            let wanted = all.iter().filter(|d| (d["kind"] == "dev") == tests);
            wanted.map(name).filter(|d| known.contains(d)).collect()
        };
        Crate { uses: of(false), in_tests: of(true) }
    };
    packages.iter().map(|package| (name(package), crate_of(package))).collect()
}

/// The house's one law of gravity (architecture).
#[test]
fn arrows_between_our_crates_point_down() {
    let mut wrong = Vec::new();
    for (name, found) in ours() {
        if ON_TOP.contains(&name.as_str()) {
            continue;
        }
        let Some((_, may)) = MAY_USE.iter().find(|(of, _)| *of == name) else {
            wrong.push(format!("{name} has no place in the list"));
            continue;
        };
        let up = found.uses.iter().filter(|used| !may.contains(&used.as_str()));
        wrong.extend(up.map(|used| format!("{name} uses {used}")));
        let up = found.in_tests.iter().filter(|used| ON_TOP.contains(&used.as_str()));
        wrong.extend(up.map(|used| format!("{name} uses {used} in its tests")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The domain decides alone: what would let it wait, look around or roll dice is not among what it is built from.
#[test]
fn the_domain_has_no_clock_network_or_storage() {
    let manifest = include_str!("../../Cargo.toml");
    let (_, rest) = manifest.split_once("[dependencies]").expect("dependencies");
    let (own, _) = rest.split_once("[dev-dependencies]").expect("dependencies of tests");
    let used: Vec<&str> =
        own.lines().filter_map(|line| line.split_once(" =")).map(|(name, _)| name.trim()).collect();
    assert_eq!(used, ["terms", "playbook", "serde", "jiff", "uuid", "thiserror"]);
}
