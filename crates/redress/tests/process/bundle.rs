//! Case bundles through the command line: what a stranger is told, and what each reader gets.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::json;
use testkit::{Dice, evidence};

use crate::support::{People, Stage, errors, run};

/// What only staff may read, and what only the consumer's side and staff may.
const STAFF: &str = "canary-of-the-staff-note-4127";
const SUPPLIED: &str = "canary-of-the-supplied-answer-9035";
const OPEN: &str = "canary-of-the-complaint-2210";

/// A case in which something was said to each audience, its folder and its number.
async fn case() -> (Stage, String) {
    let stage = Stage::with_cases(3);
    let server = stage.serve();
    let (base, people) = (server.base.clone(), &stage.people);
    let order = people.quiet_orders()[0].clone();
    let consumer = people.consumer_of(&order);
    let report = evidence::document("report.pdf", &["Wool 62 %", "Polyester 38 %"]);
    let file = consumer.upload(&base, &report.name, report.media_type, report.bytes).await.expect(201);
    let mut complaint = People::complaint(&order, OPEN);
    complaint["evidence_ids"] = json!([file["id"]]);
    let filed = consumer.post(&base, "/complaints", "file", &complaint).await.expect(201);
    let number = filed["number"].as_str().unwrap().to_owned();
    let officer = people.named(filed["dispute"]["assigned_to"].as_str().unwrap());
    let act = |verb: &str| format!("/disputes/{number}/{verb}");
    let asked = json!({"to": "consumer", "questions": [{"key": "q1", "text": "吊牌还在吗？"}]});
    officer.post(&base, &act("request-information"), "ask", &asked).await.expect(200);
    let supplied = json!({"answers": {"q1": SUPPLIED}, "evidence_ids": []});
    consumer.post(&base, &act("supply-information"), "supply", &supplied).await.expect(200);
    officer.post(&base, &act("accept"), "accept", &json!({})).await.expect(200);
    let note = json!({"text": STAFF, "evidence_ids": [], "audience": "staff"});
    officer.post(&base, &act("send-message"), "note", &note).await.expect(200);
    server.stop();
    (stage, number)
}

fn export(stage: &Stage, number: &str, edition: &str) -> PathBuf {
    let path = stage.path().join(format!("{edition}.redress"));
    let (out, data) = (path.to_str().unwrap(), stage.data());
    let made = run(&[
        "export",
        "dispute",
        number,
        "-o",
        out,
        "--edition",
        edition,
        "--data",
        data.to_str().unwrap(),
    ]);
    assert_eq!(made.status.code(), Some(0), "{}", errors(&made));
    path
}

/// `redress verify`: exit code, what it says, and about what it complains.
fn verify(path: &Path, more: &[&str]) -> (Option<i32>, String, String) {
    let output = run(&[&["verify", path.to_str().unwrap()], more].concat());
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned(), errors(&output))
}

fn holds(bytes: &[u8], canary: &str) -> bool {
    bytes.windows(canary.len()).any(|window| window == canary.as_bytes())
}

/// D8, D9: each reader's edition verifies, says whose it is, and holds nothing of what that reader may not read; a
/// stranger is told whether the key is one that they trust.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_reader_gets_a_genuine_edition_without_what_is_not_theirs() {
    let (stage, number) = case().await;
    for (edition, staff, supplied) in
        [("staff", true, true), ("consumer", false, true), ("merchant", false, false)]
    {
        let path = export(&stage, &number, edition);
        let (code, told, trouble) = verify(&path, &[]);
        assert_eq!((code, trouble.as_str()), (Some(0), ""), "{edition}");
        assert!(told.contains(&format!("GENUINE: case {number}, {edition} edition")), "{told}");
        assert!(told.contains("the bundle's own key"), "{told}");
        let (code, told, _) = verify(&path, &["--key", stage.people.public_key()]);
        assert_eq!(code, Some(0));
        assert!(told.contains("a key that you trust") && told.contains("1 files"), "{told}");
        let bytes = std::fs::read(&path).unwrap();
        let found = [OPEN, STAFF, SUPPLIED].map(|canary| holds(&bytes, canary));
        assert_eq!(found, [true, staff, supplied], "{edition}");
    }
    let other = "redress.demo+aee24dc9+AR/V9eMq78V603jmjpOqDiUkE2immcTKIGpWsXstfcK1";
    let (code, _, told) = verify(&stage.path().join("staff.redress"), &["--key", other]);
    assert_eq!(code, Some(1));
    assert!(told.contains("ALTERED: the bundle is signed by a key that is not trusted"), "{told}");
}

