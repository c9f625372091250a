//! Killed again and again while people write: what was acknowledged is there, whole and once.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use domain::dispute::DisputeEvent;
use record::{
    Checkpoint, PublicKey, Receipt, Receipted, consistency_proof, verify_bundle, verify_consistency,
};
use serde_json::Value;
use testkit::Dice;
use tokio::sync::Mutex;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use crate::support::{People, Person, Stage, Whole, errors, look, run};

const KILLS: u64 = 50;
const CLIENTS: u64 = 8;
/// Acknowledged writes after which the kill comes, at most.
const MOST: i64 = 30;

/// Something that was asked, and what was answered if anything was.
#[derive(Debug, Clone)]
struct Asked {
    key: String,
    path: String,
    body: Value,
    by: Person,
    answer: Option<Acknowledged>,
}

#[derive(Debug, Clone)]
struct Acknowledged {
    number: String,
    receipt: Receipt,
}

impl Asked {
    fn is_complaint(&self) -> bool {
        self.path == "/complaints"
    }

    async fn send(&self, base: &str) -> Option<Acknowledged> {
        let answer = self.by.try_post(base, &self.path, &self.key, &self.body).await.ok()?;
        let body = answer.expect(if self.is_complaint() { 201 } else { 200 });
        let number = body["number"].as_str().unwrap().to_owned();
        Some(Acknowledged { number, receipt: serde_json::from_value(body["receipt"].clone()).unwrap() })
    }
}

/// What the clients share.
struct Crowd {
    people: People,
    base: String,
    done: Mutex<Vec<Asked>>,
    /// Cases that can be written to, with the consumer each belongs to.
    cases: Mutex<Vec<(String, Person)>>,
    next: AtomicUsize,
    acknowledged: UnboundedSender<()>,
}

impl Crowd {
    /// One client: writes until the connection breaks off.
    async fn write(self: Arc<Self>, mut dice: Dice) {
        loop {
            let mut asked = self.think(&mut dice).await;
            asked.answer = asked.send(&self.base).await;
            let answer = asked.answer.clone();
            if let Some(answer) = answer.as_ref().filter(|_| asked.is_complaint()) {
                self.cases.lock().await.push((answer.number.clone(), asked.by.clone()));
            }
            self.done.lock().await.push(asked);
            if answer.is_none() {
                return;
            }
            // The test may have seen enough and be waiting for the end.
            let _ = self.acknowledged.send(());
        }
    }

    async fn think(&self, dice: &mut Dice) -> Asked {
        let key = format!("key-{}", self.next.fetch_add(1, Ordering::SeqCst));
        let case = dice.pick(&self.cases.lock().await).cloned().filter(|_| dice.chance(50));
        if let Some((number, by)) = case {
            let path = format!("/disputes/{number}/send-message");
            return Asked { body: People::message(&key), path, by, key, answer: None };
        }
        let orders = self.people.quiet_orders();
        let order = orders[dice.below(orders.len())];
        let (by, body) = (self.people.consumer_of(order), People::complaint(order, &key));
        Asked { path: "/complaints".to_owned(), body, by, key, answer: None }
    }
}

/// C1, D2: fifty times the server is killed (SIGKILL) while eight clients file complaints and send messages, and is
/// started again on the same folder. Whatever was acknowledged is there and gives the same answer when asked again
/// under its key; what was under way is there whole or not at all, and once when it is asked again. Every row
/// follows from the log, and each checkpoint that was ever given is consistent with the log at the end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_fifty_kills_whole_and_once() {
    let stage = Stage::with_cases(3);
    let key: PublicKey = stage.people.public_key().parse().unwrap();
    let mut dice = Dice::new(50);
    let (mut all, mut cases, mut checkpoints) = (Vec::<Asked>::new(), Vec::new(), Vec::new());
    let mut fresh = 0;
    for round in 0..KILLS {
        let server = stage.serve();
        let base = server.base.clone();
        again(&base, &mut all[fresh..]).await;
        fresh = all.len();
        checkpoints.push(checkpoint(&stage.people, &base, &key).await);
        let (acknowledged, mut count) = unbounded_channel();
        let crowd = Arc::new(Crowd {
            people: stage.people.clone(),
            base,
            done: Mutex::default(),
            cases: Mutex::new(cases),
            next: AtomicUsize::new(usize::try_from(round).unwrap() * 10_000),
            acknowledged,
        });
        let clients = (0..CLIENTS).map(|n| Dice::new(round * CLIENTS + n));
        let clients: Vec<_> = clients.map(|dice| tokio::spawn(Arc::clone(&crowd).write(dice))).collect();
        for _ in 0..dice.between(1, MOST) {
            count.recv().await.unwrap();
        }
        server.kill();
        for client in clients {
            client.await.unwrap();
        }
        let crowd = Arc::into_inner(crowd).unwrap();
        cases = crowd.cases.into_inner();
        all.extend(crowd.done.into_inner());
        if round % 10 == 9 {
            look(&stage.data()).await;
        }
    }
    let server = stage.serve();
    again(&server.base, &mut all[fresh..]).await;
    shown(&server.base, &all).await;
    server.stop();
    let whole = look(&stage.data()).await;
    once(&whole, &all);
    consistent(&whole, &checkpoints);
    sealed(&stage, &key, &all);
    println!("{KILLS} kills, {} writes, {} leaves in the log", all.len(), whole.leaves.len());
}

