//! Kind by kind: the question it turns on, the law it cites, what is offered, and the words that lead to it.

#![expect(clippy::unwrap_used, reason = "a test helper that fails should stop the test")]

mod common;

use common::{builtin, kind};
use playbook::Playbook;
use terms::RemedyType;
use terms::RemedyType::{
    CeaseContact, Correction, Dispatch, ExtraService, FeeRefund, PriceDifference, RecallRemedy, Refund,
    RefundWithReturn, Repair, Replacement, Resend, RestoreReview,
};

/// What sets a kind apart.
struct Row {
    id: &'static str,
    key: &'static str,
    /// It must be answered at filing.
    question: &'static str,
    rule: &'static str,
    remedy: RemedyType,
    /// Descriptions whose best suggestion is this kind.
    told: &'static [&'static str],
}

fn holds(playbook: &Playbook, rows: &[Row]) {
    for Row { id, key, question, rule, remedy, told } in rows {
        let found = playbook.kind(&kind(key)).unwrap();
        assert_eq!(found.id, *id);
        assert!(found.questions.iter().any(|q| q.key == *question && q.required), "{id} asks {question}");
        assert!(found.legal_basis.iter().any(|cited| cited.as_str() == *rule), "{id} cites {rule}");
        assert!(found.remedies.contains(remedy), "{id} offers {remedy}");
        for description in *told {
            let suggested = playbook.suggest_kinds(description);
            let best = suggested.first().map(|best| best.kind.as_str());
            assert_eq!(best, Some(*key), "{description}: {suggested:?}");
        }
    }
}

macro_rules! rows {
    ($($id:literal $key:literal asks $question:literal cites $rule:literal offers $remedy:ident told $told:expr;)+) => {
        &[$(Row { id: $id, key: $key, question: $question, rule: $rule, remedy: $remedy, told: &$told }),+]
    };
}

/// A1.1 A1.2 A1.3: goods.
#[test]
fn goods_differ_fail_or_endanger() {
    holds(
        &builtin(),
        rows! {
            "A1.1" "not_as_described" asks "what_differs" cites "cn.crpl.24" offers RefundWithReturn
                told ["颜色和图片不一样，有色差", "尺寸不對，和頁面不符", "The material is different from the listing"];
            "A1.2" "defective" asks "fault" cites "cn.crpl.23" offers Replacement
                told ["手机开不了机，是故障", "衣服開線脫線掉色，品質差", "It stopped working after two days, faulty"];
            "A1.3" "unsafe_goods" asks "someone_hurt" cites "cn.fsl.148" offers RecallRemedy
                told ["牛奶过期变质了", "插座漏電起火", "The cream gave me a rash, allergic reaction"];
        },
    );
}

/// A2.1 A2.2 A2.3 A2.4: service.
#[test]
fn service_is_silent_unskilled_slow_or_hostile() {
    holds(
        &builtin(),
        rows! {
            "A2.1" "poor_communication" asks "open_question" cites "cn.ecl.59" offers ExtraService
                told ["客服一直敷衍，踢皮球", "客服不回訊息", "No reply from customer service, ignored"];
            "A2.2" "incompetent_service" asks "what_went_wrong" cites "platform.cn.service_standard" offers FeeRefund
                told ["师傅不专业，安装错了", "人員不專業，亂說", "Incompetent and unprofessional installer"];
            "A2.3" "slow_service" asks "waiting_for" cites "platform.cn.service_standard" offers Dispatch
                told ["等了很久没人上门", "一直拖延，遲遲不處理", "Nobody came, no progress"];
            "A2.4" "review_or_harassment" asks "feels_unsafe" cites "cn.ecl.39" offers RestoreReview
                told ["给差评后被威胁骚扰", "負評之後一直被騷擾", "My bad review was deleted and I got a threat"];
        },
    );
}

/// A3.1 A3.2 A3.3 A3.4 A3.5: delivery.
#[test]
fn parcels_are_late_damaged_lost_dear_or_elsewhere() {
    holds(
        &builtin(),
        rows! {
            "A3.1" "late_delivery" asks "arrived" cites "platform.cn.late_compensation" offers Dispatch
                told ["快递延误，送晚了三天", "包裹延誤遲到", "The delivery is delayed and overdue"];
            "A3.2" "damaged_in_transit" asks "degree" cites "cn.cc.831-833" offers Resend
                told ["箱子压坏了，杯子碎了", "快遞損壞，受潮了", "Arrived crushed and shattered"];
            "A3.3" "lost_parcel" asks "what" cites "cn.express.28" offers Resend
                told ["快递丢件了", "包裹遺失，顯示簽收", "Marked delivered but never received"];
            "A3.4" "shipping_fee" asks "charged" cites "platform.cn.published_fees" offers FeeRefund
                told ["写着包邮却收了运费附加费", "免運卻收運費", "An unannounced shipping fee surcharge"];
            "A3.5" "pickup_point" asks "what" cites "cn.expmkt.28" offers ExtraService
                told ["没问我就放驿站，不送上门", "放到智慧取件櫃了", "Left at a pick-up point, a locker"];
        },
    );
}

