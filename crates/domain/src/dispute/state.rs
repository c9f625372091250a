//! What a dispute has come to, as far as any decision or page needs it.

use std::collections::BTreeMap;

use playbook::{Consequence, Step};
use terms::{
    AppealOutcome, CaseNumber, Condition, DeadlineClass, DeadlineId, DecisionId, DisputeId, EvidenceId,
    EvidenceState, Instant, Label, MandateId, MerchantId, MessageId, Money, ObligationId, ObligationState,
    OfferId, OfferState, OutcomeCode, OutsideWay, Party, PayoutId, PersonId, Position, ProposalId,
    ReasonCode, Role, RuleId, Seal, Side,
};

use super::agree::is_under_way;
use super::event::{
    AskedQuestion, Deadline, EscalationCause, EvidenceItem, Filed, NewMandate, RatingAbout, Remedy,
};
use super::ruling::Ruling;
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
    Ruling,
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
    pub proposals: Vec<Proposal>,
    /// The sides that let whoever mediated rule as well.
    pub mediator_allowed: Vec<Side>,
    /// A ruling that waits for a second person.
    pub draft: Option<Draft>,
    /// Rulings and decisions on appeal, oldest first.
    pub decisions: Vec<Decision>,
    pub appeals: Vec<Appeal>,
    pub referral: Option<Referral>,
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
    pub seal: Seal,
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
    pub seal: Seal,
}

/// The mediator's proposal, with what each side said to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub id: ProposalId,
    pub at: Instant,
    pub by: By,
    pub remedies: Vec<Remedy>,
    pub reasons: Erasable<String>,
    pub answers: Vec<ProposalAnswer>,
    pub state: OfferState,
    pub ended_at: Option<Instant>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalAnswer {
    pub side: Side,
    pub at: Instant,
    pub accepted: bool,
    pub note: Option<Erasable<String>>,
}

impl Proposal {
    #[must_use]
    pub fn answered_by(&self, side: Side) -> bool {
        self.answers.iter().any(|answer| answer.side == side)
    }
}

/// A ruling before a second person has read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub id: DecisionId,
    pub at: Instant,
    pub by: By,
    pub ruling: Box<Ruling>,
    pub on_appeal: Option<AppealOutcome>,
    pub rule_id: RuleId,
    /// Why the second person sent it back, if so: then it waits for the decider again.
    pub returned: Option<Erasable<String>>,
}

/// A ruling, or the decision on appeal against one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub id: DecisionId,
    pub at: Instant,
    pub decided_by: By,
    pub second: Option<By>,
    pub ruling: Box<Ruling>,
    pub on_appeal: Option<AppealOutcome>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appeal {
    pub at: Instant,
    pub side: Side,
    pub grounds: Erasable<String>,
    pub evidence_ids: Vec<EvidenceId>,
    pub stayed: Option<Stay>,
    pub decided_at: Option<Instant>,
}

/// Why and since when what is not under way waits for the appeal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stay {
    pub since: Instant,
    pub reason: Erasable<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    pub at: Instant,
    pub to: OutsideWay,
    pub reason: Erasable<String>,
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
    /// The decision that it comes from; `None`: an agreement.
    pub decision: Option<DecisionId>,
    pub proof: Vec<EvidenceId>,
    pub note: Option<Erasable<String>>,
    pub returning: Returning,
    pub payout: Option<PayoutId>,
    /// The provider refused the last try.
    pub payout_failed: bool,
    /// Paid so far, in minor units.
    pub paid: i64,
    /// The merchant's deposit and the advance fund were asked for the money and have not answered yet.
    pub enforcing: bool,
    pub cover: Option<Cover>,
}

/// What was taken from the merchant's deposit and what the platform advanced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cover {
    pub deposit: Money,
    pub advanced: Money,
}

impl Obligation {
    /// Its refund failed and nobody has ordered another try yet.
    #[must_use]
    pub const fn waits_for_another_try(&self) -> bool {
        self.is_open() && self.payout_failed && !self.enforcing
    }

    /// What of its sum is not paid yet.
    #[must_use]
    pub fn unpaid(&self) -> Option<Money> {
        let rest = |whole: Money| Money::new(whole.currency, whole.minor.saturating_sub(self.paid));
        self.remedy.amount.map(rest)
    }

