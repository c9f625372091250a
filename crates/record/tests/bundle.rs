//! A sealed bundle is found altered whatever one does to it, and stays genuine whatever is lawfully erased.

#![expect(clippy::unwrap_used, reason = "a test helper that fails should stop the test")]

mod common;

use common::{Case, Member, archive, members};
use record::{
    Altered, BundleEvent, Checkpoint, CleanedCopy, Edition, Hash, PartSlot, Receipt, Signer, Verified,
    WriteError, verify_bundle, verify_bundle_from,
};

fn verify(bytes: &[u8]) -> Result<Verified, Altered> {
    verify_bundle_from(bytes, None)
}

/// D9: a stranger checks the file with one command and is told what is in it.
#[test]
fn a_genuine_bundle_verifies_and_says_what_is_in_it() {
    let case = Case::new(12);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), case.seal()).unwrap();
    let own = verify_bundle(file.path(), None).unwrap();
    assert!(!own.trusted);
    let keys = [
        Signer::from_seed("else.example", &[77; 32]).unwrap().public().clone(),
        case.signer.public().clone(),
    ];
    let verified = verify_bundle(file.path(), Some(&keys)).unwrap();
    assert!(verified.trusted);
    assert_eq!(verified.number, "RD-2026-0001");
    assert_eq!(verified.edition, Edition::Staff);
    assert_eq!((verified.events, verified.evidence, verified.hidden, verified.erased), (12, 2, 0, 0));
    assert_eq!(
        (verified.log_size, verified.root),
        (case.nodes.frontier().size(), case.nodes.frontier().root())
    );
    assert_eq!(verified.key, *case.signer.public());
    let receipt = case.receipt(7);
    receipt.verify(&keys).unwrap();
    assert!(verified.covers(&receipt));
    assert!(!verified.covers(&Receipt { version: 8, ..receipt }));
    assert!(matches!(verify_bundle(&file.path().join("no"), None), Err(Altered::Unreadable { .. })));
}

/// D2, D9: a changed byte is found at every place: each of the first 64 KiB, and a thousand beyond. With one short event,
/// for time; the next test has all that events can have.
#[test]
fn a_changed_byte_is_found_wherever_it_is() {
    let sealed = Case::with_large_evidence(70_000).seal();
    let beyond = sealed.len().checked_sub(1 << 16).unwrap() as u64;
    let mut next = xorshift();
    let mut changes: Vec<(usize, u8)> = (0..1 << 16).map(|at| (at, 1 << (next() % 8))).collect();
    changes.extend((0..1000).map(|_| ((1 << 16) + (next() % beyond) as usize, 1 << (next() % 8))));
    changes.extend((sealed.len() - 1024..sealed.len()).map(|at| (at, 1)));
    every_change_is_found(&sealed, &changes);
}

/// D2, D9: a changed byte is found at every place of the events, with hidden and erased parts among them.
#[test]
fn a_changed_byte_is_found_in_every_kind_of_event() {
    let mut case = Case::new(3);
    case.sees = |_, audience| audience != Some("merchant");
    case.events[1].slots[1] = case.events[1].slots[1].erased();
    let sealed = case.seal();
    let verified = verify(&sealed).unwrap();
    assert_eq!((verified.hidden, verified.erased), (3, 1));
    let mut next = xorshift();
    let changes: Vec<(usize, u8)> = (0..sealed.len()).map(|at| (at, 1 << (next() % 8))).collect();
    every_change_is_found(&sealed, &changes);
}

fn every_change_is_found(sealed: &[u8], changes: &[(usize, u8)]) {
    std::thread::scope(|scope| {
        for half in changes.chunks(changes.len().div_ceil(2)) {
            let mut bytes = sealed.to_vec();
            scope.spawn(move || {
                for (at, mask) in half {
                    bytes[*at] ^= mask;
                    assert!(verify(&bytes).is_err(), "byte {at} changed by {mask} was not found");
                    bytes[*at] ^= mask;
                }
                assert!(verify(&bytes).is_ok());
            });
        }
    });
}

/// The same numbers in every run.
fn xorshift() -> impl FnMut() -> u64 {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    }
}