/// D8, D9: the other side's edition holds a photo without the place where it was taken, and says so beside the hash on
/// record; what cannot be cleaned is named and not in it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_merchants_edition_does_not_tell_where_the_consumer_took_a_photo() {
    let stage = Stage::with_cases(3);
    let server = stage.serve();
    let (base, people) = (server.base.clone(), &stage.people);
    let order = people.quiet_orders()[0].clone();
    let consumer = people.consumer_of(&order);
    let photo = |seed| evidence::photo("coat.jpg", evidence::Scene::Label, seed, Some(evidence::RIVER));
    let (coat, mut cut) = (photo(1), photo(2));
    cut.bytes.truncate(cut.bytes.len() / 2);
    let mut ids = Vec::new();
    for file in [&coat, &cut] {
        let taken = consumer.upload(&base, &file.name, file.media_type, file.bytes.clone()).await.expect(201);
        ids.push(taken["id"].as_str().unwrap().to_owned());
    }
    let mut complaint = People::complaint(&order, OPEN);
    complaint["evidence_ids"] = json!(ids);
    let filed = consumer.post(&base, "/complaints", "file", &complaint).await.expect(201);
    let number = filed["number"].as_str().unwrap().to_owned();
    let officer = people.named(filed["dispute"]["assigned_to"].as_str().unwrap());
    officer.post(&base, &format!("/disputes/{number}/accept"), "accept", &json!({})).await.expect(200);
    server.stop();
    for (edition, whole) in [("staff", true), ("consumer", true), ("merchant", false)] {
        let path = export(&stage, &number, edition);
        let (code, told, trouble) = verify(&path, &["--key", stage.people.public_key()]);
        assert_eq!((code, trouble.as_str()), (Some(0), ""), "{edition}");
        let bytes = std::fs::read(&path).unwrap();
        for file in [&coat, &cut] {
            let is_in = bytes.windows(file.bytes.len()).any(|part| part == file.bytes);
            assert_eq!((is_in, holds(&bytes, "Exif\0\0")), (whole, whole), "{edition}");
        }
        let copy = format!("The file for evidence {} is a cleaned copy", ids[0]);
        let withheld = format!("The file for evidence {} is on record and not in here", ids[1]);
        assert_eq!((told.contains(&copy), told.contains(&withheld)), (!whole, !whole), "{told}");
        let original = record::Hash::of(&coat.bytes).to_hex();
        assert_eq!(told.contains(&original), !whole, "{told}");
    }
}

/// D2, D9: whatever is done to a bundle, the answer is exit 1 and a sentence that says what; a file that cannot be read
/// is exit 2, which says nothing about its content.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_altered_bundle_is_told_from_an_unreadable_one_by_exit_code_and_sentence() {
    let (stage, number) = case().await;
    let path = export(&stage, &number, "staff");
    let genuine = std::fs::read(&path).unwrap();
    let altered = stage.path().join("altered.redress");
    let told = |bytes: &[u8]| {
        std::fs::write(&altered, bytes).unwrap();
        let (code, printed, told) = verify(&altered, &[]);
        assert_eq!((code, printed.as_str()), (Some(1), ""), "{told}");
        told.trim_end().strip_prefix("ALTERED: ").unwrap_or_else(|| panic!("no sentence: {told}")).to_owned()
    };

    let mut dice = Dice::new(9);
    let sampled: Vec<usize> = (0..120).map(|_| dice.below(genuine.len())).collect();
    for at in sampled.into_iter().chain([0, 700, genuine.len() - 1]) {
        let mut bytes = genuine.clone();
        bytes[at] ^= 1 << dice.below(8);
        told(&bytes);
    }
    for length in [0, 1, 511, 512, 5000, genuine.len() - 1024, genuine.len() - 1] {
        let sentence = told(&genuine[..length]);
        let cut = format!("the file is cut off after byte {length}");
        assert!(
            sentence == cut || sentence == "this is not a case bundle, or its beginning was changed",
            "{sentence}"
        );
    }
    let added = told(&[&genuine, b"x".as_slice()].concat());
    assert_eq!(added, format!("bytes were added after the end (from byte {})", genuine.len()));

    let parts = members(&genuine);
    assert_eq!(parts.concat().len() + 1024, genuine.len());
    let end = vec![0; 1024];
    let whole = |parts: &[&[u8]]| [parts.concat(), end.clone()].concat();
    let all: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    let names: Vec<String> = all.iter().map(|part| name(part)).collect();
    let mut sentences = BTreeSet::new();
    for (at, part) in all.iter().enumerate() {
        let without: Vec<&[u8]> = [&all[..at], &all[at + 1..]].concat();
        let sentence = told(&whole(&without));
        let id = names[at].trim_start_matches("evidence/");
        if at > 0 {
            assert!(sentence.contains("missing") && sentence.contains(id), "{}: {sentence}", names[at]);
        }
        let twice = told(&whole(&[&all[..=at], &[part], &all[at + 1..]].concat()));
        sentences.extend([sentence, twice]);
        let mut swapped = all.clone();
        swapped.swap(at, (at + 1) % all.len());
        sentences.insert(told(&whole(&swapped)));
    }
    assert!(sentences.iter().any(|sentence| sentence.contains("was added or moved")), "{sentences:?}");

    let nowhere = stage.path().join("nowhere.redress");
    for unreadable in [nowhere.as_path(), stage.path()] {
        let (code, _, told) = verify(unreadable, &[]);
        assert_eq!(code, Some(2), "{told}");
        assert!(told.starts_with("UNREADABLE: the file could not be read"), "{told}");
    }
    let (code, _, told) = verify(&path, &["--key", "no-key"]);
    assert_eq!(code, Some(2));
    assert!(told.contains("--key no-key"), "{told}");
}

