//! `redress playbook check`: for those who write rule packs.

use std::path::{Path, PathBuf};

use crate::support::{configuration, copy, errors, run};

fn built_in() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../playbooks/cn-mainland")
}

/// C14: the pack that comes with the program has no mistake; a broken one is refused with file, line and field, and a
/// server does not start with it.
#[test]
fn a_pack_is_checked_with_file_line_and_field() {
    let good = run(&["playbook", "check", built_in().to_str().unwrap()]);
    let told = String::from_utf8_lossy(&good.stdout).into_owned();
    assert_eq!(good.status.code(), Some(0), "{}", errors(&good));
    assert!(told.contains("no mistake") && told.contains("kinds"), "{told}");

    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("pack");
    copy(&built_in(), &pack);
    let limits = std::fs::read_to_string(pack.join("limits.toml")).unwrap();
    let line = limits.lines().position(|line| line.starts_with("business_days = 1")).unwrap() + 1;
    std::fs::write(pack.join("limits.toml"), limits.replacen("business_days = 1", "business_days = 0", 1))
        .unwrap();
    let broken = run(&["playbook", "check", pack.to_str().unwrap()]);
    assert_eq!(broken.status.code(), Some(1));
    let place = format!("limits.toml:{line}: ");
    let told = errors(&broken);
    assert!(told.lines().any(|told| told.starts_with(&place) && told.contains("business_days")), "{told}");

    let config = configuration(folder.path(), &format!("[playbook]\ndir = {pack:?}\n"));
    let served = run(&["serve", "--config", config.to_str().unwrap()]);
    assert_eq!(served.status.code(), Some(2));
    assert!(
        errors(&served).contains("the playbook has mistakes") && errors(&served).contains(&place),
        "{}",
        errors(&served)
    );

    let nowhere = run(&["playbook", "check", folder.path().join("nowhere").to_str().unwrap()]);
    assert_eq!(nowhere.status.code(), Some(1));
}
