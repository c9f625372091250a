//! Facts of a dispute: everything that can be written into a case's record.

use std::collections::BTreeMap;
use std::sync::Arc;

use playbook::{Consequence, Step, Why};
use serde::{Deserialize, Serialize};
use terms::{
    AppealOutcome, CaseNumber, Channel, Condition, DeadlineClass, DeadlineId, DecisionId, DisputeId,
    EvidenceId, EvidenceKind, EvidenceState, Instant, KindKey, Label, Language, LineId, MandateId,
    MerchantId, MessageId, Money, NoticeId, ObligationId, OfferId, OfferState, OutcomeCode, OutsideWay,
    Party, Payer, PayoutId, PersonId, Position, Priority, ProposalId, ReasonCode, RemedyType, Role, RuleId,
    Seal, Side, Stage,
};

use super::ruling::Ruling;
use super::verb::Verb;
use crate::actor::{Actor, By};
use crate::ctx::Ctx;
use crate::erasable::Erasable;
use crate::facts::OnDuty;
use crate::order::{Basis, OrderSnapshot};

/// What the consumer complained about, with the order as it was at that moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filed {
    pub number: CaseNumber,
    pub kind: KindKey,
    pub priority: Priority,
    pub channel: Channel,
    pub language: Language,
    pub playbook: PlaybookRef,
    pub consumer: PersonId,
    /// `None` while nobody could be made out as the respondent, or when the platform itself is.
    pub respondent: Option<MerchantId>,
    pub order: Option<Arc<OrderSnapshot>>,
    /// Why no order is named.
    pub no_order_reason: Option<Erasable<String>>,
    pub lines: Vec<ClaimLine>,
    pub description: Erasable<String>,
    pub answers: Erasable<BTreeMap<String, String>>,
    pub claims: Vec<Remedy>,
    /// Filed although another open case is on the same line: a different problem.
    pub separate_problem: bool,
}

/// Exactly which rules a case runs under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaybookRef {
    pub id: String,
    pub version: String,
    pub fingerprint: String,
}

/// Which line of the order, and how many pieces of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimLine {
    pub line_id: LineId,
    pub quantity: u32,
}

/// One remedy that is claimed, offered or agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remedy {
    pub remedy_type: RemedyType,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The rule that allows money beyond the price paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule_id: Option<RuleId>,
}

impl Remedy {
    /// Under the cap, or beside it by a rule.
    #[must_use]
    pub fn basis(&self) -> Basis {
        match &self.rule_id {
            Some(rule) if !self.remedy_type.returns_price() => Basis::Rule(rule.clone()),
            Some(_) | None => Basis::Price,
        }
    }
}

/// A time limit with its working.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    pub id: DeadlineId,
    pub step: Step,
    /// Who must act.
    pub who: Party,
    pub set_at: Instant,
    pub due_at: Instant,
    pub class: DeadlineClass,
    pub rule_id: RuleId,
    pub consequence: Consequence,
    pub provisional: bool,
    pub why: Vec<Why>,
    /// The offer it is about, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<OfferId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obligation: Option<ObligationId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<ProposalId>,
    /// A limit of the mediation is sealed like what it is about.
    #[serde(default, skip_serializing_if = "Seal::is_none")]
    pub seal: Seal,
}

impl Deadline {
    /// Whether a limit takes the place of another: each side has its own for what both are asked to do.
    #[must_use]
    pub fn replaces(&self, other: &Self) -> bool {
        let about = |d: &Self| (d.step, d.offer, d.obligation, d.proposal);
        let each = matches!(self.step, Step::ProposalAnswer | Step::Appeal | Step::EvidenceAnswer);
        about(self) == about(other) && (!each || self.who == other.who)
    }
}

/// A question to one side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedQuestion {
    pub key: String,
    pub text: String,
}

/// A piece of evidence as it enters the case. The record commits to the file by its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceItem {
    pub evidence_id: EvidenceId,
    pub sha256: String,
    pub size: u64,
    pub media_type: String,
    pub kind: EvidenceKind,
    pub name: Erasable<String>,
}

/// Something that someone owes from an agreement or decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewObligation {
    pub id: ObligationId,
    pub debtor: Party,
    pub remedy: Remedy,
}

/// Why the platform was called in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EscalationCause {
    Requested,
    RespondentSilent,
    PerformanceFailed,
    PerformanceDisputed,
    GoodsNotAsSent,
    PayoutFailed,
    MoneyNotReserved,
}

/// Why a closed case goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReopenCause {
    Requested,
    PerformanceFailed,
    Objection,
    MergeUndone,
    /// A decision on appeal sent the ruling back.
    SentBack,
}

