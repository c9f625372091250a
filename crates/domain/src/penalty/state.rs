//! What a penalty case has come to.

use terms::{
    DutyState, HoldGround, Instant, MeasureKind, MeasureState, PenaltyPhase, PenaltyStep, PersonId, Position,
    Role,
};

use super::event::{Charge, Duty, Exhibit, PenaltyDate, PenaltyDecision, PenaltyEvent};
use crate::actor::By;
use crate::erasable::Erasable;
use crate::fact::Fact;
use crate::facts::OnDuty;
use crate::merchant::Measure;

/// State of a penalty case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PenaltyState {
    pub version: u64,
    pub charge: Option<Box<Charge>>,
    pub opened_at: Option<Instant>,
    pub opened_by: Option<By>,
    pub phase: Option<PenaltyPhase>,
    pub in_charge: Option<OnDuty>,
    pub in_charge_as: Option<Role>,
    pub dates: Vec<PenaltyDate>,
    pub holds: Vec<Hold>,
    pub notified_at: Option<Instant>,
    pub answer: Option<Answer>,
    pub decision: Option<Box<PenaltyDecision>>,
    pub decided_at: Option<Instant>,
    pub decided_by: Option<By>,
    pub measures: Vec<(Measure, MeasureState)>,
    pub duties: Vec<DutyTrack>,
    pub appeal: Option<PenaltyAppeal>,
    pub reports: Vec<Report>,
    pub closed_at: Option<Instant>,
}

/// Goods held before anything was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    pub measure: Measure,
    pub ground: HoldGround,
    pub reasons: Erasable<String>,
    pub by: By,
    pub reviewed: Option<(bool, By, Erasable<String>)>,
    pub ended_at: Option<Instant>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub at: Instant,
    pub position: Position,
    pub explanation: Erasable<String>,
    pub exhibits: Vec<Exhibit>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PenaltyAppeal {
    pub at: Instant,
    pub grounds: Erasable<String>,
    pub decided: Option<(Instant, By, Erasable<String>)>,
}

/// A duty and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyTrack {
    pub duty: Duty,
    pub state: DutyState,
    pub proof: Option<Erasable<String>>,
    pub note: Option<Erasable<String>>,
    pub done_at: Option<Instant>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub at: Instant,
    pub authority: String,
    pub text: Erasable<String>,
}

impl PenaltyState {
    #[must_use]
    pub fn date(&self, step: PenaltyStep) -> Option<&PenaltyDate> {
        self.dates.iter().find(|date| date.step == step)
    }

    /// The next date of all.
    #[must_use]
    pub fn next_date(&self) -> Option<&PenaltyDate> {
        // A right that may be used or not is nobody's task.
        let tasks = self.dates.iter().filter(|date| date.step != PenaltyStep::Appeal);
        tasks.min_by_key(|date| date.due_at).or_else(|| self.dates.iter().min_by_key(|date| date.due_at))
    }

    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.charge.is_some() && self.closed_at.is_none()
    }

    /// A hold that still runs.
    #[must_use]
    pub fn hold(&self) -> Option<&Hold> {
        self.holds.iter().find(|hold| hold.ended_at.is_none())
    }

    /// Whether this person had a part in what led here: the dispute, the charge, a hold, the decision.
    #[must_use]
    pub fn had_a_part(&self, person: PersonId) -> bool {
        let barred = self.charge.as_ref().is_some_and(|charge| charge.barred.contains(&person));
        let by = |by: Option<By>| by.and_then(By::person) == Some(person);
        let held = self.holds.iter().any(|hold| by(Some(hold.by)));
        barred || by(self.opened_by) || held || by(self.decided_by)
    }

    #[must_use]
    pub fn duty(&self, id: terms::DutyId) -> Option<&DutyTrack> {
        self.duties.iter().find(|track| track.duty.id == id)
    }

    /// Nothing is to be done any more.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        let open = |track: &DutyTrack| matches!(track.state, DutyState::Due | DutyState::Reported);
        self.phase == Some(PenaltyPhase::Decided)
            && self.date(PenaltyStep::Appeal).is_none()
            && !self.duties.iter().any(open)
    }
}

