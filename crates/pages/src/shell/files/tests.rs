//! Files and sealed case files at the door of the pages.

use std::time::Duration;

use app::ports::Copy;
use app::queries::uploads::{self, Place};
use axum::body::Body;
use axum::response::Response;
use domain::dispute::DisputeCommand;
use domain::dispute::commands::accept::Accept;
use http::header::{CONTENT_LENGTH, COOKIE, RANGE};
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use terms::{DisputeId, EvidenceId, Role};
use tower::ServiceExt as _;

use super::{opens_here, range_of};
use crate::trial::{Browser, World, officer, person};

#[test]
fn a_range_is_read_or_left_aside() {
    assert_eq!(range_of("bytes=0-99"), Some((0, Some(100))));
    assert_eq!(range_of("bytes=5-"), Some((5, None)));
    assert_eq!(range_of("bytes=-5"), None);
    assert_eq!(range_of("bytes=9-5"), None);
}

#[test]
fn nothing_that_could_run_opens_on_our_site() {
    assert!(opens_here("image/jpeg") && opens_here("application/pdf"));
    assert!(!opens_here("image/svg+xml") && !opens_here("text/html"));
}

/// An answer whose body nobody has taken yet.
async fn ask(world: &World, who: &Browser<'_>, path: &str, range: Option<&str>) -> Response {
    let cookies: Vec<String> = who.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut request = Request::get(path).header(COOKIE, cookies.join("; "));
    if let Some(range) = range {
        request = request.header(RANGE, range);
    }
    world.pages.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

/// A case that the merchant may see, with a file of the consumer's.
async fn case(world: &World) -> (String, DisputeId, EvidenceId) {
    let mut me = world.consumer().await;
    let number = me.file().await;
    let id = app::case::find(&world.app, number.parse().unwrap()).await.unwrap().unwrap();
    let long = "客服说是羊毛。".repeat(40_000);
    let path = format!("/cases/{number}/provide-evidence");
    let got = me.upload(&path, &[("audience", "all")], ("聊天.txt", long.as_bytes())).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    let file = app::case::state(&world.app, id).await.unwrap().evidence[0].item.evidence_id;
    world.act(id, officer("sun", Role::IntakeOfficer), DisputeCommand::Accept(Accept {})).await;
    (number, id, file)
}

async fn looks(world: &World, file: EvidenceId) -> Vec<(String, i64)> {
    let (looks, _) = uploads::trail(&world.app, file, Place::START, 100).await.unwrap();
    looks.into_iter().map(|look| (look.what, look.times)).collect()
}

/// D2, C19: a look that leaves out the first byte is a look, and tells the merchant of the case like any other.
#[tokio::test(flavor = "multi_thread")]
async fn every_part_of_a_file_that_is_given_stands_in_the_trail() {
    let world = World::new().await;
    let (_, id, file) = case(&world).await;
    let seller = world.signed_in(person("seller"), Role::Merchant, "羽禾").await;
    let told = async || app::case::state(&world.app, id).await.unwrap().respondent_notified.is_some();
    assert!(!told().await);
    let part = ask(&world, &seller, &format!("/evidence/{file}"), Some("bytes=1-")).await;
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(looks(&world, file).await, [("viewed".to_owned(), 1)]);
    assert!(told().await);
    ask(&world, &seller, &format!("/evidence/{file}"), Some("bytes=5-9")).await;
    assert_eq!(looks(&world, file).await, [("viewed".to_owned(), 2)]);
}

/// B16, D9: sealed case files that nobody takes stop nobody else; each is announced at its length, and a person has one
/// under way.
#[test]
fn case_files_that_nobody_takes_stop_nobody() {
    let mut few = tokio::runtime::Builder::new_multi_thread();
    let runtime = few.worker_threads(2).max_blocking_threads(4).enable_all().build().unwrap();
    runtime.block_on(async {
        let world = World::new().await;
        let (number, id, file) = case(&world).await;
        let path = format!("/cases/{number}/bundle");
        let mut kept = Vec::new();
        for n in 0..6 {
            let name = format!("slow-{n}");
            let slow = world.signed_in(person(&name), Role::Supervisor, &name).await;
            let answer = ask(&world, &slow, &path, None).await;
            assert_eq!(answer.status(), StatusCode::OK);
            let again = ask(&world, &slow, &path, None).await;
            assert_eq!(again.status(), StatusCode::TOO_MANY_REQUESTS);
            kept.push(answer);
        }
        let seller = world.signed_in(person("seller"), Role::Merchant, "羽禾").await;
        let others = async {
            world.app.files.give(file, Copy::Original, None).await.unwrap();
            let answer = ask(&world, &seller, &path, None).await;
            let length: usize = answer.headers()[CONTENT_LENGTH].to_str().unwrap().parse().unwrap();
            let bundle = answer.into_body().collect().await.unwrap().to_bytes();
            assert_eq!(bundle.len(), length);
            record::verify_bundle_from(bundle.as_ref(), None).unwrap();
        };
        tokio::time::timeout(Duration::from_secs(60), others).await.unwrap();
        assert!(app::case::state(&world.app, id).await.unwrap().respondent_notified.is_some());
        assert_eq!(looks(&world, file).await.len(), 7, "one for each reader");
    });
}
