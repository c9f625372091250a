//! When they do not agree: mediation, ruling, appeal, over HTTP on real money.

use axum::body::Body;
use domain::person::Register;
use serde_json::{Value, json};
use terms::{Language, PersonId, Role};

use crate::support::{Answer, Who, World, refund, yuan};

/// A world whose staff is on duty, with another decider beside the first.
pub async fn staffed() -> (World, String) {
    let world = World::new().await;
    let other = PersonId(uuid::Uuid::from_u128(9_001));
    let staff =
        [Who::Intake, Who::Mediator, Who::Decider, Who::Supervisor].map(|who| (who.person(), who.role()));
    for (person, role) in staff.into_iter().chain([(other, Some(Role::Decider))]) {
        let role = role.unwrap();
        let register = Register { name: format!("{role}"), role, merchant: None, language: Language::ZhHans };
        app::sign_in::register(&world.app, person, register).await.unwrap();
    }
    app::duty::refresh(&world.app).await.unwrap();
    let token = app::sign_in::open(&world.app, other, Role::Decider, None, "another").await.unwrap();
    (world, token)
}

/// An act by whoever holds the token.
async fn act_by(world: &World, token: &str, number: &str, verb: &str, body: &Value) -> Answer {
    let request = world
        .request(Who::Nobody, "POST", &format!("/disputes/{number}/{verb}"))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json");
    world.send(request.body(Body::from(body.to_string())).unwrap()).await
}

async fn mediated(world: &World, order: &str) -> String {
    let number = world.accepted(order).await;
    let answer = json!({"position": "deny", "explanation": "洗标是对的。"});
    world.act(Who::Merchant, &number, "respond", &answer).await.ok();
    let called = world.act(Who::Consumer, &number, "escalate", &json!({})).await.ok();
    assert_eq!(called["dispute"]["stage"], "mediation");
    number
}

fn ruling(remedies: &Value, consumer: u8) -> Value {
    json!({
        "liability": {"consumer": consumer, "respondent": 100 - consumer},
        "findings": [{"text": "商品页写100%羊毛，与洗标不符。", "evidence_ids": [], "basis": "order_record"}],
        "remedies": remedies,
        "rule_ids": ["cn.crpl.24"],
        "reasons": {"zh-Hans": "描述与实物不符，由商家承担。"},
    })
}

async fn seen(world: &World, who: Who, number: &str) -> Value {
    world.get(who, &format!("/disputes/{number}")).await.ok()
}

/// C5, C9, E1, I4: questions in confidence, a proposal that both accept, carried out, rated; who rules sees none of it.
#[tokio::test]
async fn mediation_ends_in_what_both_accept_and_stays_sealed() {
    let (world, _) = staffed().await;
    let number = mediated(&world, "SO-1").await;
    let ask = json!({"to": "respondent", "questions": [{"key": "floor", "text": "最多能退多少？"}]});
    world.act(Who::Mediator, &number, "request-information", &ask).await.ok();
    let told = json!({"answers": {"floor": "最多一百二"}});
    world.act(Who::Merchant, &number, "supply-information", &told).await.ok();
    let proposal = json!({
        "remedies": [
            {"remedy_type": "partial_refund", "amount": yuan("110.00")},
            {"remedy_type": "apology", "text": "为洗标印错致歉，并改商品页"},
        ],
        "reasons": "差价大约这么多，双方都不用再等。",
    });
    world.act(Who::Consumer, &number, "propose", &proposal).await.refused(403, "not_allowed");
    let made = world.act(Who::Mediator, &number, "propose", &proposal).await.ok();
    let id = json!({"proposal_id": made["dispute"]["proposals"][0]["id"]});
    for hidden in [Who::Decider, Who::Intake] {
        let view = seen(&world, hidden, &number).await;
        assert_eq!(view["proposals"], json!([]), "{hidden:?}");
        let facts = world.get(hidden, &format!("/disputes/{number}/events")).await.text();
        assert!(!facts.contains("proposal_made") && !facts.contains("最多一百二"), "{hidden:?}");
    }
    world.act(Who::Merchant, &number, "accept-proposal", &id).await.ok();
    world.act(Who::Merchant, &number, "deny-proposal", &id).await.refused(409, "already_done");
    let agreed = world.act(Who::Consumer, &number, "accept-proposal", &id).await.ok();
    assert_eq!(agreed["dispute"]["outcome_code"], "resolved_by_agreement");
    world.settle().await;
    let paid = seen(&world, Who::Consumer, &number).await;
    assert_eq!(paid["obligations"][0]["paid"], yuan("110.00"));
    let apology = json!({"obligation_id": paid["obligations"][1]["id"], "note": "已致歉"});
    world.act(Who::Merchant, &number, "report-performance", &apology).await.ok();
    world.act(Who::Consumer, &number, "confirm-performance", &apology).await.ok();
    for who in [Who::Consumer, Who::Merchant] {
        world.act(who, &number, "rate", &json!({"score": 5, "about": "outcome"})).await.ok();
    }
    let keys = [world.app.signer.public().clone()];
    for who in [Who::Consumer, Who::Merchant, Who::Decider] {
        let bundle = world.get(who, &format!("/disputes/{number}/bundle")).await;
        record::verify_bundle_from(bundle.body.as_slice(), Some(&keys)).unwrap();
        let shows = String::from_utf8_lossy(&bundle.body).contains("最多一百二");
        assert_eq!(shows, who == Who::Merchant, "{who:?}");
    }
}

