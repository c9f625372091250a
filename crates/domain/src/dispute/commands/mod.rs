//! The commands of a dispute, one decision a file.
//!
//! Each file has what was asked, `may` (who, in which stage: the very check behind `allowed_actions`)
//! and `decide`. `may` looks at the case alone; `decide` makes the same check first, then looks at what was given.

pub mod absorb;
pub mod accept;
pub mod accept_offer;
pub mod accept_proposal;
pub mod appeal;
pub mod approve_ruling;
pub mod assess_evidence;
pub mod assign;
pub mod authorise_return;
pub mod confirm_performance;
pub mod confirm_receipt;
pub mod deny_offer;
pub mod deny_proposal;
pub mod dispute_performance;
pub mod enforce;
pub mod escalate;
pub mod file;
pub mod grant_mandate;
pub mod let_mediator_rule;
pub mod make_offer;
pub mod merge_duplicate;
pub mod object;
pub mod pass_deadline;
pub mod propose;
pub mod prove_notice;
pub mod provide_evidence;
pub mod put_on_hold;
pub mod rate;
pub mod record_cover;
pub mod record_payout;
pub mod record_refusal;
pub mod refer;
pub mod refuse;
pub mod reopen;
pub mod report_performance;
pub mod report_shipment;
pub mod request_information;
pub mod respond;
pub mod resume;
pub mod retry_payout;
pub mod return_ruling;
pub mod revoke_mandate;
pub mod rule;
pub mod rule_on_appeal;
pub mod send_message;
pub mod stay;
pub mod supply_information;
pub mod undo_merge;
pub mod withdraw;
pub mod withdraw_offer;

use serde::{Deserialize, Serialize};
use terms::Instant;

use super::event::DisputeEvent;
use super::refusal::DisputeRefusal;
use super::standing::Standing;
use super::state::DisputeState;
use super::verb::Verb;
use crate::ctx::Ctx;

/// What can be asked of a dispute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeCommand {
    File(Box<file::File>),
    Accept(accept::Accept),
    Refuse(refuse::Refuse),
    RequestInformation(request_information::RequestInformation),
    SupplyInformation(supply_information::SupplyInformation),
    Object(object::Object),
    Respond(respond::Respond),
    MakeOffer(make_offer::MakeOffer),
    AcceptOffer(accept_offer::AcceptOffer),
    DenyOffer(deny_offer::DenyOffer),
    WithdrawOffer(withdraw_offer::WithdrawOffer),
    SendMessage(send_message::SendMessage),
    ProvideEvidence(provide_evidence::ProvideEvidence),
    AssessEvidence(assess_evidence::AssessEvidence),
    Escalate(escalate::Escalate),
    Propose(propose::Propose),
    AcceptProposal(accept_proposal::AcceptProposal),
    DenyProposal(deny_proposal::DenyProposal),
    LetMediatorRule(let_mediator_rule::LetMediatorRule),
    Rule(rule::Rule),
    ApproveRuling(approve_ruling::ApproveRuling),
    ReturnRuling(return_ruling::ReturnRuling),
    Appeal(appeal::Appeal),
    Stay(stay::Stay),
    RuleOnAppeal(rule_on_appeal::RuleOnAppeal),
    Refer(refer::Refer),
    Assign(assign::Assign),
    PutOnHold(put_on_hold::PutOnHold),
    Resume(resume::Resume),
    Withdraw(withdraw::Withdraw),
    AuthoriseReturn(authorise_return::AuthoriseReturn),
    ReportShipment(report_shipment::ReportShipment),
    ConfirmReceipt(confirm_receipt::ConfirmReceipt),
    ReportPerformance(report_performance::ReportPerformance),
    ConfirmPerformance(confirm_performance::ConfirmPerformance),
    RetryPayout(retry_payout::RetryPayout),
    Enforce(enforce::Enforce),
    DisputePerformance(dispute_performance::DisputePerformance),
    GrantMandate(grant_mandate::GrantMandate),
    RevokeMandate(revoke_mandate::RevokeMandate),
    MergeDuplicate(merge_duplicate::MergeDuplicate),
    UndoMerge(undo_merge::UndoMerge),
    Reopen(reopen::Reopen),
    Rate(rate::Rate),
    ProveNotice(prove_notice::ProveNotice),
    PassDeadline(pass_deadline::PassDeadline),
    RecordPayout(record_payout::RecordPayout),
    RecordCover(record_cover::RecordCover),
    RecordRefusal(record_refusal::RecordRefusal),
    Absorb(absorb::Absorb),
}