/// The members of an archive, each with its header and filling.
fn members(archive: &[u8]) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    let mut at = 0;
    while archive[at] != 0 {
        let size = std::str::from_utf8(&archive[at + 124..at + 135]).unwrap();
        let size = usize::from_str_radix(size, 8).unwrap();
        let length = 512 + size.next_multiple_of(512);
        all.push(archive[at..at + length].to_vec());
        at += length;
    }
    all
}

fn name(member: &[u8]) -> String {
    String::from_utf8_lossy(&member[..100]).trim_end_matches('\0').to_owned()
}

/// H4, D2: an operator erases a field under a rule: its bytes are nowhere any more, the case and its bundles still prove
/// everything else, and a bundle from before stays genuine.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_erased_field_is_gone_and_every_bundle_still_verifies() {
    let (stage, number) = case().await;
    let before = export(&stage, &number, "staff");
    let earlier = stage.path().join("earlier.redress");
    std::fs::rename(&before, &earlier).unwrap();
    let data = stage.data();
    let erase = |rule: &str, path: &str| {
        let arguments = ["erase", &number, "--version", "1", "--path", path, "--rule", rule];
        run(&[&arguments[..], &["--data", data.to_str().unwrap()]].concat())
    };
    let unknown = erase("cn.no.such.rule", "/event/filed/description");
    assert_eq!(unknown.status.code(), Some(2));
    assert!(errors(&unknown).contains("no such rule"), "{}", errors(&unknown));
    let erased = erase("cn.pipl.47", "/event/filed/description");
    assert_eq!(erased.status.code(), Some(0), "{}", errors(&erased));
    let again = erase("cn.pipl.47", "/event/filed/description");
    assert!(errors(&again).contains("erased before"), "{}", errors(&again));

    let server = stage.serve();
    let officer = stage.people.role("supervisor");
    let case = officer.get(&server.base, &format!("/disputes/{number}")).await.expect(200);
    assert!(case["description"].is_null());
    server.stop();
    crate::support::look(&data).await;
    for file in ["redress.db", "redress.db-wal"] {
        let bytes = std::fs::read(data.join(file)).unwrap_or_default();
        assert!(!holds(&bytes, OPEN), "the erased text is still in {file}");
    }
    for edition in ["staff", "consumer", "merchant"] {
        let path = export(&stage, &number, edition);
        let (code, told, trouble) = verify(&path, &["--key", stage.people.public_key()]);
        assert_eq!(code, Some(0), "{trouble}");
        assert!(told.contains("1 erased"), "{told}");
        assert!(!holds(&std::fs::read(&path).unwrap(), OPEN));
    }
    assert_eq!(verify(&earlier, &["--key", stage.people.public_key()]).0, Some(0));
}

/// D2: a stranger who kept a checkpoint checks that the record only grew since, and is told when it did not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_that_only_grew_is_told_from_another() {
    let stage = Stage::with_cases(1);
    let server = stage.serve();
    let get = async |path: &str, kind: &str| {
        let request = stage.people.client.get(format!("{}/api/v1{path}", server.base)).header("Accept", kind);
        request.send().await.unwrap().text().await.unwrap()
    };
    let keep = |name: &str, text: &str| {
        let path = stage.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let about: serde_json::Value =
        serde_json::from_str(&get("/checkpoint", "application/json").await).unwrap();
    let key = about["public_key"].as_str().unwrap().to_owned();
    let old = keep("old.txt", &get("/checkpoint", "text/plain").await);
    let order = stage.people.quiet_orders()[0].clone();
    let complaint = People::complaint(&order, "色差");
    stage.people.consumer_of(&order).post(&server.base, "/complaints", "file", &complaint).await.expect(201);
    let new = keep("new.txt", &get("/checkpoint", "text/plain").await);
    let proof = get(&format!("/checkpoint/consistency?from={}", about["size"]), "application/json").await;
    server.stop();

    let check = |old: &str, new: &str, proof: &str| {
        let proof = keep("proof.json", proof);
        run(&["verify-log", old, new, "--proof", &proof, "--key", &key])
    };
    let grown = check(&old, &new, &proof);
    assert_eq!(grown.status.code(), Some(0), "{}", errors(&grown));
    assert!(String::from_utf8_lossy(&grown.stdout).starts_with("GROWN:"));
    let shorter = check(&new, &old, &proof);
    assert_eq!(shorter.status.code(), Some(1));
    let none = check(&old, &new, r#"{"proof":[]}"#);
    assert!(none.status.code() == Some(1) && errors(&none).contains("does not begin with the earlier one"));
    let forged = keep("forged.txt", &std::fs::read_to_string(&old).unwrap().replacen('\n', "\n1", 1));
    let forged = check(&forged, &new, &proof);
    assert!(forged.status.code() == Some(1) && errors(&forged).contains("does not hold"));
    assert_eq!(check(&old, &new, "no JSON").status.code(), Some(2));
}