/// C6, C7, C8, C9, C18: ruled by who did not mediate, paid, appealed, changed by another; the platform bears the difference.
#[tokio::test]
async fn a_ruling_is_paid_appealed_and_changed_by_another() {
    let (world, other) = staffed().await;
    let number = mediated(&world, "SO-1").await;
    let body = ruling(&refund("200.00"), 0);
    world.act(Who::Mediator, &number, "rule", &body).await.refused(409, "wrong_stage");
    let ended = world.act(Who::Merchant, &number, "escalate", &json!({"reason": "谈不拢"})).await.ok();
    assert_eq!(ended["dispute"]["stage"], "ruling");
    world.act(Who::Mediator, &number, "rule", &body).await.refused(403, "not_allowed");
    // One of the two deciders is in charge.
    let first_in_charge =
        seen(&world, Who::Decider, &number).await["allowed_actions"].to_string().contains("\"rule\"");
    let of_decider = world.token(Who::Decider).unwrap().to_owned();
    let (by, another) = if first_in_charge { (&of_decider, &other) } else { (&other, &of_decider) };

    let mut lacking = body.clone();
    lacking["rule_ids"] = json!([]);
    act_by(&world, by, &number, "rule", &lacking).await.refused(422, "rule_missing");
    let ruled = act_by(&world, by, &number, "rule", &body).await.ok();
    assert_eq!(ruled["dispute"]["outcome_code"], "resolved_consumer_favour");
    let decision = &ruled["dispute"]["decisions"][0];
    assert_eq!(decision["liability"]["respondent"], 100);
    assert!(decision["appealable_until"].is_string());
    world.settle().await;
    assert_eq!(seen(&world, Who::Consumer, &number).await["obligations"][0]["paid"], yuan("200.00"));

    let grounds = json!({"grounds": "没有考虑我们寄出时的检测报告。"});
    world.act(Who::OtherConsumer, &number, "appeal", &grounds).await.refused(404, "unknown_dispute");
    world.act(Who::Merchant, &number, "appeal", &grounds).await.ok();
    world.act(Who::Merchant, &number, "appeal", &grounds).await.refused(409, "already_done");
    let less = ruling(&refund("120.00"), 40);
    act_by(&world, by, &number, "rule-on-appeal", &less).await.refused(403, "not_allowed");
    act_by(&world, another, &number, "rule-on-appeal", &less).await.refused(409, "answer_time_runs");
    world.clock.advance_hours(7 * 24);
    world.settle().await;
    let changed = act_by(&world, another, &number, "rule-on-appeal", &less).await.ok();
    let decision = &changed["dispute"]["decisions"][1];
    assert_eq!((&decision["kind"], &decision["outcome"]), (&json!("appeal"), &json!("changed")));
    assert_eq!(changed["dispute"]["outcome_code"], "resolved_split");
    world.act(Who::Consumer, &number, "appeal", &grounds).await.refused(409, "already_done");
    world.settle().await;
    // The consumer keeps what was received in good faith: nothing is taken back, nothing is paid twice.
    assert_eq!(world.provider.account("TX-SO-1").unwrap().refunded.decimal(), "200.00");
    let bundle = world.get(Who::Merchant, &format!("/disputes/{number}/bundle")).await;
    let keys = [world.app.signer.public().clone()];
    record::verify_bundle_from(bundle.body.as_slice(), Some(&keys)).unwrap();
}

/// C6: what the platform does not decide goes on outside, with the reason.
#[tokio::test]
async fn a_case_is_referred_outside() {
    let (world, _) = staffed().await;
    let number = mediated(&world, "SO-1").await;
    let court = json!({"to": "court", "reason": "涉及人身伤害，应由法院认定。"});
    world.act(Who::Merchant, &number, "refer", &court).await.refused(403, "not_allowed");
    let referred = world.act(Who::Mediator, &number, "refer", &court).await.ok();
    assert_eq!(referred["dispute"]["outcome_code"], "referred");
    assert_eq!(referred["dispute"]["referral"]["to"], "court");
}

/// C8, C9, C10: what an appeal stays waits for it, runs on afterwards, and still passes on its new date.
#[tokio::test]
async fn what_was_stayed_still_falls_due() {
    let (world, other) = staffed().await;
    let number = mediated(&world, "SO-1").await;
    let ended = world.act(Who::Merchant, &number, "escalate", &json!({})).await.ok();
    assert_eq!(ended["dispute"]["stage"], "ruling");
    let first = seen(&world, Who::Decider, &number).await["allowed_actions"].to_string().contains("\"rule\"");
    let of_decider = world.token(Who::Decider).unwrap().to_owned();
    let (by, another) = if first { (&of_decider, &other) } else { (&other, &of_decider) };
    let apology = ruling(&json!([{"remedy_type": "apology", "text": "书面致歉"}]), 0);
    act_by(&world, by, &number, "rule", &apology).await.ok();
    world.act(Who::Merchant, &number, "appeal", &json!({"grounds": "不该由我们道歉。"})).await.ok();
    act_by(&world, another, &number, "stay", &json!({"reason": "道歉收不回来。"})).await.ok();
    world.clock.advance_hours(7 * 24);
    world.settle().await;
    assert_eq!(seen(&world, Who::Consumer, &number).await["obligations"][0]["state"], "due");
    let confirmed = act_by(&world, another, &number, "rule-on-appeal", &apology).await.ok();
    assert_eq!(confirmed["dispute"]["decisions"][1]["outcome"], "confirmed");
    world.clock.advance_hours(14 * 24);
    world.settle().await;
    // By now every session has ended.
    let id = app::case::find(&world.app, number.parse().unwrap()).await.unwrap().unwrap();
    let failed = app::case::state(&world.app, id).await.unwrap();
    assert_eq!(failed.obligations[0].state, terms::ObligationState::Failed);
    assert_eq!(domain::dispute::stage(&failed), terms::Stage::Ruling);
}