/// D9: nothing can be put before or after a bundle, and none of it cut off.
#[test]
fn added_and_cut_off_bytes_are_found() {
    let sealed = Case::new(3).seal();
    assert_eq!(verify(&[b"\0", sealed.as_slice()].concat()), Err(Altered::NotABundle));
    assert_eq!(verify(&[[0; 512].as_slice(), &sealed].concat()), Err(Altered::NotABundle));
    assert_eq!(verify(b""), Err(Altered::NotABundle));
    for more in [b"\0".as_slice(), b"x", &[0; 512], &[0; 9000]] {
        let offset = sealed.len() as u64;
        assert_eq!(verify(&[&sealed, more].concat()), Err(Altered::BytesAdded { offset }));
    }
    for length in 1..sealed.len() {
        let cut = verify(&sealed[..length]).unwrap_err();
        assert!(matches!(cut, Altered::NotABundle | Altered::CutOff { .. }), "{length}: {cut}");
    }
}

/// D9: in an archive put together again without fault, each member that is missing, double, foreign or moved is named.
#[test]
fn a_member_removed_added_doubled_or_swapped_is_found() {
    let sealed = Case::new(3).seal();
    let all = members(&sealed);
    assert_eq!(archive(&all), sealed, "the test puts archives together as the writer does");
    for (at, member) in all.iter().enumerate() {
        let mut without = all.clone();
        without.remove(at);
        let found = verify(&archive(&without)).unwrap_err();
        match at {
            0 => assert_eq!(found, Altered::NotABundle),
            1..5 => assert_eq!(found, Altered::MemberMissing { name: member.name.clone() }),
            _ => assert_eq!(
                found,
                Altered::EvidenceMissing { id: member.name["evidence/".len()..].to_owned() }
            ),
        }
        for place in 0..=all.len() {
            for name in [member.name.as_str(), "evidence/zzz", "evidence/000", "note.txt"] {
                let mut more = all.clone();
                more.insert(place, Member { name: name.to_owned(), ..member.clone() });
                verify(&archive(&more)).unwrap_err();
            }
        }
        for other in at + 1..all.len() {
            let mut swapped = all.clone();
            swapped.swap(at, other);
            verify(&archive(&swapped)).unwrap_err();
            let mut exchanged = all.clone();
            exchanged[at].bytes.clone_from(&all[other].bytes);
            exchanged[other].bytes.clone_from(&all[at].bytes);
            verify(&archive(&exchanged)).unwrap_err();
        }
    }
    let mut added = all.clone();
    added.push(Member { name: "evidence/zzz".into(), bytes: b"x".to_vec() });
    assert_eq!(verify(&archive(&added)), Err(Altered::EvidenceAdded { id: "zzz".into() }));
}

/// D2, D9: it says which event was left out or changed, also when the archive is otherwise without fault.
#[test]
fn the_event_that_was_left_out_or_changed_is_named() {
    let sealed = Case::new(12).seal();
    let edit = |edit: &dyn Fn(&mut Vec<String>)| {
        let mut all = members(&sealed);
        let text = String::from_utf8(all[4].bytes.clone()).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        edit(&mut lines);
        all[4].bytes = lines.iter().map(|line| format!("{line}\n")).collect::<String>().into_bytes();
        verify(&archive(&all)).unwrap_err()
    };
    let (version, events) = (7, 12);
    let missing = edit(&|lines| drop(lines.remove(6)));
    assert_eq!(missing, Altered::EventMissing { version, events });
    assert_eq!(missing.to_string(), "event 7 of 12 is missing");
    assert_eq!(missing.code(), "event_missing");
    assert_eq!(missing.arguments(), [("version", "7".to_owned()), ("events", "12".to_owned())]);
    assert_eq!(edit(&|lines| drop(lines.remove(0))), Altered::EventMissing { version: 1, events });
    assert_eq!(edit(&|lines| drop(lines.pop())), Altered::EventMissing { version: 12, events });
    assert_eq!(edit(&|lines| lines.truncate(4)), Altered::EventMissing { version: 5, events });
    let changed = Altered::EventChanged { version, events };
    assert_eq!(edit(&|lines| lines[6] = lines[6].replace("message 7", "message 8")), changed);
    assert_eq!(edit(&|lines| lines[6] = lines[6].replace("{\"version\"", "{ \"version\"")), changed);
    assert_eq!(edit(&|lines| lines[6].push(' ')), changed);
    assert_eq!(edit(&|lines| lines[6] = lines[5].replace("\"version\":6", "\"version\":7")), changed);
    // Left out and the rest numbered anew: the chain of leaves does not close.
    let renumbered = edit(&|lines| {
        lines.remove(6);
        for (at, line) in lines.iter_mut().enumerate().skip(6) {
            *line = line.replace(&format!("\"version\":{}", at + 2), &format!("\"version\":{}", at + 1));
        }
    });
    assert_eq!(renumbered, changed);
    assert_eq!(edit(&|lines| lines.swap(2, 3)), Altered::EventMissing { version: 3, events });
    assert_eq!(edit(&|lines| lines.insert(3, lines[2].clone())), Altered::EventAdded { version: 3, events });
    assert_eq!(
        edit(&|lines| lines.push(lines[11].replace("\"version\":12", "\"version\":13"))),
        Altered::EventAdded { version: 13, events }
    );
}

