//! Who takes part in the tests' case, and what was bought.

use domain::dispute::Remedy;
use domain::order::{OrderLine, OrderSnapshot, Payment};
use domain::{Actor, Erasable};
use terms::{
    Audience, CaseNumber, Currency, DisputeId, EvidenceId, Ids, KindKey, LineId, MerchantId, Money, OrderId,
    PersonId, ReasonCode, RemedyType, Role, SeededEntropy, person_from_outside,
};

use super::{DAY, WEDNESDAY};

pub fn person(name: &str) -> PersonId {
    person_from_outside(name)
}

fn actor(name: &str, role: Role) -> Actor {
    Actor::Person { id: person(name), role, merchant: None }
}

pub fn consumer() -> Actor {
    actor("consumer", Role::Consumer)
}

/// Another consumer, without any part in the case.
pub fn stranger() -> Actor {
    actor("stranger", Role::Consumer)
}

/// Whom a side may let act for it.
pub fn agent() -> Actor {
    actor("agent", Role::Consumer)
}

pub fn merchant() -> Actor {
    Actor::Person { id: person("merchant"), role: Role::Merchant, merchant: Some(shop()) }
}

/// Staff of a merchant that the case is not about.
pub fn rival() -> Actor {
    let merchant = MerchantId::new("rival").ok();
    Actor::Person { id: person("rival"), role: Role::Merchant, merchant }
}

/// On duty for new complaints.
pub fn officer() -> Actor {
    actor("officer", Role::IntakeOfficer)
}

/// Staff who are not in charge of the case.
pub fn colleague() -> Actor {
    actor("colleague", Role::IntakeOfficer)
}

pub fn mediator() -> Actor {
    actor("mediator", Role::Mediator)
}

pub fn decider() -> Actor {
    actor("decider", Role::Decider)
}

/// Reads what others ruled.
pub fn second_decider() -> Actor {
    actor("decider-2", Role::Decider)
}

/// Decides appeals.
pub fn third_decider() -> Actor {
    actor("decider-3", Role::Decider)
}

pub fn supervisor() -> Actor {
    actor("supervisor", Role::Supervisor)
}

pub fn admin() -> Actor {
    actor("admin", Role::Admin)
}

pub fn system() -> Actor {
    Actor::System
}

pub fn shop() -> MerchantId {
    MerchantId::new("yuhe").expect("a merchant's id")
}

pub fn order_id() -> OrderId {
    OrderId::new("A-1001").expect("an order's id")
}

pub fn yuan(text: &str) -> Money {
    Money::parse(Currency::Cny, text).expect("a sum such as 899.00")
}

pub fn kind(key: &str) -> KindKey {
    KindKey::new(key).expect("a kind")
}

pub fn reason(code: &str) -> ReasonCode {
    ReasonCode::new(code).expect("a reason")
}

/// One wool coat for ¥899.00, paid ten days before [`WEDNESDAY`] and delivered six days before.
pub fn coat() -> OrderSnapshot {
    let placed_at = WEDNESDAY.plus_seconds(-10 * DAY);
    OrderSnapshot {
        order_id: order_id(),
        consumer: person("consumer"),
        consumer_name: Erasable::new("陈雨桐".to_owned(), Audience::All),
        merchant: shop(),
        merchant_name: "羽禾服饰旗舰店".to_owned(),
        placed_at,
        promised_at: Some(placed_at.plus_seconds(5 * DAY)),
        delivered_at: Some(placed_at.plus_seconds(4 * DAY)),
        lines: vec![OrderLine {
            line_id: LineId::new("1").expect("a line"),
            title: "双面呢羊毛大衣".to_owned(),
            quantity: 1,
            paid: yuan("899.00"),
            category: "服饰".to_owned(),
            listing: None,
        }],
        total: yuan("899.00"),
        freight: yuan("0"),
        payment: Some(Payment {
            provider: "sandbox".to_owned(),
            method: "wallet".to_owned(),
            transaction: "TX-1".to_owned(),
            paid_at: placed_at,
        }),
        logistics: None,
    }
}

pub fn remedy(remedy_type: RemedyType) -> Remedy {
    Remedy { remedy_type, amount: None, text: None, rule_id: None }
}

pub fn money(remedy_type: RemedyType, amount: &str) -> Remedy {
    Remedy { amount: Some(yuan(amount)), ..remedy(remedy_type) }
}

/// An upload's id, by number.
pub fn upload(n: u128) -> EvidenceId {
    EvidenceId(uuid::Uuid::from_u128(n))
}

pub fn dispute_id(n: u128) -> DisputeId {
    DisputeId(uuid::Uuid::from_u128(n))
}

pub fn number(seed: u64) -> CaseNumber {
    let mut entropy = SeededEntropy::new(seed);
    CaseNumber::random(&mut Ids::new(WEDNESDAY, &mut entropy))
}
