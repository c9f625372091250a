//! Asking twice, asking at once, and asking on what is no longer so.

use std::sync::Arc;

use api::{Extra, Rate, RateLimits};
use serde_json::json;
use testkit::builders::order;

use crate::support::{Who, World, complaint, refund};

/// C1: twenty times the same wish at once is one complaint, and everyone is told the same number.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_parallel_requests_under_one_key_file_one_complaint() {
    let world = Arc::new(World::new().await);
    world.report(order("SO-1")).await;
    let before = world.facts().await;
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let world = Arc::clone(&world);
            tokio::spawn(async move {
                let key = [("idempotency-key", "k-1")];
                world.ask_with(Who::Consumer, "POST", "/complaints", &complaint("SO-1"), &key).await.ok()
            })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    for answer in &answers {
        assert_eq!(answer["number"], answers[0]["number"]);
        assert_eq!(answer["receipt"], answers[0]["receipt"]);
    }
    let list = world.get(Who::Consumer, "/disputes").await.ok();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    let filed = world.facts().await - before;
    world
        .ask_with(Who::Consumer, "POST", "/complaints", &complaint("SO-1"), &[("idempotency-key", "k-1")])
        .await
        .ok();
    assert_eq!(world.facts().await - before, filed);
}

/// C1: another wish under the same key is told as such, and another person's same key is their own.
#[tokio::test]
async fn a_key_belongs_to_one_person_and_one_wish() {
    let world = World::new().await;
    let number = world.accepted("SO-1").await;
    let key = [("idempotency-key", "same")];
    let path = format!("/disputes/{number}/send-message");
    let text = |text: &str| json!({"text": text, "audience": "all"});
    let first = world.ask_with(Who::Consumer, "POST", &path, &text("一"), &key).await.ok();
    let again = world.ask_with(Who::Consumer, "POST", &path, &text("一"), &key).await.ok();
    assert_eq!(again["receipt"], first["receipt"]);
    assert_eq!(again["dispute"]["messages"].as_array().unwrap().len(), 1);
    let facts = world.facts().await;
    let other = world.ask_with(Who::Consumer, "POST", &path, &text("二"), &key).await;
    // The store answers a key once the wish under it would be written.
    other.refused(422, "idempotency_key_reused");
    let elsewhere = format!("/disputes/{number}/escalate");
    world
        .ask_with(Who::Consumer, "POST", &elsewhere, &json!({}), &key)
        .await
        .refused(422, "idempotency_key_reused");
    assert_eq!(world.facts().await, facts);
    world.ask_with(Who::Merchant, "POST", &path, &text("三"), &key).await.ok();
    let long = "k".repeat(300);
    let bad = world.ask_with(Who::Consumer, "POST", &path, &text("四"), &[("idempotency-key", &long)]).await;
    bad.refused(422, "idempotency_key_invalid");
}

/// B16: who has seen an older state decides again; a repeat is answered all the same.
#[tokio::test]
async fn an_act_on_an_older_version_is_refused_and_a_repeat_is_not() {
    let world = World::new().await;
    let number = world.accepted("SO-1").await;
    let path = format!("/disputes/{number}/make-offer");
    let seen = world.get(Who::Consumer, &format!("/disputes/{number}")).await;
    let version = seen.header("etag").to_owned();
    assert_eq!(version, format!("\"{}\"", seen.json()["version"]));
    world
        .act(Who::Merchant, &number, "send-message", &json!({"text": "在处理", "audience": "all"}))
        .await
        .ok();
    let offer = json!({"remedies": refund("20.00")});
    let stale = world.ask_with(Who::Consumer, "POST", &path, &offer, &[("if-match", &version)]).await;
    stale.refused(412, "stale_version");
    let present = world.get(Who::Consumer, &format!("/disputes/{number}")).await.header("etag").to_owned();
    assert_eq!(format!("\"{}\"", stale.json()["version"]), present);
    let headers = [("if-match", present.as_str()), ("idempotency-key", "offer-1")];
    let done = world.ask_with(Who::Consumer, "POST", &path, &offer, &headers).await.ok();
    let again = world.ask_with(Who::Consumer, "POST", &path, &offer, &headers).await.ok();
    assert_eq!(done["receipt"], again["receipt"]);
    let bad = world.ask_with(Who::Consumer, "POST", &path, &offer, &[("if-match", "latest")]).await;
    bad.refused(400, "if_match_invalid");
}

/// C11: a side's version does not move by what it may not see.
#[tokio::test]
async fn a_hidden_note_moves_nobody_elses_version() {
    let world = World::new().await;
    let number = world.accepted("SO-1").await;
    let path = format!("/disputes/{number}");
    let before = world.get(Who::Consumer, &path).await;
    world.act(Who::Intake, &number, "send-message", &json!({"text": "内部", "audience": "staff"})).await.ok();
    let after = world.get(Who::Consumer, &path).await;
    assert_eq!(before.header("etag"), after.header("etag"));
    assert_eq!(before.text(), after.text());
    let list = world.get(Who::Consumer, "/disputes").await.text();
    world
        .act(Who::Intake, &number, "send-message", &json!({"text": "再记一条", "audience": "staff"}))
        .await
        .ok();
    assert_eq!(list, world.get(Who::Consumer, "/disputes").await.text());
}

/// Loops that have gone wild are slowed down, and told when to come back.
#[tokio::test]
async fn too_many_writes_are_slowed_down() {
    let slow = Rate { burst: 2, per_second: 1 };
    let limits = RateLimits { per_person: slow, per_address: slow };
    let world = World::with(Extra { limits }).await;
    let bad = json!({});
    for _ in 0..2 {
        world.post(Who::Consumer, "/complaints", &bad).await.refused(422, "field_invalid");
    }
    let slowed = world.post(Who::Consumer, "/complaints", &bad).await;
    slowed.refused(429, "too_many_requests");
    assert_eq!(slowed.header("retry-after"), "1");
    world.get(Who::Consumer, "/disputes").await.ok();
    world.clock.advance_seconds(2);
    world.post(Who::Consumer, "/complaints", &bad).await.refused(422, "field_invalid");
}