/// D9: it says which evidence file was changed.
#[test]
fn the_evidence_that_was_changed_is_named() {
    let sealed = Case::new(3).seal();
    let at = sealed.windows(9).position(|window| window == b"photo of ").unwrap();
    let mut changed = sealed.clone();
    changed[at] = b'P';
    let found = verify(&changed).unwrap_err();
    assert!(matches!(&found, Altered::EvidenceChanged { .. }));
    assert!(found.to_string().starts_with("the file for evidence ev-"));
    let mut longer = members(&sealed);
    longer[5].bytes.push(b'x');
    assert!(matches!(verify(&archive(&longer)), Err(Altered::EvidenceChanged { .. })));
}

/// D9: the head of an older bundle does not fit a newer one, nor the other way round, nor another case's.
#[test]
fn the_head_of_another_bundle_does_not_fit() {
    let mut case = Case::new(5);
    let (old, other) = (members(&case.seal()), members(&Case::named("d-other", 8).seal()));
    case.add_events(3);
    let new = members(&case.seal());
    for (one, two) in [(&old, &new), (&new, &old), (&new, &other), (&other, &new)] {
        // Each choice of members taken from the other bundle, except none and all.
        for choice in 1..31_u32 {
            let mixed: Vec<Member> = (0..one.len())
                .map(|at| if at < 5 && choice >> at & 1 == 1 { two[at].clone() } else { one[at].clone() })
                .collect();
            let same = mixed == *one || mixed == *two;
            assert!(same || verify(&archive(&mixed)).is_err(), "{choice:b}");
        }
    }
    assert_eq!(verify(&archive(&old)).unwrap().events, 5, "an old bundle stays what it was");
}

/// D9: an edition shows its reader less, hides nothing's existence, and stays provable.
#[test]
fn an_edition_hides_parts_and_still_verifies() {
    let mut case = Case::new(6);
    let staff = verify(&case.seal()).unwrap();
    case.edition = Edition::Merchant;
    case.sees = |part, audience| part.path.is_empty() || audience != Some("consumer");
    let sealed = case.seal();
    let merchant = verify(&sealed).unwrap();
    assert_eq!((merchant.edition, merchant.hidden, merchant.erased), (Edition::Merchant, 6, 0));
    assert_eq!(merchant.leaves, staff.leaves);
    let text = String::from_utf8_lossy(&sealed).into_owned();
    assert!(!text.contains("message 3") && text.contains("offer 3"));
    // What was hidden cannot be called erased.
    let mut all = members(&sealed);
    all[4].bytes =
        String::from_utf8(all[4].bytes.clone()).unwrap().replace("\"hidden\"", "\"erased\"").into_bytes();
    assert_eq!(verify(&archive(&all)), Err(Altered::MemberChanged { name: "events.jsonl".into() }));
}

/// H4, D9: after erasing, the bundle given out before stays genuine, and the new one proves the same leaves.
#[test]
fn erasing_a_part_keeps_old_and_new_bundles_genuine() {
    let mut case = Case::new(6);
    let before = case.seal();
    case.events[2].slots[1] = case.events[2].slots[1].erased();
    let after = case.seal();
    let (old, new) = (verify(&before).unwrap(), verify(&after).unwrap());
    assert_eq!(old.leaves, new.leaves);
    assert_eq!((old.erased, new.erased), (0, 1));
    assert!(String::from_utf8_lossy(&before).contains("message 3"));
    assert!(!String::from_utf8_lossy(&after).contains("message 3"));
}

