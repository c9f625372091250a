//! The supervisors' wall over a real store.

use app::ports::{Query, Statement, Value};
use app::statistics::follow_statistics;
use axum::http::StatusCode;
use terms::Role;

use crate::merchant::world::World;

async fn counted(world: &World) {
    while follow_statistics(&world.app).await.unwrap() {}
}

/// C10, C11, F1: each figure leads to its cases, in every language.
#[tokio::test]
async fn each_figure_of_the_wall_leads_to_its_cases() {
    let world = World::new().await;
    let (officer, _) = world.staff("sun.intake", Role::IntakeOfficer).await;
    let (_, token) = world.staff("bai.supervisor", Role::Supervisor).await;
    world.in_every_language(Some(&token), "/supervise").await;
    let (number, _) = world.file().await;
    counted(&world).await;
    world.clock.advance_hours(24 * 10);
    world.in_every_language(Some(&token), "/supervise").await;
    let wall = world.get(Some(&token), "/supervise?lang=en").await.text;
    for narrow in ["", "&amp;kind=not_as_described", &format!("&amp;person={officer}")] {
        let href = format!("/supervise/cases?what=late{narrow}");
        let found = wall.contains(&href) || wall.contains(&href.replace("&amp;", "&#38;"));
        assert!(found, "{href}: {wall}");
    }
    let late = format!("/supervise/cases?what=late&person={officer}");
    world.in_every_language(Some(&token), &late).await;
    let page = world.get(Some(&token), &late).await.text;
    assert!(page.contains(&format!("/desk/cases/{number}")), "{page}");
    let none =
        world.get(Some(&token), "/supervise/cases?what=at_risk&kind=not_as_described&lang=en").await.text;
    assert!(none.contains("No such case."), "{none}");
    let unknown = format!("/supervise/cases?person={}", uuid_of_nobody());
    assert_eq!(world.get(Some(&token), &unknown).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.get(Some(&token), "/supervise/cases?person=nobody").await.status, StatusCode::OK);
}

fn uuid_of_nobody() -> terms::PersonId {
    terms::PersonId::default()
}

/// B13: what was said after self-service answers is shown to supervisors however few said it.
#[tokio::test]
async fn answers_to_the_follow_up_question_reach_supervisors() {
    let world = World::new().await;
    let (_, token) = world.staff("bai.supervisor", Role::Supervisor).await;
    let kind = world.app.playbook.kinds().find(|kind| kind.self_service.is_some()).unwrap();
    let sql = "INSERT INTO setting (name, value) VALUES ($1, '3')";
    let put = |word: &str| Statement {
        query: Query { name: "put", sql },
        params: vec![Value::text(format!("self_service.{}.{word}", kind.key))],
        must_change: None,
    };
    world.app.store.change(vec![put("yes"), put("no")]).await.unwrap();
    let wall = world.get(Some(&token), "/supervise?lang=en").await.text;
    assert!(wall.contains("<td>6</td><td>50%</td>"), "{wall}");
    let public = world.get(None, "/statistics?lang=en").await.text;
    assert!(!public.contains("Did the answers help"), "nothing is shown where there are no figures yet");
}

/// C11, H4: the wall is for supervisors alone.
#[tokio::test]
async fn only_supervisors_see_the_wall() {
    let world = World::new().await;
    let (_, officer) = world.staff("sun.intake", Role::IntakeOfficer).await;
    let (_, admin) = world.staff("root", Role::Admin).await;
    let tokens = [officer, admin, world.consumer().await, world.merchant().await];
    for path in ["/supervise", "/supervise/cases", "/supervise/live"] {
        for token in &tokens {
            assert_eq!(world.get(Some(token), path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
    }
}

/// B16: a wall that was counted up to another place than the log is now hears of it at once.
#[tokio::test]
async fn a_wall_that_is_behind_is_told_so() {
    let world = World::new().await;
    let (_, token) = world.staff("bai.supervisor", Role::Supervisor).await;
    counted(&world).await;
    // Told to end, a connection says what there is to say and closes.
    world.app.stop();
    let told = world.get(Some(&token), "/supervise/live?seen=0").await;
    assert!(told.text.contains("event: changed"), "{}", told.text);
    let now = world.app.store.cursor("statistics").await.unwrap().0;
    let quiet = world.get(Some(&token), &format!("/supervise/live?seen={now}")).await;
    assert!(!quiet.text.contains("event: changed"), "{}", quiet.text);
    assert_eq!(world.get(Some(&token), "/supervise/live").await.status, StatusCode::BAD_REQUEST);
}
