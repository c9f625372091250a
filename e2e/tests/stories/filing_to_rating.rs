//! One complaint from the first page to the rating, by everyone who takes part in it.

use e2e::{Look, verify};

use crate::support::{Stage, Visitor, picture};

/// Goes through the filing, one question a page, up to the review.
pub async fn fill_in(me: &Visitor<'_>) {
    for _ in 0..20 {
        let path = me.path().await;
        let step = path.trim_start_matches("/file/").to_owned();
        match step.as_str() {
            "review" => return,
            "kind" => {
                me.types("#say", "颜色和页面上写的不一样，与描述不符").await;
                me.turns("form[method=get] button").await;
                me.press("label.pick__card:has(input[value=not_as_described])").await;
                me.turns(".dock button").await;
            }
            "story" => {
                me.types("textarea[name=story]", "页面写的是米白色，收到的是明黄色，吊牌上的颜色也不一样。")
                    .await;
                me.turns(".dock button").await;
            }
            "want" => {
                if !me.has("input[name=remedy]:checked").await {
                    me.press("label.pick__card:has(input[name=remedy])").await;
                }
                me.turns(".dock button").await;
            }
            "evidence" => {
                // Kept until the page has turned: the browser reads the file only when it sends it.
                let picture = picture();
                if me.has("input[type=file]").await {
                    me.sees("input[type=file]")
                        .await
                        .send_keys(picture.path().to_string_lossy().as_ref())
                        .await
                        .unwrap();
                }
                if me.has("button[name=do][value=add]").await {
                    // The button of its own, and what it brought is there.
                    me.turns("button[name=do][value=add]").await;
                    me.sees(".files a[href^='/evidence/']").await;
                }
                me.turns("button[name=do][value=next]").await;
            }
            _ if me.has("main form .pick__card input[type=radio]").await => {
                if !me.has("main form .pick__card input:checked").await {
                    me.press("main form .pick__card:has(input[type=radio])").await;
                }
                me.turns(".dock button").await;
            }
            _ => {
                if me.has("main form textarea.in").await {
                    me.types("main form textarea.in", "收到当天就发现了").await;
                }
                me.turns(".dock button").await;
            }
        }
        assert_ne!(me.path().await, path, "the answer was not taken:\n{}", me.text("main").await);
    }
    panic!("the filing does not end: {}", me.path().await);
}

/// Files a complaint about a free order of `consumer`'s and returns its number.
pub async fn file(me: &Visitor<'_>, order: &str) -> String {
    me.open(&format!("/file?order={order}")).await;
    fill_in(me).await;
    me.turns("form[action='/file/review'] .btn--go").await;
    me.sees("#case-no").await;
    me.text("#case-no").await.chars().filter(char::is_ascii_digit).collect()
}

async fn story(look: Look, staff: Look) {
    let stage = Stage::set(2);
    let order = stage.free().next().unwrap();
    let person = stage.consumer(&order.consumer);

    // The consumer files.
    let me = stage.enter(look, person).await;
    me.open("/").await;
    me.turns(&format!("a[href='/file?order={}']", order.order_id)).await;
    fill_in(&me).await;
    let review = me.text("main").await;
    assert!(
        review.contains("米白色") && review.contains("label-"),
        "the review shows what was said and brought: {review}"
    );
    me.turns("form[action='/file/review'] .btn--go").await;
    me.sees("#case-no").await;
    let number: String = me.text("#case-no").await.chars().filter(char::is_ascii_digit).collect();
    assert_eq!(number.len(), 12);
    me.sees(".next time[datetime]").await;
    me.turns(&format!("a[href='/cases/{number}']")).await;
    me.sees(".stages [aria-current=step]").await;

    // The officer takes it in.
    let officer = stage.enter(staff, stage.player("intake_officer")).await;
    officer.open("/desk?list=all").await;
    officer.turns(&format!("a[href='/desk/cases/{number}']")).await;
    assert!(officer.text("#say").await.contains("米白色"));
    officer.turns("#accept button").await;
    officer.sees("main .dhead").await;
    assert!(!officer.has("#accept").await, "accepted once");

    // The merchant looks, and answers in part.
    let seller = stage.enter(staff, stage.merchant(&order.merchant_id)).await;
    seller.open("/merchant").await;
    seller.turns(&format!("a[href='/merchant/cases/{number}']")).await;
    seller.sees("main .notice--quiet[role=status]").await;
    seller.press("#respond label:has(input[value=partly])").await;
    seller.types("#respond-explanation", "吊牌批次印错了颜色，商品可以继续使用，我们愿意退一部分。").await;
    seller.press("#respond label:has(input[value=partial_refund])").await;
    seller.types("[id='respond-amount.partial_refund']", "20").await;
    seller.turns("#respond button.btn--go").await;
    seller.sees("main .act").await;
    assert!(!seller.has("#respond").await, "an answer is given once");

    // The offer comes onto the consumer's page; it is asked once more before it binds.
    let (wish, accept) =
        ("#offers .choices > details.sureness > summary", "form[action$='/accept-offer'] button");
    me.awaits(wish).await;
    assert!(me.text("#offers").await.contains("20.00"));
    me.press(wish).await;
    assert!(me.text("form[action$='/accept-offer']").await.contains("20.00"), "what one gets is said again");
    me.turns(accept).await;
    me.sees("#obligations").await;

    // The provider pays; then the case is closed and asks for an opinion.
    me.awaits("#obligations .tag--paid, #obligations .tag--performed, #obligations .tag--done").await;
    me.awaits("#rate label:has(input[value='5'])").await;
    me.press("#rate label:has(input[value='5'])").await;
    me.types("#rate-text", "处理得很快").await;
    me.turns("#rate button").await;
    me.awaits(".notice--quiet .i").await;
    assert!(me.text("main").await.contains("处理得很快"));

    // Everything can be taken along, sealed.
    let bundle = stage.demo.fetch(&format!("/cases/{number}/bundle"), &person.token).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.zip");
    std::fs::write(&path, bundle).unwrap();
    let (genuine, said) = verify(&path, &stage.cast.public_key).unwrap();
    assert!(genuine, "{said}");
}

/// B1, B2, B10, B11, B12, B14, C1, C2, C3, C4, C9, E4: on a phone, from the first page to the rating and the sealed file.
#[tokio::test]
async fn a_complaint_goes_from_filing_to_rating_on_a_phone() {
    story(Look::phone(), Look::phone()).await;
}

/// B1, B10, B11, B12, B14, C1, C2, C3, C4, C9, E4: the same at a desk.
#[tokio::test]
async fn a_complaint_goes_from_filing_to_rating_at_a_desk() {
    story(Look::desk(), Look::desk()).await;
}

/// B1, B2, B12, B17: the same on a phone that runs no scripts at all.
#[tokio::test]
async fn a_complaint_goes_from_filing_to_rating_without_scripts() {
    story(Look::phone().without_scripts(), Look::phone().without_scripts()).await;
}
