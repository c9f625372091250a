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

/// C3, C4: agreeing to everything pays at once, so the form asks again and says what follows.
#[tokio::test]
async fn agreeing_to_everything_is_asked_twice() {
    let world = World::new().await;
    let (officer, _) = world.staff("sun.intake", Role::IntakeOfficer).await;
    let (number, id) = world.file().await;
    world.accept(id, officer).await;
    let merchant = world.merchant().await;
    let path = format!("/cases/{number}/respond?lang=en");
    let fields = [("form", "respond"), ("position", "accept"), ("explanation", "确实印错了"), ("sure", "1")];
    let asked = world.post(&merchant, &path, &fields[..3]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.text.contains("id=\"respond-sure-e\"") && asked.text.contains("¥899.00"));
    assert!(app::case::state(&world.app, id).await.unwrap().response.is_none(), "nothing has happened yet");
    assert_eq!(world.post(&merchant, &path, &fields).await.status, StatusCode::SEE_OTHER);
    assert!(app::case::state(&world.app, id).await.unwrap().response.is_some());
}

/// C3: a second answer is told who answered what, and what was typed is offered as a message.
#[tokio::test]
async fn a_second_answer_loses_no_word() {
    let world = World::new().await;
    let (officer, _) = world.staff("sun.intake", Role::IntakeOfficer).await;
    let (number, id) = world.file().await;
    world.accept(id, officer).await;
    let merchant = world.merchant().await;
    let path = format!("/cases/{number}/respond?lang=en");
    let fields = [("form", "respond"), ("position", "deny"), ("explanation", "吊牌没有错")];
    assert_eq!(world.post(&merchant, &path, &fields).await.status, StatusCode::SEE_OTHER);
    let late = [("form", "respond"), ("position", "deny"), ("explanation", "第二个人写的话")];
    let told = world.post(&merchant, &path, &late).await;
    assert_eq!(told.status, StatusCode::CONFLICT);
    assert!(told.text.contains("第二个人写的话</textarea>"), "the words are kept");
    assert!(!told.text.contains("to put right"), "there is nothing to mend");
    let home = format!("/merchant/cases/{number}");
    assert!(told.text.contains(&format!("data-here=\"{home}\"")), "it updates from its own address");
    assert!(told.text.contains(&format!("href=\"{home}?lang=zh-Hant\"")), "languages lead to the page");
}

/// B12: an act's address that is reloaded or shared leads to its page, in the language that was asked for.
#[tokio::test]
async fn an_acts_address_leads_to_its_page() {
    let world = World::new().await;
    let (_, officer) = world.staff("sun.intake", Role::IntakeOfficer).await;
    let (_, admin) = world.staff("lu.admin", Role::Admin).await;
    let merchant = world.merchant().await;
    let (number, _) = world.file().await;
    let acts = [
        (&merchant, format!("/cases/{number}/respond?lang=en"), format!("/merchant/cases/{number}")),
        (&merchant, "/merchant/messages".to_owned(), "/merchant".to_owned()),
        (&officer, format!("/cases/{number}/refuse"), format!("/desk/cases/{number}")),
        (&admin, "/admin/staff".to_owned(), "/admin".to_owned()),
    ];
    for (token, act, page) in acts {
        let got = world.get(Some(token), &act).await;
        assert_eq!((got.status, got.location), (StatusCode::SEE_OTHER, page), "{act}");
    }
    let nothing = world.get(Some(&merchant), &format!("/cases/{number}/nonsense")).await;
    assert_ne!(nothing.status, StatusCode::SEE_OTHER);
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
    for (language, said) in [
        ("zh-Hans", "0000 0000 0000 没发出：没有这个编号。"),
        ("zh-Hant", "0000 0000 0000 沒送出：沒有這個編號。"),
        ("en", "Case 0000 0000 0000 did not get it. There is no such number."),
    ] {
        let page = world.post(&merchant, &format!("/merchant/messages?lang={language}"), &fields).await;
        assert!(page.text.contains(&format!(">{said}</a>")), "{language}: {}", page.text);
    }
    let stranger = world.stranger().await;
    let page = world.post(&stranger, "/merchant/messages?lang=en", &fields).await.text;
    assert_eq!(
        page.matches("There is no such number.").count(),
        2,
        "another's case is as if it were not there"
    );
    let refused =
        world.post(&merchant, "/merchant/messages", &[("case", number.as_str()), ("text", " ")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("id=\"bulk-text-e\""), "the field says what is missing");
    let picked = format!("value=\"{number}\" checked");
    assert!(refused.text.contains(&picked), "what was chosen stays chosen");
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
