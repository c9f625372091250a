//! The shop's customer begins as a stranger, comes back signed in by the shop, and finds everything still there.

use e2e::Look;
use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::json;

use crate::support::Stage;

/// K1: a draft begun before signing in is still there after the shop handed its customer over, signed with another library.
#[tokio::test]
async fn a_draft_survives_the_hand_over_from_the_shop() {
    let stage = Stage::set(2);
    let admin = stage.enter(Look::desk(), stage.player("admin")).await;
    admin.open("/admin").await;
    admin.turns("form[action='/admin/hand-over-key'] button").await;
    admin.sees("#once").await;
    let key = admin.text("#once").await;

    let me = stage.come(Look::phone()).await;
    me.open("/file/kind").await;
    me.types("#say", "与描述不符").await;
    me.turns("form[method=get] button").await;
    me.press("label.pick__card:has(input[value=not_as_described])").await;
    me.turns(".dock button").await;
    me.sees("input[name=order]").await;
    me.open("/file/story").await;
    me.types("textarea[name=story]", "充电时发烫，不敢再用").await;
    me.turns(".dock button").await;
    me.sees("input[name=remedy]").await;

    let now: jiff::Timestamp = stage.demo.now().await.unwrap().parse().unwrap();
    let claims = json!({
        "sub": "U-90001", "role": "consumer", "name": "宋知夏", "exp": now.as_second() + 300, "jti": "once-1", "lang": "zh-Hans",
    });
    let token = encode(&Header::default(), &claims, &EncodingKey::from_secret(key.as_bytes())).unwrap();
    me.open(&format!("/hand-over?token={token}")).await;
    me.sees("form[action='/sign-out']").await;
    assert!(me.path().await.starts_with("/file"), "{}", me.path().await);
    me.open("/file/story").await;
    assert_eq!(me.text("textarea[name=story]").await, "充电时发烫，不敢再用");

    // A token is good once.
    let other = stage.come(Look::phone()).await;
    other.open(&format!("/hand-over?token={token}")).await;
    other.sees("[data-alarm]").await;
    assert!(!other.has("form[action='/sign-out']").await);
}