/// Applies a fact; total.
#[must_use]
pub fn evolve(mut state: PenaltyState, fact: &Fact<PenaltyEvent>) -> PenaltyState {
    state.version += 1;
    let (at, by) = (fact.at, fact.by);
    match &fact.event {
        PenaltyEvent::Opened(charge) => {
            state.charge = Some(charge.clone());
            state.opened_at = Some(at);
            state.opened_by = Some(by);
            state.phase = Some(PenaltyPhase::Charged);
        }
        PenaltyEvent::Assigned { on_duty, role, .. } => {
            state.in_charge = Some(*on_duty);
            state.in_charge_as = Some(*role);
        }
        PenaltyEvent::DateSet(date) => {
            state.dates.retain(|d| d.about() != date.about());
            state.dates.push(date.clone());
        }
        PenaltyEvent::DatePassed { step, hold, duty } => {
            state.dates.retain(|d| d.about() != (*step, *hold, *duty));
            if let Some(track) = duty.and_then(|id| track(&mut state, id)) {
                track.state = DutyState::Failed;
                track.done_at = Some(at);
            }
        }
        PenaltyEvent::HoldImposed { measure, ground, reasons } => state.holds.push(Hold {
            measure: measure.clone(),
            ground: *ground,
            reasons: reasons.clone(),
            by,
            reviewed: None,
            ended_at: None,
        }),
        PenaltyEvent::HoldReviewed { hold, kept, reasons } => {
            end(&mut state, PenaltyStep::HoldReview);
            if let Some(found) = state.holds.iter_mut().find(|h| h.measure.id == *hold) {
                found.reviewed = Some((*kept, by, reasons.clone()));
                found.ended_at = (!kept).then_some(at);
            }
        }
        PenaltyEvent::HoldLapsed { hold } => {
            if let Some(found) = state.holds.iter_mut().find(|h| h.measure.id == *hold) {
                found.ended_at = Some(at);
            }
        }
        PenaltyEvent::NoticeProven { .. } => {
            state.notified_at = Some(at);
            end(&mut state, PenaltyStep::Notice);
        }
        PenaltyEvent::Answered { position, explanation, exhibits } => {
            end(&mut state, PenaltyStep::Answer);
            end(&mut state, PenaltyStep::Notice);
            state.phase = Some(PenaltyPhase::Answered);
            let (position, explanation, exhibits) = (*position, explanation.clone(), exhibits.clone());
            state.answer = Some(Answer { at, position, explanation, exhibits });
        }
        PenaltyEvent::Decided { decision, decided_by } => decided(&mut state, decision, *decided_by, at),
        PenaltyEvent::Appealed { grounds, stayed } => {
            end(&mut state, PenaltyStep::Appeal);
            state.phase = Some(PenaltyPhase::Appealed);
            state.appeal = Some(PenaltyAppeal { at, grounds: grounds.clone(), decided: None });
            for (measure, is) in &mut state.measures {
                if stayed.contains(&measure.id) {
                    *is = MeasureState::Stayed;
                }
            }
        }
        PenaltyEvent::AppealDecided { upheld, lifted, duties, reasons, decided_by } => {
            end(&mut state, PenaltyStep::AppealDecision);
            state.phase = Some(PenaltyPhase::Decided);
            if let Some(appeal) = &mut state.appeal {
                appeal.decided = Some((at, *decided_by, reasons.clone()));
            }
            for (measure, is) in &mut state.measures {
                if upheld.contains(&measure.id) {
                    *is = MeasureState::InForce;
                }
                if lifted.contains(&measure.id) {
                    *is = MeasureState::Lifted;
                }
            }
            for track in state.duties.iter_mut().filter(|track| !duties.contains(&track.duty.id)) {
                if matches!(track.state, DutyState::Due | DutyState::Reported) {
                    track.state = DutyState::Cancelled;
                }
            }
            let kept = |date: &PenaltyDate| date.duty.is_none_or(|id| duties.contains(&id));
            state.dates.retain(kept);
        }
        PenaltyEvent::DutyReported { duty, proof } => {
            state.dates.retain(|date| date.duty != Some(*duty));
            if let Some(track) = track(&mut state, *duty) {
                track.state = DutyState::Reported;
                track.proof = Some(proof.clone());
            }
        }
        PenaltyEvent::DutyChecked { duty, passed, note } => {
            state.dates.retain(|date| date.duty != Some(*duty));
            if let Some(track) = track(&mut state, *duty) {
                track.state = if *passed { DutyState::Passed } else { DutyState::Failed };
                track.note = Some(note.clone());
                track.done_at = Some(at);
            }
        }
        PenaltyEvent::Reported { authority, text } => {
            state.reports.push(Report { at, authority: authority.clone(), text: text.clone() });
        }
        PenaltyEvent::Closed => {
            state.phase = Some(PenaltyPhase::Closed);
            state.closed_at = Some(at);
            state.dates.clear();
        }
    }
    state
}

fn decided(state: &mut PenaltyState, decision: &PenaltyDecision, by: By, at: Instant) {
    for step in [PenaltyStep::Decision, PenaltyStep::HoldReview] {
        end(state, step);
    }
    state.phase = Some(PenaltyPhase::Decided);
    state.decided_at = Some(at);
    state.decided_by = Some(by);
    state.measures = decision.measures.iter().map(|m| (m.clone(), MeasureState::InForce)).collect();
    let track = |duty: &Duty| DutyTrack {
        duty: duty.clone(),
        state: DutyState::Due,
        proof: None,
        note: None,
        done_at: None,
    };
    state.duties = decision.duties.iter().map(track).collect();
    state.decision = Some(Box::new(decision.clone()));
    for hold in state.holds.iter_mut().filter(|hold| hold.ended_at.is_none()) {
        hold.ended_at = Some(at);
    }
}

fn end(state: &mut PenaltyState, step: PenaltyStep) {
    state.dates.retain(|date| date.step != step);
}

fn track(state: &mut PenaltyState, id: terms::DutyId) -> Option<&mut DutyTrack> {
    state.duties.iter_mut().find(|track| track.duty.id == id)
}

/// Measures that an appeal stays: what is taken down as unsafe or counterfeit stays down (G4), and money goes back only
/// when the decision falls.
#[must_use]
pub const fn is_stayed(kind: MeasureKind, appeal_stays: bool) -> bool {
    match kind {
        MeasureKind::Points | MeasureKind::SearchDemotion | MeasureKind::ShopClosure => true,
        MeasureKind::Delisting => appeal_stays,
        MeasureKind::Warning | MeasureKind::DepositCharge => false,
    }
}
