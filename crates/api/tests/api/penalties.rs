//! Enforcement from deposit and advance fund, and penalty cases from charge to close, over HTTP.

use axum::body::Body;
use serde_json::{Value, json};
use testkit::sandbox::Behaviour;

use crate::judging::staffed;
use crate::support::{Answer, Who, World, refund, yuan};

async fn by(world: &World, token: &str, path: &str, body: &Value) -> Answer {
    let request = world
        .request(Who::Nobody, "POST", path)
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json");
    world.send(request.body(Body::from(body.to_string())).unwrap()).await
}

fn paid_in(reference: &str, value: &str) -> Value {
    json!({"reference": reference, "amount": yuan(value), "name": "雨禾服饰"})
}

/// C9, G8: what the merchant's account lacks comes from its deposit and the advance fund; it pays back, or is charged.
#[tokio::test]
async fn a_refund_that_the_merchant_cannot_pay_is_paid_for_it() {
    let (world, _) = staffed().await;
    let number = world.accepted("SO-1").await;
    let merchant = world.get(Who::Merchant, &format!("/disputes/{number}")).await.ok()["order"]["merchant"]
        .as_str()
        .unwrap()
        .to_owned();
    let account = format!("/merchants/{merchant}");
    let deposit = paid_in("D-1", "50.00");
    world.post(Who::Merchant, &format!("{account}/pay-deposit"), &deposit).await.refused(403, "not_allowed");
    world.post(Who::Supervisor, &format!("{account}/pay-deposit"), &deposit).await.ok();
    world.provider.next(Behaviour::NoMerchantFunds);
    let answer = json!({"position": "accept", "explanation": "洗标印错了。", "remedies": refund("200.00")});
    world.act(Who::Merchant, &number, "respond", &answer).await.ok();
    let offer = world.get(Who::Consumer, &format!("/disputes/{number}")).await.ok();
    if let Some(id) = offer["offers"][0]["id"].as_str() {
        world.act(Who::Consumer, &number, "accept-offer", &json!({"offer_id": id})).await.ok();
    }
    world.settle().await;
    let paid = world.get(Who::Consumer, &format!("/disputes/{number}")).await.ok();
    let owed = &paid["obligations"][0];
    assert_eq!(owed["state"], "performed", "{owed}");
    assert_eq!((&owed["cover"]["deposit"], &owed["cover"]["advanced"]), (&yuan("50.00"), &yuan("100.00")));
    let standing = world.get(Who::Merchant, &account).await.ok();
    assert_eq!((&standing["deposit"], &standing["owed"][0]), (&json!([]), &yuan("100.00")));
    world.get(Who::OtherMerchant, &account).await.refused(404, "unknown_merchant");

    let too_much = paid_in("R-1", "100.01");
    world
        .post(Who::Supervisor, &format!("{account}/recover"), &too_much)
        .await
        .refused(422, "more_than_owed");
    let part = paid_in("R-1", "60.00");
    world.post(Who::Supervisor, &format!("{account}/recover"), &part).await.ok();
    world.clock.advance_hours(40 * 24);
    world.settle().await;
    // The sessions have run out by then; the list is asked of the application.
    let merchant = terms::MerchantId::new(merchant).unwrap();
    let charged = app::queries::penalties::of_merchant(&world.app, &merchant, None).await.unwrap();
    assert_eq!(charged[0].violation, "obligation_not_carried_out");
    let state = app::penalty::state(&world.app, charged[0].id).await.unwrap();
    assert!(state.charge.as_ref().is_some_and(|charge| charge.automated));
}

async fn see(world: &World, token: &str, number: &str) -> Value {
    let request = world.request(Who::Nobody, "GET", &format!("/penalties/{number}"));
    let request = request.header("authorization", format!("Bearer {token}"));
    world.send(request.body(Body::empty()).unwrap()).await.ok()
}

fn can(view: &Value, verb: &str) -> bool {
    view["allowed_actions"].to_string().contains(&format!("\"{verb}\""))
}

