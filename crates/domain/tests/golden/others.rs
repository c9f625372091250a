//! One sample of each fact of orders, payouts, persons and publications.

pub mod order {
    use std::sync::Arc;

    use domain::order::{Basis, Listing, Logistics, LogisticsEvent, OrderEvent as E, OrderSnapshot};
    use terms::{ReservationId, RuleId};
    use uuid::Uuid;

    use crate::given::{WEDNESDAY, coat, dispute_id, yuan};
    use crate::golden::samples;

    const RESERVATION: ReservationId = ReservationId(Uuid::from_u128(3));

    fn snapshot() -> OrderSnapshot {
        let mut order = coat();
        order.lines[0].listing = Some(Listing {
            text: "面料：100%羊毛".to_owned(),
            properties: vec![("材质".to_owned(), "100%羊毛".to_owned())],
            picture: Some("/goods/wool-coat.svg".to_owned()),
        });
        order.logistics = Some(Logistics {
            carrier: "顺丰".to_owned(),
            tracking_number: "SF1".to_owned(),
            events: vec![LogisticsEvent { at: WEDNESDAY, text: "已签收".to_owned() }],
        });
        order
    }

    samples!(E {
        E::Reported { .. } => E::Reported { snapshot: Arc::new(snapshot()) },
        E::MoneyReserved { .. } => E::MoneyReserved {
            reservation: RESERVATION,
            amount: yuan("2697.00"),
            basis: Basis::Rule(RuleId::new("cn.crpl.55").expect("a rule's id")),
            cause: dispute_id(1),
        },
        E::MoneyDue { .. } => E::MoneyDue { reservation: RESERVATION, amount: yuan("1"), cause: dispute_id(1) },
        E::MoneyReleased { .. } => E::MoneyReleased { reservation: RESERVATION, amount: yuan("1"), cause: dispute_id(1) },
        E::MoneySettled { .. } => E::MoneySettled { reservation: RESERVATION, amount: yuan("1"), cause: dispute_id(1) },
        E::PaidOutside { .. } => E::PaidOutside {
            reference: "CB-1".to_owned(), amount: yuan("899.00"), excess: yuan("0.50"),
        },
    });
}

pub mod payout {
    use domain::payout::{PayoutEvent as E, PayoutRequest};
    use terms::ReservationId;
    use uuid::Uuid;

    use crate::given::{dispute_id, order_id, yuan};
    use crate::golden::samples;

    samples!(E {
        E::Requested(_) => E::Requested(PayoutRequest {
            dispute: dispute_id(1),
            order: order_id(),
            reservation: ReservationId(Uuid::from_u128(3)),
            amount: yuan("899.00"),
            transaction: "TX-1".to_owned(),
        }),
        E::Paid { .. } => E::Paid { amount: yuan("899.00"), reference: "R1".to_owned(), complete: true },
        E::Pending { .. } => E::Pending { reference: "R1".to_owned() },
        E::Failed { .. } => E::Failed { reason: "账户已注销".to_owned() },
        E::Unclear { .. } => E::Unclear { reason: "timeout".to_owned() },
        E::Retried => E::Retried,
    });
}

pub mod person {
    use domain::Erasable;
    use domain::person::PersonEvent as E;
    use terms::{Audience, Language, Role};

    use crate::given::shop;
    use crate::golden::samples;

    fn name(name: &str) -> Erasable<String> {
        Erasable::new(name.to_owned(), Audience::Staff)
    }

    samples!(E {
        E::Registered { .. } => E::Registered {
            name: name("王小明"), role: Role::Merchant, merchant: Some(shop()), language: Language::ZhHans,
        },
        E::Renamed { .. } => E::Renamed { name: name("王大明") },
        E::RoleGranted { .. } => E::RoleGranted { role: Role::Supervisor },
        E::RoleRevoked { .. } => E::RoleRevoked { role: Role::Supervisor },
        E::LanguageChosen { .. } => E::LanguageChosen { language: Language::ZhHant },
        E::Deactivated => E::Deactivated,
        E::Reactivated => E::Reactivated,
        E::PasswordReset => E::PasswordReset,
        E::ConsentGiven { .. } => E::ConsentGiven { consent: "survey".to_owned() },
        E::ConsentRevoked { .. } => E::ConsentRevoked { consent: "survey".to_owned() },
    });
}

