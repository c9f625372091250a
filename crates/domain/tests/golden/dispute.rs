//! One sample of each fact of a dispute.

use std::sync::Arc;

use domain::dispute::{
    AskedQuestion, Borne, ClaimLine, Deadline, DisputeEvent as E, EscalationCause, EvidenceItem, Filed,
    Finding, Liability, MovedDeadline, NewMandate, NewObligation, PayoutResult, PlaybookRef, RatingAbout,
    ReopenCause, Ruling, Verb,
};
use domain::facts::OnDuty;
use domain::{By, Erasable};
use playbook::{Consequence, Step, Why, WhyCode};
use terms::{
    AppealOutcome, Audience, CaseNumber, Channel, Condition, DeadlineClass, DeadlineId, DecisionId,
    EvidenceId, EvidenceKind, EvidenceState, FindingBasis, Label, Language, LineId, MandateId, MessageId,
    NoticeId, ObligationId, OfferId, OfferState, OutcomeCode, OutsideWay, Party, Payer, PayoutId, Position,
    Priority, ProposalId, RemedyType, Role, RuleId, Seal, Side, Stage,
};
use uuid::Uuid;

use super::samples;
use crate::given::{WEDNESDAY, coat, dispute_id, kind, money, person, reason, shop, yuan};

const fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn text(text: &str) -> Erasable<String> {
    Erasable::new(text.to_owned(), Audience::All)
}

fn rule(id: &str) -> RuleId {
    RuleId::new(id).expect("a rule's id")
}

/// The one of ten whose check digit fits.
fn number() -> CaseNumber {
    (0..10).find_map(|n| format!("48210937551{n}").parse().ok()).expect("one of ten fits")
}

fn why() -> Why {
    let date = jiff::civil::date(2026, 11, 25);
    Why {
        code: WhyCode::CountedBusinessDays,
        n: Some(2),
        from: date,
        to: date,
        rule_id: rule("platform.cn.response"),
    }
}

fn ruling() -> Ruling {
    let finding = Finding {
        text: text("不是全羊毛"),
        evidence_ids: vec![EvidenceId(id(4))],
        basis: FindingBasis::Evidence,
        about: Some(Party::Respondent),
    };
    Ruling {
        liability: Liability { consumer: 10, respondent: 90, ..Liability::default() },
        findings: vec![finding],
        remedies: remedies(),
        rule_ids: vec![rule("cn.crpl.24")],
        reasons: Erasable::new([(Language::ZhHans, "标签不符".to_owned())].into(), Audience::All),
    }
}

fn deadline() -> Deadline {
    Deadline {
        id: DeadlineId(id(1)),
        step: Step::Response,
        who: Party::Respondent,
        set_at: WEDNESDAY,
        due_at: WEDNESDAY.plus_seconds(60),
        class: DeadlineClass::Process,
        rule_id: rule("platform.cn.response"),
        consequence: Consequence::PlatformStepsIn,
        provisional: true,
        why: vec![why()],
        offer: Some(OfferId(id(2))),
        obligation: Some(ObligationId(id(3))),
        proposal: Some(PROPOSAL),
        seal: Seal::Mediation,
    }
}

fn filed() -> Filed {
    let (playbook_id, version, fingerprint) = ("cn-mainland".to_owned(), "1".to_owned(), "ab".repeat(32));
    Filed {
        number: number(),
        kind: kind("not_as_described"),
        priority: Priority::Normal,
        channel: Channel::Web,
        language: Language::ZhHans,
        playbook: PlaybookRef { id: playbook_id, version, fingerprint },
        consumer: person("consumer"),
        respondent: Some(shop()),
        order: Some(Arc::new(coat())),
        no_order_reason: Some(text("没有订单号")),
        lines: vec![ClaimLine { line_id: LineId::new("1").expect("a line"), quantity: 1 }],
        description: text("写着100%羊毛，摸着像化纤。"),
        answers: Erasable::new([("used".to_owned(), "no".to_owned())].into(), Audience::All),
        claims: vec![money(RemedyType::RefundWithReturn, "899.00")],
        separate_problem: true,
    }
}

fn item() -> EvidenceItem {
    let (sha256, media_type) = ("cd".repeat(32), "image/jpeg".to_owned());
    let (evidence_id, kind) = (EvidenceId(id(4)), EvidenceKind::Photo);
    EvidenceItem { evidence_id, sha256, size: 1_000, media_type, kind, name: text("照片.jpg") }
}

fn remedies() -> Vec<domain::dispute::Remedy> {
    let mut remedy = money(RemedyType::StatutoryDamages, "2697.00");
    remedy.text = Some("三倍".to_owned());
    remedy.rule_id = Some(rule("cn.crpl.55"));
    vec![remedy]
}

const PROPOSAL: ProposalId = ProposalId(id(11));
const OFFER: OfferId = OfferId(id(2));
const OBLIGATION: ObligationId = ObligationId(id(3));

