//! The shape of a case as doors give it out: the JSON of the API, and what pages are made from.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::dispute::{EscalationCause, Liability, RatingAbout, Verb};
use domain::order::OrderSnapshot;
use jiff::civil::Date;
use playbook::{Consequence, Localised, Step};
use serde::Serialize;
use terms::{
    AppealOutcome, CaseNumber, Channel, Condition, DeadlineClass, DeadlineId, DecidedBy, DecisionId,
    EvidenceId, EvidenceKind, EvidenceState, FindingBasis, Instant, KindKey, Language, LineId, MandateId,
    MerchantId, MessageId, Money, ObligationId, ObligationState, OfferId, OfferState, OutcomeCode,
    OutsideWay, Party, Position, Priority, ProposalId, ReasonCode, RemedyType, Role, RuleId, Side, Stage,
    Status,
};

/// A case.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaseView {
    pub number: CaseNumber,
    pub kind: KindKey,
    pub kind_title: Option<Localised>,
    pub stage: Stage,
    pub status: Status,
    pub version: u64,
    pub created_at: Instant,
    pub accepted_at: Option<Instant>,
    pub closed_at: Option<Instant>,
    pub language: Language,
    pub channel: Channel,
    pub priority: Priority,
    pub playbook: PlaybookView,
    pub parties: Vec<PartyView>,
    /// The caller's side: `neutral` for staff.
    pub your_side: Side,
    pub assigned_to: Option<String>,
    pub deputy: Option<String>,
    /// Written by the doors, in their own words.
    #[serde(skip)]
    pub order: Option<Arc<OrderSnapshot>>,
    pub no_order_reason: Option<String>,
    pub lines: Vec<ClaimLineView>,
    pub description: Option<String>,
    pub answers: BTreeMap<String, String>,
    pub claims: Vec<RemedyView>,
    pub response: Option<ResponseView>,
    pub refusal: Option<RefusalView>,
    /// Questions that wait for this caller's side, or for any side if the caller is staff.
    pub asked: Vec<QuestionView>,
    pub messages: Vec<MessageView>,
    pub offers: Vec<OfferView>,
    pub proposals: Vec<ProposalView>,
    /// The sides that let whoever mediated rule as well.
    pub mediator_allowed: Vec<Side>,
    pub decisions: Vec<DecisionView>,
    /// A ruling that waits for a second person; for staff alone.
    pub draft: Option<DraftView>,
    pub appeal: Option<AppealView>,
    pub referral: Option<ReferralView>,
    pub obligations: Vec<ObligationView>,
    pub evidence: Vec<EvidenceView>,
    pub deadlines: Vec<DeadlineView>,
    pub hold: Option<HoldView>,
    pub escalated_at: Option<Instant>,
    pub escalation_cause: Option<EscalationCause>,
    pub mandates: Vec<MandateView>,
    pub merged_into: Option<CaseNumber>,
    pub absorbed: Vec<CaseNumber>,
    pub money: Option<MoneyView>,
    pub ratings: Vec<RatingView>,
    pub outcome_code: Option<OutcomeCode>,
    pub next: Option<NextView>,
    pub allowed_actions: Vec<AllowedAction>,
}

impl CaseView {
    /// Whether the caller may do this now.
    #[must_use]
    pub fn allows(&self, verb: Verb) -> bool {
        self.allowed_actions.iter().any(|action| action.verb == verb.as_str())
    }
}

/// The mediator's proposal; both sides must accept it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProposalView {
    pub id: ProposalId,
    pub state: OfferState,
    pub remedies: Vec<RemedyView>,
    pub reasons: Option<String>,
    pub made_at: Instant,
    pub expires_at: Option<Instant>,
    pub ended_at: Option<Instant>,
    pub answers: Vec<AnswerView>,
}

