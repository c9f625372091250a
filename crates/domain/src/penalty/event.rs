//! Facts of a penalty case.

use playbook::Why;
use serde::{Deserialize, Serialize};
use terms::{
    CaseNumber, DisputeId, DutyId, DutyKind, EvidenceId, FoundBy, HoldGround, Instant, Label, MeasureId,
    MerchantId, Party, PenaltyStep, PersonId, Position, Role, RuleId, ViolationKey,
};

use crate::actor::By;
use crate::dispute::PlaybookRef;
use crate::erasable::Erasable;
use crate::facts::OnDuty;
use crate::merchant::Measure;

/// What a merchant is charged with, and on what it rests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    pub number: CaseNumber,
    pub merchant: MerchantId,
    pub merchant_name: String,
    pub violation: ViolationKey,
    pub text: Erasable<String>,
    pub found_by: FoundBy,
    /// A machine had a part in finding it (DSA 17 (3) c).
    pub automated: bool,
    /// The dispute that it came to light in.
    pub dispute: Option<DisputeId>,
    pub dispute_number: Option<CaseNumber>,
    /// The goods concerned, as the shop names them.
    pub goods: Vec<String>,
    pub exhibits: Vec<Exhibit>,
    pub rule_ids: Vec<RuleId>,
    /// Who had a part in the dispute does not judge here.
    pub barred: Vec<PersonId>,
    pub playbook: PlaybookRef,
}

/// A piece of evidence of the dispute that the charge or the answer rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exhibit {
    pub evidence_id: EvidenceId,
    pub sha256: String,
}

/// A time limit of a penalty case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PenaltyDate {
    pub step: PenaltyStep,
    pub who: Party,
    pub due_at: Instant,
    pub rule_id: RuleId,
    pub why: Vec<Why>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<MeasureId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duty: Option<DutyId>,
}

impl PenaltyDate {
    /// What it is about; a later date for the same takes its place.
    #[must_use]
    pub fn about(&self) -> (PenaltyStep, Option<MeasureId>, Option<DutyId>) {
        (self.step, self.hold, self.duty)
    }
}

/// What a merchant must do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    pub id: DutyId,
    pub kind: DutyKind,
    pub text: String,
}

/// The statement of reasons (DSA 17): facts, grounds, why they apply, what follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PenaltyDecision {
    /// The charge was not found true; nothing follows.
    pub dismissed: bool,
    pub facts: Erasable<String>,
    pub reasons: Erasable<String>,
    pub rule_ids: Vec<RuleId>,
    pub measures: Vec<Measure>,
    pub duties: Vec<Duty>,
}

/// Everything that can happen in a penalty case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PenaltyEvent {
    Opened(Box<Charge>),
    Assigned {
        on_duty: OnDuty,
        role: Role,
        reason: Option<String>,
    },
    DateSet(PenaltyDate),
    DatePassed {
        step: PenaltyStep,
        hold: Option<MeasureId>,
        duty: Option<DutyId>,
    },
    /// Goods are taken down before anything is decided (G4).
    HoldImposed {
        measure: Measure,
        ground: HoldGround,
        reasons: Erasable<String>,
    },
    HoldReviewed {
        hold: MeasureId,
        kept: bool,
        reasons: Erasable<String>,
    },
    /// Nobody looked at it in time: it ends.
    HoldLapsed {
        hold: MeasureId,
    },
    NoticeProven {
        deemed: bool,
    },
    Answered {
        position: Position,
        explanation: Erasable<String>,
        exhibits: Vec<Exhibit>,
    },
    Decided {
        decision: Box<PenaltyDecision>,
        decided_by: By,
    },
    Appealed {
        grounds: Erasable<String>,
        stayed: Vec<MeasureId>,
    },
    /// What is named stands, all else is taken back.
    AppealDecided {
        upheld: Vec<MeasureId>,
        lifted: Vec<MeasureId>,
        duties: Vec<DutyId>,
        reasons: Erasable<String>,
        decided_by: By,
    },
    DutyReported {
        duty: DutyId,
        proof: Erasable<String>,
    },
    DutyChecked {
        duty: DutyId,
        passed: bool,
        note: Erasable<String>,
    },
    /// The authority was told.
    Reported {
        authority: String,
        text: Erasable<String>,
    },
    Closed,
}

impl PenaltyEvent {
    /// The merchant sees its own case; what the authority is told is for staff.
    #[must_use]
    pub const fn label(&self) -> Label {
        match self {
            Self::Reported { .. } => Label::STAFF,
            Self::Opened(_)
            | Self::Assigned { .. }
            | Self::DateSet(_)
            | Self::DatePassed { .. }
            | Self::HoldImposed { .. }
            | Self::HoldReviewed { .. }
            | Self::HoldLapsed { .. }
            | Self::NoticeProven { .. }
            | Self::Answered { .. }
            | Self::Decided { .. }
            | Self::Appealed { .. }
            | Self::AppealDecided { .. }
            | Self::DutyReported { .. }
            | Self::DutyChecked { .. }
            | Self::Closed => Label::RESPONDENT_SIDE,
        }
    }
}
