//! Everything that must not be accepted, and that it leaves no trace.

use axum::body::Body;
use serde_json::{Value, json};
use testkit::builders::order;

use crate::support::{Answer, Who, World, complaint, refund, yuan};

/// A complaint with one thing changed.
fn with(field: &str, value: Value) -> Value {
    let mut body = complaint("SO-1");
    body[field] = value;
    body
}

/// C1: nothing is accepted half-stored; each wrong field is named.
#[tokio::test]
async fn a_complaint_with_a_mistake_is_refused_with_the_field_and_leaves_nothing() {
    let world = World::new().await;
    world.report(order("SO-1")).await;
    world.report(order("SO-X").consumer("77001", "别人")).await;
    let before = world.facts().await;
    let claims = |amount: Value| json!([{"remedy_type": "partial_refund", "amount": amount}]);
    let cases: Vec<(Value, u16, &str, &str)> = vec![
        (with("order_id", json!("SO-404")), 422, "unknown_order", "/order_id"),
        (with("order_id", json!("SO-X")), 422, "unknown_order", "/order_id"),
        (with("order_id", json!("SO 1")), 422, "field_invalid", "/order_id"),
        (with("order_id", Value::Null), 422, "order_reason_missing", "/no_order_reason"),
        (with("kind", json!("no_such_kind")), 422, "unknown_kind", "/kind"),
        (with("lines", json!([{"line_id": "9", "quantity": 1}])), 422, "unknown_line", "/lines/0/line_id"),
        (
            with("lines", json!([{"line_id": "1", "quantity": 2}])),
            422,
            "quantity_too_large",
            "/lines/0/quantity",
        ),
        (with("lines", json!([{"line_id": "1", "quantity": -1}])), 422, "field_invalid", "/lines/0/quantity"),
        (with("description", json!("")), 422, "text_missing", "/description"),
        (with("description", json!("😀".repeat(10_000))), 422, "text_too_long", "/description"),
        (with("description", json!("a\u{0}b")), 422, "text_forbidden_character", "/description"),
        (with("description", json!("a\u{202E}b")), 422, "text_forbidden_character", "/description"),
        (with("description", json!(7)), 422, "field_invalid", "/description"),
        (with("answers", json!({})), 422, "answer_missing", "/answers/what_differs"),
        (with("answers", json!({"what_differs": "taste"})), 422, "answer_invalid", "/answers/what_differs"),
        (with("answers", json!({"what_differs": "size", "x": "y"})), 422, "unknown_question", "/answers/x"),
        (with("claims", json!([])), 422, "remedies_missing", "/claims"),
        (with("claims", claims(yuan("0.00"))), 422, "amount_not_positive", "/claims/0/amount"),
        (with("claims", claims(yuan("1.001"))), 422, "field_invalid", "/claims/0/amount"),
        (with("claims", claims(Value::Null)), 422, "amount_missing", "/claims/0/amount"),
        (
            with("claims", claims(json!({"currency": "EUR", "value": "1.00"}))),
            422,
            "currency_differs",
            "/claims/0/amount",
        ),
        (with("claims", json!([{"remedy_type": "gold"}])), 422, "field_invalid", "/claims/0/remedy_type"),
        (with("claims", json!([{"remedy_type": "repair"}])), 422, "remedy_not_available", "/claims/0"),
        (with("evidence_ids", json!(["nonsense"])), 422, "field_invalid", "/evidence_ids/0"),
        (with("evidence_ids", json!([uuid::Uuid::nil()])), 422, "unknown_evidence", "/evidence_ids/0"),
        (with("channel", json!("pigeon")), 422, "field_invalid", "/channel"),
        (with("occurred_at", json!("2026-11-20T00:00:00Z")), 422, "field_invalid", "/occurred_at"),
        (with("misspelt", json!(1)), 422, "field_invalid", "/misspelt"),
    ];
    for (body, status, code, pointer) in cases {
        let answer = world.post(Who::Consumer, "/complaints", &body).await;
        answer.refused(status, code);
        assert_eq!(answer.json()["errors"][0]["pointer"], pointer, "{}", answer.text());
    }
    let above = world.post(Who::Consumer, "/complaints", &with("claims", refund("299.01"))).await;
    above.refused(409, "above_cap");
    assert!(above.json()["detail"].as_str().unwrap().contains("299.00"));
    assert_eq!(world.facts().await, before);
}

