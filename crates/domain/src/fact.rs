//! A recorded fact of any stream: what happened, when, by whom, and who may see it.

use serde::{Deserialize, Serialize};
use terms::{EventId, Instant, Label, PersonId, StreamId};

use crate::actor::By;
use crate::dispute::{DisputeCommand, DisputeEvent};
use crate::merchant::{MerchantCommand, MerchantEvent};
use crate::order::{OrderCommand, OrderEvent};
use crate::payout::{PayoutCommand, PayoutEvent};
use crate::penalty::{PenaltyCommand, PenaltyEvent};
use crate::person::{PersonCommand, PersonEvent};
use crate::publication::{PublicationCommand, PublicationEvent};

/// An event with its circumstances, as the record keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact<E> {
    pub at: Instant,
    /// When it happened outside, if that was before it was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<Instant>,
    pub by: By,
    /// Whom the act counts for, if an agent acted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<PersonId>,
    pub label: Label,
    pub event: E,
}

/// An event of whichever stream.
#[derive(Debug, Clone, PartialEq)]
pub enum AnyEvent {
    Dispute(Box<DisputeEvent>),
    Order(Box<OrderEvent>),
    Payout(PayoutEvent),
    Person(PersonEvent),
    Publication(Box<PublicationEvent>),
    Merchant(MerchantEvent),
    Penalty(Box<PenaltyEvent>),
}

/// A command to whichever stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnyCommand {
    Dispute(Box<DisputeCommand>),
    Order(Box<OrderCommand>),
    Payout(PayoutCommand),
    Person(PersonCommand),
    Publication(Box<PublicationCommand>),
    Merchant(Box<MerchantCommand>),
    Penalty(Box<PenaltyCommand>),
}

/// A fact as it stands in the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    pub id: EventId,
    pub stream: StreamId,
    pub version: u64,
    pub fact: Fact<AnyEvent>,
}
