//! Figures over the API.

use serde_json::json;

use crate::support::{Who, World};

async fn counted(world: &World) {
    while app::statistics::follow_statistics(&world.app).await.unwrap() {}
}

/// F6: figures are for everybody, small groups hidden; of one merchant for staff and itself alone.
#[tokio::test]
async fn figures_are_for_everybody_and_those_of_a_merchant_for_staff_and_itself() {
    let world = World::new().await;
    world.accepted("SO-1").await;
    counted(&world).await;
    let public = world.get(Who::Nobody, "/statistics").await.ok();
    assert_eq!((&public["filed"], &public["smallest_group"]), (&json!(0), &json!(5)));
    assert_eq!(public["hidden"][0], json!({"table": "filed", "month": "2026-11"}));
    for who in [Who::Merchant, Who::Intake, Who::Mediator, Who::Decider, Who::Supervisor] {
        let own = world.get(who, "/statistics?merchant=yuhe").await.ok();
        assert_eq!((&own["filed"], &own["of"]), (&json!(1), &json!("yuhe")), "{who:?}");
    }
    world.get(Who::Nobody, "/statistics?merchant=yuhe").await.refused(401, "sign_in_needed");
    for who in [Who::Consumer, Who::OtherMerchant, Who::Admin, Who::Integrator] {
        world.get(who, "/statistics?merchant=yuhe").await.refused(403, "not_allowed");
    }
    world.get(Who::Merchant, "/statistics?carrier=x").await.refused(403, "not_allowed");
}

/// F6: six cases are enough to be told; the cells sum to the whole, and a range is bounded.
#[tokio::test]
async fn cells_sum_to_the_whole_and_ranges_are_bounded() {
    let world = World::new().await;
    for n in 0..6 {
        world.filed(&format!("SO-{n}")).await;
    }
    counted(&world).await;
    let told = world.get(Who::Nobody, "/statistics?from=1990-01&to=2026-11").await.ok();
    assert_eq!((&told["from"], &told["filed"]), (&json!("2023-12"), &json!(6)));
    let kinds: i64 = told["cells"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|cell| cell["table"] == "kind")
        .map(|cell| cell["count"].as_i64().unwrap())
        .sum();
    assert_eq!(kinds, 6);
    let one = world.get(Who::Nobody, "/statistics?kind=not_as_described").await.ok();
    assert_eq!(one["filed"], json!(6));
    for wrong in ["from=x", "kind=no_such_kind", "kind=not_as_described&category=x"] {
        let answer = world.get(Who::Nobody, &format!("/statistics?{wrong}")).await;
        answer.refused(422, "query_invalid");
    }
}
