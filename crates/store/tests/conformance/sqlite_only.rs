//! What only the store on one machine has: files, locks, a disk that can be full, a write-ahead log that can be torn.

use std::path::Path;
use std::sync::Arc;

use app::ports::{AppendError, Commit, Cursor, Query, Store, StoreError, Value};
use app::queries::disputes as d;
use futures_util::future::join_all;
use store::{Migration, Options, SqliteStore};

use crate::support::{check_whole, commit, stream};
use crate::{Folder, options};

fn open(path: &Path) -> Result<Arc<SqliteStore>, StoreError> {
    SqliteStore::open(path, &options())
}

fn big(n: u64) -> Commit {
    let mut big = commit(n, stream(n), 0, 1);
    big.events[0].parts = vec![7; 100_000];
    big
}

/// C1: two processes cannot write one database; the second is told why.
#[tokio::test]
async fn a_folder_is_open_once_at_a_time() {
    let folder = Folder::new();
    let first = open(folder.path()).unwrap();
    let second = open(folder.path()).unwrap_err();
    assert!(second.to_string().contains("open in another process"), "{second}");
    drop(first);
    open(folder.path()).unwrap();
}

/// C1: a database that a newer version wrote is not touched.
#[tokio::test]
async fn a_database_of_a_newer_version_is_refused_with_a_reason() {
    let folder = Folder::new();
    let mut newer = options();
    newer.extra.push(Migration { name: "9001_newer", sql: "CREATE TABLE newer (a BIGINT)" });
    drop(SqliteStore::open(folder.path(), &newer).unwrap());
    let refused = open(folder.path()).unwrap_err();
    assert!(refused.to_string().contains("newer version"), "{refused}");
    assert!(refused.to_string().contains("9001_newer"), "{refused}");

    newer.extra[1].sql = "CREATE TABLE newer (b BIGINT)";
    let changed = SqliteStore::open(folder.path(), &newer).unwrap_err();
    assert!(changed.to_string().contains("another text"), "{changed}");
}

/// C1: a step that fails leaves the database as it was.
#[tokio::test]
async fn a_failed_step_leaves_nothing() {
    let folder = Folder::new();
    let mut wrong = options();
    wrong.extra.push(Migration { name: "9001_wrong", sql: "CREATE TABLE half (a BIGINT); NONSENSE" });
    assert!(SqliteStore::open(folder.path(), &wrong).is_err());
    wrong.extra[1].sql = "CREATE TABLE half (a BIGINT)";
    drop(SqliteStore::open(folder.path(), &wrong).unwrap());
}

/// C1: on a full disk nothing is half written, reading goes on, and with room again writing does.
#[tokio::test]
async fn a_full_disk_is_survived() {
    let folder = Folder::new();
    let store = SqliteStore::open(folder.path(), &Options { max_pages: Some(150), ..options() }).unwrap();
    store.commit(commit(1000, stream(1000), 0, 1)).await.unwrap();
    let results = join_all((0..40).map(|n| store.commit(big(n)))).await;
    let full = AppendError::Store(StoreError::Full);
    assert!(results.iter().all(|result| result.is_ok() || *result == Err(full.clone())), "{results:?}");
    assert!(results.contains(&Err(full)));
    check_whole(&*store).await;
    let made = store.head().await.unwrap().size;
    store.limit_pages(None).await.unwrap();
    for (n, result) in results.iter().enumerate() {
        if result.is_err() {
            store.commit(big(n as u64)).await.unwrap();
        }
    }
    assert!(store.head().await.unwrap().size > made);
    assert_eq!(store.head().await.unwrap().size, 41);
    check_whole(&*store).await;
    drop(store);
    check_whole(&*open(folder.path()).unwrap()).await;
}

/// C1: whatever was answered is on disk at that moment: a copy of the files, as after a power cut, has it all.
#[tokio::test]
async fn what_was_answered_survives_a_crash_at_any_moment() {
    let folder = Folder::new();
    // Few pages, so that some crashes fall between checkpoints and some into them.
    let store = SqliteStore::open(folder.path(), &Options { checkpoint_pages: 20, ..options() }).unwrap();
    for round in 0..12u64 {
        let commits = (0..8).map(|n| store.commit(commit(round * 8 + n, stream(n), round * 2, 2)));
        assert!(join_all(commits).await.iter().all(Result::is_ok));
        let crashed = crash_image(folder.path(), None);
        let again = open(crashed.path()).unwrap();
        assert_eq!(again.head().await.unwrap(), store.head().await.unwrap());
        check_whole(&*again).await;
    }
}

