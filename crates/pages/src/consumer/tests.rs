//! What a consumer does on pages, without JavaScript, over the real store.

use app::case;
use http::StatusCode;
use terms::{CaseNumber, Language, Role};

use crate::trial::{World, hidden, person};

async fn id(world: &World, number: &str) -> terms::DisputeId {
    case::find(&world.app, number.parse::<CaseNumber>().unwrap()).await.unwrap().unwrap()
}

/// Words between tags and in labels that are text keys: sentences that are missing.
fn keys(html: &str) -> Vec<String> {
    let labels = html.split("aria-label=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let between = html.split('>').skip(1).filter_map(|rest| rest.split('<').next());
    let words = labels.chain(between).map(str::trim);
    let is_key = |word: &&str| {
        word.contains('-')
            && word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
    };
    words.filter(is_key).map(str::to_owned).collect()
}

/// H5, B17: every page of the consumer says everything in every language.
#[tokio::test(flavor = "multi_thread")]
async fn every_page_speaks_every_language() {
    let world = World::new().await;
    let mut me = world.consumer().await;
    let number = me.file().await;
    world.offered(id(&world, &number).await).await;
    me.get("/file?order=SO-1&kind=not_as_described").await;
    let mut stranger = world.browser();
    let steps = [
        "kind",
        "kind?say=%E8%A1%A3%E6%9C%8D",
        "order",
        "q.what_differs",
        "q.falsely_stated",
        "story",
        "want",
        "evidence",
    ];
    let mut paths: Vec<String> = steps.iter().map(|step| format!("/file/{step}")).collect();
    paths.extend(["/", "/cases", "/track", "/settings", "/notices", "/nothing"].map(str::to_owned));
    paths.extend([format!("/cases/{number}"), format!("/cases/{number}/filed")]);
    let open = [
        "/",
        "/track?number=1",
        "/sign-in",
        "/hand-over?token=x",
        "/setup?token=x",
        "/file/kind",
        "/file/evidence",
        "/file/review",
    ];
    for language in Language::ALL {
        for path in &paths {
            let mark = if path.contains('?') { '&' } else { '?' };
            let got = me.get(&format!("{path}{mark}lang={language}")).await;
            assert!(
                got.text.contains(&format!("<html lang=\"{language}\"")),
                "{language} {path}: {}",
                got.text
            );
            assert_eq!(keys(&got.text), Vec::<String>::new(), "{language} {path}");
        }
        for path in open {
            let mark = if path.contains('?') { '&' } else { '?' };
            let got = stranger.get(&format!("{path}{mark}lang={language}")).await;
            assert_eq!(keys(&got.text), Vec::<String>::new(), "{language} {path}");
        }
    }
}

/// K1, B1: a complaint begun without signing in is still there after it, and is filed with nothing typed twice.
#[tokio::test(flavor = "multi_thread")]
async fn a_draft_survives_the_sign_in() {
    let world = World::new().await;
    let mut browser = world.browser();
    browser.get("/file?kind=not_as_described").await;
    let got = browser.post("/file/order", &[("order", "none"), ("no_order", "用家人的账号买的")]).await;
    assert_eq!(got.to, "/file/q.what_differs");
    browser.post("/file/q.what_differs", &[("answer.what_differs", "size")]).await;
    browser.post("/file/story", &[("story", "尺码小了两号")]).await;
    browser.post("/file/want", &[("remedy", "apology")]).await;
    let got = browser.post("/file/review", &[]).await;
    assert_eq!(got.to, "/sign-in?then=/file/review");
    let got = browser.post("/sign-in/guest", &[("name", "小林"), ("then", "/file/review")]).await;
    assert_eq!((got.status, got.to.as_str()), (StatusCode::SEE_OTHER, "/file/review"));
    let review = browser.get("/file/review").await;
    assert!(
        review.text.contains("尺码小了两号") && review.text.contains("用家人的账号买的"),
        "{}",
        review.text
    );
    let got = browser.post("/file/review", &[]).await;
    assert!(got.to.ends_with("/filed"), "{}", got.text);
    let filed = browser.get(&got.to).await;
    assert!(filed.text.contains("ticket__no"));
    assert!(!browser.cookies.iter().any(|(name, _)| name == "draft"), "the draft is gone with the filing");
}

/// B1: a page that is sent without its answer comes back with what was typed, and says what is missing.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_without_an_answer_says_so_at_its_field() {
    let world = World::new().await;
    let mut me = world.consumer().await;
    me.get("/file?order=SO-1&kind=not_as_described").await;
    let got = me.post("/file/want", &[("remedy", "refund"), ("amount.refund", "多一点")]).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        got.text.contains("data-alarm") && got.text.contains("href=\"#f-amount.refund\""),
        "{}",
        got.text
    );
    assert!(got.text.contains("value=\"多一点\""), "what was typed is still there");
}