/// Decides a dispute's command.
///
/// # Errors
/// The reasoned refusals of the one command.
pub fn decide(
    state: &DisputeState,
    command: &DisputeCommand,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    match command {
        DisputeCommand::File(c) => file::decide(state, c, ctx),
        DisputeCommand::Accept(c) => accept::decide(state, c, ctx),
        DisputeCommand::Refuse(c) => refuse::decide(state, c, ctx),
        DisputeCommand::RequestInformation(c) => request_information::decide(state, c, ctx),
        DisputeCommand::SupplyInformation(c) => supply_information::decide(state, c, ctx),
        DisputeCommand::Object(c) => object::decide(state, c, ctx),
        DisputeCommand::Respond(c) => respond::decide(state, c, ctx),
        DisputeCommand::MakeOffer(c) => make_offer::decide(state, c, ctx),
        DisputeCommand::AcceptOffer(c) => accept_offer::decide(state, c, ctx),
        DisputeCommand::DenyOffer(c) => deny_offer::decide(state, c, ctx),
        DisputeCommand::WithdrawOffer(c) => withdraw_offer::decide(state, c, ctx),
        DisputeCommand::SendMessage(c) => send_message::decide(state, c, ctx),
        DisputeCommand::ProvideEvidence(c) => provide_evidence::decide(state, c, ctx),
        DisputeCommand::AssessEvidence(c) => assess_evidence::decide(state, c, ctx),
        DisputeCommand::Escalate(c) => escalate::decide(state, c, ctx),
        DisputeCommand::Propose(c) => propose::decide(state, c, ctx),
        DisputeCommand::AcceptProposal(c) => accept_proposal::decide(state, c, ctx),
        DisputeCommand::DenyProposal(c) => deny_proposal::decide(state, c, ctx),
        DisputeCommand::LetMediatorRule(c) => let_mediator_rule::decide(state, c, ctx),
        DisputeCommand::Rule(c) => rule::decide(state, c, ctx),
        DisputeCommand::ApproveRuling(c) => approve_ruling::decide(state, c, ctx),
        DisputeCommand::ReturnRuling(c) => return_ruling::decide(state, c, ctx),
        DisputeCommand::Appeal(c) => appeal::decide(state, c, ctx),
        DisputeCommand::Stay(c) => stay::decide(state, c, ctx),
        DisputeCommand::RuleOnAppeal(c) => rule_on_appeal::decide(state, c, ctx),
        DisputeCommand::Refer(c) => refer::decide(state, c, ctx),
        DisputeCommand::Assign(c) => assign::decide(state, c, ctx),
        DisputeCommand::PutOnHold(c) => put_on_hold::decide(state, c, ctx),
        DisputeCommand::Resume(c) => resume::decide(state, c, ctx),
        DisputeCommand::Withdraw(c) => withdraw::decide(state, c, ctx),
        DisputeCommand::AuthoriseReturn(c) => authorise_return::decide(state, c, ctx),
        DisputeCommand::ReportShipment(c) => report_shipment::decide(state, c, ctx),
        DisputeCommand::ConfirmReceipt(c) => confirm_receipt::decide(state, c, ctx),
        DisputeCommand::ReportPerformance(c) => report_performance::decide(state, c, ctx),
        DisputeCommand::RetryPayout(c) => retry_payout::decide(state, c, ctx),
        DisputeCommand::Enforce(c) => enforce::decide(state, c, ctx),
        DisputeCommand::ConfirmPerformance(c) => confirm_performance::decide(state, c, ctx),
        DisputeCommand::DisputePerformance(c) => dispute_performance::decide(state, c, ctx),
        DisputeCommand::GrantMandate(c) => grant_mandate::decide(state, c, ctx),
        DisputeCommand::RevokeMandate(c) => revoke_mandate::decide(state, c, ctx),
        DisputeCommand::MergeDuplicate(c) => merge_duplicate::decide(state, c, ctx),
        DisputeCommand::UndoMerge(c) => undo_merge::decide(state, c, ctx),
        DisputeCommand::Reopen(c) => reopen::decide(state, c, ctx),
        DisputeCommand::Rate(c) => rate::decide(state, c, ctx),
        DisputeCommand::ProveNotice(c) => prove_notice::decide(state, c, ctx),
        DisputeCommand::PassDeadline(c) => pass_deadline::decide(state, c, ctx),
        DisputeCommand::RecordPayout(c) => record_payout::decide(state, c, ctx),
        DisputeCommand::RecordCover(c) => record_cover::decide(state, c, ctx),
        DisputeCommand::RecordRefusal(c) => record_refusal::decide(state, c, ctx),
        DisputeCommand::Absorb(c) => absorb::decide(state, c, ctx),
    }
}

