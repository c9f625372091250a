//! What of a case the statistics count, folded from its facts one by one; nothing personal and nothing sealed is in it.

use std::collections::BTreeMap;

use domain::Fact;
use domain::dispute::{DisputeEvent, Filed, MovedDeadline, NewObligation, PayoutResult, RatingAbout};
use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{
    AppealOutcome, DeadlineId, Instant, MerchantId, ObligationId, OutcomeCode, Position, RemedyType, Side,
    Stage,
};

/// A case as it is counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Figures {
    pub kind: String,
    pub category: String,
    pub merchant: String,
    pub carrier: String,
    pub channel: String,
    pub filed: Option<Instant>,
    pub accepted: Option<Instant>,
    /// Until taken on or refused.
    pub screened: Option<Instant>,
    pub told: Option<Instant>,
    pub answered: Option<(Instant, Position)>,
    pub mediation: Option<Instant>,
    /// The mediation's end.
    pub mediated: Option<Instant>,
    pub ruling: Option<Instant>,
    pub ruled: Option<Instant>,
    pub closed: Option<(Instant, OutcomeCode)>,
    /// What was agreed or ruled last.
    pub given: Vec<RemedyType>,
    pub owed: BTreeMap<ObligationId, Owed>,
    pub appeals: Vec<(Instant, AppealOutcome)>,
    pub ratings: Vec<Rated>,
}

/// Something that was promised or ruled, and whether it came in time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Owed {
    pub limit: Option<DeadlineId>,
    /// Its time ran out before it was done.
    pub late: bool,
    pub done: Option<Instant>,
    pub failed: Option<Instant>,
}

/// A rating without its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rated {
    pub at: Instant,
    pub side: Side,
    pub score: u8,
    pub about: RatingAbout,
}

impl Figures {
    /// Takes the next fact of the case in. Erased fields are not looked at, so erasing changes no figure.
    pub fn take(&mut self, fact: &Fact<DisputeEvent>) {
        let at = fact.at;
        match &fact.event {
            DisputeEvent::Filed(filed) => self.file(filed, fact.occurred_at.unwrap_or(at)),
            DisputeEvent::Accepted => {
                self.accepted = self.accepted.or(Some(at));
                self.screened = self.screened.or(Some(at));
            }
            DisputeEvent::Refused { .. } => self.screened = self.screened.or(Some(at)),
            DisputeEvent::NoticeProven { side: Side::Respondent, .. } => self.told = self.told.or(Some(at)),
            DisputeEvent::Responded { position, .. } => {
                self.answered = self.answered.or(Some((at, *position)));
            }
            DisputeEvent::Escalated { to, .. } => self.go_on(*to, at),
            DisputeEvent::AgreementReached { obligations, .. } => self.give(obligations),
            DisputeEvent::RulingMade { obligations, .. } => {
                self.ruled = self.ruled.or(Some(at));
                self.give(obligations);
            }
            DisputeEvent::AppealDecided { outcome, obligations, moved, .. } => {
                self.appeals.push((at, *outcome));
                if *outcome == AppealOutcome::Changed {
                    self.give(obligations);
                }
                self.put_off(moved);
            }
            DisputeEvent::DeadlineSet(limit) if limit.step == Step::Performance => {
                if let Some(owed) = limit.obligation.and_then(|id| self.owed.get_mut(&id)) {
                    owed.limit = Some(limit.id);
                }
            }
            DisputeEvent::DeadlinePassed { deadline, step: Step::Performance, .. } => {
                let mut owed = self.owed.values_mut().filter(|owed| owed.done.is_none());
                if let Some(owed) = owed.find(|owed| owed.limit == Some(*deadline)) {
                    owed.late = true;
                }
            }
            DisputeEvent::PayoutRecorded { obligation, result: PayoutResult::Paid, .. }
            | DisputeEvent::PerformanceReported { obligation, .. }
            | DisputeEvent::PerformanceConfirmed { obligation, .. } => self.done(*obligation, at),
            DisputeEvent::PerformanceDisputed { obligation, .. } => {
                if let Some(owed) = self.owed.get_mut(obligation) {
                    owed.done = None;
                }
            }
            DisputeEvent::ObligationFailed { obligation } => {
                if let Some(owed) = self.owed.get_mut(obligation) {
                    (owed.done, owed.failed) = (None, Some(at));
                }
            }
            DisputeEvent::ObligationCancelled { obligation } => {
                self.owed.remove(obligation);
            }
            DisputeEvent::Closed { outcome } => {
                self.closed = Some((at, *outcome));
                self.end_mediation(at);
            }
            DisputeEvent::MergedInto { .. } => self.closed = Some((at, OutcomeCode::Merged)),
            DisputeEvent::Reopened { .. } | DisputeEvent::MergeUndone { .. } => self.closed = None,
            DisputeEvent::Rated { side, score, about, .. } => {
                self.ratings.push(Rated { at, side: *side, score: *score, about: *about });
            }
            DisputeEvent::Resumed { moved } => self.put_off(moved),
            DisputeEvent::Assigned { .. }
            | DisputeEvent::DeadlineSet(_)
            | DisputeEvent::DeadlinePassed { .. }
            | DisputeEvent::InformationRequested { .. }
            | DisputeEvent::InformationSupplied { .. }
            | DisputeEvent::ObjectionRaised { .. }
            | DisputeEvent::NoticeProven { .. }
            | DisputeEvent::OfferMade { .. }
            | DisputeEvent::OfferAccepted { .. }
            | DisputeEvent::OfferDenied { .. }
            | DisputeEvent::OfferWithdrawn { .. }
            | DisputeEvent::OfferExpired { .. }
            | DisputeEvent::ProposalMade { .. }
            | DisputeEvent::ProposalAnswered { .. }
            | DisputeEvent::ProposalEnded { .. }
            | DisputeEvent::MediatorAllowed { .. }
            | DisputeEvent::MessageSent { .. }
            | DisputeEvent::EvidenceProvided { .. }
            | DisputeEvent::EvidenceAssessed { .. }
            | DisputeEvent::PutOnHold { .. }
            | DisputeEvent::Withdrawn { .. }
            | DisputeEvent::ReturnAuthorised { .. }
            | DisputeEvent::ShipmentReported { .. }
            | DisputeEvent::ReceiptConfirmed { .. }
            | DisputeEvent::PayoutRecorded { .. }
            | DisputeEvent::PayoutRetried { .. }
            | DisputeEvent::EnforcementOrdered { .. }
            | DisputeEvent::Covered { .. }
            | DisputeEvent::MandateGranted(_)
            | DisputeEvent::MandateRevoked { .. }
            | DisputeEvent::Absorbed { .. }
            | DisputeEvent::AbsorptionUndone { .. }
            | DisputeEvent::RulingDrafted { .. }
            | DisputeEvent::RulingReturned { .. }
            | DisputeEvent::AppealRaised { .. }
            | DisputeEvent::Stayed { .. }
            | DisputeEvent::Referred { .. }
            | DisputeEvent::FollowUpRefused { .. }
            | DisputeEvent::PartErased { .. } => {}
        }
    }