/// C1: what is no JSON, too much of it, or something else altogether.
#[tokio::test]
async fn malformed_deep_and_huge_bodies_are_problems_too() {
    let world = World::new().await;
    let before = world.facts().await;
    let send = async |kind: &str, body: Vec<u8>| -> Answer {
        let request = world.request(Who::Consumer, "POST", "/complaints").header("content-type", kind);
        world.send(request.body(Body::from(body)).unwrap()).await
    };
    send("application/json", b"{\"kind\":".to_vec()).await.refused(400, "malformed_json");
    send("application/json", b"\xff\xfe{}".to_vec()).await.refused(400, "malformed_json");
    send("application/json", b"NaN".to_vec()).await.refused(400, "malformed_json");
    send("application/json", "[".repeat(200_000).into_bytes()).await.refused(400, "malformed_json");
    let deep = format!("{{\"description\":{}1{}}}", "[".repeat(500), "]".repeat(500));
    send("application/json", deep.into_bytes()).await.refused(400, "malformed_json");
    send("application/json", b"[]".to_vec()).await.refused(422, "field_invalid");
    send("application/json", b"\"text\"".to_vec()).await.refused(422, "field_invalid");
    send("application/json", vec![b' '; 1024 * 1024 + 1]).await.refused(413, "too_large");
    send("text/plain", b"{}".to_vec()).await.refused(415, "unsupported_media_type");
    // Without a length given beforehand, too.
    let chunks = (0..40).map(|_| Ok::<_, std::io::Error>(bytes::Bytes::from(vec![b' '; 64 * 1024])));
    let stream = Body::from_stream(futures_util::stream::iter(chunks));
    let request =
        world.request(Who::Consumer, "POST", "/complaints").header("content-type", "application/json");
    world.send(request.body(stream).unwrap()).await.refused(413, "too_large");

    world.get(Who::Consumer, "/no-such-thing").await.refused(404, "unknown_route");
    world
        .post(Who::Consumer, "/disputes/000000000000/no-such-verb", &json!({}))
        .await
        .refused(404, "unknown_route");
    let wrong = world.ask(Who::Consumer, "DELETE", "/complaints", &json!({})).await;
    wrong.refused(405, "method_not_allowed");
    assert!(wrong.header("allow").contains("POST"));
    world.get(Who::Consumer, "/disputes?stage=nowhere").await.refused(422, "query_invalid");
    world.get(Who::Consumer, "/disputes?cursor=x").await.refused(422, "query_invalid");
    assert_eq!(world.facts().await, before);
}

/// B15: a second complaint about the same line names the open case that can be joined.
#[tokio::test]
async fn a_second_complaint_on_the_same_line_names_the_open_case() {
    let world = World::new().await;
    let number = world.filed("SO-1").await;
    let before = world.facts().await;
    let again = world.post(Who::Consumer, "/complaints", &complaint("SO-1")).await;
    again.refused(409, "duplicate_complaint");
    assert_eq!(again.json()["number"], json!(number));
    assert_eq!(world.facts().await, before);
}