/// What an agent may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewMandate {
    pub id: MandateId,
    pub side: Side,
    pub principal: Option<PersonId>,
    pub agent: PersonId,
    /// Empty: everything that the principal may do, except granting mandates.
    pub scope: Vec<Verb>,
    pub until: Option<Instant>,
}

/// A payout's end, as the case keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayoutResult {
    Paid,
    PartlyPaid,
    Failed,
    /// The merchant's account at the provider lacks the money.
    NotCovered,
}

/// Everything that can happen to a dispute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeEvent {
    Filed(Box<Filed>),
    /// Someone is in charge from now on (F1); `role` says of what.
    Assigned {
        on_duty: OnDuty,
        role: Role,
        reason: Option<String>,
    },
    DeadlineSet(Deadline),
    /// A limit ran out; what follows from it stands in the events after it.
    DeadlinePassed {
        deadline: DeadlineId,
        step: Step,
        consequence: Consequence,
        #[serde(default, skip_serializing_if = "Seal::is_none")]
        seal: Seal,
    },
    InformationRequested {
        to: Side,
        questions: Vec<AskedQuestion>,
        #[serde(default, skip_serializing_if = "Seal::is_none")]
        seal: Seal,
    },
    InformationSupplied {
        side: Side,
        answers: Erasable<BTreeMap<String, String>>,
        evidence_ids: Vec<EvidenceId>,
        #[serde(default, skip_serializing_if = "Seal::is_none")]
        seal: Seal,
    },
    Accepted,
    Refused {
        reason: ReasonCode,
        text: Erasable<String>,
        rule_ids: Vec<RuleId>,
    },
    ObjectionRaised {
        grounds: Erasable<String>,
    },
    /// The notice of acceptance reached the side, provably or by the rule of deemed service.
    NoticeProven {
        side: Side,
        notice: Option<NoticeId>,
        deemed: bool,
    },
    Responded {
        position: Position,
        explanation: Erasable<String>,
        evidence_ids: Vec<EvidenceId>,
        remedies: Vec<Remedy>,
    },
    OfferMade {
        offer: OfferId,
        by: Side,
        remedies: Vec<Remedy>,
        note: Option<Erasable<String>>,
        in_reply_to: Option<OfferId>,
        /// Offers made once the platform was called in are hidden from who rules.
        #[serde(default, skip_serializing_if = "Seal::is_none")]
        seal: Seal,
    },
    OfferAccepted {
        offer: OfferId,
        note: Option<Erasable<String>>,
        #[serde(default, skip_serializing_if = "Seal::is_none")]
        seal: Seal,
    },
    OfferDenied {
        offer: OfferId,
        note: Option<Erasable<String>>,
        #[serde(default, skip_serializing_if = "Seal::is_none")]
        seal: Seal,
    },
    OfferWithdrawn {
        offer: OfferId,
        note: Option<Erasable<String>>,
        #[serde(default, skip_serializing_if = "Seal::is_none")]
        seal: Seal,
    },
    OfferExpired {
        offer: OfferId,
        #[serde(default, skip_serializing_if = "Seal::is_none")]
        seal: Seal,
    },
    /// The mediator's way out; it counts when both sides accept it (C5).
    ProposalMade {
        proposal: ProposalId,
        remedies: Vec<Remedy>,
        reasons: Erasable<String>,
    },
    ProposalAnswered {
        proposal: ProposalId,
        side: Side,
        accepted: bool,
        note: Option<Erasable<String>>,
    },
    /// It fell away without both having accepted it: withdrawn or expired.
    ProposalEnded {
        proposal: ProposalId,
        state: OfferState,
    },
    /// This side lets whoever mediated rule as well (C7).
    MediatorAllowed {
        side: Side,
    },
    /// Both sides agree; who owes what is fixed.
    AgreementReached {
        offer: Option<OfferId>,
        obligations: Vec<NewObligation>,
    },
    MessageSent {
        message: MessageId,
        side: Side,
        text: Erasable<String>,
        evidence_ids: Vec<EvidenceId>,
        label: Label,
    },
    EvidenceProvided {
        side: Side,
        items: Vec<EvidenceItem>,
        note: Option<Erasable<String>>,
        label: Label,
    },
    EvidenceAssessed {
        evidence_id: EvidenceId,
        state: EvidenceState,
        how: String,
        reason: Erasable<String>,
    },
    /// The case goes one stage up: the platform is called in to mediate, or to rule.
    Escalated {
        to: Stage,
        by: Side,
        cause: EscalationCause,
        reason: Option<Erasable<String>>,
    },
    PutOnHold {
        reason: Erasable<String>,
        until: Instant,
    },
    /// Goes on; process limits run out later by the time of the hold.
    Resumed {
        moved: Vec<MovedDeadline>,
    },
    Withdrawn {
        reason: Option<Erasable<String>>,
    },
    ReturnAuthorised {
        obligation: ObligationId,
        address: Erasable<String>,
    },
    ShipmentReported {
        obligation: ObligationId,
        carrier: String,
        tracking_number: String,
    },
    ReceiptConfirmed {
        obligation: ObligationId,
        condition: Condition,
        note: Option<Erasable<String>>,
        deemed: bool,
    },
    PerformanceReported {
        obligation: ObligationId,
        proof_evidence_ids: Vec<EvidenceId>,
        note: Option<Erasable<String>>,
    },
    PerformanceConfirmed {
        obligation: ObligationId,
        deemed: bool,
        note: Option<Erasable<String>>,
    },
    PerformanceDisputed {
        obligation: ObligationId,
        note: Erasable<String>,
        evidence_ids: Vec<EvidenceId>,
    },
    ObligationFailed {
        obligation: ObligationId,
    },
    ObligationCancelled {
        obligation: ObligationId,
    },
    /// The provider's word on a payout for an obligation.
    PayoutRecorded {
        obligation: ObligationId,
        payout: PayoutId,
        result: PayoutResult,
        amount: Money,
    },
    /// Staff ordered another try of a payout that failed.
    PayoutRetried {
        obligation: ObligationId,
        payout: PayoutId,
        from: Payer,
    },
    /// What the merchant owes is to be paid from its deposit, else in advance by the platform (C9, G8).
    EnforcementOrdered {
        obligation: ObligationId,
        payout: PayoutId,
        amount: Money,
        /// A supervisor answers for it, whatever the sum.
        approved: bool,
    },
    /// Where the money was taken from: the merchant's deposit, and what the platform advances.
    Covered {
        obligation: ObligationId,
        deposit: Money,
        advanced: Money,
    },
    MandateGranted(NewMandate),
    MandateRevoked {
        mandate: MandateId,
    },
    /// This case was about the same thing as another and is carried on there.
    MergedInto {
        dispute: DisputeId,
        number: CaseNumber,
    },
    /// Another case about the same thing is carried on here.
    Absorbed {
        dispute: DisputeId,
        number: CaseNumber,
    },
    MergeUndone {
        dispute: DisputeId,
    },
    AbsorptionUndone {
        dispute: DisputeId,
    },
    /// A ruling that waits for a second person.
    RulingDrafted {
        decision: DecisionId,
        ruling: Box<Ruling>,
        /// What it does with the ruling appealed against, if it is one on appeal.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on_appeal: Option<AppealOutcome>,
        rule_id: RuleId,
    },
    /// The second person does not agree yet.
    RulingReturned {
        decision: DecisionId,
        reason: Erasable<String>,
    },
    RulingMade {
        decision: DecisionId,
        ruling: Box<Ruling>,
        decided_by: By,
        second: Option<By>,
        obligations: Vec<NewObligation>,
    },
    AppealRaised {
        side: Side,
        grounds: Erasable<String>,
        evidence_ids: Vec<EvidenceId>,
    },
    /// What is not under way yet waits for the decision on appeal.
    Stayed {
        reason: Erasable<String>,
    },
    AppealDecided {
        decision: DecisionId,
        outcome: AppealOutcome,
        ruling: Box<Ruling>,
        decided_by: By,
        second: Option<By>,
        obligations: Vec<NewObligation>,
        /// What the platform bears because the consumer received it in good faith.
        borne: Vec<Borne>,
        moved: Vec<MovedDeadline>,
    },
    /// The platform does not decide: the case goes on elsewhere, with its file.
    Referred {
        to: OutsideWay,
        reason: Erasable<String>,
    },
    Closed {
        outcome: OutcomeCode,
    },
    Reopened {
        cause: ReopenCause,
        reason: Option<Erasable<String>>,
    },
    Rated {
        side: Side,
        score: u8,
        text: Option<Erasable<String>>,
        about: RatingAbout,
    },
    /// A policy's command was refused elsewhere: a person must look (architecture, policies).
    FollowUpRefused {
        policy: String,
        code: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        obligation: Option<ObligationId>,
    },
    /// Personal data was erased under a rule; the proofs stay.
    PartErased {
        version: u64,
        path: String,
        rule_id: RuleId,
    },
}