/// C1: a write-ahead log torn at any byte gives an earlier state of the log, whole.
#[tokio::test]
async fn a_torn_write_ahead_log_gives_an_earlier_whole_state() {
    let folder = Folder::new();
    let store = open(folder.path()).unwrap();
    let mut heads = vec![store.head().await.unwrap()];
    for n in 0..10 {
        heads.push(store.commit(commit(n, stream(n), 0, 2)).await.unwrap().head);
    }
    let length = std::fs::metadata(folder.path().join("redress.db-wal")).unwrap().len();
    let mut seen = 0;
    for keep in (length / 2..length).step_by(4096 * 3 + 17) {
        let crashed = crash_image(folder.path(), Some(keep));
        let again = open(crashed.path()).unwrap();
        let head = again.head().await.unwrap();
        assert!(heads.contains(&head));
        seen = seen.max(head.size);
        check_whole(&*again).await;
    }
    assert!(seen > 0);
}

/// H4: erased bytes are nowhere in the files any more.
#[tokio::test]
async fn erased_bytes_are_gone_from_the_files() {
    let folder = Folder::new();
    let store = open(folder.path()).unwrap();
    let secret = b"no one may read this any more".repeat(400);
    let mut with = commit(1, stream(1), 0, 1);
    with.events[0].parts.clone_from(&secret);
    store.commit(with).await.unwrap();
    assert!(holds(folder.path(), &secret[..29]));
    store.erase(0, b"hash".to_vec(), commit(2, stream(2), 0, 1)).await.unwrap();
    assert!(!holds(folder.path(), &secret[..29]));
    assert_eq!(store.log(Cursor(0), 1).await.unwrap()[0].parts, b"hash");
}

/// C1: under lasting load the write-ahead log is begun anew instead of growing.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_write_ahead_log_does_not_grow_for_ever() {
    let folder = Folder::new();
    let store = SqliteStore::open(folder.path(), &Options { checkpoint_pages: 200, ..options() }).unwrap();
    for round in 0..60u64 {
        assert!(join_all((0..10).map(|n| store.commit(big(round * 10 + n)))).await.iter().all(Result::is_ok));
    }
    // 60 MB were written.
    let length = std::fs::metadata(folder.path().join("redress.db-wal")).unwrap().len();
    assert!(length < 20_000_000, "{length}");
    check_whole(&*store).await;
}

/// E1: every list of cases goes through an index in its own order: none is read whole, none is sorted.
#[tokio::test]
async fn lists_of_cases_use_an_index_in_its_order() {
    let folder = Folder::new();
    let store = open(folder.path()).unwrap();
    let lists = [
        d::BY_NUMBER,
        d::BY_ID,
        d::OF_CONSUMER,
        d::OF_MERCHANT,
        d::OF_OFFICER,
        d::OF_NOBODY,
        d::ALL_OPEN,
        d::LATE,
        d::ENDED,
        d::MERCHANT_ENDED,
    ];
    for query in lists {
        let plan = plan(&store, query).await;
        assert!(plan.iter().any(|line| line.starts_with("SEARCH")), "{}: {plan:?}", query.name);
        assert!(
            plan.iter().all(|line| !line.contains("SCAN") && !line.contains("TEMP B-TREE")),
            "{}: {plan:?}",
            query.name
        );
    }
}

/// C10, E1: a list of several statuses seeks to its place in each status, and merges what it finds there.
#[tokio::test]
async fn lists_of_several_statuses_seek_in_each_and_merge() {
    let folder = Folder::new();
    let store = open(folder.path()).unwrap();
    let merged = [
        (d::OF_OFFICER, "dispute_in_charge (in_charge=? AND status=? AND (rank,due_at,id)>(?,?,?))"),
        (d::OF_NOBODY, "dispute_in_charge (in_charge=? AND status=? AND (rank,due_at,id)>(?,?,?))"),
        (d::ALL_OPEN, "dispute_queue (status=? AND (rank,due_at,id)>(?,?,?))"),
        (d::LATE, "dispute_due (status=? AND (due_at,id)>(?,?) AND due_at<?)"),
        (d::OF_MERCHANT, "dispute_merchant (merchant=? AND open=? AND status=? AND (due_at,id)>(?,?))"),
    ];
    for (query, index) in merged {
        let plan = plan(&store, query).await;
        let sought = plan.iter().filter(|line| line.ends_with(index)).count();
        assert_eq!(sought, terms::Status::ALL.len(), "{}: {plan:?}", query.name);
    }
}