    fn file(&mut self, filed: &Filed, at: Instant) {
        let order = filed.order.as_deref();
        let line =
            order.and_then(|o| filed.lines.first().and_then(|l| o.line(&l.line_id)).or(o.lines.first()));
        self.kind = filed.kind.as_str().to_owned();
        self.category = line.map(|line| line.category.clone()).unwrap_or_default();
        self.merchant = filed.respondent.as_ref().map_or("", MerchantId::as_str).to_owned();
        let parcel = order.and_then(|o| o.logistics.as_ref());
        self.carrier = parcel.map(|parcel| parcel.carrier.clone()).unwrap_or_default();
        self.channel = filed.channel.as_str().to_owned();
        self.filed = Some(at);
    }

    fn go_on(&mut self, to: Stage, at: Instant) {
        match to {
            Stage::Mediation => self.mediation = self.mediation.or(Some(at)),
            Stage::Ruling => {
                self.end_mediation(at);
                self.ruling = self.ruling.or(Some(at));
            }
            Stage::Screening | Stage::Negotiation | Stage::Closed => {}
        }
    }

    fn end_mediation(&mut self, at: Instant) {
        if self.mediation.is_some() {
            self.mediated = self.mediated.or(Some(at));
        }
    }

    fn give(&mut self, obligations: &[NewObligation]) {
        self.given.clear();
        for new in obligations {
            if !self.given.contains(&new.remedy.remedy_type) {
                self.given.push(new.remedy.remedy_type);
            }
            self.owed.entry(new.id).or_default();
        }
    }

    fn done(&mut self, obligation: ObligationId, at: Instant) {
        if let Some(owed) = self.owed.get_mut(&obligation) {
            owed.done = owed.done.or(Some(at));
        }
    }

    /// A limit that stood still keeps its id, so there is nothing to change but what a later fact says.
    fn put_off(&mut self, moved: &[MovedDeadline]) {
        for owed in self.owed.values_mut().filter(|owed| owed.done.is_none()) {
            if moved.iter().any(|moved| Some(moved.deadline) == owed.limit) {
                owed.late = false;
            }
        }
    }
}
