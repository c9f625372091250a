//! Looks up what a dispute's decision may need, and nothing more.

use domain::Actor;
use domain::dispute::{DisputeCommand, DisputeState};
use domain::facts::{Facts, OpenDispute, OtherDispute};
use terms::{CaseNumber, DisputeId, EvidenceId, LineId, OrderId, PersonId, order_stream};

use crate::app::App;
use crate::execute::load;
use crate::ports::{StoreResult, Value};
use crate::queries::{Columns, disputes, people, uploads};
use crate::stream::{Disputes, Orders};

/// What one command needs looked up.
#[derive(Default)]
struct Needs<'a> {
    /// The order by number; else the case's own, if money is in question.
    order: Option<&'a OrderId>,
    money: bool,
    duplicates: bool,
    evidence: &'a [EvidenceId],
    named: Option<PersonId>,
    deputy: Option<PersonId>,
    other: Option<DisputeId>,
}

fn needs<'a>(command: &'a DisputeCommand, actor: &Actor) -> Needs<'a> {
    let none = Needs::default();
    match command {
        DisputeCommand::File(c) => Needs {
            order: c.order_id.as_ref(),
            duplicates: !c.separate_problem,
            evidence: &c.evidence_ids,
            ..none
        },
        DisputeCommand::Respond(c) => Needs { money: true, evidence: &c.evidence_ids, ..none },
        DisputeCommand::MakeOffer(_)
        | DisputeCommand::AcceptOffer(_)
        | DisputeCommand::Propose(_)
        | DisputeCommand::AcceptProposal(_)
        | DisputeCommand::Rule(_)
        | DisputeCommand::ApproveRuling(_)
        | DisputeCommand::RuleOnAppeal(_) => Needs { money: true, ..none },
        DisputeCommand::Appeal(c) => Needs { evidence: &c.evidence_ids, ..none },
        DisputeCommand::SendMessage(c) => Needs { evidence: &c.evidence_ids, ..none },
        DisputeCommand::ProvideEvidence(c) => Needs { evidence: &c.evidence_ids, ..none },
        DisputeCommand::SupplyInformation(c) => Needs { evidence: &c.evidence_ids, ..none },
        DisputeCommand::ReportPerformance(c) => Needs { evidence: &c.proof_evidence_ids, ..none },
        DisputeCommand::DisputePerformance(c) => Needs { evidence: &c.evidence_ids, ..none },
        DisputeCommand::Assign(c) => Needs { named: c.to.or(actor.person()), deputy: c.deputy, ..none },
        DisputeCommand::GrantMandate(c) => Needs { named: Some(c.to), ..none },
        DisputeCommand::MergeDuplicate(c) => Needs { other: Some(c.into), ..none },
        DisputeCommand::Accept(_)
        | DisputeCommand::Refuse(_)
        | DisputeCommand::RequestInformation(_)
        | DisputeCommand::Object(_)
        | DisputeCommand::DenyOffer(_)
        | DisputeCommand::WithdrawOffer(_)
        | DisputeCommand::AssessEvidence(_)
        | DisputeCommand::Escalate(_)
        | DisputeCommand::DenyProposal(_)
        | DisputeCommand::LetMediatorRule(_)
        | DisputeCommand::ReturnRuling(_)
        | DisputeCommand::Stay(_)
        | DisputeCommand::Refer(_)
        | DisputeCommand::PutOnHold(_)
        | DisputeCommand::Resume(_)
        | DisputeCommand::Withdraw(_)
        | DisputeCommand::AuthoriseReturn(_)
        | DisputeCommand::ReportShipment(_)
        | DisputeCommand::ConfirmReceipt(_)
        | DisputeCommand::ConfirmPerformance(_)
        | DisputeCommand::RetryPayout(_)
        | DisputeCommand::Enforce(_)
        | DisputeCommand::RevokeMandate(_)
        | DisputeCommand::UndoMerge(_)
        | DisputeCommand::Reopen(_)
        | DisputeCommand::Rate(_)
        | DisputeCommand::ProveNotice(_)
        | DisputeCommand::PassDeadline(_)
        | DisputeCommand::RecordPayout(_)
        | DisputeCommand::RecordCover(_)
        | DisputeCommand::RecordRefusal(_)
        | DisputeCommand::Absorb(_) => none,
    }
}

/// Gathers the facts for a dispute's command.
pub(crate) async fn gather(
    app: &App,
    state: &DisputeState,
    command: &DisputeCommand,
    actor: &Actor,
) -> StoreResult<Facts> {
    let needs = needs(command, actor);
    let mut facts = Facts { duty: app.duty(state), ..Facts::default() };
    let own = state.order().map(|o| &o.order_id).filter(|_| needs.money);
    if let Some(order) = needs.order.or(own) {
        facts.order = Some(load::<Orders>(app, order_stream(order).id).await?.state.as_ref().clone());
    }
    if let Some(order) = needs.order.filter(|_| needs.duplicates) {
        facts.open_on_order = open_on(app, order).await?;
    }
    for id in needs.evidence.iter().take(domain::dispute::MAX_EVIDENCE_PER_ACT) {
        if let Some(upload) = uploads::by_id(app, *id).await? {
            facts.uploads.insert(*id, upload);
        }
    }
    if let Some(person) = needs.named {
        facts.named = people::named(app, person).await?;
    }
    if let Some(person) = needs.deputy {
        facts.deputy = people::named(app, person).await?;
    }
    if let Some(id) = needs.other {
        let other = load::<Disputes>(app, id.0).await?.state;
        facts.other = other.filed.as_ref().map(|filed| OtherDispute {
            dispute: id,
            number: filed.number,
            consumer: filed.consumer,
            order: filed.order.as_ref().map(|o| o.order_id.clone()),
            open: other.is_open(),
        });
    }
    Ok(facts)
}

async fn open_on(app: &App, order: &OrderId) -> StoreResult<Vec<OpenDispute>> {
    let rows = app.store.query(disputes::OPEN_ON_ORDER, vec![Value::text(order.as_str())]).await?;
    let mut open: Vec<OpenDispute> = Vec::new();
    for row in rows {
        let mut c = Columns::of(row);
        let (dispute, number, line) = (DisputeId(c.uuid()), c.int(), c.text());
        let (Ok(number), Ok(line)) = (format!("{number:012}").parse::<CaseNumber>(), LineId::new(line))
        else {
            continue;
        };
        match open.last_mut().filter(|last| last.dispute == dispute) {
            Some(last) => last.lines.push(line),
            None => open.push(OpenDispute { dispute, number, lines: vec![line] }),
        }
    }
    Ok(open)
}