pub mod publication {
    use domain::Erasable;
    use domain::publication::{
        ConsentItem, Crowd, Digest, DownCause, Drafted, PublicationEvent as E, Published, Shown, draw,
    };
    use playbook::{PublicFact, Step};
    use terms::{Audience, Ids, Language, ObjectionId, ResultNumber, RuleId, SeededEntropy, Side};
    use uuid::Uuid;

    use crate::given::{PLAYBOOK, WEDNESDAY, dispute_id, given, number as number_of_case, person, shop};
    use crate::golden::samples;

    fn digest() -> Digest {
        let ended = given().ruled().passed(Step::Appeal).passed(Step::Appeal);
        draw(&ended.state, &PLAYBOOK).expect("the case is at its end")
    }

    fn number() -> ResultNumber {
        ResultNumber::random(&mut Ids::new(WEDNESDAY, &mut SeededEntropy::new(1)))
    }

    fn rule() -> RuleId {
        RuleId::new("platform.cn.publication_preview").expect("a rule's id")
    }

    fn text(text: &str, audience: Audience) -> Erasable<String> {
        Erasable::new(text.to_owned(), audience)
    }

    samples!(E {
        E::Drafted(_) => E::Drafted(Box::new(Drafted {
            number: number(),
            dispute: dispute_id(1),
            case: number_of_case(1),
            consumer: person("consumer"),
            respondent: Some(shop()),
            digest: digest(),
            brief: [(Language::ZhHans, "成分和页面写的不一致。".to_owned())].into(),
            sides: vec![Side::Consumer, Side::Respondent],
            officer: Some(person("decider")),
            preview_until: WEDNESDAY,
            rule_id: rule(),
        })),
        E::ConsentGiven { .. } => E::ConsentGiven {
            item: ConsentItem::Nickname, side: Side::Consumer, shown: Some(text("爱羊毛的人", Audience::ConsumerSide)),
        },
        E::ConsentRevoked { .. } => E::ConsentRevoked { item: ConsentItem::Agreement, side: Side::Respondent },
        E::Remarked { .. } => E::Remarked { side: Side::Consumer, text: text("月份也请去掉", Audience::ConsumerSide) },
        E::Returned { .. } => E::Returned { reason: text("请写粗一些", Audience::Staff) },
        E::Published(_) => E::Published(Box::new(Published {
            number: number(),
            shown: Shown {
                facts: vec![PublicFact::Kind, PublicFact::Outcome, PublicFact::Month],
                crowd: Crowd { consumers: 7, shops: 3 },
                kind: Some(digest().kind),
                family: Some(digest().family),
                outcome: Some(digest().outcome),
                period: Some("2026-11".to_owned()),
                digest: Some(digest()),
            },
            names: vec![ConsentItem::Nickname],
            answer: Some(text("月份是多人共有的。", Audience::All)),
            valid_until: WEDNESDAY,
            rule_id: rule(),
        })),
        E::TakenDown { .. } => E::TakenDown {
            number: number(), cause: DownCause::ConsentRevoked, reason: Some(text("请求撤下", Audience::Staff)),
        },
        E::ObjectionRaised { .. } => E::ObjectionRaised {
            objection: ObjectionId(Uuid::from_u128(9)),
            text: text("月份写错了", Audience::Staff),
            contact: Some(text("a@example.com", Audience::Staff)),
            due_at: WEDNESDAY,
            rule_id: rule(),
        },
        E::ObjectionLate { .. } => E::ObjectionLate { objection: ObjectionId(Uuid::from_u128(9)) },
        E::ObjectionAnswered { .. } => E::ObjectionAnswered {
            objection: ObjectionId(Uuid::from_u128(9)),
            upheld: true,
            answer: "核对过了。".to_owned(),
            correction: Some("应为十月。".to_owned()),
        },
    });
}