    /// The merchant owes it, and neither its deposit nor the platform was asked for it.
    #[must_use]
    pub fn can_be_enforced(&self) -> bool {
        self.waits_for_another_try() && self.debtor == Party::Respondent && self.cover.is_none()
    }

    /// It was carried out or is on its way: nothing that is settled later takes it back.
    #[must_use]
    pub fn stays(&self) -> bool {
        self.state == ObligationState::Performed || (self.is_open() && is_under_way(self))
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
            Phase::Screening | Phase::Negotiation | Phase::Mediation | Phase::Ruling => true,
        }
    }

    /// Whether anything is still to be decided or carried out.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.is_open() || self.is_performing() || self.appeal().is_some()
    }

    /// The appeal that waits to be decided.
    #[must_use]
    pub fn appeal(&self) -> Option<&Appeal> {
        self.appeals.last().filter(|appeal| appeal.decided_at.is_none())
    }

    /// The mediator's proposal that is on the table.
    #[must_use]
    pub fn open_proposal(&self) -> Option<&Proposal> {
        self.proposals.last().filter(|proposal| proposal.state == OfferState::Proposed)
    }

    /// What is said and offered now is hidden from who rules (C5).
    #[must_use]
    pub const fn seal(&self) -> Seal {
        match self.phase {
            Phase::Mediation | Phase::Ruling => Seal::Mediation,
            Phase::Absent | Phase::Screening | Phase::Negotiation | Phase::Closed => Seal::None,
        }
    }

    /// Whether this person may judge the case: neither a party nor acting for one, did not mediate it (unless both
    /// sides let them), and has no part in a ruling that is appealed against or was sent back (C7, C8, C11).
    #[must_use]
    pub fn may_judge(&self, person: PersonId) -> bool {
        let sent_back = self.decisions.last().is_some_and(|d| d.on_appeal == Some(AppealOutcome::SentBack));
        let anew = self.appeal().is_some() || sent_back;
        self.is_impartial(person) && !(anew && self.has_judged(person))
    }

    /// Whether this person ruled in the case before, alone or as the second.
    #[must_use]
    pub fn has_judged(&self, person: PersonId) -> bool {
        let part = |by: By| by.person() == Some(person);
        self.decisions.iter().any(|d| part(d.decided_by) || d.second.is_some_and(part))
    }

    /// Whether this person mediates the case or did, in charge or as deputy.
    #[must_use]
    pub fn has_mediated(&self, person: PersonId) -> bool {
        let had = |h: &Handover| h.to.person == person || h.to.deputy == Some(person);
        self.handovers.iter().any(|h| h.role == Role::Mediator && had(h))
    }

    /// Whether this person is the consumer or acts for a side.
    #[must_use]
    pub fn is_party(&self, person: PersonId) -> bool {
        self.consumer() == Some(person) || self.mandates.values().any(|m| m.granted.agent == person)
    }

    fn is_impartial(&self, person: PersonId) -> bool {
        let drafted = |d: &Draft| d.by.person() == Some(person) && d.returned.is_none();
        !self.is_party(person)
            && (!self.has_mediated(person) || self.mediator_may_rule())
            && !self.draft.as_ref().is_some_and(drafted)
    }

    /// Both sides let whoever mediated rule as well.
    #[must_use]
    pub fn mediator_may_rule(&self) -> bool {
        self.mediator_allowed.len() == 2
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
        self.next_deadline_among(|_| true)
    }

    /// As [`Self::next_deadline`], of the limits that somebody may see.
    #[must_use]
    pub fn next_deadline_among(&self, seen: impl Fn(&Deadline) -> bool) -> Option<&Deadline> {
        let stands_still = |d: &Deadline| self.stands_still(d);
        let running = self.deadlines.iter().filter(|d| binds(d) && !stands_still(d) && seen(d));
        running.min_by_key(|d| (d.due_at, d.id))
    }

    /// Process limits stand still on hold; what is owed and not under way stands still while an appeal stays it.
    #[must_use]
    pub fn stands_still(&self, limit: &Deadline) -> bool {
        let held = self.hold.is_some() && limit.step != Step::Hold;
        let stayed = self.appeal().is_some_and(|appeal| appeal.stayed.is_some())
            && limit.obligation.and_then(|id| self.obligation(id)).is_some_and(|o| !is_under_way(o));
        limit.class == DeadlineClass::Process && (held || stayed)
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
