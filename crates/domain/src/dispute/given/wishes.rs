//! The commands of the tests, each in one word.

use std::collections::BTreeMap;

use domain::dispute::commands as cmd;
use domain::dispute::commands::send_message::Addressed;
use domain::dispute::{AskedQuestion, DisputeCommand, GivenFinding, GivenRuling, Liability, Remedy, Verb};
use terms::{
    AppealOutcome, Channel, Condition, EvidenceId, FindingBasis, Instant, Language, ObligationId, OfferId,
    Position, ProposalId, RemedyType, RuleId, Side,
};

use super::{dispute_id, kind, money, number, order_id, person, reason};

/// The complaint about the coat, complete and right.
pub fn complaint() -> cmd::file::File {
    let answers = [("what_differs", "material"), ("falsely_stated", "yes")];
    cmd::file::File {
        number: number(1),
        kind: kind("not_as_described"),
        order_id: Some(order_id()),
        no_order_reason: None,
        lines: Vec::new(),
        description: "写着100%羊毛，摸着像化纤，起球，还有静电。".to_owned(),
        answers: answers.map(|(key, answer)| (key.to_owned(), answer.to_owned())).into(),
        claims: vec![money(RemedyType::RefundWithReturn, "899.00")],
        evidence_ids: Vec::new(),
        channel: Channel::Web,
        language: Language::ZhHans,
        consumer: None,
        separate_problem: false,
    }
}

pub fn answer(position: Position) -> cmd::respond::Respond {
    let (evidence_ids, remedies) = (Vec::new(), Vec::new());
    cmd::respond::Respond {
        position,
        explanation: "面料检测合格，可以提供报告。".to_owned(),
        evidence_ids,
        remedies,
    }
}

pub fn offer(remedies: Vec<Remedy>) -> DisputeCommand {
    DisputeCommand::MakeOffer(cmd::make_offer::MakeOffer { remedies, note: None, in_reply_to: None })
}

pub fn accept_offer(offer_id: OfferId) -> DisputeCommand {
    DisputeCommand::AcceptOffer(cmd::accept_offer::AcceptOffer { offer_id, note: None })
}

pub fn message(text: &str, audience: Addressed) -> DisputeCommand {
    let evidence_ids = Vec::new();
    DisputeCommand::SendMessage(cmd::send_message::SendMessage {
        text: text.to_owned(),
        evidence_ids,
        audience,
    })
}

pub fn evidence(ids: &[EvidenceId], audience: Addressed) -> DisputeCommand {
    let evidence_ids = ids.to_vec();
    DisputeCommand::ProvideEvidence(cmd::provide_evidence::ProvideEvidence {
        evidence_ids,
        note: None,
        audience,
    })
}

pub fn ask(to: Side, questions: &[&str]) -> DisputeCommand {
    let question = |text: &&str| AskedQuestion { key: String::new(), text: (*text).to_owned() };
    let questions = questions.iter().map(question).collect();
    DisputeCommand::RequestInformation(cmd::request_information::RequestInformation { to, questions })
}

pub fn escalate() -> DisputeCommand {
    DisputeCommand::Escalate(cmd::escalate::Escalate { reason: None })
}

pub fn propose(remedies: Vec<Remedy>) -> DisputeCommand {
    let reasons = "双方各让一步，都省时间。".to_owned();
    DisputeCommand::Propose(cmd::propose::Propose { remedies, reasons })
}

pub fn accept_proposal(proposal_id: ProposalId) -> DisputeCommand {
    DisputeCommand::AcceptProposal(cmd::accept_proposal::AcceptProposal { proposal_id, note: None })
}

pub fn deny_proposal(proposal_id: ProposalId) -> DisputeCommand {
    DisputeCommand::DenyProposal(cmd::deny_proposal::DenyProposal { proposal_id, note: None })
}

/// The price of the coat against the coat, because the order says wool.
pub fn ruling() -> GivenRuling {
    let text = "订单快照写明“100%羊毛”，与收到的大衣不符。".to_owned();
    let (basis, about) = (Some(FindingBasis::OrderRecord), None);
    let finding = GivenFinding { text, evidence_ids: Vec::new(), basis, about };
    GivenRuling {
        liability: Liability { respondent: 100, ..Liability::default() },
        findings: vec![finding],
        remedies: vec![money(RemedyType::RefundWithReturn, "899.00")],
        rule_ids: vec![RuleId::new("cn.crpl.24").expect("a rule")],
        reasons: [(Language::ZhHans, "商品页写着全羊毛，收到的不是。".to_owned())].into(),
    }
}

pub fn rule(ruling: GivenRuling) -> DisputeCommand {
    DisputeCommand::Rule(cmd::rule::Rule { ruling })
}

