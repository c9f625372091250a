//! Commits: all or nothing, once, and in order.

use app::ports::{AppendError, Cursor, Query, RowChange, Statement, StoreError, Value};
use futures_util::future::join_all;

use crate::support::{
    BOX, BOXES, COUNTER, Home, NOW, answer, box_row, check_whole, command, commit, id, insert_box, job,
    stream,
};

/// C1: what was committed is read back as it was, by stream and by log.
pub async fn events_are_read_back_as_they_were_written(home: &dyn Home) {
    let store = home.open();
    let (a, b) = (stream(1), stream(2));
    let first = store.commit(commit(1, a, 0, 2)).await.unwrap();
    let second = store.commit(commit(2, b, 0, 1)).await.unwrap();
    let third = store.commit(commit(3, a, 2, 1)).await.unwrap();
    assert_eq!((first.indexes, second.indexes, third.indexes), (vec![0, 1], vec![2], vec![3]));
    assert_eq!(third.head, store.head().await.unwrap());

    let events = store.events(a, 0, 10).await.unwrap();
    assert_eq!(events.len(), 3);
    for (event, version) in events.iter().zip(1..) {
        let written = crate::support::new_event(a, version);
        assert_eq!(
            (
                event.id,
                event.stream,
                event.version,
                event.recorded_at,
                event.schema,
                event.leaf,
                &event.parts
            ),
            (written.id, a, version, NOW, 1, written.leaf, &written.parts)
        );
    }
    assert_eq!(store.events(a, 1, 1).await.unwrap(), events[1..2]);
    assert_eq!(store.log(Cursor(1), 2).await.unwrap()[1].stream, b);
    check_whole(&*store).await;
}

/// C1: of two decisions made on the same version one is recorded, the other hears that the stream has moved on.
pub async fn of_fifty_decisions_on_one_version_exactly_one_is_recorded(home: &dyn Home) {
    let store = home.open();
    let stream = stream(1);
    let results = join_all((0..50).map(|n| store.commit(commit(n, stream, 0, 1)))).await;
    let won = results.iter().filter(|result| result.is_ok()).count();
    let moved_on = results.iter().filter(|result| **result == Err(AppendError::Conflict(stream))).count();
    assert_eq!((won, moved_on), (1, 49));
    check_whole(&*store).await;
}

/// C1: a commit on two streams is refused when either has moved on, and then touches neither.
pub async fn a_commit_on_two_streams_is_refused_when_either_has_moved_on(home: &dyn Home) {
    let store = home.open();
    let (a, b) = (stream(1), stream(2));
    store.commit(commit(1, b, 0, 1)).await.unwrap();
    let mut both = commit(2, a, 0, 1);
    both.expected.push((b, 0));
    both.events.extend(commit(2, b, 0, 1).events);
    assert_eq!(store.commit(both.clone()).await, Err(AppendError::Conflict(b)));
    assert!(store.events(a, 0, 1).await.unwrap().is_empty());
    assert_eq!(store.answer(command(2)).await, Ok(None));

    both.expected[1] = (b, 1);
    both.events[1] = crate::support::new_event(b, 2);
    assert_eq!(store.commit(both).await.unwrap().indexes, [1, 2]);
    check_whole(&*store).await;
}

/// C1: events must follow on from the version that the decision saw.
pub async fn events_with_a_gap_are_refused(home: &dyn Home) {
    let store = home.open();
    let mut gap = commit(1, stream(1), 0, 2);
    gap.events.remove(0);
    let unnamed = app::ports::Commit { expected: vec![], ..commit(2, stream(1), 0, 1) };
    for wrong in [gap, unnamed] {
        assert!(matches!(store.commit(wrong).await, Err(AppendError::Store(StoreError::Unavailable(_)))));
    }
    assert_eq!(store.head().await.unwrap().size, 0);
}

/// C18: twenty requests under one key, all at once, are carried out once and all hear the first answer.
pub async fn twenty_requests_under_one_key_all_get_the_first_answer(home: &dyn Home) {
    let store = home.open();
    let results = join_all((0..20).map(|n| {
        let mut one = commit(7, stream(n), 0, 1);
        one.answer = Some(answer(n));
        store.commit(one)
    }))
    .await;
    let kept = store.answer(command(7)).await.unwrap().unwrap();
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    for result in results {
        assert!(result.is_ok() || result == Err(AppendError::Repeated(kept.clone())));
    }
    assert_eq!(store.head().await.unwrap().size, 1);
    // A repeat is a repeat even when the stream has moved on since.
    assert_eq!(store.commit(commit(7, stream(1), 9, 1)).await, Err(AppendError::Repeated(kept)));
}

/// C18: a job's id is remembered without an answer, and that is enough to know a repeat.
pub async fn a_commit_without_an_answer_is_known_when_repeated(home: &dyn Home) {
    let store = home.open();
    let quiet = app::ports::Commit { answer: None, ..commit(1, stream(1), 0, 1) };
    store.commit(quiet.clone()).await.unwrap();
    assert!(
        matches!(store.commit(quiet).await, Err(AppendError::Repeated(answer)) if answer.answer.is_empty())
    );
    assert!(store.answer(command(1)).await.unwrap().is_some());
    assert_eq!(store.answer(command(2)).await, Ok(None));
}

