//! Whatever shows the merchant a case is the proof that it knows of it: its time to answer runs from there.

use serde_json::{Value, json};

use crate::support::{Who, World};

async fn is_told(world: &World, number: &str) -> bool {
    let id = app::case::find(&world.app, number.parse().unwrap()).await.unwrap().unwrap();
    app::case::state(&world.app, id).await.unwrap().respondent_notified.is_some()
}

/// C19: notices, the history and the answer to an act show the case as much as the case itself does.
#[tokio::test]
async fn every_door_that_shows_the_merchant_a_case_proves_the_notice() {
    let world = World::new().await;
    let say = json!({"text": "收到，正在核实", "audience": "all"});
    for (order, door) in [("SO-1", "/notices"), ("SO-2", "events"), ("SO-3", "send-message")] {
        let number = world.accepted(order).await;
        world.settle().await;
        for other in [Who::OtherMerchant, Who::Consumer, Who::Intake] {
            world.get(other, "/notices").await.ok();
            world.get(other, &format!("/disputes/{number}/events")).await;
        }
        assert!(!is_told(&world, &number).await, "{door}: the look of others proves nothing");
        match door {
            "/notices" => drop(world.get(Who::Merchant, door).await.ok()),
            "events" => {
                let path = format!("/disputes/{number}/events");
                let shown: Value = world.get(Who::Merchant, &path).await.ok();
                let last = shown["items"].as_array().unwrap().last().unwrap();
                assert_eq!(last["type"], "deadline_set", "the limit that starts with the look is in it");
            }
            act => drop(world.act(Who::Merchant, &number, act, &say).await.ok()),
        }
        assert!(is_told(&world, &number).await, "{door}");
    }
}
