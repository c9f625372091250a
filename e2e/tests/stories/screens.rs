//! Pictures for the README, made anew only when asked for: `REDRESS_SCREENS=1`.

use std::path::Path;

use e2e::Look;

use crate::support::{Stage, Visitor};

/// The largest that a picture in the repository may be.
const MOST: u64 = 200 * 1024;

async fn take(visitor: &Visitor<'_>, path: &str, name: &str) {
    visitor.open(path).await;
    visitor.sees("main").await;
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/screens").join(name);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    visitor.browser.window_shot(&file).await.unwrap();
    let size = std::fs::metadata(&file).unwrap().len();
    assert!(size < MOST, "{name} has {size} bytes");
}

/// H5: the README's pictures are of the product as it is.
#[tokio::test]
async fn pictures_for_the_readme_are_taken_when_asked_for() {
    if std::env::var_os("REDRESS_SCREENS").is_none() {
        return;
    }
    let stage = Stage::set(24);
    let disputed: Vec<_> = stage.cast.orders.iter().filter_map(|o| Some((o, o.dispute.clone()?))).collect();
    let free = stage.free().next().unwrap();

    let phone = stage.enter(Look::phone(), stage.consumer(&free.consumer)).await;
    take(&phone, "/", "entrance-360-zh-Hans.png").await;
    take(&phone, &format!("/file?order={}&kind=not_as_described", free.order_id), "filing-360-zh-Hans.png")
        .await;

    // A case with an open offer shows the most of what a case can be.
    let desk = stage.come(Look::desk().in_language("en-GB")).await;
    let mut shown = disputed.first().unwrap();
    for case in &disputed {
        desk.be(stage.consumer(&case.0.consumer)).await;
        desk.open(&format!("/cases/{}", case.1)).await;
        if desk.has("form[action$='/accept-offer']").await {
            shown = case;
            break;
        }
        if desk.has(".next:not(.next--done)").await {
            shown = case;
        }
    }
    desk.be(stage.consumer(&shown.0.consumer)).await;
    take(&desk, &format!("/cases/{}", shown.1), "case-1280-en.png").await;
    phone.be(stage.consumer(&shown.0.consumer)).await;
    take(&phone, &format!("/cases/{}", shown.1), "case-360-zh-Hans.png").await;
    desk.be(stage.player("intake_officer")).await;
    take(&desk, &format!("/desk/cases/{}", shown.1), "desk-1280-en.png").await;

    let seller = stage.enter(Look::desk(), stage.merchant(&shown.0.merchant_id)).await;
    take(&seller, "/merchant", "inbox-1280-zh-Hans.png").await;
}