/// C1: a row that should have been new leaves nothing of its commit behind.
pub async fn a_taken_row_leaves_nothing_of_its_commit(home: &dyn Home) {
    let store = home.open();
    let mut first = commit(1, stream(1), 0, 1);
    first.rows = vec![insert_box(1, "one")];
    store.commit(first).await.unwrap();
    for (n, row) in [(2, insert_box(1, "other")), (3, insert_box(2, "one"))] {
        let mut second = commit(n, stream(n), 0, 2);
        second.rows = vec![insert_box(100 + n, "free"), row];
        second.jobs = vec![job(n, NOW)];
        assert_eq!(store.commit(second).await, Err(AppendError::Taken { table: "test_box" }));
        assert_eq!(store.answer(command(n)).await, Ok(None));
    }
    assert_eq!(store.query(BOXES, vec![]).await.unwrap(), [box_row(1, "one")]);
    assert_eq!(store.next_job_at().await, Ok(None));
    check_whole(&*store).await;
}

/// C1: commits that arrive together with a bad one are made all the same.
pub async fn a_bad_commit_does_not_take_its_neighbours_with_it(home: &dyn Home) {
    let store = home.open();
    let results = join_all((0..60).map(|n| {
        let mut one = commit(n, stream(n), 0, 2);
        // Every third wants the same label.
        one.rows = vec![insert_box(n, &if n % 3 == 0 { "wanted".to_owned() } else { format!("box {n}") })];
        store.commit(one)
    }))
    .await;
    for (n, result) in results.iter().enumerate() {
        assert!(
            result.is_ok() || (n % 3 == 0 && *result == Err(AppendError::Taken { table: "test_box" })),
            "{n}: {result:?}"
        );
    }
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 41);
    assert_eq!(store.query(BOXES, vec![]).await.unwrap().len(), 41);
    assert_eq!(store.head().await.unwrap().size, 82);
    check_whole(&*store).await;
}

/// C1: rows are put in place of older ones and taken away by key; a missing one is no error.
pub async fn rows_are_inserted_replaced_and_deleted_by_key(home: &dyn Home) {
    let store = home.open();
    let counter = |name: &str, part, count| vec![Value::text(name), Value::Int(part), Value::Int(count)];
    let put = |name, part, count| RowChange::Put { table: &COUNTER, values: counter(name, part, count) };
    let mut one = commit(1, stream(1), 0, 1);
    one.rows = vec![
        put("a", 1, 1),
        put("a", 2, 1),
        put("a", 1, 5),
        RowChange::Insert { table: &BOX, values: vec![Value::uuid(id(1)), Value::text("b"), Value::Null] },
        RowChange::Delete { table: &COUNTER, key: vec![Value::text("a"), Value::Int(2)] },
        RowChange::Delete { table: &COUNTER, key: vec![Value::text("a"), Value::Int(3)] },
    ];
    store.commit(one).await.unwrap();
    let all = Query {
        name: "counters",
        sql: "SELECT name, part, count FROM test_counter WHERE part >= $2 AND name = $1",
    };
    assert_eq!(store.query(all, vec![Value::text("a"), Value::Int(0)]).await.unwrap(), [counter("a", 1, 5)]);
    assert_eq!(store.query(BOXES, vec![]).await.unwrap()[0][2], Value::Null);

    // A replacement that takes another row's unique value is no replacement.
    let mut two = commit(2, stream(2), 0, 1);
    two.rows = vec![insert_box(2, "c"), RowChange::Put { table: &BOX, values: box_row(2, "b") }];
    assert_eq!(store.commit(two).await, Err(AppendError::Taken { table: "test_box" }));
    assert_eq!(store.query(BOXES, vec![]).await.unwrap().len(), 1);
}

/// C1: plain changes are one transaction, and one that did not change what it had to undoes the others.
pub async fn plain_changes_happen_together_or_not_at_all(home: &dyn Home) {
    let store = home.open();
    let insert =
        Query { name: "add_box", sql: "INSERT INTO test_box (label, id, weight) VALUES ($2, $1, $3)" };
    let weigh = Query { name: "weigh", sql: "UPDATE test_box SET weight = $1 WHERE label = $2" };
    let add = |n, label| Statement { query: insert, params: box_row(n, label), must_change: Some(1) };
    let weigh = |label: &str, must_change| Statement {
        query: weigh,
        params: vec![Value::Int(9), Value::text(label)],
        must_change,
    };
    assert_eq!(store.change(vec![add(1, "a"), add(2, "b"), weigh("c", None)]).await, Ok(vec![1, 1, 0]));
    let undone = store.change(vec![add(3, "c"), weigh("none", Some(1))]).await;
    assert_eq!(undone, Err(AppendError::Taken { table: "weigh" }));
    assert_eq!(store.change(vec![add(4, "a")]).await, Err(AppendError::Taken { table: "add_box" }));
    let together = join_all((10..30).map(|n| {
        let statement = add(n, if n % 2 == 0 { "even" } else { "odd" });
        store.change(vec![statement])
    }))
    .await;
    assert_eq!(together.iter().filter(|result| result.is_ok()).count(), 2);
    assert_eq!(store.query(BOXES, vec![]).await.unwrap().len(), 4);
}
