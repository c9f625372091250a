//! What was answered stays, across closing and opening, and readers see whole commits only.

use app::ports::{AppendError, Commit, Cursor, Query, RowChange, StoreError, Value};
use futures_util::future::join_all;

use crate::support::{
    BOXES, COUNTER, Home, NOW, answer, box_row, check_whole, command, commit, insert_box, job, stream,
};

/// C1: everything is there after closing and opening again.
pub async fn everything_is_there_after_closing_and_opening(home: &dyn Home) {
    let store = home.open();
    let one =
        Commit { rows: vec![insert_box(1, "a")], jobs: vec![job(1, NOW)], ..commit(1, stream(1), 0, 3) };
    let head = store.commit(one).await.unwrap().head;
    store.follow("counter", Cursor(0), Cursor(3), vec![], vec![]).await.unwrap();
    store.close().await.unwrap();
    store.close().await.unwrap();
    let gone = AppendError::Store(StoreError::Unavailable("it is closed".to_owned()));
    assert_eq!(store.commit(commit(2, stream(2), 0, 1)).await, Err(gone));
    assert!(matches!(store.head().await, Err(StoreError::Unavailable(_))));
    // Opened while the old one is still held by somebody.
    let again = home.open();
    assert_eq!(again.head().await.unwrap(), head);
    assert_eq!(again.answer(command(1)).await, Ok(Some(answer(1))));
    assert_eq!(again.query(BOXES, vec![]).await.unwrap(), [box_row(1, "a")]);
    assert_eq!(again.next_job_at().await, Ok(Some(NOW)));
    assert_eq!(again.cursor("counter").await, Ok(Cursor(3)));
    assert_eq!(*again.grown().borrow(), 3);
    assert_eq!(again.commit(commit(2, stream(1), 3, 1)).await.unwrap().indexes, [3]);
    check_whole(&*again).await;
}

/// C1: what was answered is there although nobody closed.
pub async fn what_was_answered_is_there_although_nobody_closed(home: &dyn Home) {
    let store = home.open();
    for n in 0..20 {
        store.commit(commit(n, stream(n), 0, 2)).await.unwrap();
    }
    drop(store);
    let again = home.open();
    assert_eq!(again.head().await.unwrap().size, 40);
    check_whole(&*again).await;
}

/// C1: closing waits for what was begun.
pub async fn closing_waits_for_what_was_begun(home: &dyn Home) {
    let store = home.open();
    let writing = join_all((0..200).map(|n| store.commit(commit(n, stream(n), 0, 1))));
    let (results, closed) = tokio::join!(writing, store.close());
    closed.unwrap();
    let made = results.iter().filter(|result| result.is_ok()).count() as u64;
    assert_eq!(
        home.open().head().await.unwrap().size,
        made,
        "what was answered is there, what was not is not"
    );
}

/// C1: a reader sees a commit's events and rows together, never one without the other.
pub async fn readers_never_see_half_a_commit(home: &dyn Home) {
    let store = home.open();
    let put = |part, n| RowChange::Put {
        table: &COUNTER,
        values: vec![Value::text("half"), Value::Int(part), Value::Int(n)],
    };
    let both = Query {
        name: "both",
        sql: "SELECT (SELECT count FROM test_counter WHERE name = 'half' AND part = 1), \
              (SELECT count FROM test_counter WHERE name = 'half' AND part = 2), \
              (SELECT size FROM log_head)",
    };
    let writing = async {
        for n in 0..300u64 {
            let now = i64::try_from(n + 1).unwrap();
            let one = Commit { rows: vec![put(1, now), put(2, now)], ..commit(n, stream(n), 0, 1) };
            store.commit(one).await.unwrap();
        }
    };
    let reading = async {
        let mut last = 0;
        while last < 300 {
            let row = store.query(both, vec![]).await.unwrap().remove(0);
            let seen: Vec<i64> =
                row.iter().map(|value| if let Value::Int(n) = value { *n } else { 0 }).collect();
            assert_eq!((seen[0], seen[1]), (seen[2], seen[2]));
            assert!(seen[2] >= last, "what was seen once stays");
            last = seen[2];
            // Lets the writer's half of this test have its turn on a machine with one core.
            tokio::task::yield_now().await;
        }
    };
    tokio::join!(writing, reading);
}

/// C1: after an answer, the next reader sees what was answered.
pub async fn one_reads_what_one_has_written(home: &dyn Home) {
    let store = home.open();
    join_all((0..64).map(|n| {
        let store = &store;
        async move {
            for version in 0..5 {
                store.commit(commit(n * 5 + version, stream(n), version, 1)).await.unwrap();
                assert_eq!(store.events(stream(n), version, 9).await.unwrap().len(), 1);
            }
        }
    }))
    .await;
    check_whole(&*store).await;
}

/// C1: a query that is wrong is an answer, and the store goes on.
pub async fn a_wrong_query_is_answered_and_harms_nothing(home: &dyn Home) {
    let store = home.open();
    let wrong = [
        (Query { name: "no_table", sql: "SELECT 1 FROM nowhere" }, vec![]),
        (Query { name: "too_few", sql: "SELECT $1" }, vec![]),
        (Query { name: "writes", sql: "DELETE FROM test_box WHERE weight = $1" }, vec![Value::Int(1)]),
        (Query { name: "real", sql: "SELECT 0.5" }, vec![]),
    ];
    for (query, params) in wrong {
        let error = store.query(query, params).await.unwrap_err();
        assert!(error.to_string().contains(query.name), "{error}");
    }
    let mut short = commit(1, stream(1), 0, 1);
    short.rows = vec![RowChange::Insert { table: &COUNTER, values: vec![Value::text("x")] }];
    assert!(matches!(store.commit(short).await, Err(AppendError::Store(StoreError::Unavailable(_)))));
    store.commit(commit(1, stream(1), 0, 1)).await.unwrap();
    check_whole(&*store).await;
}
