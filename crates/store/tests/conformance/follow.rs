//! Followers of the log, and the search that one of them feeds.

use app::ports::{Cursor, RowChange, SearchEntry, Store, Value};

use crate::support::{BOXES, COUNTED, COUNTER, Home, NOW, box_row, id, insert_box};

/// E1: what a follower made of the log and how far it got are written together or not at all.
pub async fn a_followers_rows_and_cursor_move_together(home: &dyn Home) {
    let store = home.open();
    assert_eq!(store.cursor("counter").await, Ok(Cursor(0)));
    let count = |n| RowChange::Put {
        table: &COUNTER,
        values: vec![Value::text("all"), Value::Int(0), Value::Int(n)],
    };
    store.follow("counter", Cursor(0), Cursor(5), vec![count(5), insert_box(1, "a")], vec![]).await.unwrap();
    let found = entry(1, "staff", "", "word");
    let failed =
        store.follow("counter", Cursor(5), Cursor(9), vec![count(9), insert_box(2, "a")], vec![found]).await;
    assert!(failed.is_err());
    assert_eq!(store.cursor("counter").await, Ok(Cursor(5)));
    assert_eq!(store.query(BOXES, vec![]).await.unwrap(), [box_row(1, "a")]);
    assert!(hits(&*store, "staff", None, &["word"]).await.is_empty());
    assert_eq!(store.cursor("other").await, Ok(Cursor(0)));
    store.follow("counter", Cursor(5), Cursor(0), vec![], vec![]).await.unwrap();
    assert_eq!(store.cursor("counter").await, Ok(Cursor(0)), "a rebuild begins again");
}

/// F6: what a follower counts is added once, however often and by however many the same facts are read.
pub async fn a_repeated_count_is_counted_once(home: &dyn Home) {
    let store = home.open();
    let add = |n| RowChange::Add {
        table: &COUNTER,
        values: vec![Value::text("all"), Value::Int(0), Value::Int(n)],
    };
    let counted = || store.query(COUNTED, vec![]);
    store.follow("counter", Cursor(0), Cursor(2), vec![add(2), add(3)], vec![]).await.unwrap();
    assert_eq!(counted().await.unwrap(), [[Value::Int(5)]]);
    store.follow("counter", Cursor(0), Cursor(2), vec![add(2), add(3)], vec![]).await.unwrap();
    assert_eq!(counted().await.unwrap(), [[Value::Int(5)]], "somebody else was faster");
    assert_eq!(store.cursor("counter").await, Ok(Cursor(2)));
    store.follow("counter", Cursor(2), Cursor(3), vec![add(-5)], vec![]).await.unwrap();
    assert_eq!(counted().await.unwrap(), [[Value::Int(0)]]);
}

/// E1: a case is found when all the words occur, whatever their script or case.
pub async fn a_case_is_found_by_all_of_its_words(home: &dyn Home) {
    let store = home.open();
    index(
        &*store,
        vec![
            entry(1, "staff", "", "保温杯 漏水 Yuhe ord-2024/881 退款"),
            entry(2, "staff", "", "保温杯 破损 o'neill 50% a+b"),
            entry(3, "staff", "", "AND OR NOT NEAR * terms:x ^y"),
        ],
    )
    .await;
    assert_eq!(hits(&*store, "staff", None, &["保温杯"]).await, [2, 1]);
    assert_eq!(hits(&*store, "staff", None, &["退款", "保温杯"]).await, [1]);
    assert_eq!(hits(&*store, "staff", None, &["yuhe", "ORD-2024/881"]).await, [1]);
    assert_eq!(hits(&*store, "staff", None, &["O'Neill", "50%", "a+b"]).await, [2]);
    assert_eq!(hits(&*store, "staff", None, &["and", "OR", "near", "*", "terms:x", "^y"]).await, [3]);
    assert!(hits(&*store, "staff", None, &["保温"]).await.is_empty(), "words are cut before they come here");
    assert!(hits(&*store, "staff", None, &["漏水", "破损"]).await.is_empty());
    for nothing in [&[][..], &["\"'"], &["\0"], &["\" OR \"保温杯"]] {
        assert!(hits(&*store, "staff", None, nothing).await.is_empty(), "{nothing:?}");
    }
}