/// C1, B15: the same line again: the open case is offered to join, or another problem is filed beside it.
#[tokio::test(flavor = "multi_thread")]
async fn a_second_complaint_about_one_thing_is_offered_to_join_the_first() {
    let world = World::new().await;
    let mut me = world.consumer().await;
    let first = me.file().await;
    me.get("/file?order=SO-1&kind=not_as_described").await;
    me.post("/file/q.what_differs", &[("answer.what_differs", "colour")]).await;
    me.post("/file/story", &[("story", "颜色也不对")]).await;
    me.post("/file/want", &[("remedy", "apology")]).await;
    let got = me.post("/file/review", &[]).await;
    assert_eq!(got.status, StatusCode::CONFLICT);
    assert!(got.text.contains(&format!("name=\"number\" value=\"{first}\"")), "{}", got.text);
    let got = me.post("/file-join", &[("number", &first)]).await;
    assert_eq!(got.to, format!("/cases/{first}"), "{}", got.text);
    let page = me.get(&got.to).await;
    assert!(page.text.contains("颜色也不对"));
}

/// B1: sums above what can be paid back are refused at their fields, in words, before the complaint is handed in.
#[tokio::test(flavor = "multi_thread")]
async fn a_sum_above_the_cap_is_refused_where_it_is_typed() {
    let world = World::new().await;
    let mut me = world.consumer().await;
    me.get("/file?order=SO-1&kind=not_as_described").await;
    let want = me.get("/file/want").await.text;
    assert!(!want.contains(" checked"), "nothing is chosen for anybody");
    let got = me.post("/file/want", &[]).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "without a choice it does not go on");
    let got = me.post("/file/want", &[("remedy", "refund"), ("amount.refund", "100000")]).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.text.contains("id=\"f-amount.refund-e\"") && got.text.contains("最多还能退"), "{}", got.text);
    let got = me.post("/file/want", &[("remedy", "refund"), ("amount.refund", "1.234")]).await;
    assert!(got.text.contains("最多两位小数"), "{}", got.text);
}

/// B1, K1: a review that was open in two tabs files once, and the second tab is told the number.
#[tokio::test(flavor = "multi_thread")]
async fn a_review_sent_from_a_second_tab_leads_to_its_case() {
    let world = World::new().await;
    let mut me = world.consumer().await;
    let number = me.file().await;
    let got = me.post("/file/review", &[]).await;
    assert_eq!(
        (got.status, got.to.clone()),
        (StatusCode::SEE_OTHER, format!("/cases/{number}/filed?again=yes"))
    );
    assert!(me.get(&got.to).await.text.contains("已经交过了"));
}

/// B1: an order about which a case runs is marked, with the way to it.
#[tokio::test(flavor = "multi_thread")]
async fn an_order_with_a_running_case_leads_to_it() {
    let world = World::new().await;
    let mut me = world.consumer().await;
    let number = me.file().await;
    for path in ["/", "/file/order"] {
        let page = me.get(path).await.text;
        assert!(page.contains("<p class=\"order__case\">"), "{path}");
        assert!(page.contains(&format!("href=\"/cases/{number}\"")), "{path}");
    }
}

/// C2, B12: the case shows what was filed, and the talk what the platform asked and what was answered.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_filed_asked_and_answered_stays_on_the_case() {
    use domain::dispute::commands::request_information::RequestInformation;
    use domain::dispute::{AskedQuestion, DisputeCommand};
    let world = World::new().await;
    let mut me = world.consumer().await;
    let number = me.file().await;
    let question = AskedQuestion { key: "q1".to_owned(), text: "吊牌还在吗？".to_owned() };
    let ask = RequestInformation { to: terms::Side::Consumer, questions: vec![question] };
    let sun = crate::trial::officer("sun", Role::IntakeOfficer);
    world.act(id(&world, &number).await, sun, DisputeCommand::RequestInformation(ask)).await;
    let got =
        me.post(&format!("/cases/{number}/supply-information"), &[("answer.q1", "还在，没有剪过")]).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    let page = me.get(&format!("/cases/{number}")).await.text;
    for said in ["吊牌还在吗？", "还在，没有剪过", "只有你这边和平台看得到", "¥899.00", "投诉时说了什么"]
    {
        assert!(page.contains(said), "{said}");
    }
}

/// C2: a refusal says until when one can object, and leads to where it is done.
#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_leads_to_the_objection() {
    use domain::dispute::DisputeCommand;
    use domain::dispute::commands::refuse::Refuse;
    let world = World::new().await;
    let mut me = world.consumer().await;
    let number = me.file().await;
    let reason_code = world.app.playbook.refusals().next().unwrap().0.clone();
    let refuse = Refuse { reason_code, text: "没有看出争议。".to_owned(), rule_ids: Vec::new() };
    let sun = crate::trial::officer("sun", Role::IntakeOfficer);
    world.act(id(&world, &number).await, sun, DisputeCommand::Refuse(refuse)).await;
    let page = me.get(&format!("/cases/{number}")).await.text;
    let top = page.split("class=\"stages\"").next().unwrap();
    assert!(top.contains("前可以提出异议") && top.contains("href=\"#object\""), "{top}");
}

