//! The measurement itself works: tiny sizes, every part, nothing lost.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as loudly as the tests")]

use std::process::Command;

use serde_json::Value;

fn run(folder: &std::path::Path, arguments: &[&str]) -> Value {
    let json = folder.join("figures.json");
    let page = folder.join("page.md");
    let mut command = Command::new(env!("CARGO_BIN_EXE_bench"));
    command.args(arguments).args(["--seconds", "0.3", "--rounds", "1", "--filing-orders", "500"]);
    command.arg("--folder").arg(folder.join("work")).arg("--json").arg(&json).arg("--page").arg(&page);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(std::fs::read_to_string(page).unwrap().contains("figures: end"));
    serde_json::from_slice(&std::fs::read(json).unwrap()).unwrap()
}

fn above_zero(value: &Value) -> bool {
    value.as_f64().is_some_and(|number| number > 0.0)
}

/// B10, D3: the run fails by itself if a complaint that was answered is not in the store.
#[test]
fn filing_is_measured_beside_the_limit_and_nothing_that_was_answered_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let figures = run(folder.path(), &["--only", "filing"]);
    let rows = figures["filing"]["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 3);
    for row in rows {
        assert!(above_zero(&row["filed"]) && above_zero(&row["limit"]) && above_zero(&row["ratio"]), "{row}");
    }
}

#[test]
fn reading_starting_and_uploading_are_measured_and_earlier_figures_stay() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["--only", "upload", "--upload-mib", "1"]);
    let only = ["--only", "reading,starting", "--disputes", "60", "--spare-orders", "40"];
    let figures = run(folder.path(), &only);
    let reads = figures["reading"]["reads"].as_array().unwrap();
    assert!(reads.iter().all(|read| above_zero(&read["idle"]["count"])), "{reads:?}");
    assert!(above_zero(&figures["starting"]["ready_ms"]) && above_zero(&figures["starting"]["memory_ready"]));
    assert!(above_zero(&figures["upload"]["http"]) && above_zero(&figures["upload"]["alone"]));
}