/// Money that went to the consumer under a ruling that was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Borne {
    pub obligation: ObligationId,
    pub amount: Money,
}

/// What a rating is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RatingAbout {
    Outcome,
    Step,
}

/// A limit that was paused and runs on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedDeadline {
    pub deadline: DeadlineId,
    pub due_at: Instant,
    pub why: Why,
}

impl MovedDeadline {
    /// A limit that stood still since `since` and runs on now; one that was set meanwhile stood still only since then.
    #[must_use]
    pub fn since(limit: &Deadline, since: Instant, ctx: &Ctx<'_, '_>) -> Option<Self> {
        let since = since.max(limit.set_at);
        let paused = ctx.now.seconds_since(since);
        let why = Why::paused(ctx.playbook.calendar(), since, ctx.now, limit.rule_id.clone());
        let due_at = limit.due_at.plus_seconds(paused);
        (paused > 0).then_some(Self { deadline: limit.id, due_at, why })
    }
}

impl DisputeEvent {
    /// Who signs the fact when `actor`'s wish led to it: limits and closings follow by rule, and nobody but staff puts
    /// someone in charge.
    #[must_use]
    pub fn signed_by(&self, actor: &Actor) -> By {
        let limit = matches!(self, Self::DeadlineSet(_) | Self::DeadlinePassed { .. });
        let on_duty = matches!(self, Self::Assigned { .. }) && !actor.role().is_some_and(Role::is_staff);
        let by_rule = limit || on_duty;
        if by_rule { By::System } else { actor.by() }
    }

