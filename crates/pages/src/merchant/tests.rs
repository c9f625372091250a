//! The merchant's pages over a real store.

use axum::http::StatusCode;
use terms::Role;

use super::world::World;

/// B12, H5: every page of the merchant in every language, with a sentence for each key.
#[tokio::test]
async fn the_merchants_pages_speak_every_language() {
    let world = World::new().await;
    let (officer, _) = world.staff("sun.intake", Role::IntakeOfficer).await;
    let (number, id) = world.file().await;
    world.accept(id, officer).await;
    let merchant = world.merchant().await;
    for path in [
        "/merchant",
        "/merchant?list=closed",
        "/merchant?q=羊毛&status=on_hold",
        "/merchant?kind=not_as_described",
    ] {
        let path = path.replace("羊毛", "%E7%BE%8A%E6%AF%9B");
        world.in_every_language(Some(&merchant), &path).await;
    }
    world.in_every_language(Some(&merchant), &format!("/merchant/cases/{number}")).await;
}

/// C19: looking at the case proves the notice, once, and the page says so.
#[tokio::test]
async fn looking_at_the_case_proves_the_notice() {
    let world = World::new().await;
    let (officer, _) = world.staff("sun.intake", Role::IntakeOfficer).await;
    let (number, id) = world.file().await;
    let merchant = world.merchant().await;
    let path = format!("/merchant/cases/{number}?lang=en");
    assert_eq!(world.get(Some(&merchant), &path).await.status, StatusCode::NOT_FOUND, "before acceptance");
    world.accept(id, officer).await;

    let stranger = world.stranger().await;
    assert_eq!(world.get(Some(&stranger), &path).await.status, StatusCode::NOT_FOUND);
    assert!(
        app::case::state(&world.app, id).await.unwrap().respondent_notified.is_none(),
        "a stranger's look proves nothing"
    );

    let first = world.get(Some(&merchant), &path).await;
    assert!(first.text.contains("for the first time"));
    assert!(app::case::state(&world.app, id).await.unwrap().respondent_notified.is_some());
    assert!(!world.get(Some(&merchant), &path).await.text.contains("for the first time"));
    assert!(!first.text.contains("<script>吊牌"), "what people write is never markup");
}

/// C3, C4: the answer with an offer goes through the form, and comes back when something is missing.
#[tokio::test]
async fn the_merchant_answers_with_an_offer() {
    let world = World::new().await;
    let (officer, _) = world.staff("sun.intake", Role::IntakeOfficer).await;
    let (number, id) = world.file().await;
    world.accept(id, officer).await;
    let merchant = world.merchant().await;
    let form = format!("/cases/{number}/respond");
    let wrong = world
        .post(&merchant, &form, &[("form", "respond"), ("position", "partly"), ("explanation", "")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("id=\"respond-explanation-e\""), "the mistake stands at its field");

    let fields = [
        ("form", "respond"),
        ("position", "partly"),
        ("explanation", "水洗标印错了"),
        ("remedy", "partial_refund"),
        ("amount.partial_refund", "200"),
    ];
    let sent = world.post(&merchant, &form, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    assert_eq!(sent.location, format!("/merchant/cases/{number}"));
    let page = world.get(Some(&merchant), &format!("/merchant/cases/{number}?lang=en")).await.text;
    assert!(page.contains("¥200.00") && page.contains("Withdraw this offer"));
    assert!(!page.contains("id=\"respond\""), "an answer is given once");
    assert_eq!(app::case::state(&world.app, id).await.unwrap().offers.len(), 1);
}

/// B12: one message to several cases is said once in each, and what did not work is told.
#[tokio::test]
async fn one_message_goes_to_every_selected_case_once() {
    let world = World::new().await;
    let (officer, _) = world.staff("sun.intake", Role::IntakeOfficer).await;
    let (number, id) = world.file().await;
    world.accept(id, officer).await;
    let merchant = world.merchant().await;
    let number = number.to_string();
    let wish = "0197a1b2-0000-7000-8000-000000000001";
    let fields = [("wish", wish), ("case", number.as_str()), ("case", "000000000000"), ("text", "正在核实")];
    for _ in 0..2 {
        let page = world.post(&merchant, "/merchant/messages", &fields).await;
        assert_eq!(page.status, StatusCode::OK);
    }
    assert_eq!(app::case::state(&world.app, id).await.unwrap().messages.len(), 1);
    let refused =
        world.post(&merchant, "/merchant/messages", &[("case", number.as_str()), ("text", " ")]).await;
    assert!(
        refused.text.contains(&format!("/merchant/cases/{number}\">")),
        "the case that it did not reach is named"
    );
}

/// The doors of the work pages: each role gets its own, others are shown out.
#[tokio::test]
async fn work_pages_open_for_their_own_people_alone() {
    let world = World::new().await;
    let (_, officer) = world.staff("sun.intake", Role::IntakeOfficer).await;
    let (_, admin) = world.staff("lu.admin", Role::Admin).await;
    let (merchant, consumer) = (world.merchant().await, world.consumer().await);
    let (number, _) = world.file().await;
    let (desk, shop) = (format!("/desk/cases/{number}"), format!("/merchant/cases/{number}"));
    let people = [("officer", &officer), ("admin", &admin), ("merchant", &merchant), ("consumer", &consumer)];
    let doors = [
        ("/merchant", "merchant"),
        ("/desk", "officer"),
        ("/desk/file", "officer"),
        ("/admin", "admin"),
        (desk.as_str(), "officer"),
        (shop.as_str(), "merchant"),
    ];
    for (path, opens_for) in doors {
        for (name, token) in people {
            let status = world.get(Some(token), path).await.status;
            let is_unaccepted = path == shop && name == "merchant";
            let expected = if name != opens_for {
                StatusCode::FORBIDDEN
            } else if is_unaccepted {
                StatusCode::NOT_FOUND
            } else {
                StatusCode::OK
            };
            assert_eq!(status, expected, "{name} at {path}");
        }
        let nobody = world.get(None, path).await;
        assert_eq!(nobody.status, StatusCode::SEE_OTHER, "{path}");
        assert!(nobody.location.starts_with("/sign-in"), "{path}");
    }
    let table = crate::access_table();
    assert!(
        ["/merchant", "/desk", "/admin", "/rules"]
            .iter()
            .all(|path| table.iter().any(|line| line.path == *path))
    );
}
