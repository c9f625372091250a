//! The OpenAPI document: complete, stable, and true of real answers.

use serde_json::{Value, json};

use crate::support::{Who, World, refund};

/// B2, B8: the document is kept as a golden file, so that a change of the contract is seen.
#[test]
fn the_document_changes_only_on_purpose() {
    // Whether a JSON map keeps its order depends on which crates are built together; what it says does not.
    insta::with_settings!({ sort_maps => true }, {
        insta::assert_json_snapshot!("openapi", api::document());
    });
}

/// B8: each route and each verb of the table is in the document, and every reference in it leads somewhere.
#[test]
fn the_document_has_every_route_and_no_dead_reference() {
    let document = api::document();
    let paths = document["paths"].as_object().unwrap();
    for verb in domain::dispute::Verb::ALL {
        assert!(paths[&format!("/disputes/{{number}}/{}", verb.path())]["post"].is_object());
    }
    for verb in domain::penalty::PenaltyVerb::ALL {
        assert!(paths[&format!("/penalties/{{number}}/{}", verb.path())]["post"].is_object());
    }
    for act in ["pay-deposit", "recover", "leave"] {
        assert!(paths[&format!("/merchants/{{id}}/{act}")]["post"].is_object());
    }
    let is_whole = |route: &&api::Route| !route.path.contains("{verb}") && !route.path.contains("{act}");
    for route in api::ROUTES.iter().filter(is_whole) {
        assert!(paths[route.path][route.method.as_str().to_lowercase()].is_object(), "{}", route.path);
    }
    let mut waiting = vec![&document];
    while let Some(value) = waiting.pop() {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
        }
        match value {
            Value::Object(map) => waiting.extend(map.values()),
            Value::Array(list) => waiting.extend(list),
            _ => {}
        }
    }
}

/// What does not fit the schema; fields that it does not name are a mistake too.
fn misfit(value: &Value, schema: &Value, document: &Value, at: &str) -> Option<String> {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return misfit(value, document.pointer(reference.trim_start_matches('#'))?, document, at);
    }
    if let Some(any) = schema.get("anyOf").and_then(Value::as_array) {
        let misfits: Vec<String> =
            any.iter().filter_map(|schema| misfit(value, schema, document, at)).collect();
        return (misfits.len() == any.len()).then(|| misfits.join(" / "));
    }
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        return (!words.contains(value)).then(|| format!("{at}: {value} is none of the words"));
    }
    let fits = match schema.get("type").and_then(Value::as_str) {
        None => true,
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        Some("array") => {
            let items = value.as_array()?;
            return items
                .iter()
                .enumerate()
                .find_map(|(n, item)| misfit(item, &schema["items"], document, &format!("{at}/{n}")));
        }
        Some(_) => {
            let Some(map) = value.as_object() else { return Some(format!("{at}: {value} is no object")) };
            let missing = schema["required"]
                .as_array()
                .into_iter()
                .flatten()
                .find(|field| !map.contains_key(field.as_str().unwrap()));
            if let Some(missing) = missing {
                return Some(format!("{at}: {missing} is missing"));
            }
            return map.iter().find_map(|(field, value)| {
                let at = format!("{at}/{field}");
                let known =
                    schema.pointer(&format!("/properties/{field}")).or(schema.get("additionalProperties"));
                known.map_or(Some(format!("{at} is not in the document")), |schema| {
                    misfit(value, schema, document, &at)
                })
            });
        }
    };
    (!fits).then(|| format!("{at}: {value} does not fit {schema}"))
}