/// C4: an offer is asked about once more, then accepted; from a page that is out of date nothing is accepted.
#[tokio::test(flavor = "multi_thread")]
async fn an_offer_is_accepted_only_as_it_was_seen() {
    let world = World::new().await;
    let mut me = world.consumer().await;
    let number = me.file().await;
    world.offered(id(&world, &number).await).await;
    let address = format!("/cases/{number}");
    let page = me.get(&address).await.text;
    let action = format!("/cases/{number}/accept-offer");
    let (offer, version, wish) = (
        hidden(&page, &action, "offer_id"),
        hidden(&page, &action, "version"),
        hidden(&page, &action, "wish"),
    );
    let talked = me
        .post(&format!("/cases/{number}/send-message"), &[("text", "能不能多一点"), ("audience", "all")])
        .await;
    assert_eq!(talked.status, StatusCode::SEE_OTHER, "{}", talked.text);
    let fields = [("offer_id", offer.as_str()), ("version", version.as_str()), ("wish", wish.as_str())];
    let stale = me.post(&action, &fields).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.text.contains("data-alarm"));
    let fresh = hidden(&me.get(&address).await.text, &action, "version");
    let fields = [("offer_id", offer.as_str()), ("version", fresh.as_str()), ("wish", wish.as_str())];
    let done = me.post(&action, &fields).await;
    assert_eq!((done.status, done.to.as_str()), (StatusCode::SEE_OTHER, address.as_str()));
    let again = me.post(&action, &fields).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "sent twice, done once");
    let page = me.get(&address).await.text;
    assert!(page.contains("id=\"obligations\"") && page.contains("已达成一致，正在落实"));
}

/// C24, D1: a message that is refused comes back with its words and its file.
#[tokio::test(flavor = "multi_thread")]
async fn evidence_reaches_the_case_and_is_shown_to_whom_it_is_for() {
    let world = World::new().await;
    let mut me = world.consumer().await;
    let number = me.file().await;
    let dispute = id(&world, &number).await;
    let got = me
        .upload(
            &format!("/cases/{number}/provide-evidence"),
            &[("audience", "staff"), ("note", "洗标")],
            ("聊天.txt", "客服说是羊毛".as_bytes()),
        )
        .await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    let page = me.get(&format!("/cases/{number}")).await.text;
    assert!(page.contains("聊天.txt"));
    let file = page.split("/evidence/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let got = me.get(&format!("/evidence/{file}")).await;
    assert_eq!((got.status, got.text.as_str()), (StatusCode::OK, "客服说是羊毛"));
    world.offered(dispute).await;
    let mut seller = world.signed_in(person("seller"), Role::Merchant, "羽禾").await;
    assert_eq!(
        seller.get(&format!("/evidence/{file}")).await.status,
        StatusCode::NOT_FOUND,
        "it was for the platform only"
    );
    let mut officer = world.signed_in(person("sun"), Role::IntakeOfficer, "孙").await;
    assert_eq!(officer.get(&format!("/evidence/{file}")).await.status, StatusCode::OK);
    let start = app::queries::uploads::Place::START;
    let (trail, _) =
        app::queries::uploads::trail(&world.app, file.parse().unwrap(), start, 10).await.unwrap();
    assert_eq!(trail.len(), 2, "every look is in the custody trail");
}

/// D8, B12: to a stranger a case does not exist; its number tells whose turn it is and nothing else.
#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_learns_the_stage_and_nothing_of_anyone() {
    let world = World::new().await;
    let mut me = world.consumer().await;
    let number = me.file().await;
    let mut other = world.signed_in(person("x"), Role::Consumer, "别人").await;
    for path in [
        format!("/cases/{number}"),
        format!("/live/{number}"),
        format!("/cases/{number}/bundle"),
        format!("/cases/{number}/filed"),
    ] {
        assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(other.post(&format!("/cases/{number}/withdraw"), &[]).await.status, StatusCode::NOT_FOUND);
    let mut nobody = world.browser();
    let spaced = format!("{}%20{}-{}", &number[..4], &number[4..8], &number[8..]);
    let got = nobody.get(&format!("/track?number={spaced}")).await;
    assert_eq!(got.status, StatusCode::OK);
    for secret in ["陈雨桐", "羊毛", "899", "羽禾", "SO-1"] {
        assert!(!got.text.contains(secret), "{secret}");
    }
    assert_eq!(me.get(&format!("/track?number={number}")).await.to, format!("/cases/{number}"));
    for _ in 0..12 {
        nobody.get("/track?number=1").await;
    }
    assert_eq!(nobody.get("/track?number=1").await.status, StatusCode::TOO_MANY_REQUESTS);
}

/// D9: the consumer downloads the sealed case file, and it verifies.
#[tokio::test(flavor = "multi_thread")]
async fn the_case_file_can_be_taken_along() {
    let world = World::new().await;
    let mut me = world.consumer().await;
    let number = me.file().await;
    let got = me.get(&format!("/cases/{number}/bundle")).await;
    assert_eq!(got.status, StatusCode::OK);
    assert!(got.headers["content-disposition"].to_str().unwrap().contains(&number));
    assert!(!got.text.is_empty());
}