impl ProposalView {
    /// What the side said to it.
    #[must_use]
    pub fn answer_of(&self, side: Side) -> Option<&AnswerView> {
        self.answers.iter().find(|answer| answer.side == side)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnswerView {
    pub side: Side,
    pub accepted: bool,
    pub note: Option<String>,
    pub at: Instant,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RulingView {
    pub liability: Liability,
    pub findings: Vec<FindingView>,
    pub remedies: Vec<RemedyView>,
    pub rule_ids: Vec<RuleId>,
    /// By language; `null` once erased.
    pub reasons: Option<BTreeMap<Language, String>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingView {
    pub text: Option<String>,
    pub evidence_ids: Vec<EvidenceId>,
    pub basis: FindingBasis,
    pub about: Option<Party>,
}

/// A ruling, or the decision on appeal against one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionView {
    pub id: DecisionId,
    /// `ruling` or `appeal`.
    pub kind: &'static str,
    pub by: Option<String>,
    pub decided_by: DecidedBy,
    pub second: Option<String>,
    /// What a decision on appeal does with the one before.
    pub outcome: Option<AppealOutcome>,
    #[serde(flatten)]
    pub ruling: RulingView,
    pub at: Instant,
    pub appealable_until: Option<Instant>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DraftView {
    pub id: DecisionId,
    pub by: Option<String>,
    pub outcome: Option<AppealOutcome>,
    #[serde(flatten)]
    pub ruling: RulingView,
    /// Why it needs a second person.
    pub rule_id: RuleId,
    pub at: Instant,
    /// Why the second person sent it back, if so.
    pub returned: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AppealView {
    pub side: Side,
    pub grounds: Option<String>,
    pub evidence_ids: Vec<EvidenceId>,
    pub at: Instant,
    pub stayed: Option<StayView>,
    pub decided_at: Option<Instant>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StayView {
    pub since: Instant,
    pub reason: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReferralView {
    pub to: OutsideWay,
    pub reason: Option<String>,
    pub at: Instant,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlaybookView {
    pub id: String,
    pub version: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartyView {
    pub role: Party,
    pub name: String,
    pub side: Side,
    pub merchant_id: Option<MerchantId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimLineView {
    pub line_id: LineId,
    pub quantity: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RemedyView {
    pub remedy_type: RemedyType,
    pub amount: Option<Money>,
    pub text: Option<String>,
    pub rule_id: Option<RuleId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResponseView {
    pub position: Position,
    pub explanation: Option<String>,
    pub evidence_ids: Vec<EvidenceId>,
    pub remedies: Vec<RemedyView>,
    pub at: Instant,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefusalView {
    pub reason_code: ReasonCode,
    pub text: Option<String>,
    pub rule_ids: Vec<RuleId>,
    pub at: Instant,
    pub objections: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuestionView {
    pub key: String,
    pub text: String,
    pub to: Side,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MessageView {
    pub id: MessageId,
    pub by: Side,
    pub by_role: Option<Role>,
    pub at: Instant,
    /// `null` once erased.
    pub text: Option<String>,
    pub evidence_ids: Vec<EvidenceId>,
    pub audience: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfferView {
    pub id: OfferId,
    pub by: Side,
    pub state: OfferState,
    pub remedies: Vec<RemedyView>,
    pub note: Option<String>,
    pub made_at: Instant,
    pub expires_at: Option<Instant>,
    pub ended_at: Option<Instant>,
    pub in_reply_to: Option<OfferId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ObligationView {
    pub id: ObligationId,
    pub debtor: Party,
    /// What was taken from the merchant's deposit and what the platform advanced (C9, G8).
    pub cover: Option<CoverView>,
    /// Whether deposit and fund can be asked for it.
    pub can_be_enforced: bool,
    pub remedy_type: RemedyType,
    pub amount: Option<Money>,
    pub text: Option<String>,
    pub rule_id: Option<RuleId>,
    pub due_at: Option<Instant>,
    pub state: ObligationState,
    pub proof: Vec<EvidenceId>,
    pub note: Option<String>,
    #[serde(rename = "return")]
    pub returning: Option<ReturnView>,
    pub paid: Option<Money>,
    /// The payment provider refused the refund, and another try has not been ordered yet.
    pub payout_failed: bool,
}

/// How far goods have come on their way back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReturnView {
    /// `to_be_authorised`, `authorised`, `shipped`, `received`.
    pub state: &'static str,
    pub address: Option<String>,
    pub carrier: Option<String>,
    pub tracking_number: Option<String>,
    pub condition: Option<Condition>,
    pub at: Option<Instant>,
}

impl ReturnView {
    pub(super) const fn new(state: &'static str) -> Self {
        Self { state, address: None, carrier: None, tracking_number: None, condition: None, at: None }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceView {
    pub id: EvidenceId,
    pub kind: EvidenceKind,
    pub name: Option<String>,
    pub size: u64,
    pub media_type: String,
    pub sha256: String,
    pub state: EvidenceState,
    pub provided_by: Side,
    pub at: Instant,
    pub note: Option<String>,
    pub audience: &'static str,
    pub assessments: Vec<AssessmentView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AssessmentView {
    pub state: EvidenceState,
    pub at: Instant,
    pub how: String,
    pub reason: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeadlineView {
    pub id: DeadlineId,
    pub who: Party,
    pub what: Step,
    pub set_at: Instant,
    pub due_at: Instant,
    pub kind: DeadlineClass,
    pub rule_id: RuleId,
    pub consequence: Consequence,
    /// Reaches beyond the last official calendar.
    pub provisional: bool,
    /// Seconds for which it has been paused so far.
    pub paused_for: Option<i64>,
    /// Since when it has been late: this date was given after an earlier one had passed.
    pub late_since: Option<Instant>,
    pub why: Vec<WhyView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WhyView {
    pub text: String,
    pub from: Date,
    pub to: Date,
    pub rule_id: RuleId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HoldView {
    pub since: Instant,
    pub until: Instant,
    pub reason: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MandateView {
    pub id: MandateId,
    pub side: Side,
    pub agent: String,
    pub scope: Vec<Verb>,
    pub until: Option<Instant>,
    pub revoked_at: Option<Instant>,
}

/// The order's money: what was paid, is reserved, has gone back, and may still go back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MoneyView {
    pub paid: Money,
    pub reserved: Money,
    pub settled: Money,
    pub remaining: Money,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RatingView {
    pub by: Side,
    pub score: u8,
    pub text: Option<String>,
    pub about: RatingAbout,
    pub at: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct NextView {
    pub who: Party,
    pub what: Step,
    pub by: Instant,
    pub consequence: Consequence,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AllowedAction {
    pub verb: &'static str,
    pub href: String,
    pub until: Option<Instant>,
}

/// Where the money for what the merchant owes came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CoverView {
    pub deposit: Money,
    pub advanced: Money,
}