/// G4, G5, G7, I1, I3: charged, held and reviewed, heard, decided by another within the table, appealed with stay, reported, trained.
#[tokio::test]
async fn a_charge_is_heard_decided_appealed_and_closed() {
    let (world, other) = staffed().await;
    let decider = world.token(Who::Decider).unwrap().to_owned();
    let dispute = world.accepted("SO-1").await;
    let charge = json!({
        "violation": "counterfeit", "text": "鉴定为假冒。", "dispute": dispute, "goods": ["SKU-1"],
    });
    world.post(Who::Mediator, "/penalties", &charge).await.refused(403, "not_allowed");
    let mut unknown = charge.clone();
    unknown["violation"] = json!("no_such");
    world.post(Who::Intake, "/penalties", &unknown).await.refused(422, "unknown_violation");
    let opened = world.post(Who::Intake, "/penalties", &charge).await;
    let number = opened.json()["penalty"]["number"].as_str().unwrap().to_owned();
    let at = |verb: &str| format!("/penalties/{number}/{verb}");
    for stranger in [Who::Consumer, Who::Mediator] {
        world.get(stranger, &format!("/penalties/{number}")).await.refused(403, "not_allowed");
    }
    world.get(Who::OtherMerchant, &format!("/penalties/{number}")).await.refused(404, "unknown_penalty");
    let hold = json!({"ground": "counterfeit", "goods": ["SKU-1"], "reasons": "两份鉴定一致。"});
    world.post(Who::Supervisor, &at("impose-hold"), &hold).await.ok();
    world.settle().await;
    let measures = world.get(Who::Nobody, "/measures").await.ok();
    assert_eq!(measures["items"][0]["kind"], "delisting");
    let review = json!({"keep": true, "reasons": "属实。"});
    world.post(Who::Supervisor, &at("review-hold"), &review).await.refused(403, "not_allowed");
    by(&world, &other, &at("review-hold"), &review).await.ok();

    let first = can(&see(&world, &decider, &number).await, "assign");
    let (judge, another) = if first { (&decider, &other) } else { (&other, &decider) };
    let decision = json!({
        "facts": "鉴定为假冒。", "reasons": "构成售假。",
        "measures": [
            {"kind": "points", "points": 24}, {"kind": "delisting", "goods": ["SKU-1"]}, {"kind": "shop_closure"},
        ],
        "duties": [{"kind": "spot_check", "text": "三个月内抽检"}],
    });
    by(&world, judge, &at("decide"), &decision).await.refused(409, "answer_time_runs");
    let seen = world.get(Who::Merchant, &format!("/penalties/{number}")).await.ok();
    assert!(seen["notified_at"].is_string() || can(&seen, "answer"), "{seen}");
    let answer = json!({"position": "partly", "explanation": "供应商换了货。"});
    world.post(Who::Merchant, &at("answer"), &answer).await.ok();
    let mut heavy = decision.clone();
    heavy["measures"][0]["points"] = json!(60);
    by(&world, judge, &at("decide"), &heavy).await.refused(422, "outside_table");
    let decided = by(&world, judge, &at("decide"), &decision).await.ok();
    assert_eq!(decided["penalty"]["decision"]["automated_decision"], false);
    assert!(decided["penalty"]["decision"]["appealable_until"].is_string());
    world.settle().await;
    let merchant = decided["penalty"]["merchant"].as_str().unwrap().to_owned();
    let standing = world.get(Who::Merchant, &format!("/merchants/{merchant}")).await.ok();
    assert_eq!((&standing["points"], &standing["is_closed"]), (&json!(24), &json!(true)));

    world.post(Who::Merchant, &at("appeal"), &json!({"grounds": "已经召回。"})).await.ok();
    world
        .post(Who::Merchant, &at("appeal"), &json!({"grounds": "再说一次"}))
        .await
        .refused(409, "already_done");
    world.settle().await;
    let stayed = world.get(Who::Merchant, &format!("/merchants/{merchant}")).await.ok();
    assert_eq!((&stayed["points"], &stayed["is_closed"]), (&json!(0), &json!(false)));
    let view = see(&world, another, &number).await;
    let all = &view["decision"]["measures"];
    let upheld = json!({
        "upheld": [all[0]["id"], all[1]["id"]], "duties": [view["decision"]["duties"][0]["id"]], "reasons": "部分成立。",
    });
    by(&world, judge, &at("decide-appeal"), &upheld).await.refused(403, "not_allowed");
    by(&world, another, &at("decide-appeal"), &upheld).await.ok();
    let report = json!({"authority": "市场监管局", "text": "移送售假线索。"});
    by(&world, another, &at("report"), &report).await.ok();
    let checked = json!({"duty_id": view["decision"]["duties"][0]["id"], "passed": true, "note": "合格"});
    let closed = by(&world, another, &at("check-duty"), &checked).await.ok();
    assert_eq!(closed["penalty"]["phase"], "closed");
    let theirs = world.get(Who::Merchant, &format!("/penalties/{number}")).await.ok();
    assert_eq!(theirs["reports"], json!([]));
    world.settle().await;
    let after = world.get(Who::Merchant, &format!("/merchants/{merchant}")).await.ok();
    assert_eq!((&after["points"], &after["is_closed"]), (&json!(24), &json!(false)));
    let told = world.get(Who::Merchant, "/notices").await.ok();
    assert!(told.to_string().contains(&format!("/penalties/{number}")));
}