/// C10, E1: figures beside lists come from an index alone: no row of a case is looked up for them.
#[tokio::test]
async fn figures_come_from_an_index_alone() {
    let folder = Folder::new();
    let store = open(folder.path()).unwrap();
    let figures = [
        (d::OFFICER_COUNT, 1),
        (d::OFFICER_STATUS_COUNT, 1),
        (d::NOBODYS_COUNT, 1),
        (d::LATE_COUNT, 6),
        (d::MERCHANT_COUNTS, 6),
        (d::MERCHANT_DUE, 1),
    ];
    for (query, runs) in figures {
        let plan = plan(&store, query).await;
        let covered =
            plan.iter().filter(|line| line.starts_with("SEARCH dispute USING COVERING INDEX")).count();
        let touched = plan.iter().filter(|line| line.contains(" dispute ")).count();
        assert_eq!((covered, touched), (runs, runs), "{}: {plan:?}", query.name);
        assert!(!plan.iter().any(|line| line.contains("TEMP B-TREE")), "{}: {plan:?}", query.name);
    }
}

/// The lines of a query's plan.
async fn plan(store: &SqliteStore, query: Query) -> Vec<String> {
    let sql: &'static str = format!("EXPLAIN QUERY PLAN {}", query.sql).leak();
    let count = (1..20).rev().find(|n| sql.contains(&format!("${n}"))).unwrap_or(0);
    let rows = store.query(Query { name: "plan", sql }, vec![Value::Int(1); count]).await.unwrap();
    let text = |value| if let Value::Text(text) = value { Some(text) } else { None };
    rows.into_iter().flatten().filter_map(text).collect()
}

/// E1: the hot questions go through an index, never through the whole table.
#[tokio::test]
async fn hot_questions_use_an_index() {
    let folder = Folder::new();
    let store = open(folder.path()).unwrap();
    let hot = [
        "SELECT parts FROM event WHERE stream = x'00' AND version > 1 ORDER BY version LIMIT 5",
        "SELECT parts FROM event WHERE idx >= 7 ORDER BY idx LIMIT 5",
        "SELECT n FROM job WHERE state = 0 AND due_at <= 5 ORDER BY due_at, n LIMIT 5",
        "SELECT due_at FROM job WHERE state = 0 ORDER BY due_at LIMIT 1",
        "SELECT answer FROM command WHERE id = x'00'",
    ];
    for sql in hot {
        let text = plan(&store, Query { name: "plan", sql }).await;
        assert!(
            text.iter().all(|line| line.contains("INDEX") || line.contains("PRIMARY KEY")),
            "{sql}: {text:?}"
        );
        assert!(!text.iter().any(|line| line.contains("TEMP B-TREE")), "{sql}: {text:?}");
    }
}

/// F6, C10: statistics and the supervisors' wall read ranges of an index, in its order, whatever has been counted.
#[tokio::test]
async fn statistics_and_the_wall_read_ranges_of_an_index() {
    let folder = Folder::new();
    let store = open(folder.path()).unwrap();
    let queries = app::statistics::ranking_query().into_iter().chain(app::statistics::watched_queries());
    for query in queries {
        let text = plan(&store, query).await;
        let tables = [" counter ", " watched_case ", " low_rating ", " setting "];
        let of_ours = |line: &&String| tables.iter().any(|table| format!("{line} ").contains(table));
        let read: Vec<&String> = text.iter().filter(of_ours).collect();
        let through = |line: &&String| line.contains("INDEX") || line.contains("PRIMARY KEY");
        assert!(!read.is_empty() && read.iter().all(through), "{}: {text:?}", query.name);
        assert!(!text.iter().any(|line| line.contains("TEMP B-TREE")), "{}: {text:?}", query.name);
    }
}

/// The files as they are now, in another folder, with the write-ahead log cut off at a byte.
fn crash_image(folder: &Path, wal: Option<u64>) -> Folder {
    let copy = Folder::new();
    // The write-ahead log first: what is in the database file only is newer than it, never missing from both.
    for name in ["redress.db-wal", "redress.db"] {
        std::fs::copy(folder.join(name), copy.path().join(name)).unwrap();
    }
    if let Some(length) = wal {
        let file = std::fs::File::options().write(true).open(copy.path().join("redress.db-wal")).unwrap();
        file.set_len(length).unwrap();
    }
    copy
}

fn holds(folder: &Path, bytes: &[u8]) -> bool {
    ["redress.db-wal", "redress.db"].iter().any(|name| {
        let file = std::fs::read(folder.join(name)).unwrap();
        file.windows(bytes.len()).any(|window| window == bytes)
    })
}
