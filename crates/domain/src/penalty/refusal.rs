//! Why a penalty case says no.

use terms::{Instant, MeasureKind, TextError};

use crate::refusal::{Refuse, Severity, text_arguments, text_code};

/// Every reasoned no of a penalty case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PenaltyRefusal {
    UnknownPenalty,
    NotAllowed,
    AlreadyDone,
    /// Not in this stage.
    WrongStage,
    /// The merchant may still answer.
    AnswerTimeRuns {
        until: Instant,
    },
    /// The time for it is over.
    TooLate {
        until: Option<Instant>,
    },
    UnknownViolation,
    /// The dispute does not exist, or concerns another merchant, or nobody.
    UnknownCause,
    UnknownEvidence {
        pointer: String,
    },
    /// No such hold: only danger, counterfeit and fraud allow one, where the table says so.
    HoldNotAllowed,
    /// A hold names the goods.
    GoodsMissing {
        pointer: String,
    },
    /// Neither measure nor duty: then the charge is dismissed.
    NothingDecided,
    /// The table allows no such measure for this violation.
    NotInTable {
        pointer: String,
    },
    /// More, or less, than the table allows.
    OutsideTable {
        pointer: String,
        kind: MeasureKind,
        most: String,
    },
    UnknownRule {
        pointer: String,
    },
    UnknownDuty,
    UnknownMeasure,
    Text {
        pointer: String,
        why: TextError,
    },
    PersonUnfit,
    StaleDeadline,
}

impl Refuse for PenaltyRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownPenalty => "unknown_penalty",
            Self::NotAllowed => "not_allowed",
            Self::AlreadyDone => "already_done",
            Self::WrongStage => "penalty_wrong_stage",
            Self::AnswerTimeRuns { .. } => "answer_time_runs",
            Self::TooLate { .. } => "too_late",
            Self::UnknownViolation => "unknown_violation",
            Self::UnknownCause => "unknown_cause",
            Self::UnknownEvidence { .. } => "unknown_evidence",
            Self::HoldNotAllowed => "hold_not_allowed",
            Self::GoodsMissing { .. } => "goods_missing",
            Self::NothingDecided => "nothing_decided",
            Self::NotInTable { .. } => "not_in_table",
            Self::OutsideTable { .. } => "outside_table",
            Self::UnknownRule { .. } => "unknown_rule",
            Self::UnknownDuty => "unknown_duty",
            Self::UnknownMeasure => "unknown_measure",
            Self::Text { why, .. } => text_code(*why),
            Self::PersonUnfit => "person_unfit",
            Self::StaleDeadline => "stale_deadline",
        }
    }

    fn severity(&self) -> Severity {
        match self {
            Self::UnknownPenalty => Severity::NotFound,
            Self::NotAllowed => Severity::NotAllowed,
            Self::AlreadyDone
            | Self::WrongStage
            | Self::AnswerTimeRuns { .. }
            | Self::TooLate { .. }
            | Self::StaleDeadline => Severity::Conflict,
            Self::UnknownViolation
            | Self::UnknownCause
            | Self::UnknownEvidence { .. }
            | Self::HoldNotAllowed
            | Self::GoodsMissing { .. }
            | Self::NothingDecided
            | Self::NotInTable { .. }
            | Self::OutsideTable { .. }
            | Self::UnknownRule { .. }
            | Self::UnknownDuty
            | Self::UnknownMeasure
            | Self::Text { .. }
            | Self::PersonUnfit => Severity::Invalid,
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::UnknownEvidence { pointer }
            | Self::GoodsMissing { pointer }
            | Self::NotInTable { pointer }
            | Self::OutsideTable { pointer, .. }
            | Self::UnknownRule { pointer }
            | Self::Text { pointer, .. } => Some(pointer.clone()),
            Self::UnknownViolation => Some("/violation".to_owned()),
            Self::UnknownDuty => Some("/duty_id".to_owned()),
            Self::HoldNotAllowed => Some("/ground".to_owned()),
            Self::UnknownPenalty
            | Self::NotAllowed
            | Self::AlreadyDone
            | Self::WrongStage
            | Self::AnswerTimeRuns { .. }
            | Self::TooLate { .. }
            | Self::UnknownCause
            | Self::NothingDecided
            | Self::UnknownMeasure
            | Self::PersonUnfit
            | Self::StaleDeadline => None,
        }
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::AnswerTimeRuns { until } => vec![("until", until.to_string())],
            Self::TooLate { until: Some(since) } => vec![("since", since.to_string())],
            Self::OutsideTable { kind, most, .. } => {
                vec![("measure", kind.as_str().to_owned()), ("most", most.clone())]
            }
            Self::Text { why, .. } => text_arguments(*why),
            Self::UnknownPenalty
            | Self::NotAllowed
            | Self::AlreadyDone
            | Self::WrongStage
            | Self::TooLate { until: None }
            | Self::UnknownViolation
            | Self::UnknownCause
            | Self::UnknownEvidence { .. }
            | Self::HoldNotAllowed
            | Self::GoodsMissing { .. }
            | Self::NothingDecided
            | Self::NotInTable { .. }
            | Self::UnknownRule { .. }
            | Self::UnknownDuty
            | Self::UnknownMeasure
            | Self::PersonUnfit
            | Self::StaleDeadline => Vec::new(),
        }
    }
}
