//! The field's words as types: money, ids, instants, parties, remedies, labels; nothing else.
//!
//! Everything here is plain data without behaviour of the dispute process. Names follow the
//! glossary: the key in code, in the API and in the text files is the same word.

mod case_number;
mod ids;
mod instant;
mod label;
mod money;
mod outside;
mod result_number;
mod text;
mod words;

pub use case_number::{CaseNumber, CaseNumberError};
pub use ids::{
    CommandId, DeadlineId, DecisionId, DisputeId, DutyId, Entropy, EventId, EvidenceId, Ids, JobId,
    MandateId, MeasureId, MessageId, NoticeId, ObjectionId, ObligationId, OfferId, OsEntropy, PayoutId,
    PenaltyId, PersonId, ProposalId, PublicationId, ReservationId, SeededEntropy, StreamId, StreamKind,
    job_id, merchant_stream, order_stream, person_from_outside,
};
pub use instant::Instant;
pub use label::{Audience, Label, Seal};
pub use money::{Currency, Money, MoneyError, Rounding};
pub use outside::{KindKey, LineId, MerchantId, OrderId, OutsideIdError, ReasonCode, RuleId, ViolationKey};
pub use result_number::{ResultNumber, ResultNumberError};
pub use text::{TextError, clean_line, clean_text};
pub use words::{
    AppealOutcome, Channel, Condition, DeadlineClass, DecidedBy, DutyKind, DutyState, EvidenceKind,
    EvidenceState, FindingBasis, FoundBy, HoldGround, Language, Mark, MeasureKind, MeasureState,
    ObligationState, OfferState, OutcomeCode, OutsideWay, Party, Payer, PenaltyPhase, PenaltyStep, Position,
    Priority, RemedyType, Role, RuleApplies, Side, Stage, Status, TradeTopic, UnknownWord,
};
