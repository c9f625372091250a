//! Ids inside the system: `UUIDv7`, typed, from an injected source so that tests and replays repeat.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::{Instant, MerchantId, OrderId};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(given: &str) -> Result<Self, uuid::Error> {
                given.parse().map(Self)
            }
        }
    };
}

id!(/// One dispute, inside; people use the case number.
    DisputeId);
id!(/// One movement of money.
    PayoutId);
id!(/// One person, of whatever role.
    PersonId);
id!(/// One piece of evidence.
    EvidenceId);
id!(/// One offer in negotiation.
    OfferId);
id!(/// One proposal of the mediator.
    ProposalId);
id!(/// One decision: a ruling, or the one on appeal.
    DecisionId);
id!(/// One thing that someone owes.
    ObligationId);
id!(/// One time limit.
    DeadlineId);
id!(/// One message.
    MessageId);
id!(/// One power to act for another.
    MandateId);
id!(/// One penalty case against a merchant.
    PenaltyId);
id!(/// One measure against a merchant.
    MeasureId);
id!(/// One thing a merchant must do after a penalty case.
    DutyId);
id!(/// One notice to one person.
    NoticeId);
id!(/// One reservation against an order's cap.
    ReservationId);
id!(/// What is published of one dispute: the dispute's own id, under another kind of stream.
    PublicationId);
id!(/// One objection to a published result.
    ObjectionId);
id!(/// One recorded fact.
    EventId);
id!(/// One piece of work to be done later.
    JobId);
id!(/// One wish to change something; a repeat of the same id is answered from the store.
    CommandId);

/// The kinds of stream that exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StreamKind {
    Dispute,
    Order,
    Payout,
    Person,
    Publication,
    Merchant,
    Penalty,
}

impl StreamKind {
    pub const ALL: &'static [Self] = &[
        Self::Dispute,
        Self::Order,
        Self::Payout,
        Self::Person,
        Self::Publication,
        Self::Merchant,
        Self::Penalty,
    ];

    /// The key in the record and in rows.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dispute => "dispute",
            Self::Order => "order",
            Self::Payout => "payout",
            Self::Person => "person",
            Self::Publication => "publication",
            Self::Merchant => "merchant",
            Self::Penalty => "penalty",
        }
    }
}

/// A series of facts that is decided on as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct StreamId {
    pub kind: StreamKind,
    pub id: Uuid,
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind.as_str(), self.id)
    }
}

impl From<DisputeId> for StreamId {
    fn from(id: DisputeId) -> Self {
        Self { kind: StreamKind::Dispute, id: id.0 }
    }
}

impl From<PayoutId> for StreamId {
    fn from(id: PayoutId) -> Self {
        Self { kind: StreamKind::Payout, id: id.0 }
    }
}

impl From<PersonId> for StreamId {
    fn from(id: PersonId) -> Self {
        Self { kind: StreamKind::Person, id: id.0 }
    }
}

impl From<PublicationId> for StreamId {
    fn from(id: PublicationId) -> Self {
        Self { kind: StreamKind::Publication, id: id.0 }
    }
}

impl From<PenaltyId> for StreamId {
    fn from(id: PenaltyId) -> Self {
        Self { kind: StreamKind::Penalty, id: id.0 }
    }
}

/// Names everything that is computed from a name (RFC 9562 version 5); chosen once, never changed.
const NAMES: Uuid = Uuid::from_u128(0x5f0b_6f5e_7c1e_4a53_9d8a_2f3e_91c4_70d2);

/// The stream of the order with the shop's number.
#[must_use]
pub fn order_stream(order: &OrderId) -> StreamId {
    let id = Uuid::new_v5(&NAMES, format!("order:{order}").as_bytes());
    StreamId { kind: StreamKind::Order, id }
}

/// The stream of the merchant with the shop's id.
#[must_use]
pub fn merchant_stream(merchant: &MerchantId) -> StreamId {
    let id = Uuid::new_v5(&NAMES, format!("merchant:{merchant}").as_bytes());
    StreamId { kind: StreamKind::Merchant, id }
}

/// The person whom the shop knows by `outside` (`consumer:88012`, `merchant:yuhe:aning`).
#[must_use]
pub fn person_from_outside(outside: &str) -> PersonId {
    PersonId(Uuid::new_v5(&NAMES, format!("person:{outside}").as_bytes()))
}

/// The job that a policy makes of an event: the same cause gives the same id, so a repeat changes nothing.
#[must_use]
pub fn job_id(cause: EventId, policy: &str, n: usize) -> JobId {
    JobId(Uuid::new_v5(&cause.0, format!("{policy}:{n}").as_bytes()))
}

/// Where randomness comes from.
pub trait Entropy: Send {
    fn fill(&mut self, bytes: &mut [u8]);
}

/// The operating system's randomness.
#[derive(Debug, Default, Clone, Copy)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    /// Fills from the system's source; should that ever fail, the process cannot go on safely and stops.
    fn fill(&mut self, bytes: &mut [u8]) {
        if getrandom::fill(bytes).is_err() {
            std::process::abort();
        }
    }
}

/// Repeatable bytes from a seed, for tests and for the demo's data; never for secrets.
#[derive(Debug, Clone)]
pub struct SeededEntropy(u64);

impl SeededEntropy {
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }
}

impl Entropy for SeededEntropy {
    /// `SplitMix64` (Steele, Lea, Flood 2014).
    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            let word = (z ^ (z >> 31)).to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
    }
}

/// Makes new ids at one moment.
pub struct Ids<'a> {
    now: Instant,
    entropy: &'a mut dyn Entropy,
}

impl<'a> Ids<'a> {
    pub fn new(now: Instant, entropy: &'a mut dyn Entropy) -> Self {
        Self { now, entropy }
    }

    /// A `UUIDv7` of this moment (RFC 9562).
    pub fn uuid(&mut self) -> Uuid {
        let mut random = [0; 10];
        self.entropy.fill(&mut random);
        let millis = u64::try_from(self.now.micros() / 1000).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// Random bytes, for salts and numbers.
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes);
        bytes
    }
}

impl fmt::Debug for Ids<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ids").field("now", &self.now).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_seed_and_moment_repeat_and_differ_from_each_other() {
        let now = Instant::from_micros(1_764_027_270_000_000);
        let made = |seed| {
            let mut entropy = SeededEntropy::new(seed);
            let mut ids = Ids::new(now, &mut entropy);
            (ids.uuid(), ids.uuid())
        };
        assert_eq!(made(7), made(7));
        let (a, b) = made(7);
        assert_ne!(a, b);
        assert_eq!(a.get_version_num(), 7);
    }
}
