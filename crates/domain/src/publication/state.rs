//! What has become of the publication of a dispute.

use std::collections::BTreeMap;

use terms::{Instant, ObjectionId, PersonId, ResultNumber, Side};

use super::event::{ConsentItem, DownCause, Drafted, PublicationEvent, Published};
use crate::actor::By;
use crate::erasable::Erasable;
use crate::fact::Fact;

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PublicationPhase {
    /// Nothing was drafted, or the draft was sent back.
    #[default]
    Absent,
    /// Both sides look at the draft.
    Preview,
    Public,
    /// It was public and is no more.
    Down,
}

impl PublicationPhase {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Preview => "preview",
            Self::Public => "public",
            Self::Down => "down",
        }
    }
}

/// State of a publication's stream.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublicationState {
    pub phase: PublicationPhase,
    pub draft: Option<Box<Drafted>>,
    pub drafted_at: Option<Instant>,
    pub drafted_by: Option<By>,
    /// By item and side, with the name that may be shown.
    pub consents: BTreeMap<(ConsentItem, Side), Consent>,
    pub remarks: Vec<Remark>,
    /// Why the last draft was sent back.
    pub returned: Option<Erasable<String>>,
    pub published: Option<Box<Published>>,
    pub published_at: Option<Instant>,
    pub approved_by: Option<By>,
    /// When anything that the public sees was last changed.
    pub changed_at: Option<Instant>,
    /// Results of this case that are public no more, oldest first.
    pub gone: Vec<Gone>,
    pub objections: Vec<Objection>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    pub at: Instant,
    pub by: By,
    pub shown: Option<Erasable<String>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub at: Instant,
    pub side: Side,
    pub text: Erasable<String>,
}

/// A number that leads to nothing any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gone {
    pub number: ResultNumber,
    pub published_at: Instant,
    pub at: Instant,
    pub cause: DownCause,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    pub id: ObjectionId,
    pub at: Instant,
    /// `None`: somebody who was not signed in.
    pub by: Option<PersonId>,
    pub text: Erasable<String>,
    pub contact: Option<Erasable<String>>,
    pub due_at: Instant,
    pub is_late: bool,
    pub answer: Option<Answer>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub at: Instant,
    pub by: By,
    pub upheld: bool,
    pub text: String,
    pub correction: Option<String>,
}

impl PublicationState {
    #[must_use]
    pub fn has_consent(&self, item: ConsentItem, side: Side) -> bool {
        self.consents.contains_key(&(item, side))
    }

    /// Whether both sides let what they agreed on be told.
    #[must_use]
    pub fn is_agreed(&self) -> bool {
        let agrees = |side: &Side| self.has_consent(ConsentItem::Agreement, *side);
        self.draft.as_ref().is_some_and(|draft| draft.sides.iter().all(agrees))
    }

    /// The name that a consent lets be shown.
    #[must_use]
    pub fn name(&self, item: ConsentItem) -> Option<&str> {
        let consent = self.consents.iter().find(|((of, _), _)| *of == item)?.1;
        consent.shown.as_ref()?.get().map(String::as_str)
    }

    /// Objections that wait for an answer.
    pub fn open_objections(&self) -> impl Iterator<Item = &Objection> {
        self.objections.iter().filter(|objection| objection.answer.is_none())
    }

    /// When somebody of the staff must have acted: the end of the preview, the first objection's date.
    #[must_use]
    pub fn waits_until(&self) -> Option<Instant> {
        let objections = self.open_objections().map(|objection| objection.due_at);
        let preview = self.draft.as_ref().filter(|_| self.phase == PublicationPhase::Preview);
        objections.chain(preview.map(|draft| draft.preview_until)).min()
    }
}

/// Applies a fact; total.
#[must_use]
pub fn evolve(mut state: PublicationState, fact: &Fact<PublicationEvent>) -> PublicationState {
    match &fact.event {
        PublicationEvent::Drafted(draft) => {
            state.phase = PublicationPhase::Preview;
            state.drafted_at = Some(fact.at);
            state.drafted_by = Some(fact.by);
            state.draft = Some(draft.clone());
            state.remarks.clear();
            state.returned = None;
            state.published = None;
            state.published_at = None;
            state.approved_by = None;
        }
        PublicationEvent::ConsentGiven { item, side, shown } => {
            let consent = Consent { at: fact.at, by: fact.by, shown: shown.clone() };
            state.consents.insert((*item, *side), consent);
        }
        PublicationEvent::ConsentRevoked { item, side } => {
            state.consents.remove(&(*item, *side));
            if let Some(published) = &mut state.published
                && published.names.contains(item)
            {
                published.names.retain(|name| name != item);
                state.changed_at = Some(fact.at);
            }
        }
        PublicationEvent::Remarked { side, text } => {
            state.remarks.push(Remark { at: fact.at, side: *side, text: text.clone() });
        }
        PublicationEvent::Returned { reason } => {
            state.phase = PublicationPhase::Absent;
            state.returned = Some(reason.clone());
        }
        PublicationEvent::Published(published) => {
            state.phase = PublicationPhase::Public;
            state.published = Some(published.clone());
            state.published_at = Some(fact.at);
            state.approved_by = Some(fact.by);
            state.changed_at = Some(fact.at);
        }
        PublicationEvent::TakenDown { number, cause, .. } => {
            let published_at = state.published_at.unwrap_or(fact.at);
            state.gone.push(Gone { number: *number, published_at, at: fact.at, cause: *cause });
            state.phase = PublicationPhase::Down;
            state.changed_at = Some(fact.at);
        }
        PublicationEvent::ObjectionRaised { objection, text, contact, due_at, .. } => {
            state.objections.push(Objection {
                id: *objection,
                at: fact.at,
                by: fact.by.person(),
                text: text.clone(),
                contact: contact.clone(),
                due_at: *due_at,
                is_late: false,
                answer: None,
            });
        }
        PublicationEvent::ObjectionLate { objection } => {
            for open in state.objections.iter_mut().filter(|open| open.id == *objection) {
                open.is_late = true;
            }
        }
        PublicationEvent::ObjectionAnswered { objection, upheld, answer, correction } => {
            for open in state.objections.iter_mut().filter(|open| open.id == *objection) {
                open.answer = Some(Answer {
                    at: fact.at,
                    by: fact.by,
                    upheld: *upheld,
                    text: answer.clone(),
                    correction: correction.clone(),
                });
            }
            if correction.is_some() {
                state.changed_at = Some(fact.at);
            }
        }
    }
    state
}