samples!(E {
    E::Filed(_) => E::Filed(Box::new(filed())),
    E::Assigned { .. } => E::Assigned {
        on_duty: OnDuty { person: person("officer"), deputy: Some(person("officer-2")) },
        role: Role::IntakeOfficer,
        reason: Some("休假".to_owned()),
    },
    E::DeadlineSet(_) => E::DeadlineSet(deadline()),
    E::DeadlinePassed { .. } => E::DeadlinePassed {
        deadline: DeadlineId(id(1)), step: Step::Response, consequence: Consequence::PlatformStepsIn,
        seal: Seal::None,
    },
    E::InformationRequested { .. } => E::InformationRequested {
        to: Side::Consumer,
        questions: vec![AskedQuestion { key: "q1".to_owned(), text: "吊牌还在吗？".to_owned() }],
        seal: Seal::Mediation,
    },
    E::InformationSupplied { .. } => E::InformationSupplied {
        side: Side::Consumer,
        answers: Erasable::new([("q1".to_owned(), "在".to_owned())].into(), Audience::ConsumerSide),
        evidence_ids: vec![EvidenceId(id(4))],
        seal: Seal::None,
    },
    E::Accepted => E::Accepted,
    E::Refused { .. } => E::Refused {
        reason: reason("no_dispute_shown"), text: text("没有争议。"), rule_ids: vec![rule("cn.crpl.55")],
    },
    E::ObjectionRaised { .. } => E::ObjectionRaised { grounds: text("我附了检测报告。") },
    E::NoticeProven { .. } => E::NoticeProven {
        side: Side::Respondent, notice: Some(NoticeId(id(5))), deemed: false,
    },
    E::Responded { .. } => E::Responded {
        position: Position::Partly,
        explanation: text("检测合格。"),
        evidence_ids: vec![EvidenceId(id(4))],
        remedies: remedies(),
    },
    E::OfferMade { .. } => E::OfferMade {
        offer: OFFER, by: Side::Respondent, remedies: remedies(), note: Some(text("请收下")),
        in_reply_to: Some(OfferId(id(6))), seal: Seal::Mediation,
    },
    E::OfferAccepted { .. } => E::OfferAccepted { offer: OFFER, note: Some(text("好")), seal: Seal::None },
    E::OfferDenied { .. } => E::OfferDenied { offer: OFFER, note: Some(text("太少")), seal: Seal::Mediation },
    E::OfferWithdrawn { .. } => E::OfferWithdrawn { offer: OFFER, note: None, seal: Seal::None },
    E::OfferExpired { .. } => E::OfferExpired { offer: OFFER, seal: Seal::None },
    E::AgreementReached { .. } => E::AgreementReached {
        offer: Some(OFFER),
        obligations: remedies()
            .into_iter()
            .map(|remedy| NewObligation { id: OBLIGATION, debtor: Party::Respondent, remedy })
            .collect(),
    },
    E::MessageSent { .. } => E::MessageSent {
        message: MessageId(id(7)),
        side: Side::Consumer,
        text: Erasable::Erased { hash: "ef".repeat(32), audience: Audience::ConsumerSide },
        evidence_ids: Vec::new(),
        label: Label { audience: Audience::ConsumerSide, seal: Seal::Mediation },
    },
    E::EvidenceProvided { .. } => E::EvidenceProvided {
        side: Side::Consumer, items: vec![item()], note: Some(text("标签")), label: Label::ALL,
    },
    E::EvidenceAssessed { .. } => E::EvidenceAssessed {
        evidence_id: EvidenceId(id(4)), state: EvidenceState::Verified, how: "反查".to_owned(), reason: text("一致"),
    },
    E::Escalated { .. } => E::Escalated {
        to: Stage::Mediation, by: Side::Consumer, cause: EscalationCause::Requested, reason: Some(text("谈不拢")),
    },
    E::ProposalMade { .. } => E::ProposalMade {
        proposal: PROPOSAL, remedies: remedies(), reasons: text("各让一步"),
    },
    E::ProposalAnswered { .. } => E::ProposalAnswered {
        proposal: PROPOSAL, side: Side::Consumer, accepted: false, note: Some(text("太少")),
    },
    E::ProposalEnded { .. } => E::ProposalEnded { proposal: PROPOSAL, state: OfferState::Expired },
    E::MediatorAllowed { .. } => E::MediatorAllowed { side: Side::Respondent },
    E::RulingDrafted { .. } => E::RulingDrafted {
        decision: DecisionId(id(9)), ruling: Box::new(ruling()), on_appeal: None, rule_id: rule("platform.cn.second_person"),
    },
    E::RulingReturned { .. } => E::RulingReturned {
        decision: DecisionId(id(9)), reason: Erasable::new("金额算错".to_owned(), Audience::Staff),
    },
    E::RulingMade { .. } => E::RulingMade {
        decision: DecisionId(id(9)),
        ruling: Box::new(ruling()),
        decided_by: By::Person { id: person("decider"), role: Role::Decider },
        second: Some(By::Person { id: person("decider-2"), role: Role::Decider }),
        obligations: vec![NewObligation { id: OBLIGATION, debtor: Party::Platform, remedy: remedies().remove(0) }],
    },
    E::AppealRaised { .. } => E::AppealRaised {
        side: Side::Respondent, grounds: text("没看报告"), evidence_ids: vec![EvidenceId(id(4))],
    },
    E::Stayed { .. } => E::Stayed { reason: text("货是证据") },
    E::AppealDecided { .. } => E::AppealDecided {
        decision: DecisionId(id(10)),
        outcome: AppealOutcome::Changed,
        ruling: Box::new(ruling()),
        decided_by: By::Person { id: person("decider-3"), role: Role::Decider },
        second: None,
        obligations: Vec::new(),
        borne: vec![Borne { obligation: OBLIGATION, amount: yuan("599.00") }],
        moved: Vec::new(),
    },
    E::Referred { .. } => E::Referred { to: OutsideWay::Court, reason: text("须司法鉴定") },
    E::PutOnHold { .. } => E::PutOnHold { reason: text("等检测报告"), until: WEDNESDAY.plus_seconds(60) },
    E::Resumed { .. } => E::Resumed {
        moved: vec![MovedDeadline { deadline: DeadlineId(id(1)), due_at: WEDNESDAY.plus_seconds(120), why: why() }],
    },
    E::Withdrawn { .. } => E::Withdrawn { reason: Some(text("解决了")) },
    E::ReturnAuthorised { .. } => E::ReturnAuthorised { obligation: OBLIGATION, address: text("1 号仓") },
    E::ShipmentReported { .. } => E::ShipmentReported {
        obligation: OBLIGATION, carrier: "顺丰".to_owned(), tracking_number: "SF100".to_owned(),
    },
    E::ReceiptConfirmed { .. } => E::ReceiptConfirmed {
        obligation: OBLIGATION, condition: Condition::Damaged, note: Some(text("破损")), deemed: false,
    },
    E::PerformanceReported { .. } => E::PerformanceReported {
        obligation: OBLIGATION, proof_evidence_ids: vec![EvidenceId(id(4))], note: Some(text("已道歉")),
    },
    E::PerformanceConfirmed { .. } => E::PerformanceConfirmed { obligation: OBLIGATION, deemed: true, note: None },
    E::PerformanceDisputed { .. } => E::PerformanceDisputed {
        obligation: OBLIGATION, note: text("没有收到"), evidence_ids: vec![EvidenceId(id(4))],
    },
    E::ObligationFailed { .. } => E::ObligationFailed { obligation: OBLIGATION },
    E::ObligationCancelled { .. } => E::ObligationCancelled { obligation: OBLIGATION },
    E::PayoutRecorded { .. } => E::PayoutRecorded {
        obligation: OBLIGATION, payout: PayoutId(id(3)), result: PayoutResult::PartlyPaid, amount: yuan("100.00"),
    },
    E::PayoutRetried { .. } => E::PayoutRetried { obligation: OBLIGATION, payout: PayoutId(id(3)), from: Payer::Platform },
    E::EnforcementOrdered { .. } => E::EnforcementOrdered {
        obligation: OBLIGATION, payout: PayoutId(id(3)), amount: yuan("300.00"), approved: true,
    },
    E::Covered { .. } => E::Covered { obligation: OBLIGATION, deposit: yuan("200.00"), advanced: yuan("100.00") },
    E::MandateGranted(_) => E::MandateGranted(NewMandate {
        id: MandateId(id(8)),
        side: Side::Consumer,
        principal: Some(person("consumer")),
        agent: person("agent"),
        scope: vec![Verb::SendMessage, Verb::AcceptOffer],
        until: Some(WEDNESDAY.plus_seconds(60)),
    }),
    E::MandateRevoked { .. } => E::MandateRevoked { mandate: MandateId(id(8)) },
    E::MergedInto { .. } => E::MergedInto { dispute: dispute_id(2), number: number() },
    E::Absorbed { .. } => E::Absorbed { dispute: dispute_id(1), number: number() },
    E::MergeUndone { .. } => E::MergeUndone { dispute: dispute_id(2) },
    E::AbsorptionUndone { .. } => E::AbsorptionUndone { dispute: dispute_id(1) },
    E::Closed { .. } => E::Closed { outcome: OutcomeCode::ResolvedByAgreement },
    E::Reopened { .. } => E::Reopened { cause: ReopenCause::Requested, reason: Some(text("又坏了")) },
    E::Rated { .. } => E::Rated {
        side: Side::Consumer,
        score: 2,
        text: Some(Erasable::new("太慢".to_owned(), Audience::ConsumerSide)),
        about: RatingAbout::Step,
    },
    E::FollowUpRefused { .. } => E::FollowUpRefused {
        policy: "settlement_reserves_money".to_owned(), code: "above_cap".to_owned(), obligation: Some(OBLIGATION),
    },
    E::PartErased { .. } => E::PartErased {
        version: 3, path: "/event/filed/description".to_owned(), rule_id: rule("cn.pipl.47"),
    },
});
