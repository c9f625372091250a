//! One sample of each fact of orders, payouts, persons, publications, merchants and penalty cases.

pub mod order {
    use std::sync::Arc;

    use domain::order::{Basis, Listing, Logistics, LogisticsEvent, OrderEvent as E, OrderSnapshot};
    use terms::{Payer, ReservationId, RuleId};
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
            payer: Payer::Merchant,
        },
        E::MoneyDue { .. } => E::MoneyDue { reservation: RESERVATION, amount: yuan("1"), cause: dispute_id(1) },
        E::MoneyReleased { .. } => E::MoneyReleased {
            reservation: RESERVATION, amount: yuan("1"), cause: dispute_id(1), payer: Payer::Platform,
        },
        E::MoneySettled { .. } => E::MoneySettled {
            reservation: RESERVATION, amount: yuan("1"), cause: dispute_id(1), from: Payer::Platform,
        },
        E::PaidOutside { .. } => E::PaidOutside {
            reference: "CB-1".to_owned(), amount: yuan("899.00"), excess: yuan("0.50"),
        },
    });
}

pub mod payout {
    use domain::payout::{PayoutEvent as E, PayoutRequest};
    use terms::{Payer, ReservationId};
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
            from: Payer::Merchant,
        }),
        E::Paid { .. } => E::Paid { amount: yuan("899.00"), reference: "R1".to_owned(), complete: true },
        E::Pending { .. } => E::Pending { reference: "R1".to_owned() },
        E::Failed { .. } => E::Failed { reason: "账户已注销".to_owned() },
        E::Unclear { .. } => E::Unclear { reason: "timeout".to_owned() },
        E::Retried { .. } => E::Retried { from: Payer::Platform },
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

pub mod merchant {
    use domain::merchant::{EndCause, Measure, MerchantEvent as E};
    use terms::{MeasureId, MeasureKind, ObligationId, PayoutId, PenaltyId, RuleId, ViolationKey};
    use uuid::Uuid;

    use crate::given::{WEDNESDAY, dispute_id, number, shop, yuan};
    use crate::golden::samples;

    const OBLIGATION: ObligationId = ObligationId(Uuid::from_u128(3));
    const MEASURE: MeasureId = MeasureId(Uuid::from_u128(7));

    pub fn measure() -> Measure {
        Measure {
            id: MEASURE,
            kind: MeasureKind::Delisting,
            violation: ViolationKey::new("counterfeit").expect("a key"),
            number: number(1),
            points: Some(24),
            amount: Some(yuan("2000.00")),
            goods: vec!["SKU-1".to_owned()],
            from: WEDNESDAY,
            until: Some(WEDNESDAY.plus_seconds(86_400)),
            interim: true,
        }
    }

    samples!(E {
        E::Known { .. } => E::Known { merchant: shop(), name: "雨禾服饰".to_owned() },
        E::Left => E::Left,
        E::DepositPaid { .. } => E::DepositPaid { reference: "D1".to_owned(), amount: yuan("5000.00") },
        E::Covered { .. } => E::Covered {
            dispute: dispute_id(1),
            obligation: OBLIGATION,
            payout: PayoutId(OBLIGATION.0),
            deposit: yuan("200.00"),
            advanced: yuan("100.00"),
            recover_by: Some(WEDNESDAY),
            rule_id: RuleId::new("platform.cn.advance").expect("a rule's id"),
        },
        E::Recovered { .. } => E::Recovered {
            reference: "R1".to_owned(), advances: yuan("100.00"), charges: yuan("1.00"),
        },
        E::AdvanceOverdue { .. } => E::AdvanceOverdue {
            obligation: OBLIGATION, dispute: dispute_id(1), open: yuan("100.00"),
        },
        E::MeasureImposed { .. } => E::MeasureImposed {
            penalty: PenaltyId(Uuid::from_u128(8)), measure: measure(),
        },
        E::Charged { .. } => E::Charged { measure: MEASURE, deposit: yuan("500.00"), owed: yuan("300.00") },
        E::ChargeReturned { .. } => E::ChargeReturned {
            measure: MEASURE, deposit: yuan("500.00"), owed: yuan("300.00"),
        },
        E::MeasureStayed { .. } => E::MeasureStayed { measure: MEASURE },
        E::MeasureResumed { .. } => E::MeasureResumed { measure: MEASURE },
        E::MeasureEnded { .. } => E::MeasureEnded { measure: MEASURE, cause: EndCause::Lifted },
    });
}

