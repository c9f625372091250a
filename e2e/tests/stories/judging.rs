//! Two complaints without an agreement: one ends in the mediator's proposal, the other in a ruling and an appeal.

use e2e::{Look, Player, verify};

use crate::filing_to_rating::file;
use crate::support::{Stage, Visitor};

/// A complaint that the merchant denies and the consumer takes to the platform; gives number and merchant.
async fn called_in(stage: &Stage, me: &Visitor<'_>, look: Look) -> (String, String) {
    let order = stage.free().next().unwrap();
    let number = file(me, &order.order_id).await;
    let officer = stage.enter(look, stage.player("intake_officer")).await;
    officer.open(&format!("/desk/cases/{number}")).await;
    officer.turns("#accept button").await;
    let seller = stage.enter(look, stage.merchant(&order.merchant_id)).await;
    seller.open(&format!("/merchant/cases/{number}")).await;
    seller.press("#respond label:has(input[value=deny])").await;
    seller.types("#respond-explanation", "发出时核对过，没有问题。").await;
    seller.turns("#respond button.btn--go").await;
    me.open(&format!("/cases/{number}")).await;
    me.press("details.sureness:has(#escalate) > summary").await;
    me.turns("#escalate button").await;
    (number, order.merchant_id.clone())
}

/// Whoever is in charge, as the consumer reads it.
async fn in_charge<'a>(stage: &'a Stage, me: &Visitor<'_>) -> &'a Player {
    let head = me.text("main header").await;
    let known = stage.cast.people.iter().find(|p| head.contains(&p.name) && p.role != "consumer");
    known.unwrap_or_else(|| panic!("nobody is named: {head}"))
}

async fn mediated(look: Look) {
    let stage = Stage::set(2);
    let consumer = stage.consumer(&stage.free().next().unwrap().consumer);
    let me = stage.enter(look, consumer).await;
    let (number, merchant) = called_in(&stage, &me, look).await;
    let mediator = in_charge(&stage, &me).await;
    assert_eq!(mediator.role, "mediator");
    let desk = stage.enter(look, mediator).await;
    desk.open(&format!("/desk/cases/{number}")).await;
    desk.press("#propose > summary").await;
    desk.press("#propose label:has(input[value=partial_refund])").await;
    desk.types("[id='propose-amount.partial_refund']", "15").await;
    desk.types("#propose-reasons", "颜色确有出入，补一部分差价，双方都省时间。").await;
    desk.turns("#propose-form button.btn--go").await;
    desk.sees("#proposals").await;

    let seller = stage.enter(look, stage.merchant(&merchant)).await;
    seller.open(&format!("/merchant/cases/{number}")).await;
    let (wish, accept) =
        ("#proposals details:has([id^=accept-proposal]) > summary", "[id^=accept-proposal] button");
    seller.press(wish).await;
    seller.turns(accept).await;
    // It comes onto the consumer's page, with what the merchant said to it.
    me.awaits("#proposals .tag--accepted").await;
    me.press(wish).await;
    me.turns(accept).await;
    me.awaits("#obligations .tag--paid, #obligations .tag--performed, #obligations .tag--done").await;
    me.awaits("#rate label:has(input[value='5'])").await;
    me.press("#rate label:has(input[value='5'])").await;
    me.turns("#rate button").await;
    let bundle = stage.demo.fetch(&format!("/cases/{number}/bundle"), &consumer.token).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.zip");
    std::fs::write(&path, bundle).unwrap();
    let (genuine, said) = verify(&path, &stage.cast.public_key).unwrap();
    assert!(genuine, "{said}");
}

async fn ruled(look: Look) {
    let stage = Stage::set(2);
    let consumer = stage.consumer(&stage.free().next().unwrap().consumer);
    let me = stage.enter(look, consumer).await;
    let (number, merchant) = called_in(&stage, &me, look).await;
    me.press("details.sureness:has(#escalate) > summary").await;
    me.types("#escalate-reason", "商家一分不退").await;
    me.turns("#escalate button").await;
    let decider = in_charge(&stage, &me).await;
    assert_eq!(decider.role, "decider");
    let desk = stage.enter(look, decider).await;
    desk.open(&format!("/desk/cases/{number}")).await;
    assert!(!desk.text("main").await.contains("商家一分不退"), "who rules sees nothing of the mediation");
    desk.types("[id='rule-finding.0.text']", "商品页写的是米白色，收到的是明黄色。").await;
    desk.press("[id='rule-finding.0.basis'] option[value=order_record]").await;
    desk.types("[id='rule-liability.respondent']", "100").await;
    desk.press("#rule label:has(input[value=partial_refund])").await;
    desk.types("[id='rule-amount.partial_refund']", "20").await;
    desk.press("#rule-rule_ids label").await;
    desk.types("[id='rule-reasons.zh-Hans']", "颜色与页面不符，由商家承担。").await;
    desk.press("#rule label:has(input[name=sure])").await;
    desk.turns("#rule button.btn--go").await;
    desk.sees("#ruling").await;

    me.awaits("#ruling").await;
    assert!(me.text("#ruling").await.contains("由商家承担"));
    let seller = stage.enter(look, stage.merchant(&merchant)).await;
    seller.open(&format!("/merchant/cases/{number}")).await;
    seller.press("#appeal > summary").await;
    seller.types("#appeal-grounds", "没有看我们的出库照片。").await;
    seller.turns("#appeal-form button.btn--go").await;
    seller.sees("#appealed").await;
    me.awaits("#appealed").await;
    assert!(me.text("#appealed").await.contains("出库照片"));
    let next = in_charge(&stage, &me).await;
    assert!(next.role == "decider" && next.name != decider.name, "another decider looks at it");
}

/// C5, C9, I4: on a phone, from the complaint to what both accepted of the mediator's proposal.
#[tokio::test]
async fn a_mediation_ends_in_a_proposal_that_both_accept_on_a_phone() {
    mediated(Look::phone()).await;
}

/// C6, C7, C8: at a desk, from the complaint to a ruling and an appeal against it.
#[tokio::test]
async fn a_ruling_is_made_and_appealed_at_a_desk() {
    ruled(Look::desk()).await;
}

/// C6, C7, C8: the same on a phone.
#[tokio::test]
async fn a_ruling_is_made_and_appealed_on_a_phone() {
    ruled(Look::phone()).await;
}
