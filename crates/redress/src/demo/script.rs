//! What happens in the sample cases: short plays, each an act after so many hours.

use terms::{Condition, Position, RemedyType};
use testkit::Behaviour;

/// One act of a play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Accept,
    Refuse,
    ObjectToRefusal,
    Ask,
    Supply,
    /// The merchant's staff look at the case.
    Look,
    Respond(Position),
    /// The merchant offers this; a share of the price in percent where it is money.
    Offer(RemedyType, i64),
    /// The consumer offers this.
    Demand(RemedyType, i64),
    AcceptByConsumer,
    AcceptByMerchant,
    DenyByConsumer,
    MessageByConsumer,
    MessageByMerchant,
    NoteByOfficer,
    Assess,
    EvidenceByMerchant,
    Escalate,
    Hold,
    Withdraw,
    Reopen,
    AuthoriseReturn,
    Ship,
    Receive(Condition),
    Report,
    Confirm,
    DisputePerformance,
    Rate,
    RateByMerchant,
    /// The provider behaves like this at the next refund.
    Provider(Behaviour),
}

use Act::{
    Accept, AcceptByConsumer, AcceptByMerchant, Ask, Assess, AuthoriseReturn, Confirm, Demand, DenyByConsumer,
    DisputePerformance, Escalate, EvidenceByMerchant, Hold, Look, MessageByConsumer, MessageByMerchant, NoteByOfficer,
    ObjectToRefusal, Offer, Provider, Rate, RateByMerchant, Receive, Refuse, Reopen, Report, Respond, Ship, Supply,
    Withdraw,
};
use RemedyType::{Apology, Compensation, PartialRefund, Refund, RefundWithReturn, Replacement};

/// A play: hours after the act before, and the act.
pub type Play = &'static [(i64, Act)];

/// The plays, in the order in which they are given; some end where they do because nobody acts any more.
pub const PLAYS: &[Play] = &[
    &[(3, Accept), (5, Look), (9, Respond(Position::Accept)), (30, Rate), (4, RateByMerchant)],
    &[(2, Accept), (4, Look), (10, MessageByConsumer), (6, Respond(Position::Partly)), (3, Offer(PartialRefund, 30)), (20, DenyByConsumer), (5, Offer(PartialRefund, 60)), (8, AcceptByConsumer), (30, Rate)],
    &[(4, Accept), (6, Look), (12, Respond(Position::Deny)), (5, MessageByConsumer), (9, Demand(RefundWithReturn, 100)), (20, AcceptByMerchant), (5, AuthoriseReturn), (20, Ship), (70, Receive(Condition::AsSent)), (30, Rate), (3, RateByMerchant)],
    &[(5, Accept), (60, NoteByOfficer)],
    &[(6, Ask), (20, Supply), (5, Accept), (6, Look), (8, EvidenceByMerchant), (3, Respond(Position::Deny)), (10, MessageByConsumer), (4, Assess), (20, Escalate), (4, NoteByOfficer)],
    &[(3, Accept), (7, Look), (5, Respond(Position::Partly)), (1, Offer(Refund, 100)), (6, AcceptByConsumer), (30, Rate)],
    &[(6, Ask)],
    &[(8, Refuse), (30, ObjectToRefusal), (8, Accept), (4, Look), (10, Respond(Position::Partly)), (2, Offer(PartialRefund, 50))],
    &[(3, Accept), (4, Look), (6, Respond(Position::Deny)), (3, Offer(Replacement, 0)), (12, AcceptByConsumer), (4, AuthoriseReturn), (20, Ship), (60, Receive(Condition::AsSent)), (20, Report), (30, Confirm), (2, Rate)],
    &[(2, Accept), (3, Look), (6, MessageByMerchant), (4, MessageByConsumer), (6, Respond(Position::Partly)), (2, Offer(Compensation, 20)), (10, AcceptByConsumer), (30, Rate)],
    &[(4, Accept), (9, Look), (8, Respond(Position::Deny)), (24, MessageByConsumer), (26, MessageByMerchant)],
    &[(4, Accept), (5, Look), (20, Withdraw)],
    &[(4, Accept), (5, Look), (12, Withdraw), (40, Reopen), (10, Respond(Position::Deny))],
    &[(5, Accept), (6, Look), (9, Respond(Position::Partly)), (2, Offer(Apology, 0)), (9, AcceptByConsumer), (12, Report), (20, DisputePerformance), (3, NoteByOfficer)],
    &[(3, Accept), (4, Look), (4, Hold)],
    &[(5, Accept), (5, Look), (11, Respond(Position::Deny)), (2, Offer(RefundWithReturn, 100)), (6, AcceptByConsumer), (7, AuthoriseReturn), (24, Ship), (60, Receive(Condition::Damaged))],
    &[(6, Accept), (4, Look), (1, Provider(Behaviour::Refuse)), (6, Respond(Position::Accept))],
    &[(9, Refuse)],
    &[(2, Accept), (5, Look), (8, Respond(Position::Partly)), (2, Offer(PartialRefund, 40))],
    &[(3, Accept), (4, Look), (1, Provider(Behaviour::PayInPart)), (7, Respond(Position::Accept)), (30, Rate)],
    &[(3, Accept), (6, Look), (8, Respond(Position::Partly)), (3, Offer(RefundWithReturn, 100)), (9, AcceptByConsumer), (9, AuthoriseReturn)],
    &[],
    &[(4, Accept), (6, Look)],
];