pub mod penalty {
    use domain::facts::OnDuty;
    use domain::penalty::{Charge, Duty, Exhibit, PenaltyDate, PenaltyDecision, PenaltyEvent as E};
    use domain::{By, Erasable};
    use terms::{
        Audience, DutyId, DutyKind, EvidenceId, FoundBy, HoldGround, MeasureId, Party, PenaltyStep, Position,
        Role, RuleId, ViolationKey,
    };
    use uuid::Uuid;

    use super::merchant::measure;
    use crate::given::{WEDNESDAY, dispute_id, number, person, shop};
    use crate::golden::samples;

    const DUTY: DutyId = DutyId(Uuid::from_u128(5));
    const MEASURE: MeasureId = MeasureId(Uuid::from_u128(7));

    fn text(given: &str) -> Erasable<String> {
        Erasable::new(given.to_owned(), Audience::RespondentSide)
    }

    fn rule() -> RuleId {
        RuleId::new("platform.cn.penalty.counterfeit").expect("a rule's id")
    }

    fn exhibits() -> Vec<Exhibit> {
        vec![Exhibit { evidence_id: EvidenceId(Uuid::from_u128(4)), sha256: "ab".to_owned() }]
    }

    samples!(E {
        E::Opened(_) => E::Opened(Box::new(Charge {
            number: number(2),
            merchant: shop(),
            merchant_name: "雨禾服饰".to_owned(),
            violation: ViolationKey::new("counterfeit").expect("a key"),
            text: text("鉴定为假冒"),
            found_by: FoundBy::Ruling,
            automated: false,
            dispute: Some(dispute_id(1)),
            dispute_number: Some(number(1)),
            goods: vec!["SKU-1".to_owned()],
            exhibits: exhibits(),
            rule_ids: vec![rule()],
            barred: vec![person("decider")],
            playbook: domain::dispute::PlaybookRef {
                id: "cn-mainland".to_owned(), version: "2026.1".to_owned(), fingerprint: "ab".to_owned(),
            },
        })),
        E::Assigned { .. } => E::Assigned {
            on_duty: OnDuty { person: person("decider"), deputy: None }, role: Role::Decider, reason: None,
        },
        E::DateSet(_) => E::DateSet(PenaltyDate {
            step: PenaltyStep::Answer,
            who: Party::Respondent,
            due_at: WEDNESDAY,
            rule_id: rule(),
            why: Vec::new(),
            hold: Some(MEASURE),
            duty: Some(DUTY),
        }),
        E::DatePassed { .. } => E::DatePassed { step: PenaltyStep::Answer, hold: None, duty: Some(DUTY) },
        E::HoldImposed { .. } => E::HoldImposed {
            measure: measure(), ground: HoldGround::Counterfeit, reasons: text("证据充分"),
        },
        E::HoldReviewed { .. } => E::HoldReviewed { hold: MEASURE, kept: true, reasons: text("属实") },
        E::HoldLapsed { .. } => E::HoldLapsed { hold: MEASURE },
        E::NoticeProven { .. } => E::NoticeProven { deemed: true },
        E::Answered { .. } => E::Answered {
            position: Position::Partly, explanation: text("供应商贴错"), exhibits: exhibits(),
        },
        E::Decided { .. } => E::Decided {
            decision: Box::new(PenaltyDecision {
                dismissed: false,
                facts: text("假冒"),
                reasons: text("适用"),
                rule_ids: vec![rule()],
                measures: vec![measure()],
                duties: vec![Duty { id: DUTY, kind: DutyKind::Training, text: "质量培训".to_owned() }],
            }),
            decided_by: By::Person { id: person("decider"), role: Role::Decider },
        },
        E::Appealed { .. } => E::Appealed { grounds: text("已召回"), stayed: vec![MEASURE] },
        E::AppealDecided { .. } => E::AppealDecided {
            upheld: vec![MEASURE],
            lifted: vec![MEASURE],
            duties: vec![DUTY],
            reasons: text("复核属实"),
            decided_by: By::Person { id: person("decider-2"), role: Role::Decider },
        },
        E::DutyReported { .. } => E::DutyReported { duty: DUTY, proof: text("证书") },
        E::DutyChecked { .. } => E::DutyChecked { duty: DUTY, passed: true, note: text("属实") },
        E::Reported { .. } => E::Reported {
            authority: "市场监管局".to_owned(), text: Erasable::new("线索".to_owned(), Audience::Staff),
        },
        E::Closed => E::Closed,
    });
}
