//! What holds for every log and every event, tried on many that nobody thought of.

use proptest::prelude::*;
use record::{
    Frontier, Hash, MemoryNodes, Part, PartSlot, consistency_proof, inclusion_proof, join_slots, root_of,
    split::{erased, places, split_salted},
    verify_consistency, verify_inclusion,
};
use serde_json::{Value, json};

fn log(size: u64, seed: u64) -> Vec<Hash> {
    (0..size).map(|n| Hash::of_leaf(&[n.to_be_bytes(), seed.to_be_bytes()].concat())).collect()
}

/// Every way to spoil a proof by one step: a bit of a hash, one hash fewer, one more, two swapped.
fn spoiled(proof: &[Hash], bit: usize) -> Vec<Vec<Hash>> {
    let mut all = Vec::new();
    for at in 0..proof.len() {
        let mut flipped = proof.to_vec();
        flipped[at].0[bit / 8 % 32] ^= 1 << (bit % 8);
        all.push(flipped);
        let mut shorter = proof.to_vec();
        shorter.remove(at);
        all.push(shorter);
        let mut longer = proof.to_vec();
        longer.insert(at, proof[at]);
        all.push(longer);
        if at > 0 {
            let mut swapped = proof.to_vec();
            swapped.swap(at - 1, at);
            all.push(swapped);
        }
    }
    let mut longer = proof.to_vec();
    longer.push(Hash([0; 32]));
    all.push(longer);
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// D2: every leaf of every log can be proved, and no spoiled proof, other leaf, index or root is accepted.
    #[test]
    fn inclusion_holds_for_the_true_leaf_alone(size in 1u64..200, at: prop::sample::Index, seed: u64, bit in 0usize..256) {
        let leaves = log(size, seed);
        let nodes: MemoryNodes = leaves.iter().copied().collect();
        let root = nodes.frontier().root();
        let index = at.index(leaves.len()) as u64;
        let proof = inclusion_proof(&nodes, index, size).unwrap();
        let leaf = leaves[index as usize];
        prop_assert!(verify_inclusion(leaf, index, size, &proof, root).is_ok());
        prop_assert!(verify_inclusion(Hash([0; 32]), index, size, &proof, root).is_err());
        prop_assert!(verify_inclusion(leaf, index, size, &proof, Hash([0; 32])).is_err());
        prop_assert!(verify_inclusion(leaf, size, size, &proof, root).is_err());
        for other in (0..size).filter(|other| *other != index) {
            prop_assert!(verify_inclusion(leaf, other, size, &proof, root).is_err());
        }
        for proof in spoiled(&proof, bit) {
            prop_assert!(verify_inclusion(leaf, index, size, &proof, root).is_err());
        }
    }

    /// D2: whoever holds any old root finds any later change; a log that only grew is consistent.
    #[test]
    fn consistency_holds_for_a_log_that_only_grew(new in 1u64..200, cut: prop::sample::Index, seed: u64, bit in 0usize..256) {
        let leaves = log(new, seed);
        let nodes: MemoryNodes = leaves.iter().copied().collect();
        let old = cut.index(leaves.len() + 1) as u64;
        let (old_root, new_root) = (root_of(&leaves[..old as usize]), root_of(&leaves));
        let proof = consistency_proof(&nodes, old, new).unwrap();
        prop_assert!(verify_consistency(old, old_root, new, new_root, &proof).is_ok());
        for proof in spoiled(&proof, bit) {
            prop_assert!(verify_consistency(old, old_root, new, new_root, &proof).is_err());
        }
        if old > 0 {
            let mut changed = leaves.clone();
            changed[(seed % old) as usize] = Hash([3; 32]);
            let nodes: MemoryNodes = changed.iter().copied().collect();
            let proof = consistency_proof(&nodes, old, new).unwrap();
            prop_assert!(verify_consistency(old, old_root, new, root_of(&changed), &proof).is_err());
        }
    }

    /// D2: a frontier saved and read back at any moment goes on as if nothing had happened.
    #[test]
    fn a_frontier_goes_on_after_being_saved(sizes in prop::collection::vec(0u64..40, 1..6), seed: u64) {
        let leaves = log(sizes.iter().sum(), seed);
        let mut frontier = Frontier::new();
        let mut done = 0;
        for size in sizes {
            for _ in 0..size {
                frontier.push(leaves[done]);
                done += 1;
            }
            frontier = Frontier::from_bytes(&frontier.to_bytes()).unwrap();
            prop_assert_eq!(frontier.root(), root_of(&leaves[..done]));
        }
    }

    /// H4: any event comes back from its parts as it was, also one in which people sent tildes.
    #[test]
    fn every_event_comes_back_from_its_parts(value in event()) {
        let parts = split_salted(&value, || [1; 16]);
        let slots: Vec<PartSlot> = parts.iter().cloned().map(PartSlot::Kept).collect();
        prop_assert_eq!(join_slots(&slots).unwrap(), value);
        let places = places(&parts[0].bytes).unwrap();
        prop_assert_eq!(places.len(), parts.len() - 1);
        for ((number, path, _), part) in places.iter().zip(&parts[1..]) {
            prop_assert_eq!(path, &part.path);
            prop_assert_eq!(&parts[*number].path, path);
        }
    }

    /// H4: erasing one part takes that field and leaves all others.
    #[test]
    fn erasing_one_part_takes_only_its_field(value in event(), which: prop::sample::Index) {
        let parts = split_salted(&value, || [1; 16]);
        prop_assume!(parts.len() > 1);
        let gone = 1 + which.index(parts.len() - 1);
        let mut slots: Vec<PartSlot> = parts.iter().cloned().map(PartSlot::Kept).collect();
        slots[gone] = slots[gone].erased();
        let mut joined = join_slots(&slots).unwrap();
        let field = joined.pointer_mut(&parts[gone].path).unwrap();
        let (hash, audience) = erased(field).unwrap();
        prop_assert_eq!(hash, slots[gone].hash());
        let content: Value = serde_json::from_slice(&parts[gone].bytes).unwrap();
        *field = json!({"~": {"v": content, "a": audience}});
        prop_assert_eq!(joined, value);
    }
}

