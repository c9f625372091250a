//! The staff's pages over a real store.

use app::case::{self, Wish};
use app::queries::uploads::{self, Access};
use axum::http::StatusCode;
use domain::Actor;
use domain::dispute::DisputeCommand;
use domain::dispute::commands::provide_evidence::ProvideEvidence;
use domain::dispute::commands::send_message::Addressed;
use futures_util::stream;
use terms::{Role, person_from_outside};

use crate::merchant::world::{Page, World};

/// C2, C10, F1: queue and dossier in every language, with a sentence for each key.
#[tokio::test]
async fn the_desk_speaks_every_language() {
    let world = World::new().await;
    let (officer, token) = world.staff("sun.intake", Role::IntakeOfficer).await;
    world.staff("gu.mediator", Role::Mediator).await;
    let (number, id) = world.file().await;
    for path in [
        "/desk",
        "/desk?list=unassigned",
        "/desk?list=mine",
        "/desk?list=late",
        "/desk?list=closed",
        "/desk?list=all&stage=screening&status=under_review",
        "/desk?q=coat",
    ] {
        world.in_every_language(Some(&token), path).await;
    }
    let path = format!("/desk/cases/{number}");
    world.in_every_language(Some(&token), &path).await;
    world.accept(id, officer).await;
    world.in_every_language(Some(&token), &path).await;
    world.in_every_language(Some(&token), "/desk/file").await;
    world
        .in_every_language(
            Some(&token),
            "/desk/file?consumer=88012&order=SO-1&kind=not_as_described&channel=phone",
        )
        .await;
    world.in_every_language(Some(&token), "/desk/file?consumer=nobody&kind=not_as_described").await;
    world.in_every_language(Some(&token), "/desk/file?consumer=nobody&kind=not_as_described&anyway=1").await;
}

