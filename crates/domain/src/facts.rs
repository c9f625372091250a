//! What the application looked up for a decision, as plain values.

use std::collections::BTreeMap;

use terms::{CaseNumber, DisputeId, EvidenceId, EvidenceKind, LineId, PersonId};

use crate::order::OrderState;

/// Looked up before deciding; a command documents which of these it reads.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The order named by the command or the case, as its own stream has it now.
    pub order: Option<OrderState>,
    /// Open cases on the same order.
    pub open_on_order: Vec<OpenDispute>,
    /// Files that were uploaded, by id.
    pub uploads: BTreeMap<EvidenceId, Upload>,
    pub duty: Duty,
    /// The person that the command names (an agent, an officer to hand over to).
    pub named: Option<NamedPerson>,
    /// Who is to stand in for them.
    pub deputy: Option<NamedPerson>,
    /// The dispute that a charge against a merchant comes from.
    pub cause: Option<PenaltyCause>,
    /// The state of the other case in a merge.
    pub other: Option<OtherDispute>,
    /// For what is published of a case: the case, and who shares what would be told.
    pub publication: Option<Box<crate::publication::Background>>,
    /// The dispute that a publication is about.
    pub publication_of: DisputeId,
}

/// An open case that may be about the same thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenDispute {
    pub dispute: DisputeId,
    pub number: CaseNumber,
    pub lines: Vec<LineId>,
}

/// A file that waits to be provided as evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    pub owner: PersonId,
    pub sha256: String,
    pub size: u64,
    pub media_type: String,
    pub name: String,
    pub kind: EvidenceKind,
    /// The case in which it already is, if any: a file is evidence in one case only.
    pub used_in: Option<DisputeId>,
}

/// Who is next in line for new work, by role, chosen by workload.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Duty {
    pub intake: Option<OnDuty>,
    pub mediator: Option<OnDuty>,
    /// One who may judge this case.
    pub decider: Option<OnDuty>,
    pub supervisor: Option<OnDuty>,
}

/// A person in charge and who stands in for them (F1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct OnDuty {
    pub person: PersonId,
    pub deputy: Option<PersonId>,
}

/// What is known of a person that a command names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedPerson {
    pub person: PersonId,
    pub roles: Vec<terms::Role>,
    pub active: bool,
}

/// What a dispute says to a penalty case: who is charged, what may show it, who had a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PenaltyCause {
    pub dispute: DisputeId,
    pub number: CaseNumber,
    pub merchant: Option<terms::MerchantId>,
    pub merchant_name: String,
    pub is_ruled: bool,
    /// Evidence that the merchant could see and answer; what was refuted is left out.
    pub exhibits: BTreeMap<EvidenceId, String>,
    pub barred: Vec<PersonId>,
}

/// The other case in a merge, as far as the decision needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherDispute {
    pub dispute: DisputeId,
    pub number: CaseNumber,
    pub consumer: PersonId,
    pub order: Option<terms::OrderId>,
    pub open: bool,
}