/// A4.1 A4.2 A4.3 A4.4: after the sale.
#[test]
fn after_the_sale_returns_are_refused_slow_poor_or_unrepaired() {
    holds(
        &builtin(),
        rows! {
            "A4.1" "return_refused" asks "reason_given" cites "cn.crpl.25" offers RefundWithReturn
                told ["七天无理由拒绝退货", "賣家不給退，說拆封", "They refused my return because it was opened"];
            "A4.2" "after_sales_slow" asks "request" cites "cn.ret.13" offers Refund
                told ["退款慢，一直审核", "還沒退款，一直沒退款", "Still no refund, waiting for refund"];
            "A4.3" "after_sales_poor" asks "what" cites "cn.crpl.24" offers Repair
                told ["售后差，解决不了", "售後態度不好", "Poor after-sales, not solved"];
            "A4.4" "repair" asks "problem" cites "cn.crplreg.18" offers Repair
                told ["保修期内维修修不好", "送修兩次修不好", "The warranty repair cost is unclear"];
        },
    );
}

/// A5.1 A5.2 A5.3 A5.4 A5.5 A5.6: money and contract.
#[test]
fn prices_promotions_coupons_currencies_and_orders_go_wrong() {
    holds(
        &builtin(),
        rows! {
            "A5.1" "price" asks "what" cites "cn.price2022.16-21" offers PriceDifference
                told ["先涨后降，原价虚高", "價格詐欺，原價虛高", "A fake discount on the original price"];
            "A5.2" "promotion" asks "promised" cites "cn.spc.2022-8.10" offers PriceDifference
                told ["双十一活动赠品没兑现", "抽獎活動沒兌現", "The promotion gift missing, not honoured"];
            "A5.3" "coupon" asks "kind_of_benefit" cites "cn.price2022.16-21" offers PriceDifference
                told ["优惠券没减", "折價券用不了券", "My coupon did not apply"];
            "A5.4" "price_drop" asks "new_price" cites "platform.cn.price_protection" offers PriceDifference
                told ["刚买就降价，要保价退差价", "剛買就降，退差價", "Price drop after two days, price protection"];
            "A5.5" "currency" asks "paid_currency" cites "platform.cn.exchange_rate" offers PriceDifference
                told ["汇率换算不对", "幣別和匯率不對", "Wrong exchange rate and currency"];
            "A5.6" "order_cancelled" asks "what" cites "cn.cc.491" offers Dispatch
                told ["商家砍单，强制退款", "賣家說標錯價砍單", "Seller cancelled my order, pricing mistake"];
        },
    );
}

/// A6.1 A6.2 A6.3 A6.4 A6.5 A6.6 A6.7 A6.8: information, borders, machines, payment, fraud, the platform, streams, minors.
#[test]
fn the_rest_of_the_taxonomy_is_told_apart() {
    holds(
        &builtin(),
        rows! {
            "A6.1" "information_withheld" asks "missing" cites "cn.crplreg.9" offers Correction
                told ["翻新机，二手当新卖，隐瞒", "隱瞞是整新機", "Refurbished, which was hidden and undisclosed"];
            "A6.2" "cross_border" asks "what" cites "cn.ecl.26" offers FeeRefund
                told ["海淘清关被收关税", "跨境包裹卡海關", "Customs asked for import duty"];
            "A6.3" "automated_decision" asks "what" cites "cn.net116.19" offers Correction
                told ["被风控误判封号", "被風控誤判，帳號限制", "My account was suspended by an algorithm"];
            "A6.4" "payment" asks "what" cites "cn.ecl.57" offers Refund
                told ["银行卡被盗刷，重复扣款", "重複扣款兩次", "An unauthorised payment, charged twice"];
            "A6.5" "counterfeit_or_false_promotion" asks "what" cites "cn.crpl.55" offers RefundWithReturn
                told ["买到假货高仿", "買到仿冒假貨", "It is a counterfeit, not genuine"];
            "A6.6" "platform_at_fault" asks "part" cites "platform.cn.own_fault" offers Correction
                told ["平台偏袒商家，平台不管", "平台客服偏袒，平台偏袒", "The platform is biased"];
            "A6.7" "livestream" asks "streamer" cites "cn.live117.16" offers RefundWithReturn
                told ["直播间主播带货", "直播主帶貨", "The streamer in the livestream"];
            "A6.8" "minor" asks "guardian" cites "cn.cc.19-20" offers Refund
                told ["孩子未成年充值", "小孩偷偷儲值", "My child is underage"];
        },
    );
    let remedies = |key| builtin().kind(&kind(key)).map(|k| k.remedies.clone()).unwrap_or_default();
    assert!(remedies("review_or_harassment").contains(&CeaseContact));
}

/// A1.1 A1.3 A5.1 A6.1 A6.5 A6.7: a kind that offers statutory damages has a rule that can allow them.
#[test]
fn statutory_damages_are_offered_only_where_a_rule_can_allow_them() {
    let playbook = builtin();
    let facts = |answers: &[(&str, &str)]| playbook::RuleFacts {
        line_price: Some(terms::Money::new(terms::Currency::Cny, 29_900)),
        answers: answers.iter().map(|(key, answer)| ((*key).to_owned(), (*answer).to_owned())).collect(),
        ..playbook::RuleFacts::default()
    };
    let answers = [("falsely_stated", "yes"), ("food", "yes")];
    let told = [("what_differs", "material"), ("what", "was_price")];
    let facts = facts(&[answers, told].concat());
    for one in playbook.kinds().filter(|one| one.remedies.contains(&RemedyType::StatutoryDamages)) {
        let extras = playbook.extras(&one.key, &facts);
        let allowed = extras.iter().any(|extra| extra.remedy_type == RemedyType::StatutoryDamages);
        assert!(allowed, "{}", one.key);
    }
}