fn event() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "[a-z~/\"退货 \\\\]{0,6}",
        Just("~".to_owned()),
        Just("~~".to_owned()),
        Just("n".to_owned())
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        text.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(text.clone(), inner.clone(), 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
            (inner.clone(), text.clone())
                .prop_map(|(value, audience)| json!({"~": {"v": value, "a": audience}})),
            (0u8..4, text.clone()).prop_map(|(n, audience)| json!({"~": {"n": n, "a": audience}})),
            inner.prop_map(|value| json!({"~": value})),
        ]
    })
}

/// H4: the form of the plain part is what the other crates store and read.
#[test]
fn an_event_is_split_into_the_documented_form() {
    let value = json!({
        "kind": "complaint_filed",
        "claims": [{"note": {"~": {"v": "坏了", "a": "parties"}}}],
        "from": {"a/b": {"~": {"v": {"phone": "139"}, "a": "staff"}}},
    });
    let parts = split_salted(&value, || [0; 16]);
    let text = |part: &Part| String::from_utf8(part.bytes.clone()).unwrap();
    assert_eq!(parts[0].path, "");
    assert_eq!(
        serde_json::from_slice::<Value>(&parts[0].bytes).unwrap(),
        json!({
            "kind": "complaint_filed",
            "claims": [{"note": {"~": {"n": 1, "a": "parties"}}}],
            "from": {"a/b": {"~": {"n": 2, "a": "staff"}}},
        })
    );
    assert_eq!((parts[1].path.as_str(), text(&parts[1])), ("/claims/0/note", "\"坏了\"".into()));
    assert_eq!((parts[2].path.as_str(), text(&parts[2])), ("/from/a~1b", "{\"phone\":\"139\"}".into()));
}

/// D2: parts that do not fit the plain part are refused, not guessed at.
#[test]
fn parts_that_do_not_fit_are_refused() {
    let value = json!([{"~": {"v": 1, "a": "staff"}}, {"~": {"v": 2, "a": "staff"}}]);
    let slots: Vec<PartSlot> = split_salted(&value, || [0; 16]).into_iter().map(PartSlot::Kept).collect();
    let swapped = [slots[0].clone(), slots[2].clone(), slots[1].clone()];
    assert!(join_slots(&swapped).is_err());
    assert!(join_slots(&slots[..2]).is_err());
    assert!(join_slots(&[slots.clone(), vec![slots[1].clone()]].concat()).is_err());
    assert!(join_slots(&[slots[0].erased(), slots[1].clone(), slots[2].clone()]).is_err());
    assert!(join_slots(&[]).is_err());
}