pub fn appeal() -> DisputeCommand {
    let grounds = "裁决没有看我们的检测报告。".to_owned();
    DisputeCommand::Appeal(cmd::appeal::Appeal { grounds, evidence_ids: Vec::new() })
}

pub fn on_appeal(outcome: Option<AppealOutcome>, ruling: GivenRuling) -> DisputeCommand {
    DisputeCommand::RuleOnAppeal(cmd::rule_on_appeal::RuleOnAppeal { outcome, ruling })
}

pub fn withdraw() -> DisputeCommand {
    DisputeCommand::Withdraw(cmd::withdraw::Withdraw { reason: None })
}

pub fn refuse() -> DisputeCommand {
    let reason_code = reason("no_dispute_shown");
    DisputeCommand::Refuse(cmd::refuse::Refuse {
        reason_code,
        text: "没有争议。".to_owned(),
        rule_ids: Vec::new(),
    })
}

pub fn object() -> DisputeCommand {
    DisputeCommand::Object(cmd::object::Object { grounds: "我附了检测报告。".to_owned() })
}

pub fn hold(until: Instant) -> DisputeCommand {
    DisputeCommand::PutOnHold(cmd::put_on_hold::PutOnHold { reason: "等检测报告".to_owned(), until })
}

pub fn resume() -> DisputeCommand {
    DisputeCommand::Resume(cmd::resume::Resume {})
}

pub fn accept() -> DisputeCommand {
    DisputeCommand::Accept(cmd::accept::Accept {})
}

pub fn authorise() -> DisputeCommand {
    let address = "杭州市余杭区 1 号仓".to_owned();
    DisputeCommand::AuthoriseReturn(cmd::authorise_return::AuthoriseReturn { obligation_id: None, address })
}

pub fn ship() -> DisputeCommand {
    DisputeCommand::ReportShipment(cmd::report_shipment::ReportShipment {
        obligation_id: None,
        carrier: "顺丰".to_owned(),
        tracking_number: "SF100".to_owned(),
    })
}

pub fn receive(condition: Condition) -> DisputeCommand {
    DisputeCommand::ConfirmReceipt(cmd::confirm_receipt::ConfirmReceipt {
        obligation_id: None,
        condition,
        note: None,
    })
}

pub fn report(obligation_id: ObligationId) -> DisputeCommand {
    let (proof_evidence_ids, note) = (Vec::new(), None);
    DisputeCommand::ReportPerformance(cmd::report_performance::ReportPerformance {
        obligation_id,
        proof_evidence_ids,
        note,
    })
}

pub fn confirm(obligation_id: ObligationId) -> DisputeCommand {
    DisputeCommand::ConfirmPerformance(cmd::confirm_performance::ConfirmPerformance {
        obligation_id,
        note: None,
    })
}

pub fn enforce(obligation_id: ObligationId) -> DisputeCommand {
    DisputeCommand::Enforce(cmd::enforce::Enforce { obligation_id })
}

pub fn retry_payout(obligation_id: ObligationId) -> DisputeCommand {
    DisputeCommand::RetryPayout(cmd::retry_payout::RetryPayout { obligation_id })
}

pub fn dispute(obligation_id: ObligationId) -> DisputeCommand {
    let (evidence_ids, note) = (Vec::new(), "没有收到道歉。".to_owned());
    DisputeCommand::DisputePerformance(cmd::dispute_performance::DisputePerformance {
        obligation_id,
        evidence_ids,
        note,
    })
}

pub fn mandate(to: &str, scope: &[Verb], until: Option<Instant>) -> DisputeCommand {
    let scope = scope.to_vec();
    DisputeCommand::GrantMandate(cmd::grant_mandate::GrantMandate { to: person(to), scope, until })
}

pub fn reopen() -> DisputeCommand {
    DisputeCommand::Reopen(cmd::reopen::Reopen { reason: None })
}

pub fn merge() -> DisputeCommand {
    let (this, into) = (dispute_id(1), dispute_id(2));
    DisputeCommand::MergeDuplicate(cmd::merge_duplicate::MergeDuplicate { this, into })
}

pub fn pass(deadline: terms::DeadlineId) -> DisputeCommand {
    DisputeCommand::PassDeadline(cmd::pass_deadline::PassDeadline { deadline })
}

pub fn answers(given: &[(&str, &str)]) -> BTreeMap<String, String> {
    given.iter().map(|(key, answer)| ((*key).to_owned(), (*answer).to_owned())).collect()
}

pub fn prove_notice() -> DisputeCommand {
    DisputeCommand::ProveNotice(cmd::prove_notice::ProveNotice { notice: None })
}

/// A policy tells that case two was merged into this one, or is no longer.
pub fn absorb(undone: bool) -> DisputeCommand {
    DisputeCommand::Absorb(cmd::absorb::Absorb { dispute: dispute_id(2), number: number(2), undone })
}
