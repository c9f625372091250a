//! From a closed case to a published result, and off the page again.

use app::ports::{Clock as _, Query, Statement, Value};
use app::{case, jobs};
use domain::dispute::DisputeCommand;
use domain::dispute::commands::accept_offer::AcceptOffer;
use domain::{Actor, publication};
use http::StatusCode;
use terms::{Role, person_from_outside};

use crate::trial::{World, consumer, merchant, person};

/// Other cases that ended alike, so that nobody can be told from the others.
async fn others_alike(world: &World, traits: &publication::Traits) {
    const ROW: Query = Query {
        name: "an_ended_case",
        sql: "INSERT INTO ended_case VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    };
    let row = |n: i64| Statement {
        query: ROW,
        params: vec![
            Value::uuid(person_from_outside(&format!("case:{n}")).0),
            Value::text(traits.kind.as_str()),
            Value::text(traits.outcome.as_str()),
            Value::text(traits.category.clone()),
            Value::instant(traits.ended_at),
            Value::instant(traits.filed_at),
            Value::Int(publication::sum_in_rows(traits.claimed)),
            Value::Int(publication::sum_in_rows(traits.granted)),
            Value::uuid(person_from_outside(&format!("consumer:{n}")).0),
            Value::text(format!("shop-{n}")),
            Value::Int(n),
        ],
        must_change: Some(1),
    };
    world.app.store.change((1..5).map(row).collect()).await.unwrap();
}

/// F2, F3, F4, F5: drafted, seen by both sides, approved by another person, public in list, page and feed; revoked
/// consent takes it off all of them at once.
#[tokio::test(flavor = "multi_thread")]
async fn a_result_is_published_and_goes_when_consent_is_revoked() {
    let world = World::new().await;
    let mut me = world.consumer().await;
    let number = me.file().await;
    let id = case::find(&world.app, number.parse().unwrap()).await.unwrap().unwrap();
    world.offered(id).await;
    let offer_id = case::state(&world.app, id).await.unwrap().open_offers().next().unwrap().id;
    let buyer = Actor::Person { id: consumer(), role: Role::Consumer, merchant: None };
    world.act(id, buyer, DisputeCommand::AcceptOffer(AcceptOffer { offer_id, note: None })).await;
    while jobs::run_due(&world.app).await.unwrap() > 0 {}
    let ended = case::state(&world.app, id).await.unwrap();
    let traits = publication::traits(&ended).expect("it was paid");
    others_alike(&world, &traits).await;

    let path = format!("/cases/{number}/result");
    let mut drafter = world.signed_in(person("sun"), Role::IntakeOfficer, "sun").await;
    let mut approver = world.signed_in(person("bai"), Role::Supervisor, "bai").await;
    let mut seller = world.signed_in(person("seller"), Role::Merchant, "seller").await;
    let mut stranger = world.browser();
    assert_eq!(me.get(&path).await.status, StatusCode::NOT_FOUND, "nothing is drafted yet");
    let named = drafter.post(&format!("{path}/draft"), &[("brief.zh-Hans", "联系 13800138000")]).await;
    assert_eq!(named.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", named.text);
    assert_eq!(drafter.post(&format!("{path}/draft"), &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(drafter.post(&format!("{path}/approve"), &[]).await.status, StatusCode::FORBIDDEN);
    for viewer in [&mut me, &mut seller, &mut drafter, &mut approver] {
        for language in ["zh-Hans", "zh-Hant", "en"] {
            let page = viewer.get(&format!("{path}?lang={language}")).await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.text);
            assert!(!page.text.contains("results-") && !page.text.contains("refusal-"), "{}", page.text);
        }
    }
    let mut mediator = world.signed_in(person("gu"), Role::Mediator, "gu").await;
    assert_eq!(mediator.get(&path).await.status, StatusCode::NOT_FOUND, "staff not in charge see no draft");
    assert_eq!(stranger.get(&path).await.status, StatusCode::SEE_OTHER, "strangers are asked to sign in");

    for viewer in [&mut me, &mut seller] {
        let agreed = viewer.post(&format!("{path}/consent"), &[("item", "agreement")]).await;
        assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.text);
    }
    let approved = approver.post(&format!("{path}/approve"), &[("as", "digest")]).await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER, "{}", approved.text);
    let state = app::publication::state(&world.app, id).await.unwrap();
    let told = publication::public(&state, world.clock.now()).unwrap();
    let public = format!("/results/{}", told.number);
    for language in ["zh-Hans", "zh-Hant", "en"] {
        for page in [
            &*public,
            "/results",
            "/results?kind=not_as_described",
            "/rules/trade",
            "/rules/trade?on=2025-01-01",
        ] {
            let sign = if page.contains('?') { '&' } else { '?' };
            let page = stranger.get(&format!("{page}{sign}lang={language}")).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(!page.text.contains("results-") && !page.text.contains(">trade-"), "{}", page.text);
        }
    }
    let page = stranger.get(&public).await.text;
    for private in ["陈雨桐", number.as_str(), merchant().as_str(), "SO-1"] {
        assert!(!page.contains(private), "{private}");
    }
    assert!(stranger.get("/results").await.text.contains(&public));
    assert!(stranger.get("/results.atom").await.text.contains(&format!("href=\"{public}\"")));
    let waiting = drafter.get("/desk/results").await;
    assert!(waiting.text.contains(&path), "{}", waiting.text);
    assert_eq!(stranger.get("/desk/results").await.status, StatusCode::SEE_OTHER);

    let objected = stranger.post(&format!("{public}/object"), &[("text", "月份写错了")]).await;
    assert_eq!(objected.status, StatusCode::SEE_OTHER, "{}", objected.text);
    let again = stranger.post(&format!("{public}/object"), &[("text", "月份写错了")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);

    let revoked = me.post(&format!("{path}/revoke-consent"), &[("item", "agreement")]).await;
    assert_eq!(revoked.status, StatusCode::SEE_OTHER, "{}", revoked.text);
    assert_eq!(stranger.get(&public).await.status, StatusCode::GONE);
    assert!(!stranger.get("/results").await.text.contains(&public));
    let feed = stranger.get("/results.atom").await.text;
    assert!(feed.contains("<at:deleted-entry ref=") && !feed.contains(&public), "{feed}");
}

/// F5: strangers at one address object a few times a day.
#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_is_not_public_takes_no_objection() {
    let world = World::new().await;
    let mut stranger = world.browser_at("203.0.113.7");
    for number in ["4821-0937", "0000-0000", "x"] {
        assert_eq!(stranger.get(&format!("/results/{number}")).await.status, StatusCode::NOT_FOUND);
        let objected = stranger.post(&format!("/results/{number}/object"), &[("text", "?")]).await;
        assert_eq!(objected.status, StatusCode::NOT_FOUND);
    }
}
