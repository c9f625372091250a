//! What the tests of this crate share: the compiled-in pack, moments in Shanghai, and packs with one thing wrong.

#![expect(clippy::panic, reason = "a test helper that fails should stop the test")]
#![allow(dead_code, reason = "each test file uses its part of the helpers")]

use playbook::Playbook;
use terms::{Instant, KindKey};

/// The pack that is compiled in.
pub fn builtin() -> Playbook {
    Playbook::builtin().unwrap_or_else(|mistakes| {
        let told: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        panic!("{}", told.join("\n"))
    })
}

pub fn kind(key: &str) -> KindKey {
    KindKey::new(key).unwrap_or_else(|why| panic!("{key}: {why}"))
}

/// `2026-02-13 10:00` as people in Shanghai write it.
pub fn shanghai(written: &str) -> Instant {
    let rfc = format!("{}:00+08:00", written.replace(' ', "T"));
    rfc.parse().unwrap_or_else(|why| panic!("{written}: {why}"))
}

/// A copy of a pack's folder that a test may change.
pub fn copy_of(pack: &std::path::Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap_or_else(|why| panic!("{why}"));
    for below in ["", "kinds", "rules", "trade_rules"] {
        let to = folder.path().join(below);
        std::fs::create_dir_all(&to).unwrap_or_else(|why| panic!("{why}"));
        let entries = std::fs::read_dir(pack.join(below)).unwrap_or_else(|why| panic!("{why}"));
        for entry in entries.flatten().filter(|entry| entry.path().is_file()) {
            let copied = std::fs::copy(entry.path(), to.join(entry.file_name()));
            copied.unwrap_or_else(|why| panic!("{why}"));
        }
    }
    folder
}
