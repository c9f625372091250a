//! Lists, page by page, each person among their own.

use serde_json::{Value, json};

use crate::support::{Who, World};

fn numbers(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|item| item["number"].as_str().unwrap().to_owned()).collect()
}

async fn all(world: &World, who: Who, path: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut cursor = String::new();
    for _ in 0..20 {
        let page = world.get(who, &format!("{path}&limit=2&cursor={cursor}")).await.ok();
        found.extend(numbers(&page));
        match page["next"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => return found,
        }
    }
    panic!("the list has no end");
}

/// B12, C10: each list is whole over its pages, and holds only what is theirs.
#[tokio::test]
async fn lists_are_whole_over_their_pages_and_hold_only_their_own() {
    let world = World::new().await;
    let mut filed = Vec::new();
    for n in 0..5 {
        filed.push(world.filed(&format!("SO-{n}")).await);
        world.clock.advance_seconds(1);
    }
    for number in &filed[..3] {
        world.act(Who::Intake, number, "accept", &json!({})).await.ok();
    }
    let mut own = all(&world, Who::Consumer, "/disputes?queue=mine").await;
    own.reverse();
    assert_eq!(own, filed);
    let sorted = |mut list: Vec<String>| {
        list.sort();
        list
    };
    assert_eq!(sorted(all(&world, Who::Merchant, "/disputes?queue=mine").await), sorted(filed[..3].to_vec()));
    assert_eq!(sorted(all(&world, Who::Mediator, "/disputes?queue=all").await), sorted(filed.clone()));
    assert_eq!(sorted(all(&world, Who::Mediator, "/disputes?queue=unassigned").await), sorted(filed.clone()));
    assert_eq!(
        sorted(all(&world, Who::Mediator, "/disputes?queue=unassigned&stage=screening").await),
        sorted(filed[3..].to_vec())
    );
    assert_eq!(
        sorted(all(&world, Who::Consumer, "/disputes?stage=negotiation").await),
        sorted(filed[..3].to_vec())
    );
    assert!(all(&world, Who::Mediator, "/disputes?queue=mine").await.is_empty());
    for who in [Who::OtherConsumer, Who::OtherMerchant, Who::Integrator] {
        assert!(numbers(&world.get(who, "/disputes").await.ok()).is_empty(), "{who:?}");
    }
    let events = world.get(Who::Consumer, &format!("/disputes/{}/events?limit=1", filed[0])).await.ok();
    assert_eq!((events["items"][0]["type"].clone(), events["next"].clone()), (json!("filed"), json!("1")));
}

/// B12: words find cases, among one's own alone.
#[tokio::test]
async fn words_find_cases_among_ones_own_alone() {
    let world = World::new().await;
    let number = world.accepted("SO-1").await;
    let other = world.filed("SO-2").await;
    world.settle().await;
    let q = "%E8%81%9A%E9%85%AF%E7%BA%A4%E7%BB%B4";
    let found = world.get(Who::Consumer, &format!("/search?q={q}")).await.ok();
    assert_eq!(numbers(&found).len(), 2, "{other}");
    assert_eq!(numbers(&world.get(Who::Merchant, &format!("/search?q={q}")).await.ok()), [number.as_str()]);
    assert_eq!(
        numbers(&world.get(Who::Intake, &format!("/disputes?q={q}&stage=screening")).await.ok()),
        [other.as_str()]
    );
    for who in [Who::OtherConsumer, Who::OtherMerchant, Who::Integrator] {
        assert!(numbers(&world.get(who, &format!("/search?q={q}")).await.ok()).is_empty(), "{who:?}");
    }
    let first = world.get(Who::Consumer, &format!("/search?q={q}&limit=1")).await.ok();
    let next = first["next"].as_str().unwrap();
    let second = world.get(Who::Consumer, &format!("/search?q={q}&limit=1&cursor={next}")).await.ok();
    assert_ne!(numbers(&first), numbers(&second));
    assert_eq!(second["next"], json!(null));
}
