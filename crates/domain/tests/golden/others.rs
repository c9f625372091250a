//! One sample of each fact of orders, payouts and persons.

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
