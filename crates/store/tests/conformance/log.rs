//! The log: one order, a tree over it, proofs from the kept nodes.

use std::collections::HashMap;

use app::ports::{AppendError, Cursor, Store, StoreError};
use futures_util::future::join_all;
use record::{Hash, Nodes, inclusion_proof, verify_inclusion};

use crate::support::{Home, check_whole, commit, stream};

/// D2: many who write at once make one dense log whose root is that of all leaves.
pub async fn the_log_is_dense_and_its_root_is_that_of_all_leaves(home: &dyn Home) {
    let store = home.open();
    assert_eq!(store.head().await.unwrap().root, record::root_of(&[]));
    let results = join_all((0..100).map(|n| store.commit(commit(n, stream(n % 37), n / 37 * 3, 3)))).await;
    // Of a stream, later commits may have come too early: what counts is that the log is whole all the same.
    assert!(results.iter().filter(|result| result.is_ok()).count() >= 37);
    check_whole(&*store).await;
    for committed in results.into_iter().flatten() {
        let leaves: Vec<Hash> = store
            .log(Cursor(0), committed.head.size as usize)
            .await
            .unwrap()
            .iter()
            .map(|e| e.leaf)
            .collect();
        assert_eq!(record::root_of(&leaves), committed.head.root, "each head told is one of the log's heads");
        assert!(committed.indexes.iter().all(|index| *index < committed.head.size));
    }
}

/// D2: proofs made from the kept nodes convince, at every size.
pub async fn inclusion_is_proved_from_the_kept_nodes_at_every_size(home: &dyn Home) {
    let store = home.open();
    let mut heads = Vec::new();
    for n in 0..33 {
        heads.push(store.commit(commit(n, stream(n), 0, 1 + n % 4)).await.unwrap().head);
    }
    let events = store.log(Cursor(0), usize::MAX).await.unwrap();
    let kept = all_nodes(&*store, events.len() as u64).await;
    for head in heads {
        for event in &events[..head.size as usize] {
            let proof = inclusion_proof(&kept, event.index, head.size).unwrap();
            verify_inclusion(event.leaf, event.index, head.size, &proof, head.root).unwrap();
        }
    }
}

/// D2: nodes that are not complete are left out instead of made up.
pub async fn nodes_that_are_not_complete_are_left_out(home: &dyn Home) {
    let store = home.open();
    store.commit(commit(1, stream(1), 0, 5)).await.unwrap();
    let wanted = vec![(0, 4), (0, 5), (1, 1), (1, 2), (2, 0), (2, 1), (3, 0), (63, 0), (255, u64::MAX)];
    let found: Vec<(u8, u64)> =
        store.nodes(wanted).await.unwrap().iter().map(|node| (node.level, node.index)).collect();
    assert_eq!(found, [(0, 4), (1, 1), (2, 0)]);
}

/// H4: erasing changes an event's parts and neither its leaf nor the root before it, and records that it was done.
pub async fn erasing_changes_the_parts_and_keeps_every_root(home: &dyn Home) {
    let store = home.open();
    let before = store.commit(commit(1, stream(1), 0, 3)).await.unwrap().head;
    let old = store.log(Cursor(1), 1).await.unwrap().remove(0);
    let erased = store.erase(1, b"only hashes".to_vec(), commit(2, stream(2), 0, 1)).await.unwrap();
    assert_eq!(erased.indexes, [3]);
    let new = store.log(Cursor(1), 1).await.unwrap().remove(0);
    assert_eq!(new.parts, b"only hashes");
    assert_eq!(app::ports::StoredEvent { parts: old.parts.clone(), ..new }, old);
    let leaves: Vec<Hash> = store.log(Cursor(0), 3).await.unwrap().iter().map(|event| event.leaf).collect();
    assert_eq!(record::root_of(&leaves), before.root);
    check_whole(&*store).await;

    // A repeat changes nothing, and neither does erasing what is not there.
    let repeat = store.erase(0, b"wrong".to_vec(), commit(2, stream(2), 0, 1)).await;
    assert!(matches!(repeat, Err(AppendError::Repeated(_))));
    let missing = store.erase(99, b"wrong".to_vec(), commit(3, stream(3), 0, 1)).await;
    assert!(matches!(missing, Err(AppendError::Store(StoreError::Damaged(_)))));
    assert_eq!(store.head().await.unwrap().size, 4);
    assert_ne!(store.log(Cursor(0), 1).await.unwrap()[0].parts, b"wrong");
}

/// D2: whoever waits for the log to grow hears of it with the new size.
pub async fn growing_is_told(home: &dyn Home) {
    let store = home.open();
    let mut grown = store.grown();
    assert_eq!(*grown.borrow_and_update(), 0);
    store.commit(commit(1, stream(1), 0, 2)).await.unwrap();
    grown.changed().await.unwrap();
    assert_eq!(*grown.borrow_and_update(), 2);
}

struct Kept(HashMap<(u32, u64), Hash>);

impl Nodes for Kept {
    fn node(&self, level: u32, index: u64) -> Option<Hash> {
        self.0.get(&(level, index)).copied()
    }
}

async fn all_nodes(store: &dyn Store, size: u64) -> Kept {
    let wanted = (0..10u8).flat_map(|level| (0..size).map(move |index| (level, index))).collect();
    let found = store.nodes(wanted).await.unwrap();
    Kept(found.into_iter().map(|node| ((u32::from(node.level), node.index), node.hash)).collect())
}