    /// Who may see the event as such; erasable fields carry their own audience on top.
    #[must_use]
    pub const fn label(&self) -> Label {
        match self {
            Self::MessageSent { label, .. } | Self::EvidenceProvided { label, .. } => *label,
            Self::InformationRequested { to: side, seal, .. }
            | Self::InformationSupplied { side, seal, .. } => Label { seal: *seal, ..side_label(*side) },
            Self::Rated { side, .. } => side_label(*side),
            Self::FollowUpRefused { .. } | Self::RulingDrafted { .. } | Self::RulingReturned { .. } => {
                Label::STAFF
            }
            Self::ProposalMade { .. } | Self::ProposalAnswered { .. } | Self::ProposalEnded { .. } => {
                Label::MEDIATION
            }
            Self::OfferMade { seal, .. }
            | Self::OfferAccepted { seal, .. }
            | Self::OfferDenied { seal, .. }
            | Self::OfferWithdrawn { seal, .. }
            | Self::OfferExpired { seal, .. }
            | Self::DeadlinePassed { seal, .. } => Label::sealed(*seal),
            Self::DeadlineSet(deadline) => Label::sealed(deadline.seal),
            Self::Filed(_)
            | Self::Assigned { .. }
            | Self::Accepted
            | Self::Refused { .. }
            | Self::ObjectionRaised { .. }
            | Self::NoticeProven { .. }
            | Self::Responded { .. }
            | Self::AgreementReached { .. }
            | Self::EvidenceAssessed { .. }
            | Self::Escalated { .. }
            | Self::MediatorAllowed { .. }
            | Self::RulingMade { .. }
            | Self::AppealRaised { .. }
            | Self::Stayed { .. }
            | Self::AppealDecided { .. }
            | Self::Referred { .. }
            | Self::PutOnHold { .. }
            | Self::Resumed { .. }
            | Self::Withdrawn { .. }
            | Self::ReturnAuthorised { .. }
            | Self::ShipmentReported { .. }
            | Self::ReceiptConfirmed { .. }
            | Self::PerformanceReported { .. }
            | Self::PerformanceConfirmed { .. }
            | Self::PerformanceDisputed { .. }
            | Self::ObligationFailed { .. }
            | Self::ObligationCancelled { .. }
            | Self::PayoutRecorded { .. }
            | Self::PayoutRetried { .. }
            | Self::EnforcementOrdered { .. }
            | Self::Covered { .. }
            | Self::MandateGranted(_)
            | Self::MandateRevoked { .. }
            | Self::MergedInto { .. }
            | Self::Absorbed { .. }
            | Self::MergeUndone { .. }
            | Self::AbsorptionUndone { .. }
            | Self::Closed { .. }
            | Self::Reopened { .. }
            | Self::PartErased { .. } => Label::ALL,
        }
    }
}

/// What is between one side and the staff.
#[must_use]
pub const fn side_label(side: Side) -> Label {
    match side {
        Side::Consumer => Label::CONSUMER_SIDE,
        Side::Respondent => Label::RESPONDENT_SIDE,
        Side::Neutral => Label::STAFF,
    }
}