/// D9: who changes something and seals it anew with a key of their own is found by whoever knows the platform's key.
#[test]
fn a_bundle_sealed_with_a_foreign_key_is_not_trusted() {
    let mut case = Case::new(3);
    let trusted = [case.signer.public().clone()];
    // Same name, other key.
    case.signer = Signer::from_seed("disputes.example/2026", &[66; 32]).unwrap();
    case.sign_checkpoint();
    let forged = case.seal();
    assert!(!verify(&forged).unwrap().trusted);
    assert!(matches!(
        verify_bundle_from(forged.as_slice(), Some(&trusted)),
        Err(Altered::UntrustedKey { .. })
    ));
    // The genuine bundle with a foreign signature, or with a second one.
    let genuine = members(&Case::new(3).seal());
    let note = String::from_utf8(genuine[0].bytes.clone()).unwrap();
    let text = record::Note::parse(&note).unwrap().text;
    for note in [case.signer.sign(&text).unwrap(), case.signer.cosign(&note).unwrap()] {
        let mut all = genuine.clone();
        all[0].bytes = note.into_bytes();
        assert_eq!(verify(&archive(&all)), Err(Altered::Signature));
    }
}

/// D9: when keys have changed, an old key's checkpoint stands in a bundle sealed by the new key.
#[test]
fn a_bundle_sealed_after_a_change_of_keys_verifies() {
    let mut case = Case::new(3);
    let old = case.signer.public().clone();
    case.signer = Signer::from_seed("disputes.example/2027", &[2; 32]).unwrap();
    case.keys.push(old.clone());
    let sealed = case.seal();
    let new = case.signer.public().clone();
    assert_eq!(verify_bundle_from(sealed.as_slice(), Some(std::slice::from_ref(&new))).unwrap().key, new);
    assert!(verify_bundle_from(sealed.as_slice(), Some(&[old])).is_err());
    case.keys.clear();
    assert!(matches!(case.try_seal(), Err(WriteError::Note(_))));
}

/// D9: contents that do not hold together are never sealed.
#[test]
fn contents_that_would_not_verify_are_not_sealed() {
    type Spoil = fn(&mut Case);
    let broken: [(&str, Spoil); 13] = [
        ("an event left out", |case| drop(case.events.remove(1))),
        ("an event changed", |case| case.events[1].header.schema += 1),
        ("another stream", |case| case.stream = "d-else".into()),
        ("no event", |case| case.events.clear()),
        ("evidence changed on the disk", |case| case.evidence[0].1 = b"photo of something else".to_vec()),
        ("evidence nobody recorded", |case| case.evidence.push(("ev-unknown".into(), b"x".to_vec()))),
        ("double evidence", |case| case.evidence.push(case.evidence[0].clone())),
        ("a copy of what nobody recorded", |case| case.cleaned.push(("ev-unknown".into(), b"x".to_vec()))),
        ("original and copy of one file", |case| case.cleaned.push(("ev-a1".into(), b"x".to_vec()))),
        ("withheld what nobody recorded", |case| case.withheld.push("ev-unknown".into())),
        ("withheld and given", |case| case.withheld.push("ev-a1".into())),
        ("a case number with a line feed", |case| case.number = "a\nleaf 0".into()),
        ("no reader", |case| case.reader.clear()),
    ];
    for (what, spoil) in broken {
        let mut case = Case::new(3);
        case.try_seal().unwrap();
        spoil(&mut case);
        assert!(case.try_seal().is_err(), "{what}");
    }
}

/// D9: evidence counts only when an event that the reader can read has recorded it.
#[test]
fn evidence_whose_record_the_reader_may_not_read_is_not_sealed() {
    let mut case = Case::new(3);
    case.sees = |part, _| !part.path.is_empty();
    assert!(matches!(case.try_seal(), Err(WriteError::Broken(Altered::EvidenceUnknown { .. }))));
    case.evidence.clear();
    let verified = verify(&case.seal()).unwrap();
    assert_eq!((verified.hidden, verified.evidence), (3, 0));
}

