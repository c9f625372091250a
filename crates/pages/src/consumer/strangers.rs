//! What people may do who are not signed in, or only left a name: a little, so that nobody fills the disk or the queue.

use app::ports::Query;
use app::strangers::Doing;
use http::StatusCode;

use crate::trial::{Browser, Got, World};

const HOME: &str = "203.0.113.7";

async fn drafts(world: &World) -> (i64, i64) {
    let sql = "SELECT COUNT(*), COALESCE(MAX(LENGTH(CAST(data AS BLOB))), 0) FROM draft";
    let row = world.app.store.query(Query { name: "drafts", sql }, Vec::new()).await.unwrap().pop().unwrap();
    let mut c = app::queries::Columns::of(row);
    (c.int(), c.int())
}

/// Does something as often as one address may within a day.
fn used_up(world: &World, doing: Doing) -> u32 {
    let from = HOME.parse().ok();
    u32::try_from((0..).take_while(|_| world.app.strangers.may(doing, from, world.app.clock.now())).count())
        .unwrap()
}

/// K1, H4: what someone writes who is not signed in is kept, but there is little room for it.
#[tokio::test(flavor = "multi_thread")]
async fn a_strangers_draft_is_small() {
    let world = World::new().await;
    let mut stranger = world.browser();
    stranger.get("/file?kind=not_as_described").await;
    let long = "字".repeat(25_000);
    let none = [("order", "none"), ("no_order", long.as_str())];
    let want = [("remedy", "apology"), ("text.apology", long.as_str())];
    for (step, fields, field) in
        [("story", &[("story", long.as_str())][..], "story"), ("order", &none, "no_order")]
    {
        let got = stranger.post(&format!("/file/{step}"), fields).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{step}");
        assert!(got.text.contains(&format!("id=\"f-{field}-e\"")) && got.text.contains(&long), "{step}");
    }
    let got = stranger.post("/file/want", &want).await;
    assert_eq!(got.status, StatusCode::PAYLOAD_TOO_LARGE);
    stranger.post("/file/want", &[("remedy", "apology"), ("text.nonsense", long.as_str())]).await;
    let (count, longest) = drafts(&world).await;
    assert!(count == 1 && longest < 1_000, "{count} {longest}");

    let mut me = world.consumer().await;
    me.get("/file?order=SO-1&kind=not_as_described").await;
    assert_eq!(me.post("/file/want", &want).await.status, StatusCode::SEE_OTHER);
    assert!(drafts(&world).await.1 > 64 * 1024, "someone signed in has room");
}

/// H4: one address begins so many complaints a day, and a browser cannot make up the names under which they are kept.
#[tokio::test(flavor = "multi_thread")]
async fn strangers_at_one_address_begin_so_many_complaints_a_day() {
    let world = World::new().await;
    let mut stranger = world.browser_at(HOME);
    stranger.cookies.push(("draft".to_owned(), "made-up".to_owned()));
    stranger.get("/file?kind=not_as_described").await;
    let given = stranger.cookies.iter().find(|(name, _)| name == "draft").unwrap().1.clone();
    assert_ne!(given, "made-up");
    assert_eq!(used_up(&world, Doing::Begins), Doing::Begins.most() - 1, "the one above was counted");
    let got = world.browser_at(HOME).get("/file?kind=not_as_described&lang=en").await;
    assert_eq!(got.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(got.text.contains("begun from your internet address today"), "{}", got.text);
    let got = stranger.post("/file/story", &[("story", "吊牌写着羊毛")]).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "what was begun goes on");
    assert_eq!(stranger.cookies.iter().find(|(name, _)| name == "draft").unwrap().1, given);
    let got = world.browser_at("203.0.113.8").get("/file?kind=not_as_described").await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "others have a limit of their own");
    assert_eq!(drafts(&world).await.0, 2);
}

/// K1, H4: a stranger's draft waits two days, that of someone signed in two weeks; what has run out is thrown away.
#[tokio::test(flavor = "multi_thread")]
async fn drafts_run_out_and_are_thrown_away() {
    let world = World::new().await;
    let (mut me, mut stranger) = (world.consumer().await, world.browser());
    for browser in [&mut me, &mut stranger] {
        browser.get("/file?kind=not_as_described").await;
        browser.post("/file/story", &[("story", "吊牌写着羊毛")]).await;
    }
    world.clock.advance_hours(47);
    let page = stranger.get("/file/story").await.text;
    assert!(page.contains("吊牌写着羊毛") && page.contains("留 2 天；登录后留 14 天"), "{page}");
    world.clock.advance_hours(2);
    assert!(!stranger.get("/file/story").await.text.contains("吊牌写着羊毛"));
    assert!(me.get("/file/story").await.text.contains("吊牌写着羊毛"));
    assert_eq!(drafts(&world).await.0, 2);
    world.browser().get("/file?kind=not_as_described").await;
    assert_eq!(drafts(&world).await.0, 2, "the new one and that of the one who is signed in");
}

async fn complain_as_guest(browser: &mut Browser<'_>) -> Got {
    browser.get("/file?kind=not_as_described").await;
    browser.post("/file/order", &[("order", "none"), ("no_order", "用家人的账号买的")]).await;
    browser.post("/file/q.what_differs", &[("answer.what_differs", "size")]).await;
    browser.post("/file/story", &[("story", "尺码小了两号")]).await;
    browser.post("/file/want", &[("remedy", "apology")]).await;
    browser.post("/file/review?lang=en", &[]).await
}

/// H4, B1: people who only left a name file so many complaints a day from one address, and are told in words what to do.
#[tokio::test(flavor = "multi_thread")]
async fn guests_at_one_address_file_so_many_complaints_a_day() {
    let world = World::new().await;
    let mut guest = world.browser_at(HOME);
    let got = guest.post("/sign-in/guest", &[("name", "小林")]).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    let got = complain_as_guest(&mut guest).await;
    assert!(got.to.ends_with("/filed"), "{}", got.text);
    assert_eq!(used_up(&world, Doing::Complains), Doing::Complains.most() - 1, "the one above was counted");
    let got = complain_as_guest(&mut guest).await;
    assert_eq!(got.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(got.text.contains("Today we have taken 10 complaints without an account"), "{}", got.text);
    assert!(got.text.contains("尺码小了两号"), "what was written is still there");
    let mut me = world.consumer().await;
    me.address = HOME.parse().ok();
    me.file().await;
    world.clock.advance_hours(24);
    let got = guest.post("/file/review", &[]).await;
    assert!(got.to.ends_with("/filed"), "{}", got.text);
}

/// H4: and so many sign in with only a name.
#[tokio::test(flavor = "multi_thread")]
async fn so_many_guests_sign_in_from_one_address_a_day() {
    let world = World::new().await;
    used_up(&world, Doing::SignsIn);
    let got = world.browser_at(HOME).post("/sign-in/guest?lang=en", &[("name", "小林")]).await;
    assert_eq!(got.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(got.text.contains("id=\"guest-name-e\"") && got.text.contains("value=\"小林\""), "{}", got.text);
}