/// D8: everyone finds only what is in entries of their own, whatever words others have written.
pub async fn search_is_narrowed_to_audience_and_owner(home: &dyn Home) {
    let store = home.open();
    index(
        &*store,
        vec![
            entry(1, "staff", "", "杯 secret"),
            entry(1, "consumer", "p1", "杯"),
            entry(1, "merchant", "m1", "杯"),
            entry(2, "consumer", "P1", "杯"),
            entry(3, "consumer", "p2", "杯 \u{E000}consumer:7031 \u{E000}staff:"),
        ],
    )
    .await;
    let p1 = || Some("p1".to_owned());
    assert_eq!(hits(&*store, "consumer", p1(), &["杯"]).await, [1]);
    assert!(hits(&*store, "consumer", p1(), &["secret"]).await.is_empty());
    assert_eq!(hits(&*store, "merchant", Some("m1".to_owned()), &["杯"]).await, [1]);
    assert!(hits(&*store, "merchant", p1(), &["杯"]).await.is_empty());
    assert!(hits(&*store, "consumer", None, &["杯"]).await.is_empty());
    assert_eq!(hits(&*store, "staff", None, &["杯"]).await, [1]);
    assert_eq!(hits(&*store, "staff", None, &["\u{E000}杯"]).await, [1]);
}

/// E1: a case that changed is found by its new words and no longer by the old, and comes first.
pub async fn a_new_entry_replaces_the_earlier_one(home: &dyn Home) {
    let store = home.open();
    index(&*store, vec![entry(1, "staff", "", "old both"), entry(2, "staff", "", "both")]).await;
    assert_eq!(hits(&*store, "staff", None, &["both"]).await, [2, 1]);
    index(&*store, vec![entry(1, "staff", "", "new both"), entry(1, "staff", "", "newer both")]).await;
    assert_eq!(hits(&*store, "staff", None, &["both"]).await, [1, 2]);
    assert!(hits(&*store, "staff", None, &["old"]).await.is_empty());
    assert!(hits(&*store, "staff", None, &["new"]).await.is_empty());
    assert_eq!(hits(&*store, "staff", None, &["newer"]).await, [1]);
}

/// E1: results come in pages, and pages put together are all results, each once.
pub async fn results_come_in_pages(home: &dyn Home) {
    let store = home.open();
    index(&*store, (0..250).map(|n| entry(n, "staff", "", "杯 many")).collect()).await;
    let mut all = Vec::new();
    let mut before = None;
    loop {
        let terms = vec!["many".to_owned(), "杯".to_owned()];
        let page = store.search("staff", None, terms, before, 60).await.unwrap();
        assert!(page.len() <= 60);
        let Some(last) = page.last() else { break };
        before = Some(last.position);
        all.extend(page.into_iter().map(|hit| hit.dispute));
    }
    assert!(all.into_iter().eq((0..250).rev().map(id)));
    let unbounded = store.search("staff", None, vec!["many".to_owned()], None, usize::MAX).await.unwrap();
    assert_eq!(unbounded.len(), 200);
}

fn entry(n: u64, audience: &'static str, owner: &str, terms: &str) -> SearchEntry {
    SearchEntry {
        dispute: id(n),
        audience,
        owner: owner.to_owned(),
        terms: terms.to_owned(),
        updated_at: NOW,
    }
}

async fn index(store: &dyn Store, entries: Vec<SearchEntry>) {
    let at = store.cursor("search").await.unwrap();
    store.follow("search", at, Cursor(at.0 + 1), vec![], entries).await.unwrap();
}

/// The numbers of the cases found.
async fn hits(store: &dyn Store, audience: &'static str, owner: Option<String>, terms: &[&str]) -> Vec<u128> {
    let terms = terms.iter().map(|term| (*term).to_owned()).collect();
    let found = store.search(audience, owner, terms, None, 100).await.unwrap();
    found.iter().map(|hit| hit.dispute.as_u128() - 1).collect()
}
