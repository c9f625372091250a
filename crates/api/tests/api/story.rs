//! A case from the complaint to the last rating, and what it leaves behind.

use serde_json::json;
use testkit::builders::order;

use crate::support::{Who, World, complaint, refund, yuan};

/// B10, B11, B12, B14, C1, C2, C3, C4, C9, C18, D9: filed, taken on, answered, bargained, agreed, paid, rated.
#[tokio::test]
async fn a_case_runs_from_the_complaint_to_the_rating() {
    let world = World::new().await;
    world.report(order("SO-1")).await;

    let answer = world.post(Who::Consumer, "/complaints", &complaint("SO-1")).await;
    assert_eq!(answer.status, 201);
    let filed = answer.clone().ok();
    let number = filed["number"].as_str().unwrap().to_owned();
    assert_eq!(answer.header("location"), format!("/api/v1/disputes/{number}"));
    assert_eq!(filed["dispute"]["stage"], "screening");
    assert_eq!(filed["dispute"]["next"]["what"], "screening");
    assert_eq!(filed["receipt"]["version"], filed["dispute"]["version"]);
    assert_eq!(filed["dispute"]["order"]["lines"][0]["listing"]["properties"][0]["name"], "材质");
    // Before the platform takes it on, the merchant does not know of it.
    world.get(Who::Merchant, &format!("/disputes/{number}")).await.refused(404, "unknown_dispute");

    world.act(Who::Intake, &number, "accept", &json!({})).await.ok();
    let seen = world.get(Who::Merchant, &format!("/disputes/{number}")).await.ok();
    let deadline = seen["deadlines"].as_array().unwrap().iter().find(|d| d["what"] == "response").unwrap();
    assert!(deadline["why"][0]["text"].as_str().unwrap().chars().any(|c| c.is_ascii_digit()));

    let explanation =
        json!({"position": "partly", "explanation": "洗标印错了，愿意补偿。", "remedies": refund("60.00")});
    let responded = world.act(Who::Merchant, &number, "respond", &explanation).await.ok();
    let first = responded["dispute"]["offers"][0]["id"].clone();
    let counter = json!({"remedies": refund("150.00"), "note": "至少一半", "in_reply_to": first});
    let countered = world.act(Who::Consumer, &number, "make-offer", &counter).await.ok();
    assert_eq!(countered["dispute"]["offers"][0]["state"], "countered");
    let second = countered["dispute"]["offers"][1]["id"].clone();
    let agreed = world.act(Who::Merchant, &number, "accept-offer", &json!({"offer_id": second})).await.ok();
    assert_eq!(agreed["dispute"]["outcome_code"], "resolved_by_agreement");

    world.settle().await;
    let paid = world.get(Who::Consumer, &format!("/disputes/{number}")).await.ok();
    assert_eq!(paid["obligations"][0]["state"], "performed");
    assert_eq!(paid["obligations"][0]["paid"], yuan("150.00"));
    assert_eq!(paid["money"]["remaining"], yuan("149.00"));
    assert_eq!(world.provider.account("TX-SO-1").unwrap().refunded.decimal(), "150.00");

    for who in [Who::Consumer, Who::Merchant] {
        world.act(who, &number, "rate", &json!({"score": 5, "text": "很快", "about": "outcome"})).await.ok();
    }
    let told = world.get(Who::Consumer, "/notices").await.ok();
    let acknowledged =
        told["items"].as_array().unwrap().iter().find(|notice| notice["code"] == "filed").unwrap();
    assert!(acknowledged["text"].as_str().unwrap().contains(&number));

    let bundle = world.get(Who::Consumer, &format!("/disputes/{number}/bundle")).await;
    assert_eq!(bundle.header("content-type"), "application/x-redress-bundle");
    let keys = [world.app.signer.public().clone()];
    record::verify_bundle_from(bundle.body.as_slice(), Some(&keys)).unwrap();
}

/// C18, C9, F1: a refund that the provider refuses waits for a person, who has it tried again; it is paid once.
#[tokio::test]
async fn a_refund_that_failed_is_tried_again_by_a_person() {
    let world = World::new().await;
    let number = world.accepted("SO-1").await;
    let answer = json!({"position": "partly", "explanation": "愿意补偿。", "remedies": refund("60.00")});
    let offered = world.act(Who::Merchant, &number, "respond", &answer).await.ok();
    let offer = json!({"offer_id": offered["dispute"]["offers"][0]["id"]});
    world.provider.next(testkit::Behaviour::Refuse);
    let agreed = world.act(Who::Consumer, &number, "accept-offer", &offer).await.ok();
    let obligation = json!({"obligation_id": agreed["dispute"]["obligations"][0]["id"]});
    world.act(Who::Supervisor, &number, "retry-payout", &obligation).await.refused(409, "payout_not_failed");

    world.settle().await;
    let failed = world.get(Who::Consumer, &format!("/disputes/{number}")).await.ok();
    assert_eq!(failed["obligations"][0]["payout_failed"], true);
    assert_eq!(
        (&failed["next"]["who"], &failed["next"]["what"]),
        (&json!("platform"), &json!("performance"))
    );
    world.act(Who::Merchant, &number, "retry-payout", &obligation).await.refused(403, "not_allowed");
    world.act(Who::Supervisor, &number, "retry-payout", &obligation).await.ok();

    world.settle().await;
    let paid = world.get(Who::Consumer, &format!("/disputes/{number}")).await.ok();
    assert_eq!(paid["obligations"][0]["state"], "performed");
    assert_eq!(paid["obligations"][0]["payout_failed"], false);
    assert_eq!(paid["obligations"][0]["paid"], yuan("60.00"));
    assert_eq!(world.provider.account("TX-SO-1").unwrap().refunded.decimal(), "60.00");
}

