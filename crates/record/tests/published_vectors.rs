//! Answers that others published, so that our reading of the standards is not only checked against itself.

#![expect(clippy::unwrap_used, reason = "a test helper that fails should stop the test")]

use record::{
    Checkpoint, Hash, MemoryNodes, Note, PublicKey, Receipt, Receipted, Signer, consistency_proof,
    inclusion_proof, root_of, verify_consistency, verify_inclusion,
};

/// The inputs of Certificate Transparency's reference tests.
const INPUTS: [&[u8]; 8] = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
];

const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn leaves() -> Vec<Hash> {
    INPUTS.iter().map(|input| Hash::of_leaf(input)).collect()
}

fn hashes(hex: &[&str]) -> Vec<Hash> {
    hex.iter().map(|text| text.parse().unwrap()).collect()
}

/// D2: roots of the reference tree at sizes 0 to 8.
#[test]
fn roots_are_those_of_certificate_transparency() {
    let leaves = leaves();
    for (size, root) in ROOTS.iter().enumerate() {
        assert_eq!(root_of(&leaves[..size]).to_hex(), *root);
    }
}

/// D2: the reference inclusion proofs (leaf counted from 0, size, proof).
#[test]
fn inclusion_proofs_are_those_of_certificate_transparency() {
    let nodes: MemoryNodes = leaves().into_iter().collect();
    let vectors: [(u64, u64, &[&str]); 4] = [
        (0, 1, &[]),
        (
            0,
            8,
            &[
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            &[
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (2, 3, &["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    ];
    for (index, size, proof) in vectors {
        let proof = hashes(proof);
        assert_eq!(inclusion_proof(&nodes, index, size).unwrap(), proof);
        let root = ROOTS[size as usize].parse().unwrap();
        verify_inclusion(leaves()[index as usize], index, size, &proof, root).unwrap();
    }
}

/// D2: the reference consistency proofs.
#[test]
fn consistency_proofs_are_those_of_certificate_transparency() {
    let nodes: MemoryNodes = leaves().into_iter().collect();
    let vectors: [(u64, u64, &[&str]); 4] = [
        (1, 1, &[]),
        (
            1,
            8,
            &[
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            &[
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            &[
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ];
    for (old, new, proof) in vectors {
        let proof = hashes(proof);
        assert_eq!(consistency_proof(&nodes, old, new).unwrap(), proof);
        let root = |size: u64| ROOTS[size as usize].parse().unwrap();
        verify_consistency(old, root(old), new, root(new), &proof).unwrap();
    }
}

/// D2: the example note of the Go project, from which the C2SP format was taken.
#[test]
fn a_note_signed_by_go_verifies() {
    let key: PublicKey =
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW".parse().unwrap();
    let text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    let line = "\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    let note = Note::parse(&format!("{text}\n{line}")).unwrap();
    assert_eq!(note.text, text);
    assert_eq!(note.verify(std::slice::from_ref(&key)).unwrap(), [&key]);
    assert_eq!(key.to_string().parse::<PublicKey>().unwrap(), key);
    let changed = Note::parse(&format!("{}\n{line}", text.replace("is the", "was the"))).unwrap();
    assert!(changed.verify(&[key]).is_err());
}

/// D2: Ed25519 as in RFC 8032, section 7.1, test 1: the seed leads to its published key.
#[test]
fn the_seed_of_rfc_8032_leads_to_its_key() {
    let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60".parse::<Hash>().unwrap();
    let signer = Signer::from_seed("example.com/test", seed.as_bytes()).unwrap();
    assert_eq!(
        Hash(*signer.public().as_bytes()).to_hex(),
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    );
    let again = Signer::from_secret_text(&signer.to_secret_text()).unwrap();
    assert_eq!(again.public(), signer.public());
    assert!(!format!("{signer:?}").contains("9d61"));
}

fn signer(name: &str, seed: u8) -> Signer {
    Signer::from_seed(name, &[seed; 32]).unwrap()
}

fn checkpoint() -> Checkpoint {
    Checkpoint { origin: "disputes.example/log/1".into(), size: 8, root: ROOTS[8].parse().unwrap() }
}

/// D2: keys rotate: a checkpoint with an old and a new signature is accepted by who knows either.
#[test]
fn a_checkpoint_with_two_signatures_verifies_for_who_knows_either_key() {
    let (old, new, stranger) = (signer("a.example", 1), signer("b.example", 2), signer("c.example", 3));
    let note = new.cosign(&checkpoint().sign(&old).unwrap()).unwrap();
    for known in [&old, &new] {
        let keys = [known.public().clone()];
        let (read, by) = Checkpoint::verify(&note, &keys).unwrap();
        assert_eq!((read, by), (checkpoint(), vec![known.public()]));
    }
    let both = [old.public().clone(), new.public().clone()];
    assert_eq!(Checkpoint::verify(&note, &both).unwrap().1.len(), 2);
    assert!(Checkpoint::verify(&note, &[stranger.public().clone()]).is_err());
    // The same name with another key is another key.
    assert!(Checkpoint::verify(&note, &[signer("a.example", 9).public().clone()]).is_err());
}

/// D2: no changed byte of a checkpoint is accepted.
#[test]
fn a_changed_byte_in_a_checkpoint_is_found() {
    let signer = signer("a.example", 1);
    let keys = [signer.public().clone()];
    let note = checkpoint().sign(&signer).unwrap();
    for at in 0..note.len() {
        for bit in [1u8, 4, 32, 128] {
            let mut bytes = note.clone().into_bytes();
            bytes[at] ^= bit;
            if let Ok(text) = String::from_utf8(bytes) {
                assert!(Checkpoint::verify(&text, &keys).is_err(), "byte {at} bit {bit}");
            }
        }
    }
}

/// D2: an origin that would break the checkpoint's lines is not signed.
#[test]
fn an_origin_that_would_add_lines_is_not_signed() {
    for origin in ["", "a\n9", "a\r", "a\tb"] {
        let bad = Checkpoint { origin: origin.into(), ..checkpoint() };
        assert!(bad.sign(&signer("a.example", 1)).is_err(), "{origin:?}");
    }
}

/// D2: a receipt proves its leaf, and only its leaf; a promise likewise.
#[test]
fn a_receipt_proves_its_leaf_and_a_promise_binds() {
    let signer = signer("a.example", 1);
    let keys = [signer.public().clone()];
    let nodes: MemoryNodes = leaves().into_iter().collect();
    let note = checkpoint().sign(&signer).unwrap();
    let receipt = Receipt::included("d-1", 3, leaves()[5], 5, note, inclusion_proof(&nodes, 5, 8).unwrap());
    let json = serde_json::to_string(&receipt).unwrap();
    let read: Receipt = serde_json::from_str(&json).unwrap();
    assert_eq!(read, receipt);
    assert!(matches!(read.verify(&keys).unwrap(), Receipted::Included { index: 5, .. }));
    assert!(Receipt { leaf: leaves()[4], ..receipt.clone() }.verify(&keys).is_err());
    assert!(Receipt { index: Some(4), ..receipt.clone() }.verify(&keys).is_err());
    assert!(Receipt { index: None, ..receipt }.verify(&keys).is_err());

    let promise = Receipt::promise("d-1", 3, leaves()[5], &signer).unwrap();
    assert!(matches!(promise.verify(&keys).unwrap(), Receipted::Promised { .. }));
    assert!(Receipt { version: 4, ..promise.clone() }.verify(&keys).is_err());
    assert!(Receipt { stream: "d-2".into(), ..promise.clone() }.verify(&keys).is_err());
    assert!(Receipt { index: Some(5), ..promise.clone() }.verify(&keys).is_err());
    assert!(Receipt::promise("d\n1", 3, leaves()[5], &signer).is_err());
}
