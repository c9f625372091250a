//! People who only left a name: they may file, a few a day from one address.

use std::net::SocketAddr;

use app::sign_in;
use app::strangers::Doing;
use axum::body::Body;
use axum::extract::ConnectInfo;
use serde_json::json;
use terms::{Ids, OsEntropy, PersonId, Role};

use crate::support::{Answer, Who, World, complaint};

const HOME: &str = "203.0.113.7";

async fn file(world: &World, token: &str, body: &serde_json::Value) -> Answer {
    let mut request = world
        .request(Who::Nobody, "POST", "/complaints")
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .unwrap();
    request.extensions_mut().insert(ConnectInfo(SocketAddr::new(HOME.parse().unwrap(), 1)));
    world.send(request).await
}

/// H4, B1: the limit is the same as by the pages; what is refused does not count, and people with an account are free.
#[tokio::test]
async fn guests_at_one_address_file_so_many_complaints_a_day() {
    let world = World::new().await;
    let guest = PersonId(Ids::new(app::ports::Clock::now(world.clock.as_ref()), &mut OsEntropy).uuid());
    let token = sign_in::open(&world.app, guest, Role::Consumer, None, "小林").await.unwrap();
    let mut body = complaint("NO-SUCH");
    file(&world, &token, &body).await.refused(422, "unknown_order");
    body["order_id"] = json!(null);
    body["lines"] = json!([]);
    body["claims"] = json!([{"remedy_type": "apology"}]);
    body["no_order_reason"] = json!("用家人的账号买的");
    file(&world, &token, &body).await.ok();
    let (from, now) = (HOME.parse().ok(), app::ports::Clock::now(world.clock.as_ref()));
    let left = (0..).take_while(|_| world.app.strangers.may(Doing::Complains, from, now)).count();
    assert_eq!(u32::try_from(left).unwrap(), Doing::Complains.most() - 1);
    let facts = world.facts().await;
    let refused = file(&world, &token, &body).await;
    refused.refused(429, "too_many_complaints");
    assert_eq!(refused.header("retry-after"), "3600");
    assert_eq!(world.facts().await, facts);
    world.report(testkit::builders::order("SO-1")).await;
    let known = world.token(Who::Consumer).unwrap().to_owned();
    file(&world, &known, &complaint("SO-1")).await.ok();
}
