//! What a dispute has come to, as far as any decision or page needs it.

use std::collections::BTreeMap;

use playbook::{Consequence, Step};
use terms::{
    CaseNumber, Condition, DeadlineClass, DeadlineId, DisputeId, EvidenceId, EvidenceState, Instant, Label,
    MandateId, MerchantId, MessageId, ObligationId, ObligationState, OfferId, OfferState, OutcomeCode, Party,
    PayoutId, PersonId, Position, ReasonCode, Role, RuleId, Side,
};

use super::event::{
    AskedQuestion, Deadline, EscalationCause, EvidenceItem, Filed, NewMandate, RatingAbout, Remedy,
};
use crate::actor::By;
use crate::erasable::Erasable;
use crate::facts::OnDuty;
use crate::order::OrderSnapshot;

/// The course of the case; stage and status are computed from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Phase {
    #[default]
    Absent,
    Screening,
    Negotiation,
    Mediation,
    Closed,
}

/// State of a dispute's stream.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DisputeState {
    /// How many facts made this state.
    pub version: u64,
    /// How many of them each side sees: the version that is shown to it, so that gaps betray nothing.
    pub seen_by_consumer: u64,
    pub seen_by_respondent: u64,
    pub filed: Option<Box<Filed>>,
    pub filed_at: Option<Instant>,
    pub filed_by: Option<By>,
    pub phase: Phase,
    /// Where the case stood when it was closed, to go on there if it is reopened.
    pub phase_before: Phase,
    pub in_charge: Option<OnDuty>,
    pub in_charge_as: Option<Role>,
    pub handovers: Vec<Handover>,
    pub deadlines: Vec<Deadline>,
    pub passed: Vec<DeadlineId>,
    /// Since when each step that is still owed has been late: a new date given to it does not undo that.
    pub late: Vec<Late>,
    pub hold: Option<Hold>,
    pub asked: Option<Asked>,
    pub supplied: Vec<Supplied>,
    pub refusal: Option<Refusal>,
    pub objections: Vec<Objection>,
    pub accepted_at: Option<Instant>,
    pub respondent_notified: Option<Instant>,
    pub response: Option<Response>,
    pub offers: Vec<Offer>,
    pub messages: Vec<Message>,
    pub evidence: Vec<Evidence>,
    pub obligations: Vec<Obligation>,
    pub escalation: Option<Escalation>,
    pub mandates: BTreeMap<MandateId, Mandate>,
    pub merged_into: Option<(DisputeId, CaseNumber)>,
    pub absorbed: Vec<(DisputeId, CaseNumber)>,
    pub outcome: Option<OutcomeCode>,
    pub closed_at: Option<Instant>,
    pub reopened: u32,
    pub ratings: Vec<Rating>,
    pub follow_ups_refused: Vec<(String, String)>,
    /// Which side last said something to the other, so that silence is laid to the right one.
    pub last_word: Option<Side>,
}

