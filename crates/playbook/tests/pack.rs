//! The pack that is compiled in: it loads, is whole, and every kind of chapter A is there.

use playbook::Playbook;

fn builtin() -> Playbook {
    Playbook::builtin().unwrap_or_else(|mistakes| {
        let told: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        panic!("{}", told.join("\n"))
    })
}

/// F7: the rules in force are named by id, version and fingerprint.
#[test]
fn the_compiled_in_pack_loads_without_a_mistake() {
    let playbook = builtin();
    assert_eq!(playbook.id(), "cn-mainland");
    assert_eq!(playbook.fingerprint().len(), 64);
    assert_eq!(playbook.sign_off(), None);
}