/// Asks again for what was asked before the kill: the same answer where there was one, an answer where there was none.
async fn again(base: &str, asked: &mut [Asked]) {
    for asked in asked {
        let answer = asked.send(base).await.unwrap();
        if let Some(first) = &asked.answer {
            assert_eq!(answer.number, first.number, "{}: another number", asked.key);
            assert_eq!(answer.receipt.leaf, first.receipt.leaf, "{}: another fact", asked.key);
        }
        asked.answer = Some(answer);
    }
}

async fn checkpoint(people: &People, base: &str, key: &PublicKey) -> Checkpoint {
    let text =
        people.client.get(format!("{base}/api/v1/checkpoint")).send().await.unwrap().text().await.unwrap();
    Checkpoint::verify(&text, std::slice::from_ref(key)).unwrap().0
}

/// Each case as its consumer sees it holds what they were told it holds.
async fn shown(base: &str, all: &[Asked]) {
    let mut texts = BTreeMap::<&str, Vec<&Asked>>::new();
    for asked in all {
        texts.entry(&asked.answer.as_ref().unwrap().number).or_default().push(asked);
    }
    for (number, asked) in texts {
        let case = asked[0].by.get(base, &format!("/disputes/{number}")).await.expect(200);
        for asked in asked {
            let messages = case["messages"].as_array().unwrap();
            let found = match asked.is_complaint() {
                true => usize::from(case["description"] == asked.body["description"]),
                false => messages.iter().filter(|message| message["text"] == asked.body["text"]).count(),
            };
            assert_eq!(found, 1, "{} in case {number}", asked.key);
        }
        assert!(
            !case["claims"].as_array().unwrap().is_empty()
                && !case["deadlines"].as_array().unwrap().is_empty()
        );
    }
}

/// In the log: each complaint and each message once, and no complaint without what is recorded along with it.
fn once(whole: &Whole, all: &[Asked]) {
    let mut found = BTreeMap::<&str, usize>::new();
    for (stream, fact) in &whole.disputes {
        if let DisputeEvent::Filed(filed) = &fact.event {
            *found.entry(filed.description.get().unwrap()).or_default() += 1;
            let has_deadline = |event: &DisputeEvent| matches!(event, DisputeEvent::DeadlineSet(_));
            let of_case = whole.disputes.iter().filter(|(other, _)| other == stream);
            assert!(of_case.map(|(_, fact)| &fact.event).any(has_deadline), "{stream} was stored by half");
        }
        if let DisputeEvent::MessageSent { text, .. } = &fact.event {
            *found.entry(text.get().unwrap()).or_default() += 1;
        }
    }
    for asked in all {
        assert_eq!(found.get(asked.key.as_str()), Some(&1), "{}", asked.key);
    }
    let ours = found.keys().filter(|text| text.starts_with("key-")).count();
    assert_eq!(ours, all.len(), "something is in the log that nobody asked for");
}

/// Every checkpoint that was given out is a beginning of the log as it is now.
fn consistent(whole: &Whole, checkpoints: &[Checkpoint]) {
    let (size, root) = (whole.nodes.frontier().size(), whole.nodes.frontier().root());
    for old in checkpoints {
        let proof = consistency_proof(&whole.nodes, old.size, size).unwrap();
        verify_consistency(old.size, old.root, size, root, &proof).unwrap();
    }
}

/// Bundles of some cases are genuine and hold what the receipts promised.
fn sealed(stage: &Stage, key: &PublicKey, all: &[Asked]) {
    let config = stage.config();
    let mut receipts = BTreeMap::<&str, Vec<&Receipt>>::new();
    for answer in all.iter().filter_map(|asked| asked.answer.as_ref()) {
        let keys = std::slice::from_ref(key);
        assert!(matches!(answer.receipt.verify(keys), Ok(Receipted::Promised { .. })));
        receipts.entry(&answer.number).or_default().push(&answer.receipt);
    }
    for (n, (number, receipts)) in receipts.into_iter().take(6).enumerate() {
        // The merchant has no part in a case before it is accepted.
        let edition = ["staff", "consumer"][n % 2];
        let path = stage.path().join(format!("{number}.redress"));
        let (out, config) = (path.to_str().unwrap(), config.to_str().unwrap());
        let made = run(&["export", "dispute", number, "-o", out, "--edition", edition, "--config", config]);
        assert!(made.status.success(), "{}", errors(&made));
        let checked = run(&["verify", out, "--key", &key.to_string()]);
        assert_eq!(checked.status.code(), Some(0), "{}", errors(&checked));
        let verified = verify_bundle(&path, Some(std::slice::from_ref(key))).unwrap();
        assert!(receipts.iter().all(|receipt| verified.covers(receipt)), "a broken promise in case {number}");
    }
}
