//! A unique word in every private item; every route, fetched as everyone: it reaches only whom it may reach.

use serde_json::json;

use crate::support::{Who, World};

/// A word, and who may meet it.
struct Canary {
    word: &'static str,
    may: Vec<Who>,
}

fn staff_and(more: &[Who]) -> Vec<Who> {
    Who::STAFF.iter().chain(more).copied().collect()
}

async fn note(world: &World, who: Who, number: &str, text: &str, audience: &str) {
    let body = json!({"text": text, "audience": audience});
    world.act(who, number, "send-message", &body).await.ok();
}

/// C5, C11, D8, H4: no route gives a private word to whom it is hidden from.
#[tokio::test]
async fn no_route_leaks_a_private_word() {
    let world = World::new().await;
    let register = domain::person::Register {
        name: "调解".to_owned(),
        role: terms::Role::Mediator,
        merchant: None,
        language: terms::Language::ZhHans,
    };
    app::sign_in::register(&world.app, Who::Mediator.person(), register).await.unwrap();
    let number = world.accepted("SO-1").await;
    let file =
        |name: &str| testkit::evidence::note(&format!("{name}.txt"), &format!("文件内容 {name}-content"));

    let hidden = file("canaryfile");
    let uploaded = world.upload(Who::Consumer, "canaryfile.txt", hidden.media_type, &hidden.bytes).await.ok();
    let evidence = uploaded["id"].as_str().unwrap().to_owned();
    let give = json!({"evidence_ids": [evidence], "audience": "staff", "note": "canarynote"});
    world.act(Who::Consumer, &number, "provide-evidence", &give).await.ok();
    let ask = json!({"to": "respondent", "questions": [{"key": "canaryquestion", "text": "进货渠道？"}]});
    world.act(Who::Intake, &number, "request-information", &ask).await.ok();
    let supply = json!({"answers": {"canaryquestion": "canaryanswer"}});
    world.act(Who::Merchant, &number, "supply-information", &supply).await.ok();
    note(&world, Who::Intake, &number, "canarystaff", "staff").await;
    note(&world, Who::Consumer, &number, "canaryconsumer", "staff").await;
    note(&world, Who::Merchant, &number, "canarymerchant", "staff").await;
    world
        .act(Who::Consumer, &number, "rate", &json!({"score": 1, "text": "canaryrating", "about": "step"}))
        .await
        .ok();
    note(&world, Who::Consumer, &number, "openword", "all").await;
    world.act(Who::Consumer, &number, "escalate", &json!({})).await.ok();
    world.act(Who::Supervisor, &number, "assign", &json!({"to": Who::Mediator.person()})).await.ok();
    note(&world, Who::Consumer, &number, "canarysealed", "mediator").await;
    note(&world, Who::Merchant, &number, "canarytalk", "all").await;
    let apology = json!([{"remedy_type": "apology"}]);
    let offer = json!({"remedies": apology, "note": "canaryoffer"});
    world.act(Who::Merchant, &number, "make-offer", &offer).await.ok();
    let proposal = json!({"remedies": apology, "reasons": "canaryproposal"});
    world.act(Who::Mediator, &number, "propose", &proposal).await.ok();
    world.act(Who::Consumer, &number, "escalate", &json!({"reason": "canaryending"})).await.ok();
    world.settle().await;

    let mediation = [Who::Consumer, Who::Merchant, Who::Mediator, Who::Supervisor];
    let canaries = [
        Canary { word: "canaryfile", may: staff_and(&[Who::Consumer]) },
        Canary { word: "canarynote", may: staff_and(&[Who::Consumer]) },
        Canary { word: "canaryquestion", may: staff_and(&[Who::Merchant]) },
        Canary { word: "canaryanswer", may: staff_and(&[Who::Merchant]) },
        Canary { word: "canarystaff", may: Who::STAFF.to_vec() },
        Canary { word: "canaryconsumer", may: staff_and(&[Who::Consumer]) },
        Canary { word: "canarymerchant", may: staff_and(&[Who::Merchant]) },
        Canary { word: "canaryrating", may: staff_and(&[Who::Consumer]) },
        Canary { word: "canarysealed", may: vec![Who::Consumer, Who::Mediator, Who::Supervisor] },
        Canary { word: "canarytalk", may: mediation.to_vec() },
        Canary { word: "canaryoffer", may: mediation.to_vec() },
        Canary { word: "canaryproposal", may: mediation.to_vec() },
        Canary { word: "canaryending", may: mediation.to_vec() },
        Canary { word: "openword", may: staff_and(&[Who::Consumer, Who::Merchant]) },
    ];
    let mut paths: Vec<String> = api::ROUTES
        .iter()
        .filter(|route| route.method == http::Method::GET)
        .map(|route| {
            let id = if route.path.starts_with("/orders") { "SO-1" } else { &evidence };
            route.path.replace("{number}", &number).replace("{id}", id)
        })
        .collect();
    paths.extend(
        ["/disputes?queue=all", "/disputes?queue=unassigned", "/disputes?queue=mine"].map(str::to_owned),
    );
    for canary in &canaries {
        paths.push(format!("/search?q={}", canary.word));
        paths.push(format!("/disputes?queue=all&q={}", canary.word));
    }
    for who in Who::ALL {
        let mut met = String::new();
        for path in &paths {
            let answer = world.get(who, path).await;
            let text = answer.text();
            for canary in canaries.iter().filter(|c| !c.may.contains(&who)) {
                assert!(!text.contains(canary.word), "{who:?} meets {} on {path}", canary.word);
                // That a search for it finds the case would tell as much.
                let finds = path.ends_with(&format!("q={}", canary.word)) && text.contains(&number);
                assert!(!finds, "{who:?} finds the case by {} on {path}", canary.word);
            }
            met.push_str(&text);
        }
        for canary in canaries.iter().filter(|c| c.may.contains(&who)) {
            assert!(met.contains(canary.word), "{who:?} never meets {}", canary.word);
        }
        // Lists show no more of a name than its first character.
        let list = world.get(who, "/disputes?queue=all").await.text();
        assert!(!list.contains("陈雨桐"), "{who:?}");
    }
}
