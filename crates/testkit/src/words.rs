//! What people in the sample shop write: complaints, answers, offers, messages, ratings.
//!
//! The texts are in simplified Chinese as people type it. Which ones suit a kind of dispute is found by
//! words in the kind's key, so that a playbook may name its kinds as it likes.

mod answers;
mod complaints;

pub use answers::{
    CALMING, CONSUMER_MESSAGES, CONSUMER_NOTES, FINDINGS, MERCHANT_ANSWERS, MERCHANT_MESSAGES, OFFER_NOTES,
    OFFICER_QUESTIONS, PROPOSAL_REASONS, REFUSAL_REASONS, RULING_REASONS,
};

use crate::dice::Dice;

/// What a complaint is about, as coarse as the texts need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    NotAsDescribed,
    Defective,
    Unsafe,
    Counterfeit,
    Late,
    Damaged,
    Lost,
    Freight,
    PickUp,
    ReturnRefused,
    AfterSales,
    Repair,
    Price,
    Promotion,
    NotDispatched,
    Payment,
    Automated,
    Livestream,
    Minor,
    Service,
}

impl Topic {
    pub const ALL: &'static [Self] = &[
        Self::NotAsDescribed, Self::Defective, Self::Unsafe, Self::Counterfeit, Self::Late, Self::Damaged,
        Self::Lost, Self::Freight, Self::PickUp, Self::ReturnRefused, Self::AfterSales, Self::Repair, Self::Price,
        Self::Promotion, Self::NotDispatched, Self::Payment, Self::Automated, Self::Livestream, Self::Minor,
        Self::Service,
    ];

    /// The topic of a kind's key, such as `not_as_described`; what is not recognised is about service.
    #[must_use]
    pub fn of_kind(key: &str) -> Self {
        let words: [(&str, Self); 33] = [
            ("descri", Self::NotAsDescribed), ("unsafe", Self::Unsafe), ("safety", Self::Unsafe),
            ("counterfeit", Self::Counterfeit), ("fraud", Self::Counterfeit), ("infring", Self::Counterfeit),
            ("repair", Self::Repair), ("defect", Self::Defective), ("quality", Self::Defective),
            ("late", Self::Late), ("damag", Self::Damaged), ("lost", Self::Lost), ("missing_parcel", Self::Lost),
            ("fee", Self::Freight), ("freight", Self::Freight), ("pick", Self::PickUp),
            ("after", Self::AfterSales), ("return", Self::ReturnRefused), ("exchange_ref", Self::ReturnRefused),
            ("dispatch", Self::NotDispatched), ("cancel", Self::NotDispatched),
            ("promo", Self::Promotion), ("coupon", Self::Promotion), ("discount", Self::Promotion),
            ("price", Self::Price), ("currency", Self::Price),
            ("payment", Self::Payment), ("charge", Self::Payment),
            ("automat", Self::Automated), ("live", Self::Livestream), ("social", Self::Livestream),
            ("minor", Self::Minor), ("capacity", Self::Minor),
        ];
        words.iter().find(|(word, _)| key.contains(word)).map_or(Self::Service, |(_, topic)| *topic)
    }

    /// Complaints as consumers write them.
    #[must_use]
    pub const fn complaints(self) -> &'static [&'static str] {
        complaints::of(self)
    }

    /// Names of files that people attach, fitting the topic.
    #[must_use]
    pub const fn evidence_names(self) -> &'static [&'static str] {
        complaints::evidence_names(self)
    }
}

/// One of the complaints of a kind.
#[must_use]
pub fn complaint(kind: &str, dice: &mut Dice) -> &'static str {
    dice.text(Topic::of_kind(kind).complaints())
}

/// A rating with a text that suits its stars, one to five.
#[must_use]
pub fn rating(dice: &mut Dice) -> (u8, &'static str) {
    let stars = [5, 5, 5, 4, 4, 3, 2, 1];
    let score = dice.pick(&stars).copied().unwrap_or(5);
    (score, dice.text(answers::ratings(score)))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_topic_has_several_complaints_of_its_own_that_the_system_takes() {
        let mut seen = HashSet::new();
        for topic in Topic::ALL {
            assert!(topic.complaints().len() >= 3, "{topic:?}");
            assert!(!topic.evidence_names().is_empty());
            for text in topic.complaints() {
                assert!(seen.insert(text), "twice: {text}");
                assert_eq!(terms::clean_text(text, 2000).as_deref(), Ok(*text));
            }
        }
    }

    #[test]
    fn a_kind_finds_its_topic_by_its_key() {
        for (key, topic) in [
            ("not_as_described", Topic::NotAsDescribed),
            ("late_delivery", Topic::Late),
            ("shipping_fee", Topic::Freight),
            ("return_refused", Topic::ReturnRefused),
            ("price_drop", Topic::Price),
            ("never_dispatched", Topic::NotDispatched),
            ("poor_communication", Topic::Service),
        ] {
            assert_eq!(Topic::of_kind(key), topic, "{key}");
        }
    }
}