/// B8: real answers fit the document, on every route that answers in JSON, for everyone.
#[tokio::test]
async fn real_answers_fit_the_document() {
    let world = World::new().await;
    let document = api::document();
    let holds = |value: &Value, schema: &str| {
        let schema = json!({"$ref": format!("#/components/schemas/{schema}")});
        assert_eq!(misfit(value, &schema, &document, ""), None);
    };
    let number = world.filed("SO-1").await;
    let picture = testkit::evidence::photo("p.jpg", testkit::evidence::Scene::Label, 3, None);
    let uploaded = world.upload(Who::Consumer, "p.jpg", "image/jpeg", &picture.bytes).await.ok();
    holds(&uploaded, "Uploaded");
    let accepted = world.act(Who::Intake, &number, "accept", &json!({})).await.ok();
    holds(&accepted, "Done");
    let give = json!({"evidence_ids": [uploaded["id"]], "audience": "all", "note": "照片"});
    world.act(Who::Consumer, &number, "provide-evidence", &give).await.ok();
    let agent = json!({"to": Who::OtherConsumer.person(), "scope": ["send_message"]});
    world.act(Who::Consumer, &number, "grant-mandate", &agent).await;
    world
        .act(
            Who::Merchant,
            &number,
            "respond",
            &json!({"position": "partly", "explanation": "好", "remedies": refund("9.00")}),
        )
        .await
        .ok();
    world.act(Who::Consumer, &number, "send-message", &json!({"text": "不够", "audience": "all"})).await.ok();
    let hold = json!({"reason": "等检测", "until": "2026-12-01T00:00:00Z"});
    world.act(Who::Intake, &number, "put-on-hold", &hold).await.ok();
    holds(&world.get(Who::Intake, &format!("/disputes/{number}")).await.ok(), "Dispute");
    world.act(Who::Intake, &number, "resume", &json!({})).await.ok();
    let seen = world.get(Who::Consumer, &format!("/disputes/{number}")).await.ok();
    let offer = json!({"offer_id": seen["offers"][0]["id"]});
    holds(&world.act(Who::Consumer, &number, "accept-offer", &offer).await.ok(), "Done");
    world.settle().await;
    for who in [Who::Consumer, Who::Merchant, Who::Supervisor] {
        holds(&world.get(who, &format!("/disputes/{number}")).await.ok(), "Dispute");
        holds(&world.get(who, &format!("/disputes/{number}/events")).await.ok(), "FactPage");
        holds(&world.get(who, "/disputes?queue=all").await.ok(), "DisputePage");
        holds(&world.get(who, "/notices").await.ok(), "NoticePage");
    }
    holds(&world.get(Who::Integrator, "/orders/SO-1").await.ok(), "OrderShown");
    holds(&world.get(Who::Nobody, "/kinds").await.ok(), "KindPage");
    let path = format!("/evidence/{}/custody", uploaded["id"].as_str().unwrap());
    world.get(Who::Merchant, &format!("/evidence/{}", uploaded["id"].as_str().unwrap())).await;
    holds(&world.get(Who::Intake, &path).await.ok(), "LookPage");
    let guesses =
        world.post(Who::Nobody, "/complaints/suggest-kind", &json!({"description": "色差"})).await.ok();
    holds(&guesses, "SuggestionList");
    let request = world.request(Who::Nobody, "GET", "/checkpoint").header("accept", "application/json");
    let checkpoint = world.send(request.body(axum::body::Body::empty()).unwrap()).await.ok();
    holds(&checkpoint, "Checkpoint");
    holds(&world.get(Who::Nobody, "/checkpoint/consistency?from=1").await.ok(), "Consistency");
    while app::statistics::follow_statistics(&world.app).await.unwrap() {}
    holds(&world.get(Who::Supervisor, "/statistics?merchant=yuhe").await.ok(), "Statistics");
    holds(&world.get(Who::Nobody, "/statistics").await.ok(), "Statistics");
    assert_eq!(world.get(Who::Nobody, "/openapi.json").await.ok(), document);
    holds(&world.get(Who::Nobody, "/disputes").await.json(), "Problem");
    holds(&world.act(Who::Consumer, &number, "accept", &json!({})).await.json(), "Problem");
}

/// D2: the signed checkpoint is for everyone, and its signature holds.
#[tokio::test]
async fn the_checkpoint_is_public_and_signed() {
    let world = World::new().await;
    world.filed("SO-1").await;
    let answer = world.get(Who::Nobody, "/checkpoint").await;
    assert!(answer.header("content-type").starts_with("text/plain"));
    let keys = [world.app.signer.public().clone()];
    let (checkpoint, _) = record::Checkpoint::verify(&answer.text(), &keys).unwrap();
    assert_eq!(checkpoint.size, world.facts().await);
}

/// D2: between two checkpoints anyone can ask for the proof that the record only grew; what cannot be proved is refused.
#[tokio::test]
async fn the_record_proves_that_it_only_grew() {
    let world = World::new().await;
    let keys = [world.app.signer.public().clone()];
    let kept = async || {
        let text = world.get(Who::Nobody, "/checkpoint").await.text();
        record::Checkpoint::verify(&text, &keys).unwrap().0
    };
    world.filed("SO-1").await;
    let old = kept().await;
    world.filed("SO-2").await;
    let new = kept().await;
    assert!(old.size < new.size);
    let answer = world.get(Who::Nobody, &format!("/checkpoint/consistency?from={}", old.size)).await.ok();
    assert_eq!(answer["to"], new.size);
    let proof: Vec<record::Hash> = serde_json::from_value(answer["proof"].clone()).unwrap();
    record::verify_consistency(old.size, old.root, new.size, new.root, &proof).unwrap();
    assert!(record::verify_consistency(old.size, new.root, new.size, new.root, &proof).is_err());
    for wrong in ["", "?from=x", "?from=5&to=4", "?from=0&to=99999999"] {
        let refused = world.get(Who::Nobody, &format!("/checkpoint/consistency{wrong}")).await;
        assert_eq!(refused.status, 422, "{wrong}: {}", refused.text());
    }
}
