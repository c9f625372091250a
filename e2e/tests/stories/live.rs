//! Two people on one case see each other's words come.

use e2e::Look;

use crate::filing_to_rating::file;
use crate::support::Stage;

/// B16: what the merchant writes appears on the consumer's open page, and nothing was loaded anew.
#[tokio::test]
async fn a_message_appears_on_the_other_sides_page_by_itself() {
    let stage = Stage::set(2);
    let order = stage.free().next().unwrap();
    let me = stage.enter(Look::phone(), stage.consumer(&order.consumer)).await;
    let number = file(&me, &order.order_id).await;
    me.open(&format!("/cases/{number}")).await;
    let officer = stage.enter(Look::desk(), stage.player("intake_officer")).await;
    officer.open(&format!("/desk/cases/{number}")).await;
    officer.turns("#accept button").await;
    officer.sees("main .dhead").await;
    drop(officer);

    let seller = stage.enter(Look::desk(), stage.merchant(&order.merchant_id)).await;
    seller.open(&format!("/merchant/cases/{number}")).await;
    me.sees(".msg, #send-message").await;
    // A page that is loaded anew forgets this.
    me.browser.execute("window.since = 'before'", Vec::new()).await.unwrap();
    seller.types("#send-message-text", "您好，我们正在核对仓库的批次。").await;
    seller.turns("#send-message button.btn").await;
    me.sees("#talk .msg.is-merchant, #talk .is-merchant").await;
    assert!(me.text("#talk").await.contains("正在核对仓库的批次"));
    let since = me.browser.execute("return window.since ?? null", Vec::new()).await.unwrap();
    assert_eq!(since.json(), "before");
}
