//! The administrator's page over a real store.

use axum::http::StatusCode;
use terms::Role;

use crate::merchant::world::{PASSWORD, World};

/// F1, H5: the page in every language, with a sentence for each key.
#[tokio::test]
async fn the_administrators_page_speaks_every_language() {
    let world = World::new().await;
    let (_, admin) = world.staff("lu.admin", Role::Admin).await;
    world.in_every_language(Some(&admin), "/admin").await;
}

/// F1: a colleague is added, signs in, is deactivated and shut out at once; a typed password never comes back.
#[tokio::test]
async fn a_colleague_comes_and_goes() {
    let world = World::new().await;
    let (me, admin) = world.staff("lu.admin", Role::Admin).await;
    let short = [("login", "gu.mediator"), ("name", "顾"), ("role", "mediator"), ("password", "short")];
    let back = world.post(&admin, "/admin/staff", &short).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.text.contains("id=\"add-staff-password-e\"") && !back.text.contains("value=\"short\""));
    let right = [("login", "gu.mediator"), ("name", "顾"), ("role", "mediator"), ("password", PASSWORD)];
    assert_eq!(world.post(&admin, "/admin/staff", &right).await.status, StatusCode::OK);
    let (token, session) = app::sign_in::sign_in(&world.app, "gu.mediator", PASSWORD).await.unwrap();
    assert_eq!(world.get(Some(&token), "/desk").await.status, StatusCode::OK);

    let gone = world.post(&admin, &format!("/admin/staff/{}/deactivate", session.person), &[]).await;
    assert_eq!(gone.status, StatusCode::OK);
    assert_eq!(world.get(Some(&token), "/desk").await.status, StatusCode::SEE_OTHER, "signed out everywhere");
    assert!(app::sign_in::sign_in(&world.app, "gu.mediator", PASSWORD).await.is_err());
    world.post(&admin, &format!("/admin/staff/{}/reactivate", session.person), &[]).await;
    assert!(app::sign_in::sign_in(&world.app, "gu.mediator", PASSWORD).await.is_ok());
    let myself = world.post(&admin, &format!("/admin/staff/{me}/deactivate"), &[]).await;
    assert_eq!(myself.status, StatusCode::FORBIDDEN, "nobody locks themselves out");
}

/// K1: the hand-over key and an integrator's token are shown once and work.
#[tokio::test]
async fn keys_are_shown_once() {
    let world = World::new().await;
    let (_, admin) = world.staff("lu.admin", Role::Admin).await;
    let made = world.post(&admin, "/admin/hand-over-key", &[]).await.text;
    let key = app::sign_in::hand_over_key(&world.app).await.unwrap().unwrap();
    assert!(made.contains(&key));
    assert!(!world.get(Some(&admin), "/admin").await.text.contains(&key));

    let opened = world.post(&admin, "/admin/integrators?lang=en", &[("name", "call-centre")]).await.text;
    let token = opened.split("id=\"once\">").nth(1).and_then(|rest| rest.split('<').next()).unwrap();
    let session = app::sign_in::find(&world.app, token).await.unwrap().unwrap();
    assert_eq!(session.role, Role::Integrator);
    world.post(&admin, "/admin/integrators", &[("name", "call-centre")]).await;
    let listed = world.get(Some(&admin), "/admin").await.text;
    assert!(listed.contains("name=\"name\" value=\"call-centre\""), "what is open is listed");
    let wrong = world.post(&admin, "/admin/integrators/close", &[("name", "cal-centre")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "a mistyped name voids nothing");
    world.post(&admin, "/admin/integrators/close", &[("name", "call-centre")]).await;
    assert!(app::sign_in::find(&world.app, token).await.unwrap().is_none());
}