/// A step whose limit ran out without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late {
    pub step: Step,
    pub obligation: Option<ObligationId>,
    pub since: Instant,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    pub at: Instant,
    pub to: OnDuty,
    pub role: Role,
    pub by: By,
    pub reason: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    pub since: Instant,
    pub until: Instant,
    pub reason: Erasable<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub at: Instant,
    pub to: Side,
    pub questions: Vec<AskedQuestion>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplied {
    pub at: Instant,
    pub side: Side,
    pub answers: Erasable<BTreeMap<String, String>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub at: Instant,
    pub by: By,
    pub reason: ReasonCode,
    pub text: Erasable<String>,
    pub rule_ids: Vec<RuleId>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    pub at: Instant,
    pub by: By,
    pub grounds: Erasable<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    pub at: Instant,
    pub by: By,
    pub position: Position,
    pub explanation: Erasable<String>,
    pub evidence_ids: Vec<EvidenceId>,
    pub remedies: Vec<Remedy>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub id: OfferId,
    pub by: Side,
    pub at: Instant,
    pub remedies: Vec<Remedy>,
    pub note: Option<Erasable<String>>,
    pub in_reply_to: Option<OfferId>,
    pub state: OfferState,
    pub ended_at: Option<Instant>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub id: MessageId,
    pub at: Instant,
    pub by: By,
    pub side: Side,
    pub text: Erasable<String>,
    pub evidence_ids: Vec<EvidenceId>,
    pub label: Label,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    pub item: EvidenceItem,
    pub at: Instant,
    pub by: By,
    pub side: Side,
    pub note: Option<Erasable<String>>,
    pub label: Label,
    pub state: EvidenceState,
    pub assessments: Vec<Assessment>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    pub at: Instant,
    pub by: By,
    pub state: EvidenceState,
    pub how: String,
    pub reason: Erasable<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obligation {
    pub id: ObligationId,
    pub debtor: Party,
    pub remedy: Remedy,
    pub state: ObligationState,
    pub since: Instant,
    pub proof: Vec<EvidenceId>,
    pub note: Option<Erasable<String>>,
    pub returning: Returning,
    pub payout: Option<PayoutId>,
    /// The provider refused the last try.
    pub payout_failed: bool,
    /// Paid so far, in minor units.
    pub paid: i64,
}

impl Obligation {
    /// Its refund failed and nobody has ordered another try yet.
    #[must_use]
    pub const fn waits_for_another_try(&self) -> bool {
        self.is_open() && self.payout_failed
    }

    #[must_use]
    pub const fn is_open(&self) -> bool {
        match self.state {
            ObligationState::Due | ObligationState::Reported | ObligationState::Disputed => true,
            ObligationState::Performed | ObligationState::Failed | ObligationState::Cancelled => false,
        }
    }
}

/// How far the goods have come on their way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Returning {
    NotNeeded,
    ToBeAuthorised,
    Authorised { address: Erasable<String> },
    Shipped { address: Erasable<String>, carrier: String, tracking_number: String, at: Instant },
    Received { condition: Condition, at: Instant },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escalation {
    pub at: Instant,
    pub by: Side,
    pub cause: EscalationCause,
    pub reason: Option<Erasable<String>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mandate {
    pub granted: NewMandate,
    pub revoked_at: Option<Instant>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rating {
    pub at: Instant,
    pub side: Side,
    pub score: u8,
    pub text: Option<Erasable<String>>,
    pub about: RatingAbout,
}

impl DisputeState {
    #[must_use]
    pub fn order(&self) -> Option<&OrderSnapshot> {
        self.filed.as_ref()?.order.as_deref()
    }

    #[must_use]
    pub fn consumer(&self) -> Option<PersonId> {
        Some(self.filed.as_ref()?.consumer)
    }

    #[must_use]
    pub fn respondent(&self) -> Option<&MerchantId> {
        self.filed.as_ref()?.respondent.as_ref()
    }

    #[must_use]
    pub fn is_open(&self) -> bool {
        match self.phase {
            Phase::Absent | Phase::Closed => false,
            Phase::Screening | Phase::Negotiation | Phase::Mediation => true,
        }
    }

    #[must_use]
    pub fn offer(&self, id: OfferId) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.id == id)
    }

    pub fn open_offers(&self) -> impl Iterator<Item = &Offer> {
        self.offers.iter().filter(|offer| offer.state == OfferState::Proposed)
    }

    #[must_use]
    pub fn obligation(&self, id: ObligationId) -> Option<&Obligation> {
        self.obligations.iter().find(|obligation| obligation.id == id)
    }

    /// Whether something of the agreement is still to be carried out.
    #[must_use]
    pub fn is_performing(&self) -> bool {
        self.phase == Phase::Closed && self.obligations.iter().any(Obligation::is_open)
    }

    /// Whether the case is with a mediator.
    #[must_use]
    pub fn has_mediator(&self) -> bool {
        self.in_charge_as == Some(Role::Mediator)
    }

    /// Since when what this limit asks for has been late, if it ran out before.
    #[must_use]
    pub fn late_since(&self, limit: &Deadline) -> Option<Instant> {
        let same = |late: &&Late| (late.step, late.obligation) == (limit.step, limit.obligation);
        self.late.iter().find(same).map(|late| late.since)
    }

    /// Whether a limit runs for the obligation.
    #[must_use]
    pub fn runs_for(&self, obligation: ObligationId) -> bool {
        self.deadlines.iter().any(|d| d.obligation == Some(obligation))
    }

    /// The limit that runs out first, of those someone must keep. On hold the process limits stand still.
    #[must_use]
    pub fn next_deadline(&self) -> Option<&Deadline> {
        let stands_still =
            |d: &Deadline| self.hold.is_some() && d.class == DeadlineClass::Process && d.step != Step::Hold;
        let running = self.deadlines.iter().filter(|d| binds(d) && !stands_still(d));
        running.min_by_key(|d| (d.due_at, d.id))
    }

    #[must_use]
    pub fn deadline(&self, id: DeadlineId) -> Option<&Deadline> {
        self.deadlines.iter().find(|deadline| deadline.id == id)
    }
}

/// A limit that only says until when a right may be used (object, reopen, rate) binds nobody to act.
const fn binds(deadline: &Deadline) -> bool {
    !matches!(deadline.consequence, Consequence::RightLapses)
}