/// Whether someone of this standing may do it to this case now, whatever they would give.
///
/// # Errors
/// The refusal that `decide` would answer for it.
pub fn may(verb: Verb, state: &DisputeState, standing: Standing, now: Instant) -> Result<(), DisputeRefusal> {
    match verb {
        Verb::Accept => accept::may(state, standing),
        Verb::Refuse => refuse::may(state, standing),
        Verb::RequestInformation => request_information::may(state, standing),
        Verb::SupplyInformation => supply_information::may(state, standing),
        Verb::Object => object::may(state, standing, now),
        Verb::Respond => respond::may(state, standing),
        Verb::MakeOffer => make_offer::may(state, standing),
        Verb::AcceptOffer => accept_offer::may(state, standing),
        Verb::DenyOffer => deny_offer::may(state, standing),
        Verb::WithdrawOffer => withdraw_offer::may(state, standing),
        Verb::SendMessage => send_message::may(state, standing),
        Verb::ProvideEvidence => provide_evidence::may(state, standing),
        Verb::AssessEvidence => assess_evidence::may(state, standing),
        Verb::Escalate => escalate::may(state, standing),
        Verb::Propose => propose::may(state, standing),
        Verb::AcceptProposal => accept_proposal::may(state, standing),
        Verb::DenyProposal => deny_proposal::may(state, standing),
        Verb::LetMediatorRule => let_mediator_rule::may(state, standing),
        Verb::Rule => rule::may(state, standing),
        Verb::ApproveRuling => approve_ruling::may(state, standing),
        Verb::ReturnRuling => return_ruling::may(state, standing),
        Verb::Appeal => appeal::may(state, standing, now),
        Verb::Stay => stay::may(state, standing),
        Verb::RuleOnAppeal => rule_on_appeal::may(state, standing),
        Verb::Refer => refer::may(state, standing),
        Verb::Assign => assign::may(state, standing),
        Verb::PutOnHold => put_on_hold::may(state, standing),
        Verb::Resume => resume::may(state, standing),
        Verb::Withdraw => withdraw::may(state, standing),
        Verb::AuthoriseReturn => authorise_return::may(state, standing),
        Verb::ReportShipment => report_shipment::may(state, standing),
        Verb::ConfirmReceipt => confirm_receipt::may(state, standing),
        Verb::ReportPerformance => report_performance::may(state, standing),
        Verb::RetryPayout => retry_payout::may(state, standing),
        Verb::Enforce => enforce::may(state, standing),
        Verb::ConfirmPerformance => confirm_performance::may(state, standing),
        Verb::DisputePerformance => dispute_performance::may(state, standing),
        Verb::GrantMandate => grant_mandate::may(state, standing),
        Verb::RevokeMandate => revoke_mandate::may(state, standing),
        Verb::MergeDuplicate => merge_duplicate::may(state, standing),
        Verb::UndoMerge => undo_merge::may(state, standing),
        Verb::Reopen => reopen::may(state, standing, now),
        Verb::Rate => rate::may(state, standing),
    }
}
