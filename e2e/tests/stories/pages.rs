//! Every page, for everybody: no rule of WCAG 2.2 AA broken, nothing wider than a phone.

use e2e::{Look, axe};

use crate::filing_to_rating::fill_in;
use crate::support::{Stage, Visitor};

/// Looks at the open page and writes down what is wrong with it.
async fn judge(visitor: &Visitor<'_>, name: &str, faults: &mut Vec<String>) {
    visitor.sees("main").await;
    // At the end of the page its sticky bar covers nothing: what lies under it elsewhere can be scrolled clear.
    visitor.browser.execute("scrollTo(0, document.documentElement.scrollHeight)", Vec::new()).await.unwrap();
    for found in axe(&visitor.browser).await.unwrap() {
        faults.push(format!(
            "{name}: {} ({}): {} at {:?}",
            found.rule, found.impact, found.help, found.elements
        ));
    }
    let (over, elements) = visitor.browser.sticks_out().await.unwrap();
    if over > 0 {
        faults.push(format!("{name}: {over} px too wide: {elements:?}"));
    }
}

async fn look_at(visitor: &Visitor<'_>, paths: &[String], faults: &mut Vec<String>) {
    for path in paths {
        visitor.open(path).await;
        judge(visitor, path, faults).await;
    }
}

fn paths(fixed: &[&str], cases: impl Iterator<Item = String>) -> Vec<String> {
    fixed.iter().map(|path| (*path).to_owned()).chain(cases).collect()
}

async fn every_page(look: Look) {
    let stage = Stage::set(24);
    let mut faults = Vec::new();
    let visitor = stage.come(look).await;
    let public = [
        "/",
        "/file/kind",
        "/track",
        "/rules",
        "/rules/kinds/not_as_described",
        "/statistics",
        "/sign-in",
        "/settings",
        "/setup?token=wrong",
        "/no-such-page",
    ];
    look_at(&visitor, &paths(&public, std::iter::empty()), &mut faults).await;

    // One case a kind of play: the consumers of the demo's cases see as many states.
    let disputed: Vec<_> = stage.cast.orders.iter().filter_map(|o| Some((o, o.dispute.clone()?))).collect();
    let (order, number) = disputed.first().unwrap();
    visitor.open(&format!("/track?number={number}")).await;
    judge(&visitor, "/track with its result", &mut faults).await;
    visitor.be(stage.consumer(&order.consumer)).await;
    let mine = ["/", "/cases", "/notices", "/settings", "/cases/000000000000"];
    look_at(&visitor, &paths(&mine, std::iter::once(format!("/cases/{number}/filed"))), &mut faults).await;
    for (order, number) in disputed.iter().step_by(2).take(8) {
        visitor.be(stage.consumer(&order.consumer)).await;
        visitor.open(&format!("/cases/{number}")).await;
        judge(&visitor, "/cases/N", &mut faults).await;
        visitor.be(stage.merchant(&order.merchant_id)).await;
        visitor.open(&format!("/merchant/cases/{number}")).await;
        judge(&visitor, "/merchant/cases/N", &mut faults).await;
    }
    look_at(
        &visitor,
        &paths(&["/merchant", "/merchant?list=closed", "/merchant/cases/1"], std::iter::empty()),
        &mut faults,
    )
    .await;

    visitor.be(stage.player("intake_officer")).await;
    let desk = ["/desk", "/desk?list=all", "/desk/file", "/notices"];
    let dossiers = disputed.iter().skip(1).step_by(6).map(|(_, number)| format!("/desk/cases/{number}"));
    look_at(&visitor, &paths(&desk, dossiers), &mut faults).await;
    visitor.be(stage.player("supervisor")).await;
    let wall = ["/supervise", "/supervise/cases?what=late", "/statistics/merchants"];
    look_at(&visitor, &paths(&wall, std::iter::empty()), &mut faults).await;
    visitor.be(stage.player("admin")).await;
    look_at(&visitor, &["/admin".to_owned()], &mut faults).await;

    // The filing, page by page.
    let order = stage.free().next().unwrap();
    visitor.be(stage.consumer(&order.consumer)).await;
    visitor.open(&format!("/file?order={}", order.order_id)).await;
    fill_in(&visitor).await;
    judge(&visitor, "/file/review", &mut faults).await;
    for step in ["kind", "order", "story", "want", "evidence"] {
        visitor.open(&format!("/file/{step}")).await;
        judge(&visitor, &format!("/file/{step}"), &mut faults).await;
    }
    faults.sort();
    faults.dedup();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// B2, B17: every page on a phone in mainland Chinese.
#[tokio::test]
async fn every_page_suits_everybody_on_a_phone_in_simplified_chinese() {
    every_page(Look::phone()).await;
}

/// B2, B17: every page on a phone in the Chinese of Taiwan.
#[tokio::test]
async fn every_page_suits_everybody_on_a_phone_in_traditional_chinese() {
    every_page(Look::phone().in_language("zh-TW")).await;
}

/// B2, B17: every page on a phone in English.
#[tokio::test]
async fn every_page_suits_everybody_on_a_phone_in_english() {
    every_page(Look::phone().in_language("en-GB")).await;
}

/// B17: every page at a desk.
#[tokio::test]
async fn every_page_suits_everybody_at_a_desk() {
    every_page(Look::desk()).await;
}
