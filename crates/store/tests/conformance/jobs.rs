//! Work to be done: handed to one at a time, ended once, and never lost.

use app::ports::{AppendError, Commit, Store};
use futures_util::future::join_all;
use terms::Instant;

use crate::support::{Home, NOW, command, commit, id, job, stream};

fn later(seconds: i64) -> Instant {
    NOW.plus_seconds(seconds)
}

async fn with_jobs(store: &dyn Store, jobs: Vec<app::ports::NewJob>) {
    let with = Commit { jobs, ..commit(1000, stream(1000), 0, 1) };
    store.commit(with).await.unwrap();
}

/// C10: work is handed out when it falls due, the oldest first, as it was put in.
pub async fn due_work_is_handed_out_oldest_first(home: &dyn Home) {
    let store = home.open();
    assert_eq!(store.next_job_at().await, Ok(None));
    with_jobs(&*store, vec![job(3, later(30)), job(1, later(10)), job(2, later(20)), job(1, later(99))])
        .await;
    assert_eq!(store.next_job_at().await, Ok(Some(later(10))));
    assert!(store.take_jobs(later(9), later(60), 10).await.unwrap().is_empty());
    let taken = store.take_jobs(later(25), later(60), 10).await.unwrap();
    assert_eq!(taken.iter().map(|job| job.id.0).collect::<Vec<_>>(), [id(1), id(2)]);
    let first = &taken[0];
    assert_eq!((first.kind.as_str(), first.payload.as_slice()), ("test", 1u64.to_be_bytes().as_slice()));
    assert_eq!((first.run_at, first.attempts, first.fence), (later(10), 1, 1));
    assert_eq!(store.next_job_at().await, Ok(Some(later(30))));
}

/// C10: many workers at once never get the same work.
pub async fn no_two_workers_get_the_same_work(home: &dyn Home) {
    let store = home.open();
    with_jobs(&*store, (0..40).map(|n| job(n, NOW)).collect()).await;
    let taken = join_all((0..20).map(|_| store.take_jobs(NOW, later(60), 3))).await;
    let mut ids: Vec<_> = taken.into_iter().flatten().flatten().map(|job| job.id).collect();
    assert_eq!(ids.len(), 40);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 40);
}

/// C10: work of one who died is handed out again when the lease ends, and the late one can end nothing.
pub async fn after_the_lease_another_takes_over_and_the_late_one_changes_nothing(home: &dyn Home) {
    let store = home.open();
    with_jobs(&*store, vec![job(1, NOW)]).await;
    let slow = store.take_jobs(NOW, later(60), 1).await.unwrap().remove(0);
    assert!(store.take_jobs(later(59), later(90), 1).await.unwrap().is_empty());
    assert_eq!(store.next_job_at().await, Ok(Some(later(60))), "a lease's end is a moment to look again");
    let quick = store.take_jobs(later(60), later(90), 1).await.unwrap().remove(0);
    assert_eq!((quick.attempts, quick.fence), (2, 2));
    store.settle_job(&slow, None).await.unwrap();
    store.settle_job(&slow, Some((later(61), "late".to_owned()))).await.unwrap();
    assert_eq!(store.next_job_at().await, Ok(Some(later(90))));
    store.settle_job(&quick, None).await.unwrap();
    assert_eq!(store.next_job_at().await, Ok(None));
}

/// C10: work that is put off comes again at its new time; after twenty failures it waits for a person.
pub async fn work_is_put_off_and_parked_after_twenty_failures(home: &dyn Home) {
    let store = home.open();
    with_jobs(&*store, vec![job(1, NOW)]).await;
    for n in 0..20 {
        let now = later(n * 10);
        let taken = store.take_jobs(now, later(9999), 1).await.unwrap().remove(0);
        assert_eq!(i64::from(taken.attempts), n + 1);
        store.settle_job(&taken, Some((later((n + 1) * 10), format!("failure {n}")))).await.unwrap();
    }
    assert!(store.take_jobs(later(9999), later(10_000), 1).await.unwrap().is_empty());
    assert_eq!(store.next_job_at().await, Ok(None));
    let parked = app::ports::Query { name: "parked", sql: "SELECT reason FROM job WHERE state = 1" };
    assert_eq!(store.query(parked, vec![]).await.unwrap(), [[app::ports::Value::text("failure 19")]]);
}

/// C18: the work and what it changes are done in one step, and a second worker's commit is a repeat.
pub async fn a_commit_ends_its_job_in_the_same_step(home: &dyn Home) {
    let store = home.open();
    with_jobs(&*store, vec![job(1, NOW), job(2, NOW)]).await;
    let taken = store.take_jobs(NOW, later(60), 2).await.unwrap();
    let finishing = Commit { answer: None, finishes: Some(taken[0].id), ..commit(1, stream(1), 0, 1) };

    // A commit that fails leaves its job.
    let refused = Commit { expected: vec![(stream(1), 5)], ..finishing.clone() };
    assert_eq!(store.commit(refused).await, Err(AppendError::Conflict(stream(1))));
    assert_eq!(store.take_jobs(later(60), later(120), 9).await.unwrap().len(), 2);

    let results = join_all((0..5).map(|_| store.commit(finishing.clone()))).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    assert!(results.iter().all(|result| matches!(result, Ok(_) | Err(AppendError::Repeated(_)))));
    assert!(store.answer(command(1)).await.unwrap().is_some());

    // A job that was ended without a command is over: nothing may be done for it any more.
    let other = store.take_jobs(later(120), later(180), 9).await.unwrap().remove(0);
    store.settle_job(&other, None).await.unwrap();
    let late = Commit { finishes: Some(other.id), ..commit(2, stream(2), 0, 1) };
    assert!(matches!(store.commit(late).await, Err(AppendError::Repeated(_))));
    assert!(store.events(stream(2), 0, 1).await.unwrap().is_empty());
}