/// C2: taking on, asking and refusing are offered alike; a refusal needs its reason.
#[tokio::test]
async fn screening_ends_in_one_of_three_equal_acts() {
    let world = World::new().await;
    let (_, token) = world.staff("sun.intake", Role::IntakeOfficer).await;
    let (number, id) = world.file().await;
    let page = world.get(Some(&token), &format!("/desk/cases/{number}?lang=en")).await.text;
    for act in ["accept", "request-information", "refuse"] {
        assert!(page.contains(&format!("id=\"{act}\"")), "{act}");
    }
    let wrong = world
        .post(&token, &format!("/cases/{number}/refuse"), &[("form", "refuse"), ("text", "不在平台交易")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("id=\"refuse-reason_code-e\""));
    let fields = [("form", "refuse"), ("reason_code", "not_our_order"), ("text", "这笔交易不在本平台")];
    assert_eq!(
        world.post(&token, &format!("/cases/{number}/refuse"), &fields).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(app::case::state(&world.app, id).await.unwrap().refusal.is_some());
    let page = world.get(Some(&token), &format!("/desk/cases/{number}?lang=en")).await.text;
    assert!(page.contains("Not taken on") && page.contains("这笔交易不在本平台"));
}

/// F1: a case is handed over to a named colleague; D3: a note among staff stays among staff.
#[tokio::test]
async fn a_case_is_handed_over_and_noted_on() {
    let world = World::new().await;
    let (officer, token) = world.staff("sun.intake", Role::IntakeOfficer).await;
    let (other, _) = world.staff("gu.mediator", Role::Mediator).await;
    let (number, id) = world.file().await;
    world.accept(id, officer).await;
    let note = [("form", "send-message"), ("text", "先核对吊牌"), ("audience", "staff")];
    assert_eq!(
        world.post(&token, &format!("/cases/{number}/send-message"), &note).await.status,
        StatusCode::SEE_OTHER
    );
    let to = other.to_string();
    let sent =
        world.post(&token, &format!("/cases/{number}/assign"), &[("form", "assign"), ("to", &to)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let merchant = world.merchant().await;
    let page = world.get(Some(&merchant), &format!("/merchant/cases/{number}")).await.text;
    assert!(!page.contains("先核对吊牌"));
    assert!(page.contains("gu.mediator"), "both sides read who is in charge");
}

/// B5: whoever calls is found by order, by id or by name; an unknown id is told, and gone on with only deliberately.
#[tokio::test]
async fn a_caller_is_found_or_said_to_be_unknown() {
    let world = World::new().await;
    let (_, token) = world.staff("sun.intake", Role::IntakeOfficer).await;
    let person = World::consumer_id().to_string();
    let field = format!("name=\"person\" value=\"{person}\"");
    for typed in ["88012", "SO-1"] {
        let page =
            world.get(Some(&token), &format!("/desk/file?consumer={typed}&kind=not_as_described")).await;
        assert!(page.text.contains(&field), "{typed}");
    }
    let unknown = world.get(Some(&token), "/desk/file?consumer=99999&kind=not_as_described").await;
    assert!(unknown.text.contains("anyway=1") && !unknown.text.contains("id=\"file\""));
    let fields = [("form", "file"), ("consumer", "99999"), ("kind", "not_as_described")];
    let refused = world.post(&token, "/desk/file", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("id=\"file-consumer-e\""));
}

/// F1: what waits is told to the person in charge alone; colleagues read whose turn it is.
#[tokio::test]
async fn only_the_person_in_charge_reads_that_it_is_their_turn() {
    let world = World::new().await;
    let (mine, me) = world.staff("sun.intake", Role::IntakeOfficer).await;
    app::duty::refresh(&world.app).await.unwrap();
    let (number, id) = world.file().await;
    let (_, other) = world.staff("gu.mediator", Role::Mediator).await;
    let duty = app::case::state(&world.app, id).await.unwrap().in_charge.unwrap();
    assert_eq!(duty.person, mine);
    let path = format!("/desk/cases/{number}?lang=en");
    assert!(world.get(Some(&me), &path).await.text.contains("Your turn"));
    let theirs = world.get(Some(&other), &path).await.text;
    assert!(!theirs.contains("Your turn") && theirs.contains("Turn: sun.intake"));
    let queue = world.get(Some(&me), "/desk").await.text;
    assert!(queue.contains(&format!("/desk/cases/{number}\"")), "it leads one's own list");
    assert!(!world.get(Some(&other), "/desk").await.text.contains(&format!("/desk/cases/{number}\"")));
}

/// C2, B10: a case is found by its number as it is printed.
#[tokio::test]
async fn a_printed_number_finds_the_case() {
    let world = World::new().await;
    let (_, token) = world.staff("sun.intake", Role::IntakeOfficer).await;
    let (number, _) = world.file().await;
    while app::jobs::follow_search(&world.app).await.unwrap() {}
    let wide: String =
        number.to_string().chars().filter_map(|c| char::from_u32(u32::from(c) + 0xFEE0)).collect();
    for typed in [number.grouped(), number.to_string(), number.grouped().replace(' ', "-"), wide] {
        let typed = crate::shell::oops::form_encoded(&typed);
        let page = world.get(Some(&token), &format!("/desk?q={typed}")).await.text;
        assert!(page.contains(&format!("/desk/cases/{number}\"")), "{typed}");
    }
}

/// B5, B10: an officer files for a caller and reads the number out.
#[tokio::test]
async fn an_officer_files_for_a_caller() {
    let world = World::new().await;
    let (_, token) = world.staff("sun.intake", Role::IntakeOfficer).await;
    let fields = [
        ("form", "file"),
        ("channel", "phone"),
        ("consumer", "88012"),
        ("order", "SO-1"),
        ("kind", "not_as_described"),
        ("answer.what_differs", "material"),
        ("description", "吊牌上只有百分之四十二"),
        ("remedy", "refund_with_return"),
        ("amount.refund_with_return", "899"),
        ("language", "zh-Hans"),
    ];
    let without = world.post(&token, "/desk/file", &fields[..6]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let filed = world.post(&token, "/desk/file?lang=en", &fields).await;
    assert_eq!(filed.status, StatusCode::OK, "{}", filed.text);
    assert!(filed.text.contains("ticket__no"));
    let consumer = world.consumer().await;
    let theirs =
        app::queries::disputes::of_consumer(&world.app, World::consumer_id(), None, 10).await.unwrap();
    assert_eq!(theirs.len(), 1, "it is the consumer's own case");
    assert_ne!(world.get(Some(&consumer), "/desk/file").await.status, StatusCode::OK);
}

/// D2: the dossier shows who got a piece of evidence last; the whole trail has a page of its own, read to its end however
/// long it is.
#[tokio::test]
async fn the_whole_custody_trail_is_a_page_of_its_own() {
    let world = World::new().await;
    let (_, token) = world.staff("sun.intake", Role::IntakeOfficer).await;
    let (number, id) = world.file().await;
    let consumer = Actor::Person { id: World::consumer_id(), role: Role::Consumer, merchant: None };
    let body = stream::iter([Ok(bytes::Bytes::from_static("三天内没有回电".as_bytes()))]);
    let taken = case::take_upload(&world.app, World::consumer_id(), "a.txt", None, Box::pin(body)).await;
    let file = taken.unwrap().id;
    let give = ProvideEvidence { evidence_ids: vec![file], note: None, audience: Addressed::All };
    let command = DisputeCommand::ProvideEvidence(give);
    case::act(&world.app, id, consumer, command, Wish::once(&world.app)).await.unwrap();
    let dossier = format!("/desk/cases/{number}?lang=en");
    let page = world.get(Some(&token), &dossier).await.text;
    assert!(page.contains("Nobody has opened it"));

    for n in 0..150 {
        let reader = person_from_outside(&format!("merchant:yuhe:{n}"));
        uploads::look(&world.app, &[file], Some(reader), Access::Viewed).await.unwrap();
        world.clock.advance_seconds(1);
    }
    for _ in 0..2 {
        uploads::look(&world.app, &[file], None, Access::Exported).await.unwrap();
        world.clock.advance_seconds(1);
    }
    let whole = format!("/desk/evidence/{file}/custody");
    let page = world.get(Some(&token), &dossier).await.text;
    assert_eq!(page.matches(" · viewed").count(), 9);
    assert!(page.contains(" · got it in a sealed case file · 2 times, last "));
    assert!(page.contains(&format!("href=\"{whole}\"")));
    world.in_every_language(Some(&token), &whole).await;
    let first = world.get(Some(&token), &format!("{whole}?lang=en")).await.text;
    assert_eq!(first.matches(" · viewed").count(), 100);
    let next = first.split(&format!("href=\"{whole}?after=")).nth(1).unwrap().split('"').next().unwrap();
    let second = world.get(Some(&token), &format!("{whole}?after={next}&lang=en")).await.text;
    assert_eq!(second.matches(" · viewed").count(), 50);
    assert!(second.contains("got it in a sealed case file") && !second.contains("rel=\"next\""));

    let merchant = world.merchant().await;
    assert_eq!(world.get(Some(&merchant), &whole).await.status, StatusCode::FORBIDDEN);
    let (_, admin) = world.staff("root.admin", Role::Admin).await;
    assert_eq!(world.get(Some(&admin), &whole).await.status, StatusCode::FORBIDDEN);
}

/// C5, C6, C7, C8: a proposal, the end of the mediation, a ruling and an appeal, each done on its page, in every language.
#[tokio::test]
async fn mediation_ruling_and_appeal_are_done_on_pages() {
    let world = World::new().await;
    let (officer, _) = world.staff("sun.intake", Role::IntakeOfficer).await;
    let (_, mediator) = world.staff("gu.mediator", Role::Mediator).await;
    let (_, decider) = world.staff("lin.decider", Role::Decider).await;
    let (consumer, merchant) = (world.consumer().await, world.merchant().await);
    let (number, id) = world.file().await;
    world.accept(id, officer).await;
    let to = |verb: &str| format!("/cases/{number}/{verb}");
    let done = |page: Page| assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let deny = [("form", "respond"), ("position", "deny"), ("explanation", "洗标没错")];
    done(world.post(&merchant, &to("respond"), &deny).await);
    done(world.post(&consumer, &to("escalate"), &[("form", "escalate")]).await);

    let desk = format!("/desk/cases/{number}");
    world.in_every_language(Some(&mediator), &desk).await;
    let proposal = [
        ("form", "propose"),
        ("remedy", "partial_refund"),
        ("amount.partial_refund", "300"),
        ("reasons", "差价三百，双方都省时间"),
    ];
    done(world.post(&mediator, &to("propose"), &proposal).await);
    for (token, path) in
        [(&consumer, format!("/cases/{number}")), (&merchant, format!("/merchant/cases/{number}"))]
    {
        let page = world.get(Some(token), &format!("{path}?lang=en")).await.text;
        assert!(page.contains("差价三百") && page.contains("Accept"), "{path}");
        world.in_every_language(Some(token), &path).await;
    }
    let page = world.get(Some(&decider), &desk).await.text;
    assert!(!page.contains("差价三百"), "who rules sees nothing of the mediation");
    let proposal_id = app::case::state(&world.app, id).await.unwrap().proposals[0].id.to_string();
    let no = format!("deny-proposal-{proposal_id}");
    let denied = [("form", no.as_str()), ("proposal_id", &proposal_id), ("note", "太少")];
    done(world.post(&consumer, &to("deny-proposal"), &denied).await);
    done(world.post(&merchant, &to("escalate"), &[("form", "escalate"), ("reason", "谈不拢")]).await);

    world.in_every_language(Some(&decider), &desk).await;
    let mut ruling = vec![
        ("form", "rule"),
        ("finding.0.text", "商品页写纯羊毛，洗标只有百分之四十二"),
        ("finding.0.basis", "order_record"),
        ("liability.respondent", "90"),
        ("remedy", "partial_refund"),
        ("amount.partial_refund", "500"),
        ("rule_id", "cn.crpl.24"),
        ("reasons.zh-Hans", "描述与实物不符"),
    ];
    let wrong = world.post(&decider, &to("rule"), &ruling).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("id=\"rule-liability-e\"") && wrong.text.contains("描述与实物不符"));
    ruling[3].1 = "100";
    done(world.post(&decider, &to("rule"), &ruling).await);
    for (token, path) in [
        (&consumer, format!("/cases/{number}")),
        (&merchant, format!("/merchant/cases/{number}")),
        (&decider, desk.clone()),
    ] {
        let page = world.get(Some(token), &format!("{path}?lang=en")).await.text;
        assert!(page.contains("描述与实物不符") && page.contains("lin.decider"), "{path}");
        assert!(page.contains("Outside the platform"), "{path}");
        world.in_every_language(Some(token), &path).await;
    }
    let appeal = [("form", "appeal"), ("grounds", "没有看我们的检测报告")];
    done(world.post(&merchant, &to("appeal"), &appeal).await);
    let page = world.get(Some(&consumer), &format!("/cases/{number}?lang=en")).await.text;
    assert!(page.contains("没有看我们的检测报告") && page.contains("To be decided"));
}
