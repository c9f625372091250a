//! The administrator's page over a real store.

use app::ports::Clock as _;
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
    let (token, session) = app::sign_in::sign_in(&world.app, "gu.mediator", PASSWORD, None).await.unwrap();
    assert_eq!(world.get(Some(&token), "/desk").await.status, StatusCode::OK);

    let gone = world.post(&admin, &format!("/admin/staff/{}/deactivate", session.person), &[]).await;
    assert_eq!(gone.status, StatusCode::OK);
    assert_eq!(world.get(Some(&token), "/desk").await.status, StatusCode::SEE_OTHER, "signed out everywhere");
    assert!(app::sign_in::sign_in(&world.app, "gu.mediator", PASSWORD, None).await.is_err());
    world.post(&admin, &format!("/admin/staff/{}/reactivate", session.person), &[]).await;
    assert!(app::sign_in::sign_in(&world.app, "gu.mediator", PASSWORD, None).await.is_ok());
    let myself = world.post(&admin, &format!("/admin/staff/{me}/deactivate"), &[]).await;
    assert_eq!(myself.status, StatusCode::FORBIDDEN, "nobody locks themselves out");
}

/// F1: a stranger who guesses makes the login rest, tells a known login from an unknown one by nothing, and does not
/// keep its owner out; the rest ends.
#[tokio::test]
async fn guessing_does_not_keep_the_owner_out() {
    let world = World::new().await;
    let (_, admin) = world.staff("lu.admin", Role::Admin).await;
    let right = [("login", "gu.mediator"), ("name", "顾"), ("role", "mediator"), ("password", PASSWORD)];
    world.post(&admin, "/admin/staff", &right).await;
    let from = |last: u8| Some(std::net::IpAddr::from([10, 0, 0, last]));
    let come =
        |password: &'static str, last| app::sign_in::sign_in(&world.app, "gu.mediator", password, from(last));
    come(PASSWORD, 1).await.unwrap();
    for _ in 0..5 {
        let wrong = come("guessed guess", 2).await.unwrap_err();
        let unknown = app::sign_in::sign_in(&world.app, "nobody", PASSWORD, from(2)).await.unwrap_err();
        assert_eq!(wrong.to_string(), unknown.to_string());
    }
    let resting = come(PASSWORD, 2).await.unwrap_err();
    assert!(matches!(resting, app::sign_in::PasswordError::Wrong), "even the right one");
    come(PASSWORD, 1).await.unwrap();
    for _ in 0..5 {
        come("guessed guess", 2).await.unwrap_err();
    }
    world.clock.advance_seconds(16 * 60);
    come("guessed guess", 2).await.unwrap_err();
    come(PASSWORD, 2).await.unwrap();
}

/// F1, D2: a password that an administrator sets anew ends the sessions and stands in the person's record.
#[tokio::test]
async fn a_new_password_is_on_record() {
    let world = World::new().await;
    let (person, token) = world.staff("gu.mediator", Role::Mediator).await;
    let (_, admin) = world.staff("lu.admin", Role::Admin).await;
    let events = async || app::execute::load::<app::Persons>(&world.app, person.0).await.unwrap().version;
    let before = events().await;
    let done =
        world.post(&admin, "/admin/passwords", &[("login", "gu.mediator"), ("password", PASSWORD)]).await;
    assert_eq!(done.status, StatusCode::OK);
    assert_eq!(events().await, before + 1);
    assert_eq!(world.get(Some(&token), "/desk").await.status, StatusCode::SEE_OTHER);
}

/// K1: a link of the shop does not move a browser into somebody else's account unasked.
#[tokio::test]
async fn another_person_is_asked_before_a_hand_over() {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
    use hmac::{Hmac, KeyInit, Mac};

    let world = World::new().await;
    let (_, token) = world.staff("gu.mediator", Role::Mediator).await;
    let key = "0123456789abcdef0123456789abcdef";
    app::sign_in::set_hand_over_key(&world.app, key).await.unwrap();
    let exp = world.clock.now().micros() / 1_000_000 + 300;
    let signed = |exp: i64| {
        let claims =
            format!(r#"{{"sub":"U-7","role":"consumer","name":"宋知夏","exp":{exp},"jti":"j{exp}"}}"#);
        let text = format!("{}.{}", BASE64.encode(r#"{"alg":"HS256"}"#), BASE64.encode(claims));
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(key.as_bytes()).unwrap();
        mac.update(text.as_bytes());
        format!("{text}.{}", BASE64.encode(mac.finalize().into_bytes()))
    };
    let link = format!("/hand-over?token={}", signed(exp));
    let asked = world.get(Some(&token), &link).await;
    assert!(asked.status == StatusCode::OK && asked.text.contains("宋知夏"), "{}", asked.text);
    assert_eq!(world.get(Some(&token), "/desk").await.status, StatusCode::OK, "still signed in");
    let moved = world.post(&token, "/hand-over", &[("token", &signed(exp))]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER);
    assert_eq!(
        world.get(Some(&token), "/desk").await.status,
        StatusCode::SEE_OTHER,
        "the old session is over"
    );
    let endless = world.get(None, &format!("/hand-over?token={}", signed(i64::MAX))).await;
    assert_eq!(endless.status, StatusCode::UNPROCESSABLE_ENTITY);
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