/// A case of which the reader gets one file as a cleaned copy and another not at all.
fn with_less_evidence() -> Case {
    let mut case = Case::new(3);
    case.edition = Edition::Merchant;
    case.evidence.clear();
    case.cleaned.push(("ev-b7".into(), b"photo without its place".to_vec()));
    case.withheld.push("ev-a1".into());
    case
}

/// D8, D9: what was cleaned for the reader, and what was not given at all, is said, beside the original's hash on record.
#[test]
fn a_cleaned_copy_and_a_withheld_file_are_called_so() {
    let case = with_less_evidence();
    let sealed = case.seal();
    let verified = verify(&sealed).unwrap();
    let copy = Hash::of(b"photo without its place");
    let original = Hash::of(b"photo of d-1 b7");
    assert_eq!(verified.cleaned, [CleanedCopy { id: "ev-b7".into(), copy, original }]);
    assert_eq!((verified.evidence, verified.withheld.as_slice()), (1, ["ev-a1".to_owned()].as_slice()));
    let all = members(&sealed);
    assert_eq!(all[5].name, "cleaned/ev-b7");
    assert!(String::from_utf8_lossy(&all[0].bytes).contains("\nwithheld ev-a1\n"));

    let mut changed = all.clone();
    changed[5].bytes[0] = b'P';
    assert_eq!(verify(&archive(&changed)), Err(Altered::EvidenceChanged { id: "ev-b7".into() }));
    let missing = verify(&archive(&all[..5]));
    assert_eq!(missing, Err(Altered::EvidenceMissing { id: "ev-b7".into() }));
    // A copy cannot be passed off as the original, nor the other way round.
    let mut renamed = all.clone();
    renamed[5].name = "evidence/ev-b7".into();
    assert!(verify(&archive(&renamed)).is_err());
    let mut added = all;
    added.push(Member { name: "cleaned/zzz".into(), bytes: b"x".to_vec() });
    assert_eq!(verify(&archive(&added)), Err(Altered::EvidenceAdded { id: "zzz".into() }));
    every_change_is_found(&sealed, &(0..sealed.len()).map(|at| (at, 1)).collect::<Vec<_>>());
}

/// D8, D9: originals come first, then cleaned copies, each by id.
#[test]
fn originals_and_cleaned_copies_lie_apart() {
    let mut case = Case::new(3);
    let given = case.evidence.iter().position(|(id, _)| id == "ev-a1").unwrap();
    case.evidence.remove(given);
    case.cleaned.push(("ev-a1".into(), b"photo without its place".to_vec()));
    let sealed = case.seal();
    let names: Vec<String> = members(&sealed).into_iter().skip(5).map(|member| member.name).collect();
    assert_eq!(names, ["evidence/ev-b7", "cleaned/ev-a1"]);
    assert_eq!(verify(&sealed).unwrap().evidence, 2);
}

/// D2: a log restored behind its published head goes on under a new name that begins with the old checkpoint.
#[test]
fn a_new_epoch_begins_with_the_old_checkpoint() {
    let case = Case::new(3);
    let (old, _) = Checkpoint::verify(&case.checkpoint, &[case.signer.public().clone()]).unwrap();
    let origin: record::Origin = old.origin.parse().unwrap();
    assert_eq!(origin.next().to_string(), "disputes.example/log/2");
    let first = record::epoch_leaf(&old);
    assert_ne!(first, record::epoch_leaf(&Checkpoint { size: old.size + 1, ..old }));
    for bad in ["", "name", "/1", "name/0", "name/01", "name/x"] {
        assert!(bad.parse::<record::Origin>().is_err(), "{bad}");
    }
}

/// H4: the edition is cut by the audience that the plain part names; what was erased before is not called hidden.
#[test]
fn a_part_erased_before_is_not_called_hidden() {
    let case = Case::new(1);
    let event = case.events[0].clone();
    let mut slots = event.slots;
    slots[1] = slots[1].erased();
    let cut = BundleEvent::for_reader(event.header, slots, 0, Vec::new(), |_, audience| audience.is_none());
    assert_eq!(cut.hidden, [2, 3, 4]);
    assert!(cut.slots[1..].iter().all(|slot| matches!(slot, PartSlot::Erased(_))));
}
