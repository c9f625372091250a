//! What holds for every page: doors, headers, forms of other sites, errors.

use std::sync::Arc;

use domain::access::{Door, may_enter};
use http::{Method, StatusCode};
use terms::Role;

use super::{Oops, Routes, Site};
use crate::Settings;
use crate::trial::{World, person};

/// A path of the table with something in its place-holders.
fn example(path: &str) -> String {
    let parts = path.split('/').map(|part| match part {
        "{number}" => "482109375516",
        "{verb}" => "withdraw",
        "{step}" => "kind",
        "{*name}" => "redress.css",
        "{id}" => "0197a1b2-0000-7000-8000-000000000001",
        part if part.starts_with('{') => "1",
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

/// A4.2, H4: every address has its door in the access table, and each role passes exactly the doors that are theirs.
#[tokio::test(flavor = "multi_thread")]
async fn every_route_is_guarded_by_its_line_in_the_access_table() {
    let world = World::new().await;
    let table = crate::access_table();
    assert!(table.len() > 25, "{}", table.len());
    for role in [None].into_iter().chain(Role::ALL.iter().copied().map(Some)) {
        let mut browser = match role {
            Some(role) => world.signed_in(person("someone"), role, "某人").await,
            None => world.browser(),
        };
        for line in table.iter().filter(|line| line.path != "/sign-out" && !line.path.starts_with("/live")) {
            let path = example(line.path);
            let got = if line.method == Method::GET {
                browser.get(&path).await
            } else {
                browser.post(&path, &[]).await
            };
            let may = may_enter(line.door, role.map(|role| (person("someone"), role)));
            let sent_away = got.status == StatusCode::SEE_OTHER
                && got.to.starts_with("/sign-in?then=")
                && line.door != Door::Anyone;
            match role {
                Some(_) if !may => assert_eq!(got.status, StatusCode::FORBIDDEN, "{role:?} {path}"),
                Some(_) => assert_ne!(got.status.as_u16() / 100, 5, "{role:?} {path}: {}", got.text),
                None => assert_eq!(sent_away, !may, "{path}"),
            }
        }
    }
}

/// B16: a server that is told to end lets go at once of everyone who waits for news.
#[tokio::test(flavor = "multi_thread")]
async fn listeners_are_let_go_when_the_server_ends() {
    let world = World::new().await;
    let mut me = world.consumer().await;
    let number = me.file().await;
    let address = format!("/live/{number}");
    let (news, ()) = tokio::join!(me.get(&address), async { world.app.stop() });
    assert_eq!((news.status, news.text.as_str()), (StatusCode::OK, ""));
}

/// D8: no inline code, no framing, nothing kept by caches that others share.
#[tokio::test(flavor = "multi_thread")]
async fn pages_carry_their_safety_with_them() {
    let world = World::new().await;
    let mut me = world.consumer().await;
    let number = me.file().await;
    for path in ["/".to_owned(), format!("/cases/{number}"), "/nothing-here".to_owned()] {
        let got = me.get(&path).await;
        let policy = got.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(got.headers["x-content-type-options"], "nosniff");
        assert_eq!(got.headers["cache-control"], "private, no-store");
        for inline in ["<style", " style=\"", "onclick=", "javascript:"] {
            assert!(!got.text.contains(inline), "{path}: {inline}");
        }
        assert_eq!(got.text.matches("<script").count(), got.text.matches("<script src=").count(), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_from_another_site_changes_nothing() {
    let world = World::new().await;
    let mut me = world.consumer().await;
    let got = me.post_from_elsewhere("/sign-out").await;
    assert_eq!(got.status, StatusCode::FORBIDDEN);
    assert_eq!(me.get("/cases").await.status, StatusCode::OK, "still signed in");
}

/// B17: an error page says what to do and which number to name.
#[tokio::test(flavor = "multi_thread")]
async fn an_error_page_helps() {
    let world = World::new().await;
    let got = world.browser().get("/nowhere?lang=en").await;
    assert_eq!(got.status, StatusCode::NOT_FOUND);
    assert!(got.text.contains("This page was not found") && got.text.contains("request id"), "{}", got.text);
}

/// B17: a handler that broke answers with our page, in the reader's language, not with a cut connection.
#[tokio::test(flavor = "multi_thread")]
async fn a_handler_that_breaks_is_answered_with_our_page() {
    async fn breaks() -> Oops {
        panic!("a mistake of ours")
    }
    let mut world = World::new().await;
    let site = Arc::new(Site::new(Arc::clone(&world.app), Settings::default()));
    world.pages = crate::finished(Routes::new().get("/breaks", Door::Anyone, breaks), site);
    let got = world.browser().get("/breaks?lang=en").await;
    assert_eq!(got.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(got.text.contains("<html lang=\"en\"") && got.text.contains("request id"), "{}", got.text);
    assert!(!got.text.contains("a mistake of ours"));
    assert_eq!(got.headers["x-content-type-options"], "nosniff");
}

/// H4: the ways back on a page lead to this site alone, whatever its address looks like.
#[tokio::test(flavor = "multi_thread")]
async fn the_language_switch_leads_to_no_other_site() {
    let world = World::new().await;
    for bad in ["//evil.example/a", "/x//evil.example", "///evil.example"] {
        let got = world.browser().get(bad).await;
        assert!(!got.text.contains("evil.example"), "{bad}: {}", got.text);
    }
    let got = world.browser().get("/track?number=1").await;
    assert!(
        got.text.contains("/track?number=1&amp;lang=en") || got.text.contains("/track?number=1&#38;lang=en")
    );
}

/// H4: the wish that a form names is its sender's own: nobody blocks or reads another's by naming it first.
#[tokio::test(flavor = "multi_thread")]
async fn the_same_wish_of_two_people_is_two_wishes() {
    let world = World::new().await;
    let mut me = world.consumer().await;
    let number = me.file().await;
    let id = app::case::find(&world.app, number.parse().unwrap()).await.unwrap().unwrap();
    world.offered(id).await;
    let mut seller = world.signed_in(person("seller"), Role::Merchant, "阿宁").await;
    let path = format!("/cases/{number}/send-message");
    let wish = "0197a1b2-0000-7000-8000-000000000001";
    let fields = [("wish", wish), ("text", "正在核实"), ("audience", "all")];
    for browser in [&mut me, &mut seller] {
        for _ in 0..2 {
            let got = browser.post(&path, &fields).await;
            assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
        }
    }
    assert_eq!(app::case::state(&world.app, id).await.unwrap().messages.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn assets_are_kept_under_their_version() {
    let world = World::new().await;
    let mut browser = world.browser();
    let current = format!("/assets/redress.css?v={}", crate::assets::version());
    assert!(browser.get(&current).await.headers["cache-control"].to_str().unwrap().contains("immutable"));
    assert_eq!(browser.get("/assets/redress.css").await.headers["cache-control"], "no-cache");
    assert_eq!(browser.get("/assets/sw.js").await.headers["service-worker-allowed"], "/");
}

/// K2: language and type size are chosen and remembered.
#[tokio::test(flavor = "multi_thread")]
async fn language_and_type_size_are_remembered() {
    let world = World::new().await;
    let mut browser = world.browser();
    browser.post("/settings", &[("language", "en"), ("size", "xl")]).await;
    let got = browser.get("/").await;
    assert!(got.text.contains("<html lang=\"en\" class=\"text-xl\">"), "{}", got.text);
}

/// K1: the first administrator is made once, and signs in.
#[tokio::test(flavor = "multi_thread")]
async fn the_first_administrator_is_made_with_the_printed_link_and_only_once() {
    let world = World::new().await;
    let token = app::sign_in::open_setup(&world.app).await.unwrap().unwrap();
    let mut browser = world.browser();
    let short = [("token", token.as_str()), ("login", "root"), ("name", "管理员"), ("password", "short")];
    let got = browser.post("/setup", &short).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.text.contains("value=\"root\"") && !got.text.contains("value=\"short\""));
    let long = [
        ("token", token.as_str()),
        ("login", "root"),
        ("name", "管理员"),
        ("password", "correct horse battery"),
    ];
    assert_eq!(browser.post("/setup", &long).await.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.post("/setup", &long).await.status, StatusCode::GONE);
    let wrong = browser.post("/sign-in", &[("login", "root"), ("password", "no")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let got = browser
        .post(
            "/sign-in",
            &[("login", "root"), ("password", "correct horse battery"), ("then", "//evil.example")],
        )
        .await;
    assert_eq!(got.to, "/admin");
}