/// C24, C5: one tap calls the platform in; another ends the mediation, and the platform rules.
#[tokio::test]
async fn either_side_calls_the_platform_in_with_one_tap() {
    let world = World::new().await;
    let number = world.accepted("SO-2").await;
    let escalated = world.act(Who::Consumer, &number, "escalate", &json!({})).await.ok();
    assert_eq!(escalated["dispute"]["stage"], "mediation");
    let ended = world.act(Who::Merchant, &number, "escalate", &json!({})).await.ok();
    assert_eq!(ended["dispute"]["stage"], "ruling");
    world.act(Who::Merchant, &number, "escalate", &json!({})).await.refused(409, "wrong_stage");
}

/// C1: past the time for it, a complaint is taken in, refused by rule with its reason, and open to objection.
#[tokio::test]
async fn a_complaint_past_its_time_is_refused_by_rule_and_open_to_objection() {
    let world = World::new().await;
    let long_ago = testkit::builders::WEDNESDAY_MORNING.plus_seconds(-400 * 86_400);
    world.report(order("SO-OLD").placed_at(long_ago)).await;
    let filed = world.post(Who::Consumer, "/complaints", &complaint("SO-OLD")).await.ok();
    assert_eq!(filed["dispute"]["outcome_code"], "refused");
    assert_eq!(filed["dispute"]["refusal"]["reason_code"], "window_expired");
    let verbs: Vec<_> =
        filed["dispute"]["allowed_actions"].as_array().unwrap().iter().map(|a| a["verb"].clone()).collect();
    assert!(verbs.contains(&json!("object")), "{verbs:?}");
}

/// C18: the shop sees what went back, what is held, and the lines that an open case holds.
#[tokio::test]
async fn the_shop_sees_the_money_and_the_frozen_lines_of_an_order() {
    let world = World::new().await;
    let number = world.filed("SO-3").await;
    let order = world.get(Who::Integrator, "/orders/SO-3").await.ok();
    assert_eq!(order["frozen"], json!([{"line_id": "1", "number": number}]));
    assert_eq!(order["money"]["remaining"], yuan("299.00"));
    world.act(Who::Consumer, &number, "withdraw", &json!({})).await.ok();
    assert_eq!(world.get(Who::Integrator, "/orders/SO-3").await.ok()["frozen"], json!([]));
    world.get(Who::Integrator, "/orders/NO-SUCH").await.refused(404, "unknown_order");
}

/// B1, B5: without a kind the likeliest is taken; staff and the shop file for the consumer whom they name.
#[tokio::test]
async fn the_kind_is_guessed_and_staff_file_for_others() {
    let world = World::new().await;
    let asked = json!({"description": "衣服材质和页面描述不符，色差很大"});
    let guesses = world.post(Who::Nobody, "/complaints/suggest-kind", &asked).await.ok();
    assert_eq!(guesses["items"][0]["kind"], "not_as_described");

    world.report(order("SO-4")).await;
    let mut body = complaint("SO-4");
    body["kind"] = json!(null);
    body["description"] = asked["description"].clone();
    body["on_behalf_of"] = json!("88012");
    body["occurred_at"] = json!("2026-11-24T08:00:00Z");
    let filed = world.post(Who::Intake, "/complaints", &body).await.ok();
    assert_eq!(filed["dispute"]["kind"], "not_as_described");
    let number = filed["number"].as_str().unwrap();
    world.get(Who::Consumer, &format!("/disputes/{number}")).await.ok();

    body["on_behalf_of"] = json!("77001");
    world.post(Who::Consumer, "/complaints", &body).await.refused(403, "not_allowed");
}

/// B15: two cases about the same thing are merged by number, and named in each other.
#[tokio::test]
async fn a_duplicate_is_merged_by_its_number() {
    let world = World::new().await;
    let first = world.filed("SO-5").await;
    let mut again = complaint("SO-5");
    again["separate_problem"] = json!(true);
    let second =
        world.post(Who::Consumer, "/complaints", &again).await.ok()["number"].as_str().unwrap().to_owned();
    let merged = world.act(Who::Intake, &second, "merge-duplicate", &json!({"into": first})).await.ok();
    assert_eq!(merged["dispute"]["merged_into"], json!(first));
    world.settle().await;
    assert_eq!(world.get(Who::Intake, &format!("/disputes/{first}")).await.ok()["absorbed"], json!([second]));
    let unknown = json!({"into": "000000000000"});
    let alone = world.filed("SO-6").await;
    world.act(Who::Intake, &alone, "merge-duplicate", &unknown).await.refused(422, "cannot_merge_others");
}
