//! `redress demo`: on loopback only, with a clock that is moved and never goes back.

use reqwest::Client;
use serde_json::Value;
use terms::Instant;

use crate::support::{People, Server, errors, run};

/// Someone who is signed in by a click must not be reachable from outside.
#[test]
fn a_demo_refuses_an_address_that_others_can_reach() {
    for address in ["0.0.0.0:0", "[::]:0"] {
        let refused = run(&["demo", "--listen", address]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(errors(&refused).contains("it listens on loopback only"), "{}", errors(&refused));
    }
}

async fn advance(base: &str, by: &str) -> Instant {
    let post = Client::new().post(format!("{base}/demo/clock")).header("Content-Type", "application/json");
    let answer = post.body(format!("{{\"advance\":\"{by}\"}}")).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let body: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    body["now"].as_str().unwrap().parse().unwrap()
}

/// C10: when the moved clock answers, everything that fell due has happened; a demo that is started again on its folder
/// has its cases, and its clock has not gone back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_moved_clock_lets_limits_pass_and_is_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = Server::demo(&data, 3);
    let people = People::read(&data);
    let order = people.quiet_orders()[0].clone();
    let consumer = people.consumer_of(&order);
    let filed = consumer
        .post(&server.base, "/complaints", "file", &People::complaint(&order, "到期"))
        .await
        .expect(201);
    let number = filed["number"].as_str().unwrap().to_owned();
    let events = format!("/disputes/{number}/events?limit=50");
    let passed = async |people: &People, base: &str| {
        let seen = people.role("supervisor").get(base, &events).await.expect(200);
        seen["items"].as_array().unwrap().iter().filter(|event| event["type"] == "deadline_passed").count()
    };
    let start = advance(&server.base, "PT0S").await;
    let next = advance(&server.base, "PT26H").await;
    assert!(next >= start.plus_seconds(26 * 3600), "{start} {next}");
    let last = advance(&server.base, "PT240H").await;
    assert!(last >= next.plus_seconds(240 * 3600));
    let limits = passed(&people, &server.base).await;
    assert!(limits > 0, "no limit passed");
    let case = people.role("supervisor").get(&server.base, &format!("/disputes/{number}")).await.expect(200);
    let dues =
        case["deadlines"].as_array().unwrap().iter().map(|deadline| deadline["due_at"].as_str().unwrap());
    let overdue = dues.map(|due| due.parse::<Instant>().unwrap()).find(|due| *due <= last);
    assert_eq!(overdue, None, "it should have passed");
    server.stop();

    let server = Server::demo(&data, 3);
    let again = People::read(&data);
    assert_eq!(again.cases().len(), people.cases().len() + 1);
    assert_eq!(passed(&again, &server.base).await, limits);
    assert!(advance(&server.base, "PT0S").await >= last, "the clock went back");
    server.stop();
}