/// C4, C11: the wrong person, the wrong stage, twice: each has its code, and nothing changes.
#[tokio::test]
async fn the_wrong_person_stage_or_second_time_changes_nothing() {
    let world = World::new().await;
    let number = world.accepted("SO-1").await;
    let explained = json!({"position": "deny", "explanation": "页面没有写错。"});
    world.act(Who::Merchant, &number, "respond", &explained).await.ok();
    let offer =
        world.act(Who::Merchant, &number, "make-offer", &json!({"remedies": refund("10.00")})).await.ok();
    let offer = offer["dispute"]["offers"][0]["id"].clone();
    let before = world.facts().await;

    let not_allowed = world.act(Who::Consumer, &number, "accept", &json!({})).await;
    not_allowed.refused(403, "not_allowed");
    let verbs: Vec<Value> =
        not_allowed.json()["allowed_actions"].as_array().unwrap().iter().map(|a| a["verb"].clone()).collect();
    assert!(verbs.contains(&json!("accept_offer")), "{verbs:?}");
    world.act(Who::Intake, &number, "accept", &json!({})).await.refused(409, "wrong_stage");
    world.act(Who::Merchant, &number, "respond", &explained).await.refused(409, "already_done");
    world
        .act(Who::Merchant, &number, "accept-offer", &json!({"offer_id": offer}))
        .await
        .refused(422, "unknown_offer");
    let unknown = json!({"offer_id": uuid::Uuid::nil()});
    world.act(Who::Consumer, &number, "accept-offer", &unknown).await.refused(422, "unknown_offer");
    world
        .act(Who::Merchant, &number, "make-offer", &json!({"remedies": refund("299.01")}))
        .await
        .refused(409, "above_cap");
    world
        .act(Who::Consumer, &number, "rate", &json!({"score": 6, "about": "step"}))
        .await
        .refused(422, "score_out_of_range");
    world
        .act(Who::Consumer, &number, "rate", &json!({"score": 600, "about": "step"}))
        .await
        .refused(422, "field_invalid");
    world
        .act(Who::Consumer, &number, "send-message", &json!({"text": "x", "audience": "world"}))
        .await
        .refused(422, "field_invalid");
    let long = json!({"text": "\u{2066}", "audience": "all"});
    world.act(Who::Consumer, &number, "send-message", &long).await.refused(422, "text_forbidden_character");
    assert_eq!(world.facts().await, before);
    world.act(Who::Consumer, &number, "accept-offer", &json!({"offer_id": offer})).await.ok();
    world
        .act(Who::Consumer, &number, "accept-offer", &json!({"offer_id": offer}))
        .await
        .refused(409, "offer_not_open");
}

/// H4: someone else's case and one that does not exist are answered alike, on every route and verb.
#[tokio::test]
async fn a_case_of_others_is_answered_as_if_it_did_not_exist() {
    let world = World::new().await;
    let number = world.filed("SO-1").await;
    let strangers = [Who::OtherConsumer, Who::OtherMerchant, Who::Integrator, Who::Merchant];
    let without_id = |answer: Answer| {
        let mut problem = answer.json();
        problem["instance"] = json!(null);
        (answer.status, problem)
    };
    for who in strangers {
        for (method, rest) in
            [("GET", ""), ("GET", "/events"), ("GET", "/bundle"), ("POST", "/withdraw"), ("POST", "/accept")]
        {
            let mut answers = Vec::new();
            for number in [number.as_str(), "000000000000", "123", "nonsense"] {
                let headers = [("if-match", "\"1\"")];
                let answer = world
                    .ask_with(who, method, &format!("/disputes/{number}{rest}"), &json!({}), &headers)
                    .await;
                answer.refused(404, "unknown_dispute");
                answers.push(without_id(answer));
            }
            assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{who:?} {rest}");
        }
    }
}

/// B17: problems are told in the caller's language.
#[tokio::test]
async fn problems_are_told_in_the_callers_language() {
    let world = World::new().await;
    for (wanted, sentence) in
        [("en-GB", "Please sign in first."), ("zh-CN", "请先登录。"), ("zh-TW", "請先登入。")]
    {
        let request = world.request(Who::Nobody, "GET", "/disputes").header("accept-language", wanted);
        let answer = world.send(request.body(Body::empty()).unwrap()).await;
        answer.refused(401, "sign_in_needed");
        assert_eq!(answer.json()["detail"], sentence);
        assert_eq!(answer.header("www-authenticate"), "Bearer");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cache-control"), "private, no-store");
    }
}
