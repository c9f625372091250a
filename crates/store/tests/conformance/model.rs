//! Random commits, in random groups, beside the simplest store that could be right.

use std::collections::HashMap;

use app::ports::{AppendError, Commit, RowChange, Value};
use futures_util::future::join_all;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use terms::JobId;

use crate::support::{BOX, BOXES, Home, NOW, answer, box_row, check_whole, command, commit, id, job, stream};

/// One commit in small numbers, so that they collide often.
#[derive(Debug, Clone)]
struct Step {
    command: u64,
    stream: u64,
    /// How far the expected version is from the right one.
    off: u64,
    events: u64,
    /// Boxes put in: key and label.
    boxes: Vec<(u64, u8)>,
    taken_out: Option<u64>,
    job: Option<u64>,
    finishes: Option<u64>,
}

fn step() -> impl Strategy<Value = Step> {
    (
        (0..60u64, 0..6u64, prop_oneof![9 => Just(0u64), 1 => Just(1)], 0..4u64),
        prop::collection::vec((0..12u64, 0..12u8), 0..3),
        prop::option::weighted(0.2, 0..12u64),
        prop::option::weighted(0.3, 0..8u64),
        prop::option::weighted(0.2, 0..8u64),
    )
        .prop_map(|((command, stream, off, events), boxes, taken_out, job, finishes)| Step {
            command,
            stream,
            off,
            events,
            boxes,
            taken_out,
            job,
            finishes,
        })
}

#[derive(Debug, Clone, Default)]
struct Model {
    versions: HashMap<u64, u64>,
    commands: Vec<u64>,
    boxes: HashMap<u64, u8>,
    jobs: Vec<u64>,
    size: u64,
}

#[derive(Debug, PartialEq, Eq)]
enum Expected {
    Made(Vec<u64>),
    Repeated(bool),
    Conflict,
    Taken,
}

impl Model {
    fn apply(&mut self, step: &Step) -> Expected {
        let mut next = self.clone();
        let version = next.versions.entry(step.stream).or_default();
        if next.commands.contains(&step.command) {
            return Expected::Repeated(true);
        }
        if step.off > 0 {
            return Expected::Conflict;
        }
        if let Some(job) = step.finishes {
            if !next.jobs.contains(&job) {
                return Expected::Repeated(false);
            }
            next.jobs.retain(|other| *other != job);
        }
        next.commands.push(step.command);
        *version += step.events;
        if let Some(key) = step.taken_out {
            next.boxes.remove(&key);
        }
        for (key, label) in &step.boxes {
            if next.boxes.contains_key(key) || next.boxes.values().any(|other| other == label) {
                return Expected::Taken;
            }
            next.boxes.insert(*key, *label);
        }
        next.jobs.extend(step.job.filter(|job| !next.jobs.contains(job)));
        let indexes = (next.size..next.size + step.events).collect();
        next.size += step.events;
        *self = next;
        Expected::Made(indexes)
    }

    fn commit(&self, step: &Step) -> Commit {
        let after = self.versions.get(&step.stream).copied().unwrap_or(0) + step.off;
        let mut made = commit(step.command, stream(step.stream), after, step.events);
        let key = |key: &u64| RowChange::Delete { table: &BOX, key: vec![Value::uuid(id(*key))] };
        made.rows.extend(step.taken_out.iter().map(key));
        made.rows.extend(step.boxes.iter().map(|(key, label)| RowChange::Insert {
            table: &BOX,
            values: box_row(*key, &format!("{label:03}")),
        }));
        made.jobs.extend(step.job.map(|n| job(n, NOW)));
        made.finishes = step.finishes.map(|n| JobId(id(n)));
        made
    }
}

/// C1: whatever is committed, in whatever groups, the store does what a model in memory does.
pub async fn random_commits_do_what_a_model_in_memory_does(home: &dyn Home) {
    let store = home.open();
    let mut runner = TestRunner::deterministic();
    let mut model = Model::default();
    let groups = prop::collection::vec(step(), 1..12);
    for round in 0..60 {
        let group = groups.new_tree(&mut runner).unwrap().current();
        let mut expected = Vec::new();
        let mut commits = Vec::new();
        for step in &group {
            // Commands come round again after a while, or soon nothing would be new.
            let step = Step { command: step.command + round * 20, ..step.clone() };
            commits.push(model.commit(&step));
            expected.push(model.apply(&step));
        }
        // Polled in their order, so they enter the queue in it, and often one transaction.
        let results = join_all(commits.into_iter().map(|commit| store.commit(commit))).await;
        for ((result, expected), step) in results.into_iter().zip(expected).zip(&group) {
            let n = step.command + round * 20;
            match (result, expected) {
                (Ok(committed), Expected::Made(indexes)) => assert_eq!(committed.indexes, indexes),
                (Err(AppendError::Repeated(kept)), Expected::Repeated(true)) => assert_eq!(kept, answer(n)),
                (Err(AppendError::Repeated(kept)), Expected::Repeated(false)) => {
                    assert!(kept.answer.is_empty());
                }
                (Err(AppendError::Conflict(moved)), Expected::Conflict) => {
                    assert_eq!(moved, stream(step.stream));
                }
                (Err(AppendError::Taken { table }), Expected::Taken) => assert_eq!(table, BOX.name),
                (result, expected) => panic!("{step:?}: {result:?} instead of {expected:?}"),
            }
        }
        let mut boxes: Vec<_> = model.boxes.iter().collect();
        boxes.sort_by_key(|(_, label)| **label);
        let boxes: Vec<_> =
            boxes.into_iter().map(|(key, label)| box_row(*key, &format!("{label:03}"))).collect();
        assert_eq!(store.query(BOXES, vec![]).await.unwrap(), boxes);
        assert_eq!(store.head().await.unwrap().size, model.size);
    }
    assert!(model.size > 100, "enough was made: {}", model.size);
    let mut left: Vec<_> = model.jobs.iter().map(|n| JobId(id(*n))).collect();
    let taken = store.take_jobs(NOW, NOW.plus_seconds(60), 100).await.unwrap();
    let mut taken: Vec<_> = taken.into_iter().map(|job| job.id).collect();
    left.sort_unstable();
    taken.sort_unstable();
    assert_eq!(taken, left);
    for n in &model.commands {
        assert_eq!(store.answer(command(*n)).await, Ok(Some(answer(*n))));
    }
    check_whole(&*store).await;
}
